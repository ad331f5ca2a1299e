//! Scales, and values on them.

use entity::scale;

use crate::graph::Graph;

/// A scale.
#[derive(Clone, Copy)]
pub(super) struct Scale<'g>(pub(super) &'g scale::Model);

/// A scale on which a source rates importance or level. Values on different scales cannot be compared by number.
#[projection::object]
impl<'g> Scale<'g> {
    /// Name in addresses, unique among scales.
    pub(super) fn slug(&self) -> &'g str {
        &self.0.slug
    }

    /// Title, as the publisher gives it.
    pub(super) fn title(&self) -> &'g str {
        &self.0.title
    }

    /// The least value on it.
    pub(super) fn minimum(&self) -> f64 {
        self.0.minimum
    }

    /// The greatest value on it.
    pub(super) fn maximum(&self) -> f64 {
        self.0.maximum
    }

    /// What its values mean.
    pub(super) fn description(&self) -> Option<&'g str> {
        self.0.description.as_deref()
    }
}

/// A value on a scale.
#[derive(Clone, Copy)]
pub(super) struct Rating<'g> {
    scale: &'g scale::Model,
    value: f64,
}

impl<'g> Rating<'g> {
    /// The value on the scale with a slug; none if either is missing.
    pub(super) fn find(graph: &'g Graph, scale: Option<&str>, value: Option<f64>) -> Option<Self> {
        Some(Self { scale: graph.scale(scale?)?, value: value? })
    }
}

/// How a source rates something, on a scale.
#[projection::object]
impl<'g> Rating<'g> {
    /// The scale.
    pub(super) fn scale(&self) -> Scale<'g> {
        Scale(self.scale)
    }

    /// The value on that scale.
    pub(super) fn value(&self) -> f64 {
        self.value
    }

    /// Where the value lies between the ends of the scale: 0 is its minimum, 1 its maximum.
    pub(super) fn normalized(&self) -> f64 {
        (self.value - self.scale.minimum) / (self.scale.maximum - self.scale.minimum)
    }
}
