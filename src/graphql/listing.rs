//! Lists of all concepts of a kind, narrowed and ordered.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{OutputType, Result};
use entity::Kind;
use projection::direct::Write;

use super::{
    concept::Handle,
    connection::{Connected, Connection, Plain, plain_key},
    framework::Framework,
    input::{ConceptOrder, ConceptOrderField, Condition, Filter, OrderDirection},
    language::Language,
    page::{Key, Page, Sequence, Tag},
    qualification::Qualification,
    responsibility::Responsibility,
    role::Role,
    role_group::RoleGroup,
    skill::Skill,
    skill_group::SkillGroup,
    tool::Tool,
};
use crate::graph::{Graph, NodeIndex, Order};

/// A kind of which there is a list.
pub(super) trait ListedKind: Send + Sync + 'static {
    /// The kind.
    const KIND: Kind;
    /// The name that the connection is named after.
    const NAME: &'static str;

    /// The type of the nodes.
    type Node<'g>: OutputType + Write + From<Handle<'g>>;
}

macro_rules! listed {
    ($($marker:ident => $node:ident, $name:literal;)+) => {
        $(
            #[doc = concat!("Concepts of the kind ", $name, ".")]
            pub(super) enum $marker {}

            impl ListedKind for $marker {
                const KIND: Kind = Kind::$node;
                const NAME: &'static str = $name;
                type Node<'g> = $node<'g>;
            }
        )+
    };
}

listed! {
    Roles => Role, "Role";
    RoleGroups => RoleGroup, "RoleGroup";
    Skills => Skill, "Skill";
    SkillGroups => SkillGroup, "SkillGroup";
    Languages => Language, "Language";
    Frameworks => Framework, "Framework";
    Tools => Tool, "Tool";
    Responsibilities => Responsibility, "Responsibility";
    Qualifications => Qualification, "Qualification";
}

/// The concepts of a kind as a connection.
pub(super) type ListConnection<'g, K> = Connection<Listing<'g, K>>;

/// The concepts of a kind, in an order, of which conditions keep some.
pub(super) struct Listing<'g, K> {
    graph: &'g Graph,
    all: &'g [NodeIndex],
    order: ConceptOrder,
    conditions: Vec<Condition>,
    kind: PhantomData<fn() -> K>,
}

/// A page of the concepts of a kind.
///
/// # Errors
///
/// When the filter names something that does not exist, or the arguments of the page cannot be used.
pub(super) fn list<'g, K: ListedKind>(
    graph: &'g Graph,
    filter: Option<impl Filter>,
    order: Option<ConceptOrder>,
    page: &Page,
) -> Result<ListConnection<'g, K>> {
    let order = order.unwrap_or_default();
    let conditions = filter.map(|filter| filter.conditions(graph)).transpose()?.unwrap_or_default();
    let all = graph.of_kind(K::KIND, graph_order(order));
    Connection::new(Listing { graph, all, order, conditions, kind: PhantomData }, page)
}

const fn graph_order(order: ConceptOrder) -> Order {
    match order.field {
        ConceptOrderField::Label => Order::Label,
        ConceptOrderField::Slug => Order::Slug,
    }
}

impl<K> Listing<'_, K> {
    const fn descends(&self) -> bool {
        matches!(self.order.direction, OrderDirection::Desc)
    }

    /// The place from the other end, if the order descends. It is its own inverse.
    const fn turned(&self, place: usize) -> usize {
        if self.descends() { self.all.len() - 1 - place } else { place }
    }
}

impl<K: ListedKind> Sequence for Listing<'_, K> {
    type Item = NodeIndex;

    fn tag(&self) -> Tag {
        let order = u8::from(self.descends()) << 1 | u8::from(self.order.field == ConceptOrderField::Slug);
        Tag::new(K::NAME, 0, order)
    }

    fn len(&self) -> usize {
        self.all.len()
    }

    fn at(&self, place: usize) -> NodeIndex {
        self.all[self.turned(place)]
    }

    fn keeps(&self, index: NodeIndex) -> bool {
        self.conditions.iter().all(|condition| condition(index, self.graph.node(index)))
    }

    fn key(&self, index: NodeIndex) -> Key {
        plain_key(self.graph.node(index).id())
    }

    fn find(&self, key: Key) -> Option<usize> {
        let wanted = self.graph.by_id(key.id)?;
        let order = graph_order(self.order);
        let place = self.all.binary_search_by(|index| self.graph.compare(order, *index, wanted)).ok()?;
        Some(self.turned(place))
    }

    fn count(&self) -> usize {
        match self.conditions.is_empty() {
            true => self.all.len(),
            false => self.all.iter().filter(|index| self.keeps(**index)).count(),
        }
    }
}

impl<'g, K: ListedKind> Connected for Listing<'g, K> {
    type Node = K::Node<'g>;
    type EdgeFields = Plain;

    fn name() -> Cow<'static, str> {
        K::NAME.into()
    }

    fn node(&self, index: NodeIndex) -> K::Node<'g> {
        Handle::new(self.graph, index).into()
    }

    fn edge(&self, _: NodeIndex) -> Plain {
        Plain
    }
}
