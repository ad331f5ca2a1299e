//! What is similar to a role or a competency, how much, and why.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{OutputType, Result};
use projection::direct::Write;

use super::{
    competency::Competency,
    concept::{Concept, Handle},
    connection::{Connected, Connection, plain_key},
    enums::{Aspect, Kind},
    error::bad_input,
    page::{Key, Page, Sequence, Tag},
    role::Role,
};
use crate::graph::{Agreement, Comparison, Graph, NodeIndex, Part, Similar};

/// How many similar concepts there are to page through.
const MOST: usize = 100;
/// How many parts of a comparison can be asked for.
const MAX_PARTS: i32 = 100;

/// What is compared with what: the type of the nodes, and the name that the connection has for it.
pub(super) trait Compared: Send + Sync + 'static {
    /// The name that the connection is named after.
    const NAME: &'static str;

    /// The type of the nodes.
    type Node<'g>: OutputType + Write + From<Handle<'g>>;
}

/// Roles.
pub(super) enum Roles {}

impl Compared for Roles {
    const NAME: &'static str = "SimilarRole";
    type Node<'g> = Role<'g>;
}

/// Skills, languages, frameworks and tools.
pub(super) enum Competencies {}

impl Compared for Competencies {
    const NAME: &'static str = "SimilarCompetency";
    type Node<'g> = Competency<'g>;
}

/// The concepts that are similar to one, the most similar first.
pub(super) struct Alike<'g, C> {
    of: Handle<'g>,
    found: Vec<Similar>,
    compared: PhantomData<fn() -> C>,
}

/// A page of what is similar to a concept, of some kinds if any are named.
///
/// # Errors
///
/// When the arguments of the page cannot be used.
pub(super) fn similar<'g, C: Compared>(
    of: Handle<'g>,
    kinds: Option<&[Kind]>,
    page: &Page,
) -> Result<Connection<Alike<'g, C>>> {
    let wanted = kinds.map_or(u32::MAX, |kinds| kinds.iter().fold(0, |set, kind| set | 1 << *kind as u32));
    let found = of.graph.similar(of.index, MOST, |index| wanted & 1 << of.graph.node(index).kind() as u32 != 0);
    Connection::new(Alike { of, found, compared: PhantomData }, page)
}

impl<C: Compared> Sequence for Alike<'_, C> {
    type Item = Similar;

    fn tag(&self) -> Tag {
        Tag::new("similar", self.of.node().id(), 0)
    }

    fn len(&self) -> usize {
        self.found.len()
    }

    fn at(&self, place: usize) -> Similar {
        self.found[place]
    }

    fn keeps(&self, _: Similar) -> bool {
        true
    }

    fn key(&self, item: Similar) -> Key {
        plain_key(self.of.graph.node(item.index).id())
    }
}

impl<'g, C: Compared> Connected for Alike<'g, C> {
    type Node = C::Node<'g>;
    type EdgeFields = SimilarFields<'g>;

    fn name() -> Cow<'static, str> {
        C::NAME.into()
    }

    fn node(&self, item: Similar) -> C::Node<'g> {
        Handle::new(self.of.graph, item.index).into()
    }

    fn edge(&self, item: Similar) -> SimilarFields<'g> {
        SimilarFields { graph: self.of.graph, of: self.of.index, item }
    }
}

/// What stands on the edge to something similar.
pub(super) struct SimilarFields<'g> {
    graph: &'g Graph,
    of: NodeIndex,
    item: Similar,
}

#[projection::fields]
impl<'g> SimilarFields<'g> {
    /// How similar the two are, from 0 to 1: the weighted mean of the cosines in all respects that both have. A respect
    /// that only one has counts half, as 0. Scores can be compared with each other, not with those of other questions.
    pub(super) fn score(&self) -> f64 {
        self.item.score
    }

    /// What makes the two similar, and what they differ in.
    pub(super) fn why(&self) -> Why<'g> {
        Why { graph: self.graph, comparison: self.graph.compare_in_detail(self.of, self.item.index) }
    }
}

/// Why two concepts are similar.
pub(super) struct Why<'g> {
    graph: &'g Graph,
    comparison: Comparison,
}

/// What makes two concepts similar, and what they differ in.
#[projection::object(name = "Comparison")]
impl<'g> Why<'g> {
    /// The respects in which they were compared.
    pub(super) fn aspects(&self) -> impl Iterator<Item = AspectScore> {
        self.comparison.aspects.iter().copied().map(AspectScore)
    }

    /// What both have, what makes most of the score first.
    pub(super) fn shared(
        &self,
        /// How many at most: 1 to 100.
        #[arg(default = 10)]
        most: i32,
    ) -> Result<Vec<ComparedPart<'g>>> {
        self.parts(&self.comparison.shared, most)
    }

    /// What only the concept has that was asked, the weightiest first.
    pub(super) fn only_here(
        &self,
        /// How many at most: 1 to 100.
        #[arg(default = 10)]
        most: i32,
    ) -> Result<Vec<ComparedPart<'g>>> {
        self.parts(&self.comparison.only_first, most)
    }

    /// What only the similar concept has, the weightiest first.
    pub(super) fn only_there(
        &self,
        /// How many at most: 1 to 100.
        #[arg(default = 10)]
        most: i32,
    ) -> Result<Vec<ComparedPart<'g>>> {
        self.parts(&self.comparison.only_second, most)
    }

    #[field(skip)]
    fn parts(&self, parts: &[Part], most: i32) -> Result<Vec<ComparedPart<'g>>> {
        let count = up_to("most", most, MAX_PARTS)?;
        Ok(parts.iter().take(count).map(|part| ComparedPart { graph: self.graph, part: *part }).collect())
    }
}

/// A number from 1 to a greatest one; `argument` is where it was given.
pub(super) fn up_to(argument: &str, number: i32, greatest: i32) -> Result<usize> {
    match usize::try_from(number) {
        Ok(count) if (1..=greatest).contains(&number) => Ok(count),
        _ => Err(bad_input(format!("`{argument}` must be from 1 to {greatest}, but is {number}"))),
    }
}

/// How near two concepts are in one respect.
pub(super) struct AspectScore(Agreement);

/// How near two concepts are in one respect.
#[projection::object]
impl AspectScore {
    /// The respect.
    pub(super) fn aspect(&self) -> Aspect {
        self.0.aspect.into()
    }

    /// The cosine, from -1 (opposite) over 0 (nothing in common) to 1 (the same); null if only one of the two has
    /// anything to compare.
    pub(super) fn score(&self) -> Option<f64> {
        self.0.cosine
    }

    /// How much the respect counts; the weights of all respects of the two make 1.
    pub(super) fn weight(&self) -> f64 {
        self.0.weight
    }
}

/// Something that two concepts share, or only one of them has.
pub(super) struct ComparedPart<'g> {
    graph: &'g Graph,
    part: Part,
}

/// Something that two concepts share, or only one of them has.
#[projection::object]
impl<'g> ComparedPart<'g> {
    /// What it is.
    pub(super) fn node(&self) -> Concept<'g> {
        Handle::new(self.graph, self.part.index).into()
    }

    /// In which respect.
    pub(super) fn aspect(&self) -> Aspect {
        self.part.aspect.into()
    }

    /// For what both have: how much of the score it makes. For what only one has: its share of all that this one has in
    /// the respect, from 0 to 1.
    pub(super) fn weight(&self) -> f64 {
        self.part.weight
    }
}
