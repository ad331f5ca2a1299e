//! Responsibilities.

use async_graphql::Result;
use entity::RelationKind;

use super::{
    concept::ConceptFields,
    connection::Connection,
    enums::{Kind, Strength},
    kind::kind,
    link::{LinkConnection, Links, Required, Roles},
    page::Page,
};
use crate::graph::Direction;

kind! {
    /// A responsibility of a graph.
    Responsibility
}

/// What somebody in a role does.
#[projection::object]
impl<'g> Responsibility<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    /// Roles that have it: those for which it is essential first.
    pub(super) fn performed_by(
        &self,
        /// Only relations of this strength.
        strength: Option<Strength>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Roles>> {
        let links = Links::new(self.0, "performedBy", Direction::Incoming, RelationKind::Performs);
        Connection::new(links.of_strength(strength.map(Into::into)), page)
    }

    /// What it calls for: the essential first.
    pub(super) fn calls_for(
        &self,
        /// Only relations of this strength.
        strength: Option<Strength>,
        /// Only competencies of these kinds.
        kinds: Option<&[Kind]>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Required>> {
        let links = Links::new(self.0, "callsFor", Direction::Outgoing, RelationKind::CallsFor);
        Connection::new(links.of_strength(strength.map(Into::into)).with_others(kinds), page)
    }
}
