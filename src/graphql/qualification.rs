//! Qualifications.

use super::{competency::CompetencyFields, concept::ConceptFields, kind::kind};

kind! {
    /// A qualification of a graph.
    Qualification(qualification)
}

/// A degree or certificate.
#[projection::object]
impl<'g> Qualification<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    #[field(include)]
    fn competency(&self) -> CompetencyFields<'g> {
        CompetencyFields(self.0)
    }

    /// Level in the European Qualifications Framework, 1 to 8; null where it has none.
    pub(super) fn eqf_level(&self) -> Option<i32> {
        self.columns()?.eqf_level.map(i32::from)
    }
}
