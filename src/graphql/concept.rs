//! What all concepts have in common, and the interface over them.

use std::borrow::Cow;

use async_graphql::Result;
use entity::{Kind as EntityKind, LabelRole, NoteRole, RelationKind};

use super::{
    collection::Collection,
    connection::{Connected, Connection, plain_key},
    enums::{Direction, Kind, RelationKind as RelationKindWord, Status},
    evidence::Evidence,
    id::{GlobalId, Named},
    kind::by_kind,
    link::{Anything, LinkConnection, Links},
    page::{Key, Page, Sequence, Tag},
    {
        framework::Framework, language::Language, qualification::Qualification, responsibility::Responsibility,
        role::Role, role_group::RoleGroup, skill::Skill, skill_group::SkillGroup, tool::Tool,
    },
};
use crate::graph::{self, Distant, Fact, Graph, NodeIndex};

/// A concept of a graph: what every GraphQL object of a concept is made of. Costs nothing to copy.
#[derive(Clone, Copy)]
pub(super) struct Handle<'g> {
    pub(super) graph: &'g Graph,
    pub(super) index: NodeIndex,
    /// Looked up once: every field reads it.
    node: &'g graph::Node,
}

impl<'g> Handle<'g> {
    pub(super) fn new(graph: &'g Graph, index: NodeIndex) -> Self {
        Self { graph, index, node: graph.node(index) }
    }

    /// The concept with an id, if it is of the kind that the id speaks of.
    pub(super) fn find(graph: &'g Graph, kind: EntityKind, id: i64) -> Option<Self> {
        let found = Self::new(graph, graph.by_id(id)?);
        (found.kind() == kind).then_some(found)
    }

    pub(super) fn node(self) -> &'g graph::Node {
        self.node
    }

    pub(super) fn columns(self) -> Option<&'g Fact> {
        self.node().columns()
    }

    pub(super) fn kind(self) -> EntityKind {
        self.node().kind()
    }

    /// Relations of this concept as a connection.
    pub(super) fn links<N: super::link::Joined>(
        self,
        field: &'static str,
        direction: graph::Direction,
        kind: RelationKind,
        page: &Page,
    ) -> Result<LinkConnection<'g, N>> {
        Connection::new(Links::new(self, field, direction, kind), page)
    }
}

/// The fields of every concept.
#[derive(Clone, Copy)]
pub(super) struct ConceptFields<'g>(pub(super) Handle<'g>);

#[projection::fields]
impl<'g> ConceptFields<'g> {
    /// Opaque identity over all kinds; stable from revision to revision and from server to server.
    pub(super) fn id(&self) -> GlobalId {
        Named::Concept(self.0.kind(), self.0.node().id()).encode()
    }

    /// Name in addresses: lower-case words joined by `-`, unique within the kind.
    pub(super) fn slug(&self) -> &'g str {
        self.0.node().slug()
    }

    /// What sort of thing the concept is.
    pub(super) fn kind(&self) -> Kind {
        self.0.kind().into()
    }

    /// The one name to show (SKOS `prefLabel`). Where the locale has none, that of its language, of `en`, or any.
    pub(super) fn pref_label(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> &'g str {
        self.0.node().preferred_label(locale)
    }

    /// Other names in good use (SKOS `altLabel`), sorted; only those of the very locale.
    pub(super) fn alt_labels(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> impl Iterator<Item = &'g str> {
        self.0.node().labels_in(locale, LabelRole::Alternative)
    }

    /// What people type but nobody should be shown (SKOS `hiddenLabel`), sorted; only those of the very locale.
    pub(super) fn hidden_labels(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> impl Iterator<Item = &'g str> {
        self.0.node().labels_in(locale, LabelRole::Hidden)
    }

    /// What the concept means, in a sentence (SKOS `definition`). Where the locale has none, that of its language or of
    /// `en`.
    pub(super) fn definition(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> Option<&'g str> {
        self.0.node().note(locale, NoteRole::Definition)
    }

    /// What there is to say about the concept. Where the locale has none, that of its language or of `en`.
    pub(super) fn description(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> Option<&'g str> {
        self.0.node().note(locale, NoteRole::Description)
    }

    /// What the concept covers and what it does not (SKOS `scopeNote`). Where the locale has none, that of its language
    /// or of `en`.
    pub(super) fn scope_note(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> Option<&'g str> {
        self.0.node().note(locale, NoteRole::ScopeNote)
    }

    /// A remark from one curator to the next (SKOS `editorialNote`). Where the locale has none, that of its language or
    /// of `en`.
    pub(super) fn editorial_note(
        &self,
        /// Language tag (BCP 47), such as `en` or `pt-BR`.
        #[arg(default = "en")]
        locale: &str,
    ) -> Option<&'g str> {
        self.0.node().note(locale, NoteRole::EditorialNote)
    }

    /// Where the concept is in its life.
    pub(super) fn status(&self) -> Status {
        self.0.node().state.status.into()
    }

    /// Names in outside schemes, sorted by scheme and value.
    pub(super) fn identifiers(&self) -> impl Iterator<Item = Identifier<'g>> {
        self.0.node().identifiers.iter().map(Identifier)
    }

    /// Which sources know the concept itself, and where. Evidence for a relation stands on its edge.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence<'g>> {
        Evidence::list(self.0.graph, self.0.node().state.row, &self.0.node().evidence)
    }

    /// Collections that it is in, by slug.
    pub(super) fn collections(&self) -> Vec<Collection<'g>> {
        Collection::list(self.0)
    }

    /// The more general concepts, one step up; there can be several.
    pub(super) fn broader(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("broader", graph::Direction::Outgoing, RelationKind::Broader, page)
    }

    /// The more special concepts, one step down.
    pub(super) fn narrower(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("narrower", graph::Direction::Incoming, RelationKind::Broader, page)
    }

    /// All more general concepts, over any number of steps: the nearest first, each once.
    pub(super) fn ancestors(&self, #[arg(group)] page: &Page) -> Result<Connection<Hierarchy<'g>>> {
        let found = self.0.graph.ancestors(self.0.index);
        Connection::new(Hierarchy::new(self.0, "ancestors", found), page)
    }

    /// All more special concepts, over any number of steps: the nearest first, each once.
    pub(super) fn descendants(&self, #[arg(group)] page: &Page) -> Result<Connection<Hierarchy<'g>>> {
        let found = self.0.graph.descendants(self.0.index);
        Connection::new(Hierarchy::new(self.0, "descendants", found), page)
    }

    /// Associated concepts, with no order between the two (SKOS `related`).
    pub(super) fn related(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("related", graph::Direction::Outgoing, RelationKind::Related, page)
    }

    /// What the concept is in other sources: exact, close, broad, narrow and related matches (the mapping relations of SKOS).
    pub(super) fn matches(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        let range = RelationKind::ExactMatch..=RelationKind::RelatedMatch;
        Connection::new(Links::both_ways(self.0, "matches", range), page)
    }

    /// What succeeds the concept, if it is deprecated.
    pub(super) fn replaced_by(&self, #[arg(group)] page: &Page) -> Result<LinkConnection<'g, Anything>> {
        self.0.links("replacedBy", graph::Direction::Outgoing, RelationKind::ReplacedBy, page)
    }

    /// All relations of the concept: those that start here by kind, then those that lead here.
    pub(super) fn relations(
        &self,
        /// Only relations of these kinds.
        kinds: Option<&[RelationKindWord]>,
        /// Only relations that are followed this way. A symmetric relation starts at both its ends.
        direction: Option<Direction>,
        #[arg(group)] page: &Page,
    ) -> Result<LinkConnection<'g, Anything>> {
        let all = RelationKind::Requires..=RelationKind::ReplacedBy;
        let links = Links::both_ways(self.0, "relations", all).of_kinds(kinds);
        Connection::new(links.directed(direction.map(Into::into)), page)
    }
}

