//! Skills: competences, knowledge, human languages and attitudes.

use async_graphql::Result;
use entity::RelationKind;

use super::{
    competency::{CompetencyFields, LearnableFields},
    concept::ConceptFields,
    connection::Connection,
    enums::{ReuseLevel, SkillType, Strength},
    kind::kind,
    link::{LinkConnection, Links, Required},
    page::Page,
};
use crate::graph::Direction;

kind! {
    /// A skill of a graph.
    Skill(skill)
}

/// Something that a person can do or knows, a language that people speak, or an attitude.
#[projection::object]
impl<'g> Skill<'g> {
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

    /// What sort of skill it is; null where the source does not say.
    pub(super) fn skill_type(&self) -> Option<SkillType> {
        self.columns()?.skill_type.map(Into::into)
    }

    /// How widely it is of use; null where the source does not say.
    pub(super) fn reuse_level(&self) -> Option<ReuseLevel> {
        self.columns()?.reuse_level.map(Into::into)
    }

    /// Skills that this one calls for: the essential first.
    pub(super) fn calls_for(
        &self,
        /// Only relations of this strength.
        strength: Option<Strength>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Required>> {
        let links = Links::new(self.0, "callsFor", Direction::Outgoing, RelationKind::CallsFor);
        Connection::new(links.of_strength(strength.map(Into::into)), page)
    }
}
