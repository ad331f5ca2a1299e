//! Scales and collections: each is described whole.

use std::collections::BTreeSet;

use entity::{collection, member, scale};

use super::{
    super::{CollectionItem, Place, ScaleItem},
    Planner,
};
use crate::graph::Collection;

impl Planner<'_> {
    pub(super) fn scale(&mut self, place: &Place, item: ScaleItem) {
        let ScaleItem { slug, title, minimum, maximum, description } = item;
        if !self.scales.insert(slug.clone()) {
            return self.problem(place, format!("the scale `{slug}` is described twice"));
        }
        let (row, since, until) = (0, 0, None);
        self.assert(place, scale::Model { row, slug, title, minimum, maximum, description, since, until });
    }

    pub(super) fn collection(&mut self, place: &Place, item: CollectionItem) {
        let CollectionItem { slug, title, description, url, members } = item;
        if !self.collections.insert(slug.clone()) {
            return self.problem(place, format!("the collection `{slug}` is described twice"));
        }
        let members: BTreeSet<i64> = members.iter().filter_map(|member| self.resolve(place, member)).collect();
        let (row, since, until) = (0, 0, None);
        let member = |concept| member::Model { row, collection: slug.clone(), concept, since, until };
        let graph = self.graph;
        let before = graph.collection(&slug).map_or(&[][..], Collection::members);
        for node in before.iter().map(|index| graph.node(*index)).filter(|node| !members.contains(&node.id())) {
            let ours = node.memberships.iter().any(|row| row.collection == slug && self.is_ours(row.row));
            if ours {
                self.retract(place, member(node.id()));
            }
        }
        for concept in &members {
            self.assert(place, member(*concept));
        }
        self.assert(place, collection::Model { row, slug, title, description, url, since, until });
    }
}
