//! Makes operations that are valid, and ask for as much as can be: deep, with aliases, fragments over objects and
//! interfaces, directives, variables, and selections to merge.

use super::{
    dice::Dice,
    goal::{Goal, Goals},
    known::Pool,
    operation::{Directive, Field, Fragment, Inline, Key, Literal, Operation, Selection, Spread, Variable},
    types::{self, Types, named},
};

/// How deep fields are nested. The engine refuses more than 15.
const MAX_DEPTH: usize = 13;
/// How many objects there can be in one place of the answer, by the sizes of the pages that lead there.
const MAX_WIDTH: usize = 24;

/// What operations can be about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'w> {
    pub(super) types: &'w Types,
    pub(super) goals: &'w Goals,
    pub(super) pool: &'w Pool,
    /// The revision of the graph.
    pub(super) revision: i64,
}

/// An operation in the making.
pub(super) struct Author<'w> {
    pub(super) subject: Subject<'w>,
    pub(super) dice: Dice,
    /// Whether arguments may be given that fail when the field is resolved.
    pub(super) mischief: bool,
    /// What is to be reached yet.
    goal: Option<&'w Goal>,
    /// The field whose next page is to be asked for, and by which argument.
    page: Option<(usize, &'w str)>,
    /// How many selections there may be yet, more or less.
    budget: usize,
    numbers: usize,
    fragments: Vec<Made>,
    pub(super) variables: Vec<Declared>,
    /// Whether there can be no variables where a value is being made.
    pub(super) constants_only: bool,
}

/// A fragment, and where it can be spread.
struct Made {
    fragment: Fragment,
    place: Place,
}

/// A variable, and what it was made for: it can be used again for the same.
pub(super) struct Declared {
    pub(super) variable: Variable,
    pub(super) purpose: String,
}

/// Where in the answer a selection stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    depth: usize,
    pub(super) width: usize,
}

impl<'w> Author<'w> {
    pub(super) fn new(subject: Subject<'w>, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let (mischief, budget) = (dice.one_in(8), 8 + dice.roll(40));
        Self {
            subject,
            dice,
            mischief,
            goal: Some(subject.goals.of_seed(seed)),
            page: None,
            budget,
            numbers: 0,
            fragments: Vec::new(),
            variables: Vec::new(),
            constants_only: false,
        }
    }

