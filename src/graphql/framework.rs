//! Frameworks, libraries and runtimes.

use async_graphql::Result;
use entity::RelationKind;

use super::{
    competency::{CompetencyFields, LearnableFields},
    concept::ConceptFields,
    enums::{FrameworkSide, FrameworkType},
    kind::kind,
    link::{Anything, Frameworks, Languages, LinkConnection},
    page::Page,
};
use crate::graph::Direction;

kind! {
    /// A framework of a graph.
    Framework(framework)
}

/// A framework, library or runtime that code is built on.
#[projection::object]
impl<'g> Framework<'g> {
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

    /// What sort of code base it is.
    pub(super) fn framework_type(&self) -> Option<FrameworkType> {
        self.columns().map(|columns| columns.framework_type.into())
    }

    /// Which side of a system it is made for.
    pub(super) fn side(&self) -> Option<FrameworkSide> {
        self.columns().map(|columns| columns.side.into())
    }

    /// Address of its home page.
    pub(super) fn homepage(&self) -> Option<&'g str> {
        self.columns()?.homepage.as_deref()
    }

    /// Languages that its users write.
    pub(super) fn languages(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Languages>> {
        self.0.links("languages", Direction::Outgoing, RelationKind::UsesLanguage, page)
    }

    /// What it is built on.
    pub(super) fn built_on(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Frameworks>> {
        self.0.links("builtOn", Direction::Outgoing, RelationKind::BuiltOn, page)
    }

    /// What is built on it.
    pub(super) fn built_by(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Frameworks>> {
        self.0.links("builtBy", Direction::Incoming, RelationKind::BuiltOn, page)
    }

    /// Frameworks and tools that it is used together with.
    pub(super) fn works_with(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("worksWith", Direction::Outgoing, RelationKind::WorksWith, page)
    }
}
