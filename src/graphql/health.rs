//! What is wrong with the data, so that a curator sees what to mend.

use std::borrow::Cow;

use async_graphql::Result;

use super::{
    concept::{Concept, Handle},
    connection::{Connected, Connection, Plain},
    enums::{FlawKind, Kind, RelationKind},
    page::{Key, Page, Sequence, Tag},
};
use crate::graph::{self, Finding, Graph};

/// How the data are.
#[derive(Clone, Copy)]
pub(super) struct DataHealth<'g>(pub(super) &'g Graph);

/// What is allowed in the data but not good, for a curator to mend.
#[projection::object]
impl<'g> DataHealth<'g> {
    /// How many flaws of each sort there are.
    pub(super) fn counts(&self) -> Vec<FlawCount> {
        let mut counts = [0; graph::FlawKind::ALL.len()];
        self.0.health().iter().for_each(|finding| counts[finding.flaw.kind() as usize] += 1);
        let count = |(kind, count): (&graph::FlawKind, i32)| FlawCount { kind: *kind, count };
        graph::FlawKind::ALL.iter().zip(counts).map(count).collect()
    }

    /// The flaws, by kind and slug of the concept.
    pub(super) fn flaws(
        &self,
        /// Only flaws of these sorts.
        sorts: Option<&[FlawKind]>,
        /// Only flaws of concepts of these kinds.
        kinds: Option<&[Kind]>,
        #[arg(group)] page: &Page,
    ) -> Result<Connection<Flaws<'g>>> {
        let sorts = sorts.map_or(u32::MAX, |sorts| sorts.iter().fold(0, |set, sort| set | 1 << *sort as u32));
        let kinds = kinds.map_or(u32::MAX, |kinds| kinds.iter().fold(0, |set, kind| set | 1 << *kind as u32));
        Connection::new(Flaws { graph: self.0, all: self.0.health(), sorts, kinds }, page)
    }
}

/// How many flaws of a sort there are.
pub(super) struct FlawCount {
    kind: graph::FlawKind,
    count: i32,
}

/// How many flaws of a sort there are.
#[projection::object]
impl FlawCount {
    /// The sort.
    pub(super) fn sort(&self) -> FlawKind {
        self.kind.into()
    }

    /// How many there are.
    pub(super) fn count(&self) -> i32 {
        self.count
    }
}

/// Flaws, of which some are kept; the sets are bit masks.
pub(super) struct Flaws<'g> {
    graph: &'g Graph,
    all: &'g [Finding],
    sorts: u32,
    kinds: u32,
}

impl<'g> Sequence for Flaws<'g> {
    type Item = &'g Finding;

    fn tag(&self) -> Tag {
        Tag::new("flaws", 0, 0)
    }

    fn len(&self) -> usize {
        self.all.len()
    }

    fn at(&self, place: usize) -> Self::Item {
        &self.all[place]
    }

    fn keeps(&self, item: Self::Item) -> bool {
        let kind = self.graph.node(item.index).kind();
        self.sorts & 1 << item.flaw.kind() as u32 != 0 && self.kinds & 1 << kind as u32 != 0
    }

    /// One concept can have several flaws of a sort: which one it is is told by what it says.
    fn key(&self, item: Self::Item) -> Key {
        let ids = std::iter::once(&item.index).chain(&item.others).map(|index| self.graph.node(*index).id());
        let bytes = ids.flat_map(i64::to_be_bytes).chain(item.flaw.to_string().into_bytes());
        // FNV-1a with 64 bits: the same on every server.
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Key { relation: item.flaw.kind() as u8, id: hash as i64 }
    }
}

impl<'g> Connected for Flaws<'g> {
    type Node = Flaw<'g>;
    type EdgeFields = Plain;

    fn name() -> Cow<'static, str> {
        "Flaw".into()
    }

    fn node(&self, item: Self::Item) -> Flaw<'g> {
        Flaw { graph: self.graph, finding: item }
    }

    fn edge(&self, _: Self::Item) -> Plain {
        Plain
    }
}

/// A flaw of a concept.
#[derive(Clone, Copy)]
pub(super) struct Flaw<'g> {
    graph: &'g Graph,
    finding: &'g Finding,
}

/// Something that is allowed but not good.
#[projection::object]
impl<'g> Flaw<'g> {
    /// Of which sort it is.
    pub(super) fn sort(&self) -> FlawKind {
        self.finding.flaw.kind().into()
    }

    /// The concept that has it.
    pub(super) fn concept(&self) -> Concept<'g> {
        Handle::new(self.graph, self.finding.index).into()
    }

    /// What is wrong, as the end of a sentence about the concept, such as "is a role without requirements".
    pub(super) fn message(&self) -> String {
        self.finding.flaw.to_string()
    }

    /// The relation that a cycle consists of; null for other flaws.
    pub(super) fn relation(&self) -> Option<RelationKind> {
        match self.finding.flaw {
            graph::Flaw::Cycle { relation, .. } => Some(relation.into()),
            _ => None,
        }
    }

    /// The other concepts that it is about: who has the same label, who is in the same cycle, what replaces it; 100 at
    /// most.
    pub(super) fn others(&self) -> impl Iterator<Item = Concept<'g>> {
        let graph = self.graph;
        self.finding.others.iter().take(100).map(move |other| Handle::new(graph, *other).into())
    }
}
