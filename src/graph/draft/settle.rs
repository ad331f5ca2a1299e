//! The last steps of a draft: relations become links, cycles are looked for, orders are brought up to date.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashSet},
    mem,
    sync::Arc,
};

use entity::{Kind, LabelRole};
use rustc_hash::FxHashSet;

use super::{
    super::{
        Graph, Order,
        fact::{Reason, Rejection, Table},
        node::{Direction, Edge, Link, Node, NodeIndex},
    },
    Draft, DraftEdge, EdgeKey,
};

/// Up to so many concepts are put one by one where they belong in a list.
const MOST_PUT_IN: usize = 64;

impl Draft {
    /// Refuses concepts that would have nothing to show.
    pub(super) fn require_labels(&mut self) {
        for (&index, &change) in &self.moved {
            let node = self.graph.node(index);
            let named = node.labels.iter().any(|label| label.role == LabelRole::Preferred);
            if !named && is_current(&self.graph, index) {
                let reason = Reason::NoPreferredLabel(node.slug().to_owned());
                self.rejections.push(Rejection { change, table: Table::Label, row: 0, reason });
            }
        }
    }

    /// Refuses a revision that is said to be of a source which is not there.
    pub(super) fn require_source(&self) -> Result<(), Reason> {
        match self.graph.revision.source {
            Some(source) if self.graph.source(source).is_none() => Err(Reason::NoSuchSource(source)),
            _ => Ok(()),
        }
    }

    /// Makes the graph of the draft whole.
    pub(super) fn settle(&mut self) {
        let edges = mem::take(&mut self.edges);
        let mut touched = BTreeSet::new();
        for index in mem::take(&mut self.renamed) {
            let links = [Direction::Outgoing, Direction::Incoming].map(|way| self.graph.all_links(index, way));
            touched.extend(links.into_iter().flatten().map(|link| link.other));
        }
        for (key, draft) in &edges {
            self.link(*key, draft, &mut touched);
        }
        for index in touched {
            self.sort_links(index);
        }
        self.refuse_cycles(edges);
        let collected = self.take_collected();
        self.reorder();
        self.sort_members(collected);
        self.refuse_values_left_behind();
    }

    /// Replaces the links of an edge at both its ends.
    fn link(&mut self, key: EdgeKey, draft: &DraftEdge, touched: &mut BTreeSet<NodeIndex>) {
        if draft.linked {
            self.unlink(key);
        }
        let ends = self.graph.by_id(key.0).zip(self.graph.by_id(key.2));
        let (Some(edge), Some((from, to))) = (&draft.edge, ends) else { return };
        let edge = Arc::new(Edge::clone(edge));
        let link = |other, node: &Node| Link::new(edge.clone(), other, node.kind());
        let (there, back) = (link(to, self.graph.node(to)), link(from, self.graph.node(from)));
        self.graph.relation_counts[key.1 as usize] += 1;
        self.node_mut(from).outgoing.push(there);
        match key.1.rule().symmetric {
            true => self.node_mut(to).outgoing.push(back),
            false => self.node_mut(to).incoming.push(back),
        }
        touched.extend([from, to]);
    }

    /// Removes the links of an edge from both its ends, if they are still there.
    fn unlink(&mut self, key: EdgeKey) {
        let other = |link: &Link| {
            let relation = &link.edge.relation;
            (relation.from, relation.kind, relation.to) != key
        };
        self.graph.relation_counts[key.1 as usize] -= 1;
        let ends = [key.0, key.2].map(|id| self.graph.by_id(id));
        for end in ends.into_iter().flatten() {
            let node = self.node_mut(end);
            node.outgoing.retain(other);
            node.incoming.retain(other);
        }
    }

    fn sort_links(&mut self, index: NodeIndex) {
        let node = self.node_mut(index);
        let mut lists = [mem::take(&mut node.outgoing), mem::take(&mut node.incoming)];
        for links in &mut lists {
            links.sort_by(|left, right| {
                left.compare(right).then_with(|| self.graph.compare(Order::Slug, left.other, right.other))
            });
            links.shrink_to_fit();
        }
        let [outgoing, incoming] = lists;
        let node = self.node_mut(index);
        node.outgoing = outgoing;
        node.incoming = incoming;
    }

    /// Refuses new relations that lead back to where they start, where the relation may not.
    fn refuse_cycles(&mut self, edges: impl IntoIterator<Item = (EdgeKey, DraftEdge)>) {
        let mut fresh: Vec<_> = edges
            .into_iter()
            .filter(|((_, kind, _), draft)| kind.rule().acyclic && draft.edge.is_some() && !draft.linked)
            .collect();
        // The last to come is the first to be refused, so that what stood before stays.
        fresh.sort_by_key(|(_, draft)| std::cmp::Reverse(draft.place));
        for (key, draft) in fresh {
            if self.leads_back(key) {
                self.unlink(key);
                let row = draft.edge.map_or(0, |edge| edge.relation.row);
                let reason = Reason::Cycle(key.1);
                self.rejections.push(Rejection { change: draft.place, table: Table::Relation, row, reason });
            }
        }
    }

    fn leads_back(&self, (from, kind, to): EdgeKey) -> bool {
        let (Some(start), Some(goal)) = (self.graph.by_id(to), self.graph.by_id(from)) else { return false };
        let mut seen = HashSet::from([start]);
        let mut open = vec![start];
        while let Some(index) = open.pop() {
            if index == goal {
                return true;
            }
            let next = self.graph.links(index, Direction::Outgoing, kind).iter().map(|link| link.other);
            open.extend(next.filter(|other| seen.insert(*other)));
        }
        false
    }

    /// Brings the orders of the kinds up to date with the concepts that moved.
    fn reorder(&mut self) {
        let moved: BTreeSet<_> = mem::take(&mut self.moved).into_keys().collect();
        for &index in &moved {
            self.node_mut(index).find_default_label();
        }
        for &kind in Kind::ALL {
            let of_kind = |index: &NodeIndex| self.graph.node(*index).kind() == kind;
            let moved: FxHashSet<_> = moved.iter().copied().filter(of_kind).collect();
            if !moved.is_empty() {
                let orders = &self.graph.orders[kind as usize];
                let by_slug = self.reordered(&orders.by_slug, &moved, Order::Slug);
                let by_label = self.reordered(&orders.by_label, &moved, Order::Label);
                self.graph.orders[kind as usize] = super::super::KindOrders { by_slug, by_label };
            }
        }
    }

    /// The list with the concepts that moved in their new places. Few are put in one by one: each comparison has to look
    /// up two concepts, and the others are in order already.
    fn reordered(&self, old: &[NodeIndex], moved: &FxHashSet<NodeIndex>, order: Order) -> Arc<Vec<NodeIndex>> {
        let mut list = Vec::with_capacity(old.len() + moved.len());
        list.extend(old.iter().filter(|index| !moved.contains(index)));
        let came: Vec<_> = moved.iter().copied().filter(|index| is_current(&self.graph, *index)).collect();
        if came.len() <= MOST_PUT_IN {
            for index in came {
                let place = list.partition_point(|other| self.graph.compare(order, *other, index) == Ordering::Less);
                list.insert(place, index);
            }
        } else {
            list.extend(came);
            list.sort_by(|left, right| self.graph.compare(order, *left, *right));
        }
        Arc::new(list)
    }
}

/// Whether a place still holds a concept of the graph: one that was retracted leaves its place empty.
fn is_current(graph: &Graph, index: NodeIndex) -> bool {
    graph.by_id(graph.node(index).id()) == Some(index)
}
