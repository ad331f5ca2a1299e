//! What knowing something shows, with the chain of reasons.

use std::{borrow::Cow, sync::Arc};

use async_graphql::Result;

use super::{
    concept::{Concept, Handle},
    connection::{Connected, Connection, plain_key},
    enums::{Kind, RelationKind},
    error::bad_input,
    evidence::Evidence,
    have::{competencies, fingerprint},
    input::ConceptReference,
    page::{Key, Page, Sequence, Tag},
};
use crate::graph::{Closure, Graph, NodeIndex, Step};

/// What is implied by what was given, the most certain first.
#[derive(Clone)]
pub(super) struct Implied<'g> {
    graph: &'g Graph,
    closure: Arc<Closure<'g>>,
    found: Vec<(NodeIndex, f64)>,
    tag: Tag,
}

impl<'g> Implied<'g> {
    /// The page of what some concepts imply.
    ///
    /// # Errors
    ///
    /// When one of them cannot be had, or the certainty is none.
    pub(super) fn list(
        graph: &'g Graph,
        of: &[ConceptReference],
        least: f64,
        kinds: Option<&[Kind]>,
        page: &Page,
    ) -> Result<Connection<Self>> {
        if !(0.01..=1.0).contains(&least) {
            return Err(bad_input(format!("`minCertainty` must be from 0.01 to 1, but is {least}")));
        }
        let of = competencies(graph, "of", of)?;
        let closure = graph.implied(of.iter().copied(), least);
        let is_kept = |index: NodeIndex| {
            let kind = graph.node(index).kind();
            kinds.is_none_or(|kinds| kinds.iter().any(|wanted| entity::Kind::from(*wanted) == kind))
        };
        let found = closure.known().filter(|(index, _)| !closure.is_given(*index) && is_kept(*index)).collect();
        let tag = Tag::new("implied", fingerprint(graph, of), 0);
        Connection::new(Self { graph, closure: Arc::new(closure), found, tag }, page)
    }
}

impl Sequence for Implied<'_> {
    type Item = (NodeIndex, f64);

    fn tag(&self) -> Tag {
        self.tag
    }

    fn len(&self) -> usize {
        self.found.len()
    }

    fn at(&self, place: usize) -> Self::Item {
        self.found[place]
    }

    fn keeps(&self, _: Self::Item) -> bool {
        true
    }

    fn key(&self, (index, _): Self::Item) -> Key {
        plain_key(self.graph.node(index).id())
    }
}

impl<'g> Connected for Implied<'g> {
    type Node = Concept<'g>;
    type EdgeFields = ImpliedFields<'g>;

    fn name() -> Cow<'static, str> {
        "Implied".into()
    }

    fn node(&self, (index, _): Self::Item) -> Concept<'g> {
        Handle::new(self.graph, index).into()
    }

    fn edge(&self, (index, certainty): Self::Item) -> ImpliedFields<'g> {
        ImpliedFields { graph: self.graph, closure: self.closure.clone(), index, certainty }
    }
}

/// What stands on the edge to something implied.
pub(super) struct ImpliedFields<'g> {
    graph: &'g Graph,
    closure: Arc<Closure<'g>>,
    index: NodeIndex,
    certainty: f64,
}

#[projection::fields]
impl<'g> ImpliedFields<'g> {
    /// How certain it is that it is known, from 0 to 1: the certainties of the steps, multiplied.
    pub(super) fn certainty(&self) -> f64 {
        self.certainty
    }

    /// The steps that lead there from what was given: of all ways the most certain.
    pub(super) fn chain(&self) -> impl Iterator<Item = Implication<'g>> {
        Implication::chain(self.graph, &self.closure, self.index)
    }
}

/// A step of implication.
#[derive(Clone, Copy)]
pub(super) struct Implication<'g> {
    graph: &'g Graph,
    step: Step<'g>,
}

impl<'g> Implication<'g> {
    /// The steps that lead to a concept; none if it was given.
    pub(super) fn chain(
        graph: &'g Graph,
        closure: &Closure<'g>,
        index: NodeIndex,
    ) -> impl Iterator<Item = Self> + use<'g> {
        closure.chain(graph, index).into_iter().map(move |step| Self { graph, step })
    }
}

/// One step of implication: knowing the one shows knowing the other.
#[projection::object]
impl<'g> Implication<'g> {
    /// What is known.
    pub(super) fn from(&self) -> Concept<'g> {
        Handle::new(self.graph, self.step.from).into()
    }

    /// What that shows to be known as well.
    pub(super) fn to(&self) -> Concept<'g> {
        Handle::new(self.graph, self.step.to).into()
    }

    /// The relation that says so: `IMPLIES`, or `USES_LANGUAGE`, `BUILT_ON` or `REPLACED_BY`, from which it follows.
    pub(super) fn relation(&self) -> RelationKind {
        self.step.link.kind().into()
    }

    /// How certain this step is, from 0 to 1. `IMPLIES` says so itself (0.5 where it does not); the languages of a
    /// framework share 0.9, those of a tool 0.6, what a framework is built on 0.5, successors of what is deprecated
    /// 0.9.
    pub(super) fn certainty(&self) -> f64 {
        self.step.certainty
    }

    /// Which sources state the relation, and where: sorted by source.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence<'g>> {
        Evidence::list(self.graph, self.step.link.edge.relation.row, &self.step.link.edge.evidence)
    }
}
