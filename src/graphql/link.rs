//! Relations as connections: whatever belongs to a relation stands on its edge.

use std::{borrow::Cow, marker::PhantomData, ops::RangeInclusive};

use async_graphql::OutputType;
use entity::{Kind, RelationKind};
use projection::direct::Write;

use super::{
    competency::Competency,
    concept::{Concept, Handle},
    connection::{Connected, Connection},
    enums::{self, Strength},
    evidence::Evidence,
    framework::Framework,
    language::Language,
    page::{Key, Sequence, Tag},
    responsibility::Responsibility,
    role::Role,
    scale::Rating,
    tool::Tool,
};
use crate::graph::{Direction, Graph, Link};

/// Relations of a concept, shown with nodes of a certain type.
pub(super) type LinkConnection<'g, N> = Connection<Links<'g, N>>;

/// What relations lead to: the type of the nodes, and the name that the connection has for it.
pub(super) trait Joined: Send + Sync + 'static {
    /// The name that the connection is named after.
    const NAME: &'static str;

    /// The type of the nodes. The rules of the relations see to it that it fits.
    type Node<'g>: OutputType + Write + From<Handle<'g>>;
}

macro_rules! joined {
    ($($(#[$doc:meta])* $marker:ident => $name:literal, $node:ident;)+) => {
        $(
            $(#[$doc])*
            pub(super) enum $marker {}

            impl Joined for $marker {
                const NAME: &'static str = $name;
                type Node<'g> = $node<'g>;
            }
        )+
    };
}

joined! {
    /// What a role requires, or a responsibility calls for.
    Required => "Requirement", Competency;
    /// Roles that require or perform something.
    Roles => "RelatedRole", Role;
    /// Responsibilities that a role performs, or that call for something.
    Responsibilities => "RelatedResponsibility", Responsibility;
    /// Languages that something uses.
    Languages => "RelatedLanguage", Language;
    /// Frameworks that use something or are built on it.
    Frameworks => "RelatedFramework", Framework;
    /// Tools that use something.
    Tools => "RelatedTool", Tool;
    /// Concepts of any kind.
    Anything => "RelatedConcept", Concept;
}

/// Relations of one concept, in the order of the graph: those that start there, then those that lead there.
pub(super) struct Links<'g, N> {
    graph: &'g Graph,
    tag: Tag,
    outgoing: &'g [Link],
    incoming: &'g [Link],
    filter: Filter,
    nodes: PhantomData<fn() -> N>,
}

/// Which of the relations are kept. Sets are bit masks: a filter costs nothing to copy and little to ask.
#[derive(Clone, Copy)]
struct Filter {
    relations: u32,
    others: u32,
    strength: Option<entity::Strength>,
}

const ALL: Filter = Filter { relations: u32::MAX, others: u32::MAX, strength: None };

impl<'g, N> Links<'g, N> {
    /// The relations of a kind that are followed one way.
    pub(super) fn new(of: Handle<'g>, field: &'static str, direction: Direction, kind: RelationKind) -> Self {
        let links = of.graph.links(of.index, direction, kind);
        let (outgoing, incoming): (&[Link], &[Link]) = match direction {
            Direction::Outgoing => (links, &[]),
            Direction::Incoming => (&[], links),
        };
        let tag = Tag::new(field, of.node().id(), 0);
        Self { graph: of.graph, tag, outgoing, incoming, filter: ALL, nodes: PhantomData }
    }

    /// The relations of some kinds that follow each other, both ways.
    pub(super) fn both_ways(of: Handle<'g>, field: &'static str, kinds: RangeInclusive<RelationKind>) -> Self {
        let links = |direction| of.graph.links_between(of.index, direction, kinds.clone());
        let (outgoing, incoming) = (links(Direction::Outgoing), links(Direction::Incoming));
        let tag = Tag::new(field, of.node().id(), 0);
        Self { graph: of.graph, tag, outgoing, incoming, filter: ALL, nodes: PhantomData }
    }

    /// Only relations of these kinds, if any are named.
    pub(super) fn of_kinds(mut self, kinds: Option<&[impl Copy + Into<RelationKind>]>) -> Self {
        if let Some(kinds) = kinds {
            self.filter.relations = kinds.iter().fold(0, |set, kind| set | 1 << (*kind).into() as u32);
        }
        self
    }

    /// Only relations to concepts of these kinds, if any are named.
    pub(super) fn with_others(mut self, kinds: Option<&[impl Copy + Into<Kind>]>) -> Self {
        if let Some(kinds) = kinds {
            self.filter.others = kinds.iter().fold(0, |set, kind| set | 1 << (*kind).into() as u32);
        }
        self
    }

    /// Only relations of this strength, if one is named.
    pub(super) fn of_strength(mut self, strength: Option<entity::Strength>) -> Self {
        self.filter.strength = strength;
        self
    }

    /// Only relations that are followed this way, if one is named.
    pub(super) fn directed(mut self, direction: Option<Direction>) -> Self {
        match direction {
            Some(Direction::Outgoing) => self.incoming = &[],
            Some(Direction::Incoming) => self.outgoing = &[],
            None => {}
        }
        self
    }
}

impl<'g, N: Send + Sync + 'static> Sequence for Links<'g, N> {
    type Item = (&'g Link, Direction);

    fn tag(&self) -> Tag {
        self.tag
    }

    fn len(&self) -> usize {
        self.outgoing.len() + self.incoming.len()
    }

    fn at(&self, place: usize) -> Self::Item {
        match place.checked_sub(self.outgoing.len()) {
            None => (&self.outgoing[place], Direction::Outgoing),
            Some(place) => (&self.incoming[place], Direction::Incoming),
        }
    }

    fn keeps(&self, (link, _): Self::Item) -> bool {
        let Filter { relations, others, strength } = self.filter;
        relations & 1 << link.kind() as u32 != 0
            && others & 1 << link.other_kind() as u32 != 0
            && (strength.is_none() || link.strength() == strength)
    }

    fn key(&self, (link, direction): Self::Item) -> Key {
        let incoming = u8::from(direction == Direction::Incoming);
        Key { relation: (link.kind() as u8) << 1 | incoming, id: self.graph.node(link.other).id() }
    }
}

impl<'g, N: Joined> Connected for Links<'g, N> {
    type Node = N::Node<'g>;
    type EdgeFields = LinkFields<'g>;

    fn name() -> Cow<'static, str> {
        N::NAME.into()
    }

    fn node(&self, (link, _): Self::Item) -> N::Node<'g> {
        Handle::new(self.graph, link.other).into()
    }

    fn edge(&self, (link, direction): Self::Item) -> LinkFields<'g> {
        LinkFields { graph: self.graph, link, direction }
    }
}

