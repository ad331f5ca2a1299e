//! What is known at one moment: pure, immutable, in memory.
//!
//! A [`Graph`] is built from facts and never changes; [`Graph::apply`] makes the next one, which shares with it
//! whatever did not change. There is no I/O here, no lock, no `async`: nothing in this room can wait, and nothing can
//! fail but a change that breaks a rule. It does not know where facts are kept, nor who asks.

mod career;
mod check;
mod collection;
mod cycles;
mod difference;
mod draft;
mod fact;
mod gap;
mod hierarchy;
mod holds;
mod identity;
mod implied;
mod indexes;
mod learn;
mod likeness;
mod match_roles;
mod node;
mod path;
mod profiles;
mod quality;
mod same;
mod scale;
mod similar;
mod text;

use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    sync::{Arc, LazyLock},
};

use entity::{Kind, RelationKind, revision, scale as scale_row, source_state};
use imbl::{HashMap, Vector};
use time::OffsetDateTime;

pub(crate) use self::check::{MAX_NAME, MAX_TEXT, is_text};
pub use self::{
    career::{CareerStep, MAX_CAREER_STEPS},
    collection::Collection,
    draft::{Applied, Loading},
    fact::{Change, Fact, Reason, Rejection, Table},
    gap::{Coverage, Gap, Have, Having, Judged, KNOWN, NEAR, Standing},
    hierarchy::Distant,
    identity::{collection_id, concept_id, source_id},
    implied::{Closure, LEAST_CERTAINTY, Step},
    learn::{Aims, Lesson, STAGE},
    likeness::{Likeness, Nearness, Sort},
    match_roles::Fit,
    node::{DEFAULT_LOCALE, Direction, Edge, Link, Node, NodeIndex, fold},
    path::{Hop, MAX_HOPS, MAX_PATHS, Path, Paths},
    profiles::Requirement,
    quality::{Finding, Flaw, FlawKind},
    similar::{Agreement, Aspect, Comparison, Part, Similar},
    text::{
        Candidate, Extraction, Field, Hit, How, KindSet, Match, MatchKind, Mention, Named, Profile, Resolution, Why,
    },
};

/// The whole graph at one revision.
///
/// Cloning is cheap: the large parts are persistent collections or shared.
#[derive(Clone, Debug)]
pub struct Graph {
    revision: Arc<revision::Model>,
    /// The revisions that brought the data of a source, by number.
    imports: Arc<BTreeMap<i64, Arc<revision::Model>>>,
    nodes: Vector<Arc<Node>>,
    sources: Arc<BTreeMap<i64, Arc<source_state::Model>>>,
    scales: Arc<BTreeMap<Box<str>, Arc<scale_row::Model>>>,
    collections: Arc<BTreeMap<Box<str>, Arc<Collection>>>,
    by_id: HashMap<i64, NodeIndex>,
    by_slug: [HashMap<Box<str>, NodeIndex>; Kind::ALL.len()],
    by_identifier: HashMap<Box<str>, HashMap<Box<str>, NodeIndex>>,
    by_label: HashMap<Box<str>, Vec<NodeIndex>>,
    orders: [KindOrders; Kind::ALL.len()],
    relation_counts: [usize; RelationKind::ALL.len()],
    prepared: indexes::Prepared,
}

/// The concepts of one kind in the orders in which they can be listed.
#[derive(Clone, Debug, Default)]
struct KindOrders {
    by_slug: Arc<Vec<NodeIndex>>,
    by_label: Arc<Vec<NodeIndex>>,
}

/// An order in which the concepts of a kind can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By slug, byte by byte.
    Slug,
    /// By the preferred label in the default locale, folded; then by slug.
    Label,
}

static BEFORE_ALL: LazyLock<Arc<revision::Model>> = LazyLock::new(|| {
    Arc::new(revision::Model {
        number: 0,
        at: OffsetDateTime::UNIX_EPOCH,
        author: String::new(),
        message: String::new(),
        source: None,
        source_version: None,
    })
});

impl Default for Graph {
    /// The empty graph, at revision 0.
    fn default() -> Self {
        Self {
            revision: BEFORE_ALL.clone(),
            imports: Arc::default(),
            nodes: Vector::new(),
            sources: Arc::default(),
            scales: Arc::default(),
            collections: Arc::default(),
            by_id: HashMap::new(),
            by_slug: Default::default(),
            by_identifier: HashMap::new(),
            by_label: HashMap::new(),
            orders: Default::default(),
            relation_counts: [0; RelationKind::ALL.len()],
            prepared: indexes::Prepared::default(),
        }
    }
}

impl Graph {
    /// The commit that made this graph.
    pub fn revision(&self) -> &revision::Model {
        &self.revision
    }

    /// The revision that brought the data of a source and with them this row. None for what somebody said on their own
    /// account.
    pub fn import_of(&self, row: i64) -> Option<&revision::Model> {
        self.imports.get(&(row >> 32)).map(Arc::as_ref)
    }

    /// The concept at a place.
    pub fn node(&self, index: NodeIndex) -> &Node {
        &self.nodes[index.place()]
    }

    /// The concept with an identity.
    pub fn by_id(&self, id: i64) -> Option<NodeIndex> {
        self.by_id.get(&id).copied()
    }

    /// The concept of a kind with a slug.
    pub fn by_slug(&self, kind: Kind, slug: &str) -> Option<NodeIndex> {
        self.by_slug[kind as usize].get(slug).copied()
    }

    /// The concept with an outside name.
    pub fn by_identifier(&self, scheme: &str, value: &str) -> Option<NodeIndex> {
        self.by_identifier.get(scheme)?.get(value).copied()
    }

