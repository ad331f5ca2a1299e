//! From one graph to the next: changes are tried on a draft, which becomes a graph only if all of them hold.

mod assert;
mod collections;
mod edges;
mod retract;
mod scales;
mod settle;

pub(super) use self::assert::Listed;
use self::edges::DraftEdges;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{RelationKind, revision};

use super::{
    Graph,
    fact::{Change, Fact, Reason, Rejection, Row, Table},
    indexes::Succession,
    node::{Node, NodeIndex},
};

/// What a list of changes comes to.
#[derive(Debug)]
pub struct Applied {
    /// The next graph.
    pub graph: Graph,
    /// Facts that begin to hold, stamped with their rows, those first that others refer to.
    pub opened: Vec<Fact>,
    /// Rows that cease to hold.
    pub closed: Vec<(Table, i64)>,
}

impl Applied {
    /// Whether the changes said nothing new.
    pub fn is_empty(&self) -> bool {
        self.opened.is_empty() && self.closed.is_empty()
    }
}

impl Graph {
    /// The graph after some changes, as made by the commit `revision`; or, if any of them breaks a rule, why.
    ///
    /// What is asserted already and what is new but the same makes no difference.
    ///
    /// # Errors
    ///
    /// Every change that was refused, in the order in which they were tried: retractions first, then assertions by
    /// table. One refusal can be the cause of others, as when a concept is refused and then its labels.
    pub fn apply(&self, changes: &[Change], revision: revision::Model) -> Result<Applied, Vec<Rejection>> {
        let mut draft = Draft::new(self.clone(), revision);
        draft.free_slugs(changes);
        for (place, change) in in_order(changes) {
            draft.place = place;
            let tried = match change {
                Change::Retract(fact) => draft.retract(fact.clone()),
                Change::Assert(fact) => draft.assert(fact.clone()),
            };
            draft.note(change.fact().table(), change.fact().row(), tried);
        }
        draft.require_labels();
        draft.place = changes.len();
        draft.note(Table::Source, 0, draft.require_source());
        draft.settle();
        draft.finish()
    }

    /// The graph that rows make, and the rows that had to be left out because they break a rule.
    ///
    /// `imports` are the revisions up to this one that brought the data of a source. Rows break rules only when something
    /// else than this program wrote them; the rest is served all the same.
    pub fn load(revision: revision::Model, imports: Vec<revision::Model>, rows: Vec<Fact>) -> (Self, Vec<Rejection>) {
        let mut loading = Loading::new(revision, imports);
        let mut rows = rows;
        rows.sort_by_key(Fact::table);
        loading.take(rows);
        loading.finish()
    }
}

/// A graph that is being loaded, table by table, so that the next one can be read meanwhile.
pub struct Loading(Draft);

impl Loading {
    /// The beginning of the graph of a revision, which some imports made as [`Graph::load`] has it.
    pub fn new(revision: revision::Model, imports: Vec<revision::Model>) -> Self {
        let imports = imports.into_iter().map(|import| (import.number, Arc::new(import)));
        let graph = Graph { imports: Arc::new(imports.collect()), ..Graph::default() };
        Self(Draft::new(graph, revision))
    }

    /// Takes rows in. What they refer to must have been taken before: tables come in the order of [`Table::ALL`].
    pub fn take(&mut self, rows: Vec<Fact>) {
        for fact in rows {
            let (table, row) = (fact.table(), fact.row());
            let tried = self.0.assert(fact);
            self.0.note(table, row, tried);
            self.0.place += 1;
        }
    }

    /// The graph, and the rows that had to be left out.
    pub fn finish(mut self) -> (Graph, Vec<Rejection>) {
        self.0.settle();
        (self.0.graph, self.0.rejections)
    }
}

/// Retractions before assertions, so that a name can move; what refers to something after it on the way in, and
/// before it on the way out.
fn in_order(changes: &[Change]) -> impl Iterator<Item = (usize, &Change)> {
    let mut ordered: Vec<_> = changes.iter().enumerate().collect();
    ordered.sort_by_key(|(_, change)| match change {
        Change::Retract(fact) => (0, -(fact.table() as i32)),
        Change::Assert(fact) => (1, fact.table() as i32),
    });
    ordered.into_iter()
}

