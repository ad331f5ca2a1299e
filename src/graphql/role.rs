//! Roles: occupations and job roles.

use async_graphql::Result;
use entity::RelationKind;

use super::{
    concept::ConceptFields,
    connection::Connection,
    enums::{Kind, Strength},
    kind::kind,
    link::{LinkConnection, Links, Required, Responsibilities},
    page::Page,
    similar::{self, Alike, similar},
};
use crate::graph::Direction;

kind! {
    /// A role of a graph.
    Role(role)
}

/// An occupation or job role: what somebody does for a living, and what it takes.
#[projection::object]
impl<'g> Role<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    /// Code of the ISCO-08 unit group that the role belongs to: four digits.
    pub(super) fn isco_code(&self) -> Option<&'g str> {
        self.columns()?.isco_code.as_deref()
    }

    /// How much preparation the role needs, from 1 (little) to 5 (extensive), as in O*NET.
    pub(super) fn job_zone(&self) -> Option<i32> {
        self.columns()?.job_zone.map(i32::from)
    }

    /// Whether and how the profession is regulated by law.
    pub(super) fn regulated_profession_note(&self) -> Option<&'g str> {
        self.columns()?.regulated_profession_note.as_deref()
    }

    /// What the role requires: essential before optional, the most important first.
    pub(super) fn requirements(
        &self,
        /// Only requirements of this strength.
        strength: Option<Strength>,
        /// Only competencies of these kinds.
        kinds: Option<&[Kind]>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Required>> {
        let links = Links::new(self.0, "requirements", Direction::Outgoing, RelationKind::Requires);
        Connection::new(links.of_strength(strength.map(Into::into)).with_others(kinds), page)
    }

    /// What somebody in the role does: the essential first.
    pub(super) fn responsibilities(
        &self,
        /// Only responsibilities of this strength.
        strength: Option<Strength>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Responsibilities>> {
        let links = Links::new(self.0, "responsibilities", Direction::Outgoing, RelationKind::Performs);
        Connection::new(links.of_strength(strength.map(Into::into)), page)
    }

    /// Roles that are most similar, the most similar first: 100 at most. They are compared by what they require, what is
    /// unusually important for them, what is done in them and what they are called; `RELATED` plays no part.
    pub(super) fn similar(&self, #[arg(group)] page: &Page) -> Result<Connection<Alike<'g, similar::Roles>>> {
        similar(self.0, None, page)
    }
}