    /// An operation, and the field that is to be asked again with a cursor from the answer, if there is one.
    pub(super) fn operation(mut self) -> (Operation, Option<(usize, &'w str)>) {
        let selections = self.selections("Query", Place { depth: 0, width: 1 });
        let mut operation = Operation {
            name: self.dice.one_in(12).then_some("Asked"),
            selections,
            fragments: self.fragments.into_iter().map(|made| made.fragment).collect(),
            variables: self.variables.into_iter().map(|declared| declared.variable).collect(),
        };
        operation.tidy();
        if self.dice.one_in(2) {
            operation.bare_keys();
        }
        (operation, self.page)
    }

    fn selections(&mut self, ty: &str, place: Place) -> Vec<Selection> {
        let most = if place.depth == 0 { 3 } else { 5 };
        let mut made: Vec<_> = self.step(ty, place).into_iter().collect();
        if self.subject.types.field(ty, "pageInfo").is_some() && self.dice.one_in(3) {
            made.push(self.cursors());
        }
        for _ in 0..=self.dice.roll(most) {
            if self.budget == 0 && !made.is_empty() {
                break;
            }
            let selection = self.selection(ty, place, &made);
            made.push(selection);
            self.budget = self.budget.saturating_sub(1);
        }
        // What there is to merge with stands before or behind.
        if self.dice.one_in(2) {
            made.reverse();
        }
        made
    }

    /// A field on the way to the goal.
    fn step(&mut self, ty: &str, place: Place) -> Option<Selection> {
        let goal = self.goal?;
        let fields = self.subject.types.composites[ty].fields.iter();
        let steps: Vec<_> = fields.filter(|field| self.subject.goals.leads(goal, ty, field)).collect();
        if steps.is_empty() {
            return None;
        }
        let field = *self.dice.pick(&steps);
        if goal.ty != ty {
            return Some(self.given_field(field, place, None));
        }
        self.goal = None;
        Some(self.given_field(field, place, goal.argument.as_deref()))
    }

    /// Where a page begins and ends.
    fn cursors(&mut self) -> Selection {
        let names = if self.dice.one_in(2) { ["startCursor", "endCursor"] } else { ["endCursor", "hasNextPage"] };
        let selections = names.map(|name| self.bare_field(name, Vec::new()));
        self.bare_field("pageInfo", selections.into())
    }

    fn bare_field(&mut self, name: &str, selections: Vec<Selection>) -> Selection {
        let (name, key) = (name.to_owned(), self.key());
        let number = self.number();
        Selection::Field(Field { number, name, key, arguments: Vec::new(), directives: Vec::new(), selections })
    }

    fn selection(&mut self, ty: &str, place: Place, beside: &[Selection]) -> Selection {
        match self.dice.roll(16) {
            0 => self.type_name(),
            1..=3 if self.budget > 0 => self.inline_fragment(ty, place),
            4 | 5 if place.depth > 0 => self.spread(ty, place),
            6 | 7 => self.again(ty, place, beside),
            _ => self.field(ty, place),
        }
    }

    fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    fn type_name(&mut self) -> Selection {
        let (number, name) = (self.number(), "__typename".to_owned());
        let (key, directives) = (self.key(), self.directives());
        Selection::Field(Field { number, name, key, arguments: Vec::new(), directives, selections: Vec::new() })
    }

    fn key(&mut self) -> Key {
        match self.dice.roll(6) {
            0 => Key::Alias('a'),
            1 => Key::Alias('b'),
            _ => Key::Plain,
        }
    }

    fn directives(&mut self) -> Vec<Directive> {
        let mut directives = Vec::new();
        for name in ["include", "skip"] {
            if self.dice.one_in(12) {
                let stays = !self.dice.one_in(4);
                let flag = self.flag(stays == (name == "include"));
                directives.push(Directive { name, flag });
            }
        }
        if self.dice.one_in(2) {
            directives.reverse();
        }
        directives
    }

    /// A field that stands there already, to be merged with: the same arguments, another selection.
    fn again(&mut self, ty: &str, place: Place, beside: &[Selection]) -> Selection {
        let twins: Vec<_> = beside
            .iter()
            .filter_map(|selection| match selection {
                Selection::Field(field) if !field.selections.is_empty() => Some(field),
                _ => None,
            })
            .collect();
        let Some(twin) = twins.last() else { return self.field(ty, place) };
        let Some(known) = self.subject.types.field(ty, &twin.name) else { return self.type_name() };
        let below = Place { depth: place.depth + 1, width: place.width * size(twin) };
        let selections = self.selections(named(&known.ty.base), below);
        let (number, directives) = (self.number(), self.directives());
        let field = Selection::Field(Field { number, directives, selections, ..(*twin).clone() });
        match self.dice.one_in(3) {
            true => Selection::Inline(Inline { on: None, directives: self.directives(), selections: vec![field] }),
            false => field,
        }
    }

    fn inline_fragment(&mut self, ty: &str, place: Place) -> Selection {
        let on = (!self.dice.one_in(4)).then(|| self.kin(ty));
        let directives = self.directives();
        let selections = self.selections(on.as_deref().unwrap_or(ty), place);
        Selection::Inline(Inline { on, directives, selections })
    }

    fn kin(&mut self, ty: &str) -> String {
        let kin = self.subject.types.kin(ty);
        (*self.dice.pick(&kin)).to_owned()
    }

    /// A fragment that is known, or a new one.
    fn spread(&mut self, ty: &str, place: Place) -> Selection {
        let kin = self.subject.types.kin(ty);
        let fits = |made: &&Made| {
            let wide_enough = made.place.width >= place.width && made.place.depth >= place.depth;
            wide_enough && kin.contains(&made.fragment.on.as_str())
        };
        let known: Vec<_> = self.fragments.iter().filter(fits).map(|made| made.fragment.name.clone()).collect();
        let fragment = match known.is_empty() || self.dice.one_in(3) {
            true => self.fragment(ty, place),
            false => self.dice.pick(&known).clone(),
        };
        Selection::Spread(Spread { fragment, directives: self.directives() })
    }

    fn fragment(&mut self, ty: &str, place: Place) -> String {
        let on = self.kin(ty);
        let selections = self.selections(&on, place);
        // Those below have been named by now, so none contains itself.
        let name = format!("F{}", self.fragments.len() + 1);
        self.fragments.push(Made { fragment: Fragment { name: name.clone(), on, selections }, place });
        name
    }

    fn field(&mut self, ty: &str, place: Place) -> Selection {
        match self.chosen(ty, place) {
            Some(field) => self.given_field(field, place, None),
            None => self.type_name(),
        }
    }

    /// A field, with an argument that it must have.
    fn given_field(&mut self, field: &'w types::Field, place: Place, argument: Option<&'w str>) -> Selection {
        let (arguments, width) = self.arguments(field, place, argument);
        let below = Place { depth: place.depth + 1, width: place.width * width };
        let of = named(&field.ty.base);
        let mut selections = match self.is_leaf(field) {
            true => Vec::new(),
            false => self.selections(of, below),
        };
        let (number, key, mut directives) = (self.number(), self.key(), self.directives());
        if let Some(argument @ ("after" | "before")) = argument {
            self.page = Some((number, argument));
            selections.push(self.cursors());
        }
        if argument.is_some() || self.goal.is_some() {
            directives.clear();
        }
        Selection::Field(Field { number, name: field.name.clone(), key, arguments, directives, selections })
    }

    fn chosen(&mut self, ty: &str, place: Place) -> Option<&'w types::Field> {
        let fields = &self.subject.types.composites[ty].fields;
        let (leaves, branches): (Vec<_>, Vec<_>) = fields.iter().partition(|field| self.is_leaf(field));
        let can_go_on = self.budget > 0 && place.depth < MAX_DEPTH && place.width <= MAX_WIDTH;
        match can_go_on && !branches.is_empty() && (leaves.is_empty() || self.dice.one_in(2)) {
            true => Some(*self.dice.pick(&branches)),
            false if leaves.is_empty() => None,
            false => Some(*self.dice.pick(&leaves)),
        }
    }

    fn is_leaf(&self, field: &types::Field) -> bool {
        !self.subject.types.composites.contains_key(named(&field.ty.base))
    }

    /// Whether the goal is not reached yet.
    pub(super) const fn is_under_way(&self) -> bool {
        self.goal.is_some()
    }

    /// How many may be asked for at once.
    pub(super) const fn room(place: Place) -> usize {
        let room = MAX_WIDTH / place.width;
        if room == 0 { 1 } else { room }
    }
}

/// How many objects a field can have for one of its parents, as far as its arguments say.
fn size(field: &Field) -> usize {
    let number = |name| match field.argument(name) {
        Some(Literal::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    };
    number("first").or(number("last")).unwrap_or(1).max(1)
}
