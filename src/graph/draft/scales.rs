//! Scales in the draft, and the values on them.

use std::{collections::BTreeMap, mem, sync::Arc};

use entity::scale;

use super::{
    super::{
        fact::{Reason, Rejection, Table},
        scale::ratings,
    },
    Draft,
};

impl Draft {
    /// Takes a scale in, in the place of the one with the same slug.
    pub(super) fn assert_scale(&mut self, scale: scale::Model) {
        let slug = scale.slug.clone();
        let old = self.graph.scales.get(slug.as_str()).cloned();
        if let Some(new) = self.supersede(old.as_deref(), scale) {
            Arc::make_mut(&mut self.graph.scales).insert(slug.as_str().into(), Arc::new(new));
            if old.is_some() {
                self.rescaled.insert(slug, self.place);
            }
        }
    }

    /// Takes a scale out. Whether anything is still on it shows when the draft is whole.
    pub(super) fn retract_scale(&mut self, slug: String) -> Result<(), Reason> {
        let old = Arc::make_mut(&mut self.graph.scales).remove(slug.as_str());
        let old = old.ok_or_else(|| Reason::NoSuchScale(slug.clone()))?;
        self.close(&*old);
        self.rescaled.insert(slug, self.place);
        Ok(())
    }

    /// Refuses scales that have gone or changed and leave values behind: a walk over all relations, which a change so
    /// rare can afford.
    pub(super) fn refuse_values_left_behind(&mut self) {
        let rescaled = mem::take(&mut self.rescaled);
        if rescaled.is_empty() {
            return;
        }
        let graph = &self.graph;
        let mut refused: BTreeMap<usize, Reason> = BTreeMap::new();
        for (scale, value) in graph.edges().flat_map(|edge| ratings(&edge.relation)) {
            if let Some(change) = rescaled.get(scale)
                && let Err(reason) = graph.refuse_off_scale(scale, value)
            {
                let gone = matches!(reason, Reason::NoSuchScale(_));
                refused.entry(*change).or_insert(if gone { Reason::ScaleInUse } else { reason });
            }
        }
        let rejection = |(change, reason)| Rejection { change, table: Table::Scale, row: 0, reason };
        self.rejections.extend(refused.into_iter().map(rejection));
    }
}
