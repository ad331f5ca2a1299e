//! Qualifications.

use super::{
    competency::CompetencyFields,
    concept::{ConceptFields, Handle},
};
use crate::graph::Fact;

/// A qualification of a graph.
#[derive(Clone, Copy)]
pub(super) struct Qualification<'g>(pub(super) Handle<'g>);

impl<'g> From<Handle<'g>> for Qualification<'g> {
    fn from(handle: Handle<'g>) -> Self {
        Self(handle)
    }
}

impl<'g> Qualification<'g> {
    fn columns(self) -> Option<&'g entity::qualification::Model> {
        match self.0.columns() {
            Some(Fact::Qualification(columns)) => Some(columns),
            _ => None,
        }
    }
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
