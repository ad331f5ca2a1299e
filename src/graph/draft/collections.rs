//! Collections in the draft, and what is in them.

use std::{collections::BTreeSet, mem, sync::Arc};

use entity::{collection, member};

use super::{
    super::{Collection, Order, fact::Reason, node::NodeIndex},
    Draft,
};

impl Draft {
    /// Takes a collection in, in the place of the one with the same slug. Its members stay.
    pub(super) fn assert_collection(&mut self, state: collection::Model) {
        let slug = state.slug.as_str().into();
        let old = self.graph.collections.get(&slug).cloned();
        if let Some(state) = self.supersede(old.as_deref().map(|old| &old.state), state) {
            let members = old.map(|old| old.members.clone()).unwrap_or_default();
            Arc::make_mut(&mut self.graph.collections).insert(slug, Arc::new(Collection { state, members }));
        }
    }

    /// Takes a collection out, with all that is in it.
    pub(super) fn retract_collection(&mut self, slug: &str) -> Result<(), Reason> {
        let old = Arc::make_mut(&mut self.graph.collections).remove(slug);
        let old = old.ok_or_else(|| Reason::NoSuchCollection(slug.to_owned()))?;
        for &index in &old.members {
            let memberships = &mut self.node_mut(index).memberships;
            if let Some(place) = memberships.iter().position(|row| row.collection == slug) {
                let row = memberships.remove(place);
                self.close(&row);
            }
        }
        self.close(&old.state);
        Ok(())
    }

    /// Puts a concept into a collection.
    pub(super) fn assert_member(&mut self, row: member::Model) -> Result<(), Reason> {
        let index = self.find(row.concept)?;
        let slug = row.collection.clone();
        if self.graph.collection(&slug).is_none() {
            return Err(Reason::NoSuchCollection(slug));
        }
        if self.put(index, row)?.0 {
            self.change_members(slug, |members| members.push(index));
        }
        Ok(())
    }

    /// Takes a concept out of a collection.
    pub(super) fn retract_member(&mut self, row: &member::Model) -> Result<(), Reason> {
        let index = self.find(row.concept)?;
        let row = self.take(index, row)?;
        self.change_members(row.collection, |members| members.retain(|member| *member != index));
        Ok(())
    }

    /// Takes a concept out of all collections.
    pub(super) fn retract_memberships(&mut self, index: NodeIndex) {
        for row in mem::take(&mut self.node_mut(index).memberships) {
            self.close(&row);
            self.change_members(row.collection, |members| members.retain(|member| *member != index));
        }
    }

    fn change_members(&mut self, slug: String, change: impl FnOnce(&mut Vec<NodeIndex>)) {
        if let Some(collection) = Arc::make_mut(&mut self.graph.collections).get_mut(slug.as_str()) {
            change(&mut Arc::make_mut(collection).members);
            self.collected.insert(slug);
        }
    }

    /// The collections whose order the concepts that moved may have upset, and those that have other members.
    pub(super) fn take_collected(&mut self) -> BTreeSet<String> {
        let mut collected = mem::take(&mut self.collected);
        for &index in self.moved.keys() {
            collected.extend(self.graph.node(index).memberships.iter().map(|row| row.collection.clone()));
        }
        collected
    }

    /// Sorts the members of collections, once the concepts have their new names.
    pub(super) fn sort_members(&mut self, collected: BTreeSet<String>) {
        let mut collections = mem::take(&mut self.graph.collections);
        let graph = &self.graph;
        for slug in collected {
            if let Some(collection) = Arc::make_mut(&mut collections).get_mut(slug.as_str()) {
                Arc::make_mut(collection).members.sort_by(|left, right| {
                    let by_kind = graph.node(*left).kind().cmp(&graph.node(*right).kind());
                    by_kind.then_with(|| graph.compare(Order::Label, *left, *right))
                });
            }
        }
        self.graph.collections = collections;
    }
}