    /// The concepts that bear a name, in any locale and role, compared as [`fold`] has it; sorted by kind and slug.
    pub fn by_label(&self, name: &str) -> Vec<NodeIndex> {
        let mut found = self.by_label.get(fold(name).as_str()).cloned().unwrap_or_default();
        found.sort_by_key(|index| (self.node(*index).kind(), self.node(*index).slug()));
        found
    }

    /// The concepts of a kind, in order.
    pub fn of_kind(&self, kind: Kind, order: Order) -> &[NodeIndex] {
        let orders = &self.orders[kind as usize];
        match order {
            Order::Slug => &orders.by_slug,
            Order::Label => &orders.by_label,
        }
    }

    /// All concepts, by kind and slug.
    pub fn concepts(&self) -> impl Iterator<Item = NodeIndex> {
        Kind::ALL.iter().flat_map(|kind| self.of_kind(*kind, Order::Slug)).copied()
    }

    /// Compares two concepts by an order.
    pub fn compare(&self, order: Order, left: NodeIndex, right: NodeIndex) -> std::cmp::Ordering {
        let (left, right) = (self.node(left), self.node(right));
        let by_slug = || left.slug().cmp(right.slug()).then_with(|| left.kind().cmp(&right.kind()));
        match order {
            Order::Slug => by_slug(),
            Order::Label => left.sort_key.cmp(&right.sort_key).then_with(by_slug),
        }
    }

    /// The relations of a kind at a concept: essential first, then by importance, then what is in demand, then by
    /// the slug at the other end.
    ///
    /// A symmetric relation stands among the outgoing ones of both its ends.
    pub fn links(&self, index: NodeIndex, direction: Direction, kind: RelationKind) -> &[Link] {
        self.links_between(index, direction, kind..=kind)
    }

    /// The relations at a concept whose kinds lie between two, in the order of the kinds.
    pub fn links_between(
        &self,
        index: NodeIndex,
        direction: Direction,
        kinds: RangeInclusive<RelationKind>,
    ) -> &[Link] {
        let links = self.all_links(index, direction);
        let start = links.partition_point(|link| link.kind() < *kinds.start());
        let length = links[start..].partition_point(|link| link.kind() <= *kinds.end());
        &links[start..start + length]
    }

    /// All relations that start at a concept, or lead to it, by kind.
    pub fn all_links(&self, index: NodeIndex, direction: Direction) -> &[Link] {
        let node = self.node(index);
        match direction {
            Direction::Outgoing => &node.outgoing,
            Direction::Incoming => &node.incoming,
        }
    }

    /// The relation of a kind between two concepts; a symmetric one is found from the lesser id, as it is kept.
    pub fn edge(&self, from: i64, kind: RelationKind, to: i64) -> Option<&Edge> {
        self.edge_between(self.by_id(from)?, kind, self.by_id(to)?)
    }

    fn edge_between(&self, from: NodeIndex, kind: RelationKind, to: NodeIndex) -> Option<&Edge> {
        let links = self.links(from, Direction::Outgoing, kind);
        Some(&links.iter().find(|link| link.other == to)?.edge)
    }

    /// The sources, by slug.
    pub fn sources(&self) -> Vec<&source_state::Model> {
        let mut sources: Vec<_> = self.sources.values().map(Arc::as_ref).collect();
        sources.sort_by_key(|source| &source.slug);
        sources
    }

    /// The source with an identity.
    pub fn source(&self, id: i64) -> Option<&source_state::Model> {
        self.sources.get(&id).map(Arc::as_ref)
    }

    /// How many concepts of a kind there are.
    pub fn count(&self, kind: Kind) -> usize {
        self.of_kind(kind, Order::Slug).len()
    }

    /// How many relations of a kind there are.
    pub fn relation_count(&self, kind: RelationKind) -> usize {
        self.relation_counts[kind as usize]
    }

    /// Every fact of the graph, those first that others refer to.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        let sources = self.sources().into_iter().map(|source| Fact::Source(source.clone()));
        let scales = self.scales().map(|scale| Fact::Scale(scale.clone()));
        let collections = self.collections().map(|collection| Fact::Collection(collection.state.clone()));
        let concepts = self.concepts().flat_map(|index| {
            let node = self.node(index);
            std::iter::once(Fact::Concept(node.state.clone()))
                .chain(node.columns().cloned())
                .chain(node.labels.iter().cloned().map(Fact::Label))
                .chain(node.notes.iter().cloned().map(Fact::Note))
                .chain(node.identifiers.iter().cloned().map(Fact::Identifier))
                .chain(node.memberships.iter().cloned().map(Fact::Member))
                .chain(node.evidence.iter().cloned().map(Fact::Evidence))
        });
        let relations = self.edges().flat_map(|edge| {
            let evidence = edge.evidence.iter().cloned().map(Fact::Evidence);
            std::iter::once(Fact::Relation(edge.relation.clone())).chain(evidence)
        });
        sources.chain(scales).chain(collections).chain(concepts).chain(relations)
    }

    /// Every relation once, in the order of the concepts that they start from.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.concepts().flat_map(|index| {
            let id = self.node(index).id();
            let links = self.all_links(index, Direction::Outgoing);
            links.iter().filter(move |link| link.edge.relation.from == id).map(|link| link.edge.as_ref())
        })
    }
}

impl PartialEq for Graph {
    /// Two graphs are equal when the same facts hold in them since the same revisions.
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision && self.facts().eq(other.facts())
    }
}
