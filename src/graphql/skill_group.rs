//! Groups of skills.

use super::{concept::ConceptFields, kind::kind};

kind! {
    /// A group of skills.
    SkillGroup(skill_group)
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
