//! Is this said already?

use super::{
    Graph,
    draft::Listed,
    fact::{Fact, Row},
};

impl Graph {
    /// The fact, unless it holds already, whenever that was said. A symmetric relation must stand as it is kept: the lesser
    /// id first.
    pub fn unless_held(&self, mut fact: Fact) -> Option<Fact> {
        let held = match &mut fact {
            Fact::Source(row) => repeats(row, self.source(row.source)),
            Fact::Scale(row) => repeats(row, self.scale(&row.slug)),
            Fact::Collection(row) => repeats(row, self.collection(&row.slug).map(|collection| &collection.state)),
            Fact::Concept(row) => repeats(row, self.find(row.concept).map(|node| &node.state)),
            Fact::Role(row) => self.has_columns(row.concept, row),
            Fact::RoleGroup(row) => self.has_columns(row.concept, row),
            Fact::Skill(row) => self.has_columns(row.concept, row),
            Fact::SkillGroup(row) => self.has_columns(row.concept, row),
            Fact::Language(row) => self.has_columns(row.concept, row),
            Fact::Framework(row) => self.has_columns(row.concept, row),
            Fact::Tool(row) => self.has_columns(row.concept, row),
            Fact::Qualification(row) => self.has_columns(row.concept, row),
            Fact::Label(row) => self.is_listed(row.concept, row),
            Fact::Note(row) => self.is_listed(row.concept, row),
            Fact::Identifier(row) => self.is_listed(row.concept, row),
            Fact::Member(row) => self.is_listed(row.concept, row),
            Fact::Relation(row) => repeats(row, self.edge(row.from, row.kind, row.to).map(|edge| &edge.relation)),
            Fact::Evidence(row) => match row.kind.zip(row.object) {
                Some((kind, to)) => self.edge(row.subject, kind, to).is_some_and(|edge| is_among(&edge.evidence, row)),
                None => self.is_listed(row.subject, row),
            },
        };
        (!held).then_some(fact)
    }

    fn find(&self, concept: i64) -> Option<&super::Node> {
        self.by_id(concept).map(|index| self.node(index))
    }

    fn has_columns<R: Row>(&self, concept: i64, row: &mut R) -> bool
    where
        for<'f> &'f R: TryFrom<&'f Fact>,
    {
        let columns = self.find(concept).and_then(super::Node::columns);
        repeats(row, columns.and_then(|columns| <&R>::try_from(columns).ok()))
    }

    fn is_listed<R: Listed>(&self, concept: i64, row: &mut R) -> bool {
        self.find(concept).is_some_and(|node| is_among(R::list(node), row))
    }
}

fn repeats<R: Row>(row: &mut R, old: Option<&R>) -> bool {
    old.is_some_and(|old| row.repeats(old))
}

fn is_among<R: Listed>(list: &[R], row: &mut R) -> bool {
    row.seek(list).is_ok_and(|place| row.repeats(&list[place]))
}
