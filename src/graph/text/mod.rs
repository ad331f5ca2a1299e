//! Where in the graph do words lead? Search, completion, the concepts behind labels, and those that a text names.
//!
//! The index has up to three segments, each immutable: one over the whole graph, a small one over the concepts that
//! changed since, and one between. A concept that is in several counts where it was put last. So a commit indexes some
//! dozens of concepts again and not all of them; now and then segments are merged.

mod build;
mod dictionary;
mod extract;

mod fold;
mod hit;
mod lexicon;
mod postings;
mod query;
mod resolve;

mod search;
mod segment;
mod stem;
mod suggest;
mod token;
mod typo;

use std::{collections::BTreeSet, sync::Arc};

use entity::Kind;
use imbl::HashMap;

use super::{Graph, NodeIndex};
use segment::Segment;

pub use self::{
    extract::{Extraction, Mention, Named, Profile, Why},
    hit::{Hit, How, Match},
    resolve::{Candidate, MatchKind, Resolution},
    segment::Field,
};

/// Kinds of concepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindSet(u16);

impl KindSet {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(u16::MAX);

    /// With one more.
    pub const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    /// Without one.
    pub const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u16))
    }

    /// Whether a kind is among them.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }

    /// Whether any is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<Kind> for KindSet {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }
}

/// How many concepts the smallest segment holds at most.
const MAX_SMALL: usize = 48;
/// The segment between is merged when it has this share of the concepts.
const SHARE: usize = 8;

/// The texts of a graph, ready to be searched.
#[derive(Clone, Debug, Default)]
pub(super) struct TextIndex {
    /// The largest and oldest first.
    segments: [Arc<Segment>; 3],
    /// Concepts that do not count where the largest segment has them, with the segment where they do: none for those
    /// that have gone.
    newer: HashMap<NodeIndex, Option<u8>>,
}

impl TextIndex {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut nodes: Vec<_> = graph.concepts().collect();
        nodes.sort_unstable();
        Self { segments: [Arc::new(Segment::of(graph, &nodes)), Arc::default(), Arc::default()], newer: HashMap::new() }
    }

    /// The index of the next graph.
    pub(super) fn after(&self, graph: &Graph, touched: &BTreeSet<NodeIndex>) -> Self {
        let is_there = |index: NodeIndex| graph.by_id(graph.node(index).id()) == Some(index);
        let changed = touched.iter().copied().filter(|index| {
            let now = is_there(*index).then(|| build::print(graph.node(*index)));
            now != self.print_of(*index)
        });
        let changed: Vec<_> = changed.collect();
        if changed.is_empty() {
            return self.clone();
        }
        let of = |level: usize| self.segments[level].nodes.iter().map(|(node, _)| *node);
        let current = |level: usize| of(level).filter(move |node| self.counts(level, *node));
        let mut nodes: BTreeSet<_> = current(2).chain(changed.iter().copied()).collect();
        let mut level = 2;
        if nodes.len() > MAX_SMALL {
            nodes.extend(current(1));
            level = 1;
        }
        if nodes.len() * SHARE > graph.nodes.len() {
            return Self::of(graph);
        }
        let (there, gone): (Vec<_>, Vec<_>) = nodes.into_iter().partition(|index| is_there(*index));
        let mut next = self.clone();
        next.newer.extend(gone.into_iter().map(|index| (index, None)));
        next.newer.extend(there.iter().map(|index| (*index, Some(level as u8))));
        next.segments[level] = Arc::new(Segment::of(graph, &there));
        if level == 1 {
            next.segments[2] = Arc::default();
        }
        next
    }

    /// What the texts of a concept were read from; none if it is not in the index.
    fn print_of(&self, node: NodeIndex) -> Option<u64> {
        let level = self.newer.get(&node).copied().unwrap_or(Some(0))?;
        self.segments[usize::from(level)].print_of(node)
    }

    /// Whether a concept counts where a segment has it.
    fn counts(&self, level: usize, node: NodeIndex) -> bool {
        match self.newer.is_empty() {
            true => level == 0,
            false => self.newer.get(&node).copied().unwrap_or(Some(0)) == Some(level as u8),
        }
    }

    /// The segments that have texts, with their place.
    fn segments(&self) -> impl Iterator<Item = (usize, &Segment)> {
        self.segments.iter().map(AsRef::as_ref).enumerate().filter(|(_, segment)| !segment.texts.is_empty())
    }

    /// Bytes in memory.
    fn size(&self) -> usize {
        self.segments().map(|(_, segment)| segment.size()).sum::<usize>() + 32 * self.newer.len()
    }
}

impl Graph {
    /// How many bytes of memory the index of its texts takes.
    pub fn text_size(&self) -> usize {
        self.indexes().text.size()
    }

    /// The concept that is shown for a concept, of the kinds that are wanted: the first of those that are the same.
    fn shown(&self, index: NodeIndex, kinds: KindSet) -> NodeIndex {
        let first = self.representative(index);
        match kinds.has(self.node(first).kind()) {
            true => first,
            false => self.same_as(index).find(|same| kinds.has(self.node(*same).kind())).unwrap_or(index),
        }
    }
}
