//! Groups of skills.

use super::concept::{ConceptFields, Handle};
use crate::graph::Fact;

/// A group of skills.
#[derive(Clone, Copy)]
pub(super) struct SkillGroup<'g>(pub(super) Handle<'g>);

impl<'g> From<Handle<'g>> for SkillGroup<'g> {
    fn from(handle: Handle<'g>) -> Self {
        Self(handle)
    }
}

impl<'g> SkillGroup<'g> {
    fn columns(self) -> Option<&'g entity::skill_group::Model> {
        match self.0.columns() {
            Some(Fact::SkillGroup(columns)) => Some(columns),
            _ => None,
        }
    }
}

/// A group of skills, as in ESCO or ISCED-F. Its members are its `narrower` concepts.
#[projection::object]
impl<'g> SkillGroup<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    /// Code in ESCO or ISCED-F, if the group is one of theirs.
    pub(super) fn code(&self) -> Option<&'g str> {
        self.columns()?.code.as_deref()
    }
}