/// A thing of the graph, of any kind: what a role, a skill, a language and all others have in common.
#[derive(Clone, Copy, projection::Interface)]
#[interface(fields(ConceptFields), implements("Node"))]
pub(super) enum Concept<'g> {
    Role(Role<'g>),
    RoleGroup(RoleGroup<'g>),
    Skill(Skill<'g>),
    SkillGroup(SkillGroup<'g>),
    Language(Language<'g>),
    Framework(Framework<'g>),
    Tool(Tool<'g>),
    Responsibility(Responsibility<'g>),
    Qualification(Qualification<'g>),
}

impl<'g> From<Handle<'g>> for Concept<'g> {
    fn from(handle: Handle<'g>) -> Self {
        by_kind!(handle)
    }
}

/// An outside name of a concept.
#[derive(Clone, Copy)]
pub(super) struct Identifier<'g>(&'g entity::identifier::Model);

/// A name of a concept in an outside scheme, as in SKOS `notation`.
#[projection::object]
impl<'g> Identifier<'g> {
    /// The scheme, such as `linguist`, `isco-08` or `github-topic`.
    pub(super) fn scheme(&self) -> &'g str {
        &self.0.scheme
    }

    /// The name within the scheme.
    pub(super) fn value(&self) -> &'g str {
        &self.0.value
    }
}

/// Concepts at a distance, in order of it.
#[derive(Clone)]
pub(super) struct Hierarchy<'g> {
    graph: &'g Graph,
    tag: Tag,
    found: Vec<Distant>,
}

impl<'g> Hierarchy<'g> {
    fn new(of: Handle<'g>, field: &'static str, found: Vec<Distant>) -> Self {
        Self { graph: of.graph, tag: Tag::new(field, of.node().id(), 0), found }
    }
}

impl Sequence for Hierarchy<'_> {
    type Item = Distant;

    fn tag(&self) -> Tag {
        self.tag
    }

    fn len(&self) -> usize {
        self.found.len()
    }

    fn at(&self, place: usize) -> Distant {
        self.found[place]
    }

    fn keeps(&self, _: Distant) -> bool {
        true
    }

    fn key(&self, item: Distant) -> Key {
        plain_key(self.graph.node(item.index).id())
    }
}

impl<'g> Connected for Hierarchy<'g> {
    type Node = Concept<'g>;
    type EdgeFields = DistanceFields;

    fn name() -> Cow<'static, str> {
        "Hierarchy".into()
    }

    fn node(&self, item: Distant) -> Concept<'g> {
        Handle::new(self.graph, item.index).into()
    }

    fn edge(&self, item: Distant) -> DistanceFields {
        DistanceFields(item.distance)
    }
}

/// What stands on the edge to an ancestor or a descendant.
pub(super) struct DistanceFields(u32);

#[projection::fields]
impl DistanceFields {
    /// The least number of steps to the concept, from 1.
    pub(super) fn distance(&self) -> i32 {
        i32::try_from(self.0).unwrap_or(i32::MAX)
    }
}
