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
        node::{Direction, Link, Node, NodeIndex},
    },
    Draft, EdgeKey,
    edges::DraftEdge,
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
        let mut touched = Vec::new();
        for index in mem::take(&mut self.renamed) {
            let links = [Direction::Outgoing, Direction::Incoming].map(|way| self.graph.all_links(index, way));
            touched.extend(links.into_iter().flatten().map(|link| link.other));
        }
        let mut fresh = Vec::new();
        for (key, draft) in self.edges.take() {
            fresh.extend(Fresh::of(key, &draft));
            if draft.changed {
                self.link(key, draft, &mut touched);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for index in touched {
            self.sort_links(index);
        }
        self.refuse_cycles(fresh);
        let collected = self.take_collected();
        self.reorder();
        self.sort_members(collected);
        self.refuse_values_left_behind();
    }

    /// Replaces the links of an edge at both its ends.
    fn link(&mut self, key: EdgeKey, draft: DraftEdge, touched: &mut Vec<NodeIndex>) {
        if draft.linked {
            self.unlink(key);
        }
        let (Some(edge), (from, to)) = (draft.edge, draft.ends) else { return };
        let edge = Arc::new(edge);
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
        let lists = [mem::take(&mut node.outgoing), mem::take(&mut node.incoming)];
        let [outgoing, incoming] = lists.map(|links| self.sorted_links(links));
        let node = self.node_mut(index);
        node.outgoing = outgoing;
        node.incoming = incoming;
    }

    /// Links in their order. What they are sorted by lies behind two pointers, so it is fetched once for each.
    fn sorted_links(&self, links: Vec<Link>) -> Vec<Link> {
        let key = |link: Link| {
            let other = self.graph.node(link.other);
            (link.order(), other.slug(), other.kind(), link)
        };
        let mut keyed: Vec<_> = links.into_iter().map(key).collect();
        keyed.sort_by(|left, right| (&left.0, left.1, left.2).cmp(&(&right.0, right.1, right.2)));
        let mut sorted: Vec<_> = keyed.into_iter().map(|(.., link)| link).collect();
        sorted.shrink_to_fit();
        sorted
    }

    /// Refuses new relations that lead back to where they start, where the relation may not.
    fn refuse_cycles(&mut self, mut fresh: Vec<Fresh>) {
        // The last to come is the first to be refused, so that what stood before stays.
        fresh.sort_by_key(|fresh| std::cmp::Reverse(fresh.change));
        for Fresh { key, row, change } in fresh {
            if self.leads_back(key) {
                self.unlink(key);
                let reason = Reason::Cycle(key.1);
                self.rejections.push(Rejection { change, table: Table::Relation, row, reason });
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
    /// up two concepts, and the others are in order already. Many are sorted with the rest by keys that are looked up once.
    fn reordered(&self, old: &[NodeIndex], moved: &FxHashSet<NodeIndex>, order: Order) -> Arc<Vec<NodeIndex>> {
        let stayed = old.iter().copied().filter(|index| !moved.contains(index));
        let came: Vec<_> = moved.iter().copied().filter(|index| is_current(&self.graph, *index)).collect();
        if came.len() <= MOST_PUT_IN {
            let mut list = Vec::with_capacity(old.len() + came.len());
            list.extend(stayed);
            for index in came {
                let place = list.partition_point(|other| self.graph.compare(order, *other, index) == Ordering::Less);
                list.insert(place, index);
            }
            return Arc::new(list);
        }
        let key = |index: NodeIndex| {
            let node = self.graph.node(index);
            match order {
                Order::Slug => (node.slug(), "", index),
                Order::Label => (&*node.sort_key, node.slug(), index),
            }
        };
        let mut list: Vec<_> = stayed.chain(came).map(key).collect();
        // A stable sort of a list that is sorted but for its end takes little more than one walk along it.
        list.sort_by(|left, right| (left.0, left.1).cmp(&(right.0, right.1)));
        Arc::new(list.into_iter().map(|(.., index)| index).collect())
    }
}

/// A relation that is new and may not lead back to where it starts.
struct Fresh {
    key: EdgeKey,
    row: i64,
    /// The change that asserted it.
    change: usize,
}

impl Fresh {
    fn of(key: EdgeKey, draft: &DraftEdge) -> Option<Self> {
        let edge = draft.edge.as_ref().filter(|_| key.1.rule().acyclic && !draft.linked)?;
        Some(Self { key, row: edge.relation.row, change: draft.place })
    }
}

/// Whether a place still holds a concept of the graph: one that was retracted leaves its place empty.
fn is_current(graph: &Graph, index: NodeIndex) -> bool {
    graph.by_id(graph.node(index).id()) == Some(index)
}
