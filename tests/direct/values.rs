//! The values that arguments are given: literals, variables with and without defaults, lists and input objects of both;
//! mostly such as lead somewhere, and now and then, if there may be mischief, such as fail.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value};

use super::{
    author::{Author, Declared, Place},
    operation::{Literal, Variable},
    types::{Argument, Field, named},
};

/// What a value is for.
#[derive(Clone, Copy)]
pub(super) struct Purpose<'p> {
    /// The type of what it names, if it names something.
    about: &'p str,
    /// The argument, or the field of an input object.
    name: &'p str,
    /// Whether it is a field of an input object of which exactly one is given.
    alone: bool,
}

/// What the references in filters name.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("RoleFilter", "performs", "Responsibility"),
    ("RoleFilter", "group", "RoleGroup"),
    ("SkillFilter", "group", "SkillGroup"),
    ("FrameworkFilter", "builtOn", "Framework"),
    ("FrameworkFilter", "language", "Language"),
    ("ToolFilter", "language", "Language"),
    ("HaveInput", "concept", "Competency"),
];

const PAGING: [&str; 4] = ["first", "after", "last", "before"];

impl Author<'_> {
    /// Arguments for a field, and how many objects it can have then.
    pub(super) fn arguments(
        &mut self,
        field: &Field,
        place: Place,
        wanted: Option<&str>,
    ) -> (Vec<(String, Literal)>, usize) {
        let mut given = Vec::new();
        let pages = field.arguments.iter().any(|argument| argument.name == "after");
        let is_of_page = |argument: &Argument| pages && PAGING.contains(&argument.name.as_str());
        for argument in field.arguments.iter().filter(|argument| !is_of_page(argument)) {
            if is_required(argument) || wanted == Some(&argument.name) || self.dice.one_in(2) {
                let about = match (argument.name.as_str(), named(&argument.ty.base)) {
                    ("role" | "from" | "to", "Reference") => "Role",
                    ("of" | "targets", "ConceptReference") => "Competency",
                    _ => named(&field.ty.base),
                };
                let purpose = Purpose { about, name: &argument.name, alone: false };
                given.push((argument.name.clone(), self.value(purpose, &argument.ty)));
            }
        }
        let width = if pages { self.page(place, wanted, &mut given) } else { 1 };
        if self.dice.one_in(2) {
            given.reverse();
        }
        (given, width)
    }

    /// Which page: a small one, so that answers stay small.
    fn page(&mut self, place: Place, wanted: Option<&str>, given: &mut Vec<(String, Literal)>) -> usize {
        let room = Self::room(place);
        if room >= 20 && wanted.is_none() && !self.is_under_way() && self.dice.one_in(3) {
            return 20;
        }
        // On the way to a goal one is enough, so that a cursor from there is of one list.
        let most = if self.is_under_way() { 1 } else { room.min(4) };
        let size = 1 + self.dice.roll(most);
        let end = match wanted {
            Some(end @ ("first" | "last")) => end,
            _ if self.dice.one_in(3) => "last",
            _ => "first",
        };
        let size = match self.dice.one_in(8) {
            true => self.size_variable(size, most),
            false => Literal::Int(i64::try_from(size).unwrap()),
        };
        if self.mischief && self.dice.one_in(10) {
            self.bad_page(end, size, given);
        } else {
            given.push((end.into(), size));
        }
        if self.dice.one_in(12) {
            given.push((if self.dice.one_in(2) { "after" } else { "before" }.into(), Literal::Null));
        }
        most
    }

    /// A page that nobody can have.
    fn bad_page(&mut self, end: &str, size: Literal, given: &mut Vec<(String, Literal)>) {
        match self.dice.roll(4) {
            0 => {
                let other = if end == "last" { "first" } else { "last" };
                given.extend([(end.into(), size), (other.into(), Literal::Int(1))]);
            }
            1 => given.extend([(end.into(), size), ("after".into(), Literal::String("nonsense".into()))]),
            2 => given.push(("before".into(), Literal::String("AQAAAAAAAAAAAAAAAAA".into()))),
            _ => given.push((end.into(), Literal::Int(*self.dice.pick(&[0, -1, 101])))),
        }
    }

    fn size_variable(&mut self, size: usize, most: usize) -> Literal {
        let (size, less) = (Value::from(size), Value::from(1 + self.dice.roll(most)));
        let values = [Some(size), Some(less)];
        self.declare("Int!".into(), None, values, format!("size up to {most}"))
    }

    /// A condition that mostly comes out as is wished.
    pub(super) fn flag(&mut self, wished: bool) -> Literal {
        if !self.dice.one_in(3) {
            return Literal::Boolean(wished);
        }
        let then = Some(Value::Bool(self.dice.one_in(2)));
        match self.dice.roll(3) {
            0 => self.declare("Boolean!".into(), None, [Some(wished.into()), then], format!("flag {wished}")),
            1 => {
                let default = Some(Literal::Boolean(wished));
                self.declare("Boolean!".into(), default, [None, then], format!("flag {wished}"))
            }
            _ => {
                let default = Some(Literal::Boolean(!wished));
                self.declare("Boolean".into(), default, [Some(wished.into()), None], format!("flag {wished}"))
            }
        }
    }

    /// A value of a type.
    fn value(&mut self, purpose: Purpose<'_>, ty: &Type) -> Literal {
        match !self.constants_only && self.dice.one_in(6) {
            true => self.variable(purpose, ty),
            false => self.literal(purpose, ty),
        }
    }

    fn variable(&mut self, purpose: Purpose<'_>, ty: &Type) -> Literal {
        let used_for = format!("{} {} {ty} {}", purpose.about, purpose.name, purpose.alone);
        let known = self.variables.iter().find(|declared| declared.purpose == used_for);
        if let Some(known) = known.filter(|_| self.dice.one_in(2)) {
            return Literal::Variable(known.variable.name.clone());
        }
        let strict = Type { nullable: false, base: ty.base.clone() };
        let values = [(); 2].map(|()| self.json(purpose, &strict));
        let optional = ty.nullable && !purpose.alone;
        match self.dice.roll(4) {
            // It must be given.
            0 => self.declare(strict.to_string(), None, values.map(Some), used_for),
            // It can be left out for its default.
            1 => {
                let default = self.constant(purpose, &strict);
                let [first, _] = values;
                self.declare(strict.to_string(), Some(default), [Some(first), None], used_for)
            }
            // It has a default, which makes it fit although it can be null.
            2 if !purpose.alone => {
                let default = self.constant(purpose, &strict);
                let lax = Type { nullable: true, base: ty.base.clone() };
                let [_, then] = values;
                let then = if optional && self.dice.one_in(3) { Value::Null } else { then };
                self.declare(lax.to_string(), Some(default), [None, Some(then)], used_for)
            }
            // It can be left out, or be null.
            _ if optional => {
                let [first, _] = values;
                let then = self.dice.one_in(2).then_some(Value::Null);
                self.declare(ty.to_string(), None, [Some(first), then], used_for)
            }
            _ => self.declare(strict.to_string(), None, values.map(Some), used_for),
        }
    }

    fn declare(
        &mut self,
        ty: String,
        default: Option<Literal>,
        mut values: [Option<Value>; 2],
        purpose: String,
    ) -> Literal {
        let name = format!("v{}", self.variables.len() + 1);
        if self.dice.one_in(2) {
            values.reverse();
        }
        self.variables.push(Declared { variable: Variable { name: name.clone(), ty, default, values }, purpose });
        Literal::Variable(name)
    }

    fn json(&mut self, purpose: Purpose<'_>, ty: &Type) -> Value {
        self.constant(purpose, ty).json(&Map::new()).unwrap()
    }

    /// A literal without variables.
    fn constant(&mut self, purpose: Purpose<'_>, ty: &Type) -> Literal {
        let outer = std::mem::replace(&mut self.constants_only, true);
        let literal = self.literal(purpose, ty);
        self.constants_only = outer;
        literal
    }

    fn literal(&mut self, purpose: Purpose<'_>, ty: &Type) -> Literal {
        if ty.nullable && !purpose.alone && self.dice.one_in(12) {
            return Literal::Null;
        }
        match &ty.base {
            // One value stands for a list of one.
            BaseType::List(inner) if self.dice.one_in(6) => {
                self.literal(purpose, &Type { nullable: false, base: inner.base.clone() })
            }
            BaseType::List(inner) => {
                Literal::List((0..self.dice.roll(4)).map(|_| self.value(purpose, inner)).collect())
            }
            BaseType::Named(name) => self.named(purpose, name),
        }
    }

    fn named(&mut self, purpose: Purpose<'_>, ty: &str) -> Literal {
        let types = self.subject.types;
        match ty {
            "IdentifierInput" => self.identifier(purpose.about),
            "KindAndSlug" => self.kind_and_slug(purpose.about),
            "Int" => Literal::Int(self.revision()),
            "ID" => self.id(purpose.about),
            "Float" => Literal::Int(*self.dice.pick(if self.mischief { &[0, 1, 2] } else { &[0, 1, 1] })),
            "String" => Literal::String(self.text(purpose)),
            "Boolean" => Literal::Boolean(self.dice.one_in(2)),
            _ => match (types.enums.get(ty), types.inputs.get(ty)) {
                (Some(words), _) => Literal::Enum(self.dice.pick(words).clone()),
                (_, Some(input)) if input.one_of => {
                    let field = self.dice.pick(&input.fields);
                    let purpose = Purpose { about: purpose.about, name: &field.name, alone: true };
                    Literal::Object(vec![(field.name.clone(), self.value(purpose, &field.ty))])
                }
                (_, Some(input)) => self.object(ty, &input.fields),
                _ => panic!("say in tests/direct/values.rs what a {ty} can be"),
            },
        }
    }

    fn object(&mut self, ty: &str, fields: &[Argument]) -> Literal {
        let mut given = Vec::new();
        for field in fields {
            if is_required(field) || self.dice.one_in(4) {
                let about = REFERENCES.iter().find(|(of, name, _)| *of == ty && *name == field.name);
                let purpose =
                    Purpose { about: about.map_or("Concept", |(_, _, about)| about), name: &field.name, alone: false };
                given.push((field.name.clone(), self.value(purpose, &field.ty)));
            }
        }
        Literal::Object(given)
    }

    fn identifier(&mut self, about: &str) -> Literal {
        // Not everything has an outside name.
        let pool = self.subject.pool;
        let found = (0..4).find_map(|_| {
            let known = pool.pick(&mut self.dice, about);
            (!known.identifiers.is_empty()).then(|| self.dice.pick(&known.identifiers).clone())
        });
        let (scheme, value) = found.unwrap_or_else(|| ("linguist".into(), "Python".into()));
        Literal::Object(vec![("scheme".into(), Literal::String(scheme)), ("value".into(), Literal::String(value))])
    }

    fn kind_and_slug(&mut self, about: &str) -> Literal {
        let about = if about == "Competency" { about } else { "Concept" };
        let known = self.subject.pool.pick(&mut self.dice, about);
        let kind = known.kind.clone().unwrap_or_default();
        Literal::Object(vec![
            ("kind".into(), Literal::Enum(kind)),
            ("slug".into(), Literal::String(known.slug.clone())),
        ])
    }

    fn revision(&mut self) -> i64 {
        let revisions = [1, self.subject.revision];
        match self.mischief && self.dice.one_in(3) {
            true => *self.dice.pick(&[0, -1, 99]),
            false => *self.dice.pick(&revisions),
        }
    }

    fn id(&mut self, about: &str) -> Literal {
        match self.dice.roll(12) {
            0 if self.mischief => Literal::String("nonsense".into()),
            1 if self.mischief => Literal::Int(7),
            2 if self.mischief => Literal::String(self.subject.pool.pick(&mut self.dice, "Node").id.clone()),
            // Of the right make, but of nothing.
            3 if about == "Node" => Literal::String("BQAAAAAAAAAB".into()),
            _ => Literal::String(self.subject.pool.pick(&mut self.dice, about).id.clone()),
        }
    }

    fn text(&mut self, purpose: Purpose<'_>) -> String {
        let known = self.subject.pool.pick(&mut self.dice, purpose.about);
        if self.mischief && self.dice.one_in(20) {
            return "x".repeat(1_001);
        }
        match purpose.name {
            "slug" if self.dice.one_in(10) && REFERENCES.iter().all(|(.., about)| *about != purpose.about) => {
                "nobody".into()
            }
            "slug" => known.slug.clone(),
            "label" if self.dice.one_in(3) => known.label.to_uppercase(),
            "label" => known.label.clone(),
            "locale" => (*self.dice.pick(&["en", "fr", "fr-CA", "fr-BE", "pt-BR", "de", "zh", "", "EN"])).to_owned(),
            "scale" => (*self.dice.pick(&["onet-level", "onet-importance"])).to_owned(),
            "scheme" => (*self.dice.pick(&["esco", "onet-soc", "linguist"])).to_owned(),
            "text" | "prefix" if self.dice.one_in(4) => known.label.chars().take(3).collect(),
            "text" | "prefix" | "labels" => known.label.clone(),
            "iscoCode" => (*self.dice.pick(&["2512", "2513", "9999"])).to_owned(),
            _ => "a \"text\"\n\u{1f980}".into(),
        }
    }
}

const fn is_required(argument: &Argument) -> bool {
    !argument.ty.nullable && !argument.has_default
}