type EdgeKey = (i64, RelationKind, i64);

/// A graph in the making.
struct Draft {
    graph: Graph,
    /// Rows opened by this draft, in their order; none for one that it has closed again.
    opened: Vec<Option<Fact>>,
    closed: Vec<(Table, i64)>,
    next_row: i64,
    /// The place of the change that is being tried.
    place: usize,
    edges: DraftEdges,
    /// Concepts whose name or slug may have changed, with the change that did it.
    moved: BTreeMap<NodeIndex, usize>,
    /// Concepts whose slug may have changed: the links that lead to them are sorted by it.
    renamed: BTreeSet<NodeIndex>,
    /// Scales that were there and have gone or changed, with the change that did it.
    rescaled: BTreeMap<String, usize>,
    /// Collections that may have other members, or those in another order.
    collected: BTreeSet<String>,
    rejections: Vec<Rejection>,
    succession: Succession,
}

impl Draft {
    fn new(mut graph: Graph, revision: revision::Model) -> Self {
        let next_row = revision.number << 32;
        graph.revision = Arc::new(revision);
        if graph.revision.source.is_some() {
            Arc::make_mut(&mut graph.imports).insert(graph.revision.number, graph.revision.clone());
        }
        let succession = Succession::begin(&mut graph);
        Self {
            graph,
            opened: Vec::new(),
            closed: Vec::new(),
            next_row,
            place: 0,
            edges: DraftEdges::default(),
            moved: BTreeMap::new(),
            renamed: BTreeSet::new(),
            rescaled: BTreeMap::new(),
            collected: BTreeSet::new(),
            rejections: Vec::new(),
            succession,
        }
    }

    fn note(&mut self, table: Table, row: i64, tried: Result<(), Reason>) {
        if let Err(reason) = tried {
            self.rejections.push(Rejection { change: self.place, table, row, reason });
        }
    }

    fn finish(mut self) -> Result<Applied, Vec<Rejection>> {
        if !self.rejections.is_empty() {
            return Err(self.rejections);
        }
        let mut opened: Vec<_> = self.opened.into_iter().flatten().collect();
        opened.sort_by_key(Fact::table);
        self.succession.end(&mut self.graph);
        Ok(Applied { graph: self.graph, opened, closed: self.closed })
    }

    /// Stamps a new row. One that was loaded has its number already.
    pub(super) fn open<R: Row>(&mut self, row: &mut R) {
        if row.row() > 0 {
            row.reopen();
        } else {
            row.stamp(self.next_row, self.graph.revision.number);
            self.next_row += 1;
            self.opened.push(Some(row.clone().into()));
        }
    }

    /// Closes a row; one that this very draft opened is forgotten, since it would have held at no revision.
    pub(super) fn close<R: Row>(&mut self, row: &R) {
        let first = self.next_row - self.opened.len() as i64;
        let place = usize::try_from(row.row() - first).ok();
        match place.and_then(|place| self.opened.get_mut(place)) {
            Some(opened) => *opened = None,
            None => self.closed.push((R::TABLE, row.row())),
        }
    }

    /// The row to keep in the place of `old`: none if the new one says the same.
    pub(super) fn supersede<R: Row>(&mut self, old: Option<&R>, mut new: R) -> Option<R> {
        if let Some(old) = old {
            if new.repeats(old) {
                return None;
            }
            self.close(old);
        }
        self.open(&mut new);
        Some(new)
    }

    pub(super) fn find(&self, concept: i64) -> Result<NodeIndex, Reason> {
        self.graph.by_id(concept).ok_or(Reason::NoSuchConcept(concept))
    }

    /// The concept at a place, to change it: whatever alters a concept goes through here.
    pub(super) fn node_mut(&mut self, index: NodeIndex) -> &mut Node {
        self.succession.touch(index);
        Arc::make_mut(&mut self.graph.nodes[index.place()])
    }
}