/// What stands on the edge of a relation.
#[derive(Clone, Copy)]
pub(super) struct LinkFields<'g> {
    graph: &'g Graph,
    link: &'g Link,
    direction: Direction,
}

impl<'g> LinkFields<'g> {
    /// What stands on a relation that starts at the concept that was asked.
    pub(super) const fn outgoing(graph: &'g Graph, link: &'g Link) -> Self {
        Self::new(graph, link, Direction::Outgoing)
    }

    /// What stands on a relation that is followed this way.
    pub(super) const fn new(graph: &'g Graph, link: &'g Link, direction: Direction) -> Self {
        Self { graph, link, direction }
    }
}

#[projection::fields]
impl<'g> LinkFields<'g> {
    /// Which relation it is.
    pub(super) fn relation(&self) -> enums::RelationKind {
        self.link.kind().into()
    }

    /// Whether the relation starts at the concept that was asked, or leads to it.
    pub(super) fn direction(&self) -> enums::Direction {
        self.direction.into()
    }

    /// Essential or optional, where the source knows that.
    pub(super) fn strength(&self) -> Option<Strength> {
        self.link.strength().map(Into::into)
    }

    /// How much it matters, from 0 to 1; for `IMPLIES`, how certain it is. Null where nobody has said.
    pub(super) fn importance(&self) -> Option<f64> {
        self.link.importance()
    }

    /// The importance as a source rates it, on its own scale. Null where none has.
    pub(super) fn importance_rating(&self) -> Option<Rating<'g>> {
        let relation = &self.link.edge.relation;
        Rating::find(self.graph, relation.importance_scale.as_deref(), relation.importance_value)
    }

    /// How well it must be mastered, on a scale. Null where nobody has said.
    pub(super) fn level_rating(&self) -> Option<Rating<'g>> {
        let relation = &self.link.edge.relation;
        Rating::find(self.graph, relation.level_scale.as_deref(), relation.level_value)
    }

    /// Whether employers often ask for it in this role. Null where nobody has said.
    pub(super) fn in_demand(&self) -> Option<bool> {
        self.link.edge.relation.in_demand
    }

    /// How well it must be mastered, on a named scale. Null where nobody has said.
    #[field(deprecation = "Ask for `levelRating`, which says what the scale is.")]
    pub(super) fn level(&self) -> Option<Level<'g>> {
        self.link.edge.relation.level_value.map(|_| Level(&self.link.edge.relation))
    }

    /// Which sources say so, and where: sorted by source.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence<'g>> {
        Evidence::list(self.graph, self.link.edge.relation.row, &self.link.edge.evidence)
    }
}

/// The level of a relation.
pub(super) struct Level<'g>(&'g entity::relation::Model);

/// How well something must be mastered. Levels of different scales cannot be compared by number.
#[projection::object]
impl<'g> Level<'g> {
    /// Slug of the scale.
    pub(super) fn scale(&self) -> &'g str {
        self.0.level_scale.as_deref().unwrap_or_default()
    }

    /// The level on that scale.
    pub(super) fn value(&self) -> f64 {
        self.0.level_value.unwrap_or_default()
    }
}
