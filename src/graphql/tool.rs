//! Tools: databases, servers, operating systems, clouds, editors and more.

use async_graphql::Result;
use entity::RelationKind;

use super::{
    competency::{CompetencyFields, LearnableFields},
    concept::ConceptFields,
    enums::ToolType,
    kind::kind,
    link::{Anything, Languages, LinkConnection},
    page::Page,
};
use crate::graph::Direction;

kind! {
    /// A tool of a graph.
    Tool(tool)
}

/// A database, server, operating system, cloud, editor or other tool that people work with.
#[projection::object]
impl<'g> Tool<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    #[field(include)]
    fn competency(&self) -> CompetencyFields<'g> {
        CompetencyFields(self.0)
    }

    #[field(include)]
    fn learnable(&self) -> LearnableFields<'g> {
        LearnableFields(self.0)
    }

    /// What it is for.
    pub(super) fn tool_type(&self) -> Option<ToolType> {
        self.columns().map(|columns| columns.tool_type.into())
    }

    /// Address of its home page.
    pub(super) fn homepage(&self) -> Option<&'g str> {
        self.columns()?.homepage.as_deref()
    }

    /// Whether employers of many occupations ask for it. Null where nobody has said.
    pub(super) fn hot_technology(&self) -> Option<bool> {
        self.columns()?.hot_technology
    }

    /// Languages that one writes to work with it.
    pub(super) fn languages(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Languages>> {
        self.0.links("languages", Direction::Outgoing, RelationKind::UsesLanguage, page)
    }

    /// Frameworks and tools that it is used together with.
    pub(super) fn works_with(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("worksWith", Direction::Outgoing, RelationKind::WorksWith, page)
    }
}
