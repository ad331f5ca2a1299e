//! Relations and their evidence while a draft is being made: looked up once, kept aside, linked in at the end.

use std::{
    collections::{HashMap, hash_map::Entry},
    mem,
};

use entity::{RelationKind, evidence, relation};

use super::{
    super::{
        Graph,
        fact::Reason,
        node::{Direction, Edge, NodeIndex},
        scale::ratings,
    },
    Draft, EdgeKey,
    assert::{Listed, put_at},
};

/// An edge that the draft has looked at.
pub(super) struct DraftEdge {
    /// The edge as it is now; none if it does not hold.
    pub(super) edge: Option<Edge>,
    /// The concepts that it joins, if it holds.
    pub(super) ends: (NodeIndex, NodeIndex),
    /// Whether the graph that the draft began with has links for it.
    pub(super) linked: bool,
    /// Whether it is another one than those links are of.
    pub(super) changed: bool,
    /// The change that last asserted it.
    pub(super) place: usize,
}

/// The edges that the draft has looked at, in the order in which it did.
#[derive(Default)]
pub(super) struct DraftEdges {
    list: Vec<(EdgeKey, DraftEdge)>,
    places: HashMap<EdgeKey, usize>,
}

impl DraftEdges {
    pub(super) fn iter(&self) -> impl Iterator<Item = &(EdgeKey, DraftEdge)> {
        self.list.iter()
    }

    pub(super) fn contains(&self, key: EdgeKey) -> bool {
        self.places.contains_key(&key)
    }

    /// Takes all edges out.
    pub(super) fn take(&mut self) -> Vec<(EdgeKey, DraftEdge)> {
        mem::take(self).list
    }

    /// The edge with a key, which is taken from the graph at first sight.
    fn look_at(&mut self, graph: &Graph, key: EdgeKey, ends: (NodeIndex, NodeIndex)) -> &mut DraftEdge {
        let place = match self.places.entry(key) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let edge = graph.edge_between(ends.0, key.1, ends.1).cloned();
                self.list.push((key, DraftEdge { linked: edge.is_some(), changed: false, edge, ends, place: 0 }));
                *entry.insert(self.list.len() - 1)
            }
        };
        &mut self.list[place].1
    }
}

impl Draft {
    /// Takes a relation in, in the place of the one with the same ends.
    pub(super) fn assert_relation(&mut self, relation: relation::Model) -> Result<(), Reason> {
        let ends = (self.find(relation.from)?, self.find(relation.to)?);
        let (from, to) = (self.graph.node(ends.0).kind(), self.graph.node(ends.1).kind());
        if !relation.kind.rule().allows(from, to) {
            return Err(Reason::NotAllowed { relation: relation.kind, from, to });
        }
        ratings(&relation).try_for_each(|(scale, value)| self.graph.refuse_off_scale(scale, value))?;
        let key = (relation.from, relation.kind, relation.to);
        let old = self.edges.look_at(&self.graph, key, ends).edge.as_ref().map(|edge| edge.relation.clone());
        if let Some(relation) = self.supersede(old.as_ref(), relation) {
            let place = self.place;
            let draft = self.edges.look_at(&self.graph, key, ends);
            (draft.place, draft.changed, draft.ends) = (place, true, ends);
            match &mut draft.edge {
                Some(edge) => edge.relation = relation,
                None => draft.edge = Some(Edge { relation, evidence: Vec::new() }),
            }
        }
        Ok(())
    }

    /// Takes evidence for a relation in.
    pub(super) fn assert_edge_evidence(&mut self, key: EdgeKey, evidence: evidence::Model) -> Result<(), Reason> {
        let edge = self.edge_mut(key).and_then(|draft| draft.edge.as_ref()).ok_or(Reason::NoSuchRelation)?;
        let place = evidence.seek(&edge.evidence);
        let old = place.ok().map(|place| edge.evidence[place].clone());
        if let Some(new) = self.supersede(old.as_ref(), evidence) {
            let draft = self.edge_mut(key).ok_or(Reason::NoSuchRelation)?;
            draft.changed = true;
            put_at(&mut draft.edge.as_mut().ok_or(Reason::NoSuchRelation)?.evidence, place, new);
        }
        Ok(())
    }

    /// The edge as the draft has it. None if there can be none, because an end of it is not there.
    pub(super) fn edge_mut(&mut self, key: EdgeKey) -> Option<&mut DraftEdge> {
        let ends = (self.graph.by_id(key.0)?, self.graph.by_id(key.2)?);
        Some(self.edges.look_at(&self.graph, key, ends))
    }

    /// The keys of all edges at a concept, whether linked already or not.
    pub(super) fn edges_at(&self, concept: i64) -> Vec<EdgeKey> {
        let key =
            |relation: &relation::Model| -> (i64, RelationKind, i64) { (relation.from, relation.kind, relation.to) };
        let linked = self.graph.by_id(concept).into_iter().flat_map(|index| {
            [Direction::Outgoing, Direction::Incoming].map(|direction| self.graph.all_links(index, direction))
        });
        let mut keys: Vec<_> = linked.flatten().map(|link| key(&link.edge.relation)).collect();
        let drafted = self.edges.iter().map(|(key, _)| *key);
        keys.extend(drafted.filter(|(from, _, to)| *from == concept || *to == concept));
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}
