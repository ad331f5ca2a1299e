//! Formal languages.

use async_graphql::Result;
use entity::{Kind, RelationKind};

use super::{
    competency::{CompetencyFields, LearnableFields},
    concept::ConceptFields,
    connection::Connection,
    enums::LanguageType,
    kind::kind,
    link::{Frameworks, LinkConnection, Links, Tools},
    page::Page,
};
use crate::graph::Direction;

kind! {
    /// A language of a graph.
    Language(language)
}

/// A programming, markup, query or data language. Languages that people speak are skills.
#[projection::object]
impl<'g> Language<'g> {
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

    /// What sort of language it is.
    pub(super) fn language_type(&self) -> Option<LanguageType> {
        self.columns().map(|columns| columns.language_type.into())
    }

    /// Year in which the language first appeared.
    pub(super) fn first_appeared(&self) -> Option<i32> {
        self.columns()?.first_appeared.map(i32::from)
    }

    /// Extensions of its files, with the dot, the most usual first.
    pub(super) fn extensions(&self) -> impl Iterator<Item = &'g str> {
        self.columns().into_iter().flat_map(|columns| &columns.extensions.0).map(String::as_str)
    }

    /// Frameworks, libraries and runtimes whose users write this language.
    pub(super) fn frameworks(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Frameworks>> {
        let links = Links::new(self.0, "frameworks", Direction::Incoming, RelationKind::UsesLanguage);
        Connection::new(links.with_others(Some(&[Kind::Framework])), page)
    }

    /// Tools that are worked with in this language.
    pub(super) fn tools(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Tools>> {
        let links = Links::new(self.0, "tools", Direction::Incoming, RelationKind::UsesLanguage);
        Connection::new(links.with_others(Some(&[Kind::Tool])), page)
    }
}
