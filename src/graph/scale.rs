//! Which scales are there, and what is on them?

use entity::{relation, scale};

use super::{Graph, fact::Reason};

impl Graph {
    /// The scales, by slug.
    pub fn scales(&self) -> impl Iterator<Item = &scale::Model> {
        self.scales.values().map(AsRef::as_ref)
    }

    /// The scale with a slug.
    pub fn scale(&self, slug: &str) -> Option<&scale::Model> {
        self.scales.get(slug).map(AsRef::as_ref)
    }

    /// Refuses a value that is not on its scale.
    pub(super) fn refuse_off_scale(&self, slug: &str, value: f64) -> Result<(), Reason> {
        let scale = self.scale(slug).ok_or_else(|| Reason::NoSuchScale(slug.to_owned()))?;
        let (minimum, maximum) = (scale.minimum, scale.maximum);
        match (minimum..=maximum).contains(&value) {
            true => Ok(()),
            false => Err(Reason::OffScale { scale: slug.to_owned(), value, minimum, maximum }),
        }
    }
}

/// The values that a relation has on scales, each with the slug of its scale.
pub(super) fn ratings(relation: &relation::Model) -> impl Iterator<Item = (&str, f64)> {
    let level = relation.level_scale.as_deref().zip(relation.level_value);
    level.into_iter().chain(relation.importance_scale.as_deref().zip(relation.importance_value))
}
