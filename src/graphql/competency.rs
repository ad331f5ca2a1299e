//! What a role can require, and the interface over it.

use async_graphql::Result;
use entity::{Kind as EntityKind, RelationKind};

use super::{
    concept::{ConceptFields, Handle},
    connection::Connection,
    enums::{Kind, Strength},
    framework::Framework,
    language::Language,
    link::{Anything, LinkConnection, Links, Required, Roles},
    page::Page,
    qualification::Qualification,
    similar::{Alike, Competencies, similar},
    skill::Skill,
    tool::Tool,
};
use crate::graph::Direction;

/// The fields of whatever a role can require.
#[derive(Clone, Copy)]
pub(super) struct CompetencyFields<'g>(pub(super) Handle<'g>);

#[projection::fields]
impl<'g> CompetencyFields<'g> {
    /// Roles that require it: those for which it is essential first, then by importance, then where it is in demand.
    pub(super) fn required_by(
        &self,
        /// Only requirements of this strength.
        strength: Option<Strength>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Roles>> {
        let links = Links::new(self.0, "requiredBy", Direction::Incoming, RelationKind::Requires);
        Connection::new(links.of_strength(strength.map(Into::into)), page)
    }

    /// What having it shows to be there as well: the most certain first.
    pub(super) fn implies(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Required>> {
        self.0.links("implies", Direction::Outgoing, RelationKind::Implies, page)
    }
}

/// The fields of whatever can be learned: skills, languages, frameworks and tools.
#[derive(Clone, Copy)]
pub(super) struct LearnableFields<'g>(pub(super) Handle<'g>);

#[projection::fields]
impl<'g> LearnableFields<'g> {
    /// What shows that it is there as well: the most certain first.
    pub(super) fn implied_by(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Required>> {
        self.0.links("impliedBy", Direction::Incoming, RelationKind::Implies, page)
    }

    /// What must be learned first.
    pub(super) fn prerequisites(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Required>> {
        self.0.links("prerequisites", Direction::Outgoing, RelationKind::Prerequisite, page)
    }

    /// What can be learned once it is known.
    pub(super) fn prerequisite_for(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Required>> {
        self.0.links("prerequisiteFor", Direction::Incoming, RelationKind::Prerequisite, page)
    }

    /// Responsibilities and skills that call for it.
    pub(super) fn called_for_by(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("calledForBy", Direction::Incoming, RelationKind::CallsFor, page)
    }

    /// Skills, languages, frameworks and tools that are most similar, the most similar first: 100 at most. They are
    /// compared by the roles that require them, what they are related to, where they stand and what is said of them.
    pub(super) fn similar(
        &self,
        /// Only competencies of these kinds.
        kinds: Option<&[Kind]>,
        #[arg(group)] page: &Page,
    ) -> Result<Connection<Alike<'g, Competencies>>> {
        similar(self.0, kinds, page)
    }
}

/// What a role can require: a skill, a language, a framework, a tool or a qualification.
#[derive(Clone, Copy, projection::Interface)]
#[interface(fields(ConceptFields, CompetencyFields), implements("Concept", "Node"))]
pub(super) enum Competency<'g> {
    Skill(Skill<'g>),
    Language(Language<'g>),
    Framework(Framework<'g>),
    Tool(Tool<'g>),
    Qualification(Qualification<'g>),
}

impl<'g> From<Handle<'g>> for Competency<'g> {
    /// The rules of the relations let only these kinds stand where a competency is shown.
    fn from(handle: Handle<'g>) -> Self {
        match handle.kind() {
            EntityKind::Language => Self::Language(Language(handle)),
            EntityKind::Framework => Self::Framework(Framework(handle)),
            EntityKind::Tool => Self::Tool(Tool(handle)),
            EntityKind::Qualification => Self::Qualification(Qualification(handle)),
            _ => Self::Skill(Skill(handle)),
        }
    }
}
