//! What leads from one graph to another.

use std::collections::HashMap;

use entity::{LabelRole, RelationKind, revision};

use super::{
    Graph,
    fact::{Change, Fact, Table},
};

/// What tells a fact from others of its table: two facts with the same key cannot hold at once. What a commit can only
/// replace by taking something else's place, as an identifier that goes over to another concept, has the place in its key.
#[derive(PartialEq, Eq, Hash)]
struct Key<'f>(Table, [i64; 3], Option<RelationKind>, Option<LabelRole>, [&'f str; 3]);

impl<'f> Key<'f> {
    fn of(fact: &'f Fact) -> Self {
        let table = fact.table();
        let of = |id: i64, texts: [&'f str; 3]| Key(table, [id, 0, 0], None, None, texts);
        match fact {
            Fact::Source(row) => of(row.source, [""; 3]),
            Fact::Scale(row) => of(0, [&row.slug, "", ""]),
            Fact::Collection(row) => of(0, [&row.slug, "", ""]),
            Fact::Concept(row) => of(row.concept, [""; 3]),
            Fact::Role(row) => of(row.concept, [""; 3]),
            Fact::RoleGroup(row) => of(row.concept, [""; 3]),
            Fact::Skill(row) => of(row.concept, [""; 3]),
            Fact::SkillGroup(row) => of(row.concept, [""; 3]),
            Fact::Language(row) => of(row.concept, [""; 3]),
            Fact::Framework(row) => of(row.concept, [""; 3]),
            Fact::Tool(row) => of(row.concept, [""; 3]),
            Fact::Qualification(row) => of(row.concept, [""; 3]),
            Fact::Label(row) => {
                let text = if row.role == LabelRole::Preferred { "" } else { &row.text };
                Key(table, [row.concept, 0, 0], None, Some(row.role), [&row.locale, text, ""])
            }
            Fact::Note(row) => of(row.concept, [&row.locale, row.role.as_str(), ""]),
            Fact::Identifier(row) => of(row.concept, [&row.scheme, &row.value, ""]),
            Fact::Member(row) => of(row.concept, [&row.collection, "", ""]),
            Fact::Relation(row) => Key(table, [row.from, row.to, 0], Some(row.kind), None, [""; 3]),
            Fact::Evidence(row) => {
                let ids = [row.subject, row.object.unwrap_or_default(), row.source];
                Key(table, ids, row.kind, None, [&row.locator, "", ""])
            }
        }
    }
}

impl Graph {
    /// The changes that lead from this graph to one that says what `other` says. None if both say the same.
    pub fn difference(&self, other: &Self) -> Vec<Change> {
        let (before, after): (Vec<_>, Vec<_>) = (self.facts().collect(), other.facts().collect());
        let (gone, come) = compare(&before, &after);
        let retractions = gone.into_iter().map(|fact| Change::Retract(fact.clone()));
        retractions.chain(come.into_iter().map(|fact| Change::Assert(fact.unstamped()))).collect()
    }

    /// The import whose facts come back when `other` takes the place of this graph: the latest one, if all facts that do
    /// are of one source. None if some are of another, or somebody's own words.
    pub fn import_coming_back<'g>(&self, other: &'g Self) -> Option<&'g revision::Model> {
        let (before, after): (Vec<_>, Vec<_>) = (self.facts().collect(), other.facts().collect());
        let mut imports = compare(&before, &after).1.into_iter().map(|fact| other.import_of(fact.row()));
        let first = imports.next()??;
        imports.try_fold(first, |latest, import| {
            let import = import.filter(|import| import.source == first.source)?;
            Some(if import.number > latest.number { import } else { latest })
        })
    }
}

/// The facts that cease to hold, and those that begin to or change.
fn compare<'f>(before: &'f [Fact], after: &'f [Fact]) -> (Vec<&'f Fact>, Vec<&'f Fact>) {
    let wanted: HashMap<_, _> = after.iter().map(|fact| (Key::of(fact), fact)).collect();
    let known: HashMap<_, _> = before.iter().map(|fact| (Key::of(fact), fact)).collect();
    let gone = before.iter().filter(|fact| !wanted.contains_key(&Key::of(fact))).collect();
    let is_new = |fact: &&Fact| known.get(&Key::of(fact)).is_none_or(|old| !old.says_the_same_as(fact));
    (gone, after.iter().filter(is_new).collect())
}
