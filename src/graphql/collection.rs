//! Collections: pick-lists of concepts, as SKOS has them.

use std::borrow::Cow;

use async_graphql::Result;

use super::{
    concept::{Concept, Handle},
    connection::{Connected, Connection, Plain, plain_key},
    enums::Kind,
    id::{GlobalId, Named},
    page::{Key, Page, Sequence, Tag},
};
use crate::graph::{self, Graph, NodeIndex, collection_id};

/// A collection of a graph.
#[derive(Clone, Copy)]
pub(super) struct Collection<'g> {
    pub(super) graph: &'g Graph,
    pub(super) collection: &'g graph::Collection,
}

impl<'g> Collection<'g> {
    /// The collection with a slug.
    pub(super) fn find(graph: &'g Graph, slug: &str) -> Option<Self> {
        Some(Self { graph, collection: graph.collection(slug)? })
    }

    /// The collection that a number stands for: there are few.
    pub(super) fn numbered(graph: &'g Graph, id: i64) -> Option<Self> {
        let collection = graph.collections().find(|collection| collection_id(&collection.state.slug) == id)?;
        Some(Self { graph, collection })
    }

    /// The collections that a concept is in.
    pub(super) fn list(of: Handle<'g>) -> Vec<Self> {
        of.graph.collections_of(of.index).map(|collection| Self { graph: of.graph, collection }).collect()
    }
}

/// A pick-list of concepts, such as the digital skills of ESCO. It is no concept itself, and not in the hierarchy.
#[projection::object]
impl<'g> Collection<'g> {
    /// Opaque, stable identity.
    pub(super) fn id(&self) -> GlobalId {
        Named::Collection(collection_id(&self.collection.state.slug)).encode()
    }

    /// Name in addresses, unique among collections.
    pub(super) fn slug(&self) -> &'g str {
        &self.collection.state.slug
    }

    /// Title, as the publisher gives it.
    pub(super) fn title(&self) -> &'g str {
        &self.collection.state.title
    }

    /// What it collects.
    pub(super) fn description(&self) -> Option<&'g str> {
        self.collection.state.description.as_deref()
    }

    /// Where it can be found.
    pub(super) fn url(&self) -> Option<&'g str> {
        self.collection.state.url.as_deref()
    }

    /// The concepts in it: by kind, then by label.
    pub(super) fn members(
        &self,
        /// Only concepts of these kinds.
        kinds: Option<Vec<Kind>>,
        #[arg(group)] page: &Page,
    ) -> Result<Connection<Members<'g>>> {
        Connection::new(Members::of(*self, kinds), page)
    }
}

/// What is in a collection.
#[derive(Clone, Copy)]
pub(super) struct Members<'g> {
    graph: &'g Graph,
    all: &'g [NodeIndex],
    tag: Tag,
    /// Which kinds are kept, as a bit mask.
    kinds: u32,
}

impl<'g> Members<'g> {
    fn of(Collection { graph, collection }: Collection<'g>, kinds: Option<Vec<Kind>>) -> Self {
        let bit = |kind: Kind| 1 << entity::Kind::from(kind) as u32;
        let kinds = kinds.map_or(u32::MAX, |kinds| kinds.into_iter().fold(0, |set, kind| set | bit(kind)));
        let tag = Tag::new("members", collection_id(&collection.state.slug), 0);
        Self { graph, all: collection.members(), tag, kinds }
    }
}

impl Sequence for Members<'_> {
    type Item = NodeIndex;

    fn tag(&self) -> Tag {
        self.tag
    }

    fn len(&self) -> usize {
        self.all.len()
    }

    fn at(&self, place: usize) -> NodeIndex {
        self.all[place]
    }

    fn keeps(&self, index: NodeIndex) -> bool {
        self.kinds & 1 << self.graph.node(index).kind() as u32 != 0
    }

    fn key(&self, index: NodeIndex) -> Key {
        plain_key(self.graph.node(index).id())
    }
}

impl<'g> Connected for Members<'g> {
    type Node = Concept<'g>;
    type EdgeFields = Plain;

    fn name() -> Cow<'static, str> {
        "Member".into()
    }

    fn node(&self, index: NodeIndex) -> Concept<'g> {
        Handle::new(self.graph, index).into()
    }

    fn edge(&self, _: NodeIndex) -> Plain {
        Plain
    }
}

/// All collections, by slug.
#[derive(Clone)]
pub(super) struct Collections<'g> {
    graph: &'g Graph,
    all: Vec<&'g graph::Collection>,
}

impl<'g> Collections<'g> {
    pub(super) fn of(graph: &'g Graph) -> Self {
        Self { graph, all: graph.collections().collect() }
    }
}

impl<'g> Sequence for Collections<'g> {
    type Item = &'g graph::Collection;

    fn tag(&self) -> Tag {
        Tag::new("collections", 0, 0)
    }

    fn len(&self) -> usize {
        self.all.len()
    }

    fn at(&self, place: usize) -> Self::Item {
        self.all[place]
    }

    fn keeps(&self, _: Self::Item) -> bool {
        true
    }

    fn key(&self, item: Self::Item) -> Key {
        plain_key(collection_id(&item.state.slug))
    }
}

impl<'g> Connected for Collections<'g> {
    type Node = Collection<'g>;
    type EdgeFields = Plain;

    fn name() -> Cow<'static, str> {
        "Collection".into()
    }

    fn node(&self, collection: Self::Item) -> Collection<'g> {
        Collection { graph: self.graph, collection }
    }

    fn edge(&self, _: Self::Item) -> Plain {
        Plain
    }
}
