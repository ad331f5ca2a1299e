//! Groups of roles.

use super::{concept::ConceptFields, kind::kind};

kind! {
    /// A group of roles.
    RoleGroup(role_group)
}

/// A group of occupations, as in the ISCO-08 classification. Its members are its `narrower` concepts.
#[projection::object]
impl<'g> RoleGroup<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    /// Code in ISCO-08: one to four digits.
    pub(super) fn code(&self) -> Option<&'g str> {
        self.columns()?.code.as_deref()
    }

    /// Level in ISCO-08, from 1 (major group) to 4 (unit group).
    pub(super) fn level(&self) -> Option<i32> {
        self.columns()?.level.map(i32::from)
    }
}
