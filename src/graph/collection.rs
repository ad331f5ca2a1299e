//! Which collections are there, what is in them, and what is a concept in?

use entity::collection;

use super::{Graph, node::NodeIndex};

/// A collection with what it has.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The collection itself.
    pub state: collection::Model,
    /// The concepts in it, by kind, then as in [`Order::Label`](super::Order::Label).
    pub(super) members: Vec<NodeIndex>,
}

impl Collection {
    /// The concepts in it: by kind, then by the preferred label in the default locale, then by slug.
    pub fn members(&self) -> &[NodeIndex] {
        &self.members
    }
}

impl Graph {
    /// The collections, by slug.
    pub fn collections(&self) -> impl ExactSizeIterator<Item = &Collection> {
        self.collections.values().map(AsRef::as_ref)
    }

    /// The collection with a slug.
    pub fn collection(&self, slug: &str) -> Option<&Collection> {
        self.collections.get(slug).map(AsRef::as_ref)
    }

    /// The collections that a concept is in, by slug.
    pub fn collections_of(&self, index: NodeIndex) -> impl Iterator<Item = &Collection> {
        self.node(index).memberships.iter().filter_map(|row| self.collection(&row.collection))
    }
}
