//! Relations and their evidence while a draft is being made: looked up once, kept aside, linked in at the end.

use entity::{RelationKind, evidence, relation};

use super::{
    super::{
        fact::Reason,
        node::{Direction, Edge},
        scale::ratings,
    },
    Draft, DraftEdge, EdgeKey,
    assert::put_in_order,
};

impl Draft {
    /// Takes a relation in, in the place of the one with the same ends.
    pub(super) fn assert_relation(&mut self, relation: relation::Model) -> Result<(), Reason> {
        let from = self.graph.node(self.find(relation.from)?).kind();
        let to = self.graph.node(self.find(relation.to)?).kind();
        if !relation.kind.rule().allows(from, to) {
            return Err(Reason::NotAllowed { relation: relation.kind, from, to });
        }
        ratings(&relation).try_for_each(|(scale, value)| self.graph.refuse_off_scale(scale, value))?;
        let key = (relation.from, relation.kind, relation.to);
        let old = self.edge_mut(key).edge.as_ref().map(|edge| edge.relation.clone());
        if let Some(relation) = self.supersede(old.as_ref(), relation) {
            let place = self.place;
            let draft = self.edge_mut(key);
            draft.place = place;
            match &mut draft.edge {
                Some(edge) => edge.relation = relation,
                None => draft.edge = Some(Edge { relation, evidence: Vec::new() }),
            }
        }
        Ok(())
    }

    /// Takes evidence for a relation in.
    pub(super) fn assert_edge_evidence(&mut self, key: EdgeKey, evidence: evidence::Model) -> Result<(), Reason> {
        let edge = self.edge_mut(key).edge.as_ref().ok_or(Reason::NoSuchRelation)?;
        let same = |old: &&evidence::Model| (old.source, &old.locator) == (evidence.source, &evidence.locator);
        let old = edge.evidence.iter().find(same).cloned();
        if let Some(new) = self.supersede(old.as_ref(), evidence) {
            let edge = self.edge_mut(key).edge.as_mut().ok_or(Reason::NoSuchRelation)?;
            put_in_order(&mut edge.evidence, new);
        }
        Ok(())
    }

    /// The edge as the draft has it, taken from the graph at first sight.
    pub(super) fn edge_mut(&mut self, key: EdgeKey) -> &mut DraftEdge {
        self.edges.entry(key).or_insert_with(|| {
            let edge = linked_edge(&self.graph, key).cloned();
            DraftEdge { linked: edge.is_some(), edge, place: 0 }
        })
    }

    /// The keys of all edges at a concept, whether linked already or not.
    pub(super) fn edges_at(&self, concept: i64) -> Vec<EdgeKey> {
        let key =
            |relation: &relation::Model| -> (i64, RelationKind, i64) { (relation.from, relation.kind, relation.to) };
        let linked = self.graph.by_id(concept).into_iter().flat_map(|index| {
            [Direction::Outgoing, Direction::Incoming].map(|direction| self.graph.all_links(index, direction))
        });
        let mut keys: Vec<_> = linked.flatten().map(|link| key(&link.edge.relation)).collect();
        keys.extend(self.edges.keys().filter(|(from, _, to)| *from == concept || *to == concept));
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// The edge with a key among the links of a graph.
fn linked_edge(graph: &super::Graph, (from, kind, to): EdgeKey) -> Option<&Edge> {
    let links = graph.links(graph.by_id(from)?, Direction::Outgoing, kind);
    let link = links.iter().find(|link| (link.edge.relation.from, link.edge.relation.to) == (from, to))?;
    Some(&link.edge)
}
