//! What somebody lacks for a role: each requirement with how it is met, and what to learn.

use std::{borrow::Cow, sync::Arc};

use async_graphql::Result;

use super::{
    competency::Competency,
    concept::{Concept, Handle},
    connection::{Connected, Connection, plain_key},
    enums::{FrameworkSide, GapStatus, Kind, RelationKind, Strength, ToolType},
    error::bad_input,
    have::fingerprint,
    implied::Implication,
    learning::{LearningStep, Lessons},
    link::LinkFields,
    page::{Key, MAX_PAGE, Page, Sequence, Tag},
    role::Role,
};
use crate::graph::{self, Graph, Have, Having, Judged, Nearness, NodeIndex, Sort, Standing};

/// How somebody stands to a role.
#[derive(Clone)]
pub(super) struct Gap<'g> {
    graph: &'g Graph,
    having: Arc<Having<'g>>,
    gap: Arc<graph::Gap<'g>>,
    /// Stands for what is had.
    had: i64,
}

impl<'g> Gap<'g> {
    pub(super) fn new(graph: &'g Graph, have: &[Have], role: NodeIndex) -> Self {
        let having = Having::new(graph, have);
        let gap = Arc::new(graph.gap(&having, role));
        let had = fingerprint(graph, have.iter().map(|have| have.competency));
        Self { graph, having: Arc::new(having), gap, had }
    }

    fn requirement(&self, judged: Judged<'g>) -> GapRequirement<'g> {
        GapRequirement(GapFields { graph: self.graph, having: self.having.clone(), judged })
    }
}

/// How somebody stands to a role: each of its requirements, met or not, and how much of it is covered.
#[projection::object]
impl<'g> Gap<'g> {
    /// The role.
    pub(super) fn role(&self) -> Role<'g> {
        Handle::new(self.graph, self.gap.role).into()
    }

    /// How much of the role is covered.
    pub(super) fn coverage(&self) -> Coverage {
        Coverage(self.gap.coverage)
    }

    /// How many requirements stand how; only what there is.
    pub(super) fn counts(&self) -> Vec<GapCount> {
        let counted = GapStatus::ALL.iter().map(|status| {
            let of_it = self.gap.requirements.iter().filter(|one| GapStatus::from(one.standing) == *status);
            GapCount { status: *status, count: of_it.count() }
        });
        counted.filter(|count| count.count > 0).collect()
    }

    /// The requirements: essential first, then by importance, then by slug. What several of the same concepts or roles
    /// require (`EXACT_MATCH`) counts once.
    pub(super) fn requirements(
        &self,
        /// Only requirements that are met, or not met, in one of these ways.
        statuses: Option<&[GapStatus]>,
        /// Only requirements of this strength.
        strength: Option<Strength>,
        /// Only competencies of these kinds.
        kinds: Option<&[Kind]>,
        #[arg(group)] page: &Page,
    ) -> Result<Connection<GapRequirements<'g>>> {
        let statuses = statuses.map(|statuses| statuses.iter().map(|status| Standing::from(*status)).collect());
        let kinds = kinds.map(|kinds| kinds.iter().map(|kind| entity::Kind::from(*kind)).collect());
        let filter = Filter { statuses, strength: strength.map(Into::into), kinds };
        Connection::new(GapRequirements { gap: self.clone(), filter }, page)
    }

    /// What is not met yet in an order to learn it: what must be known first comes first, then what gains most per
    /// step. See `learningPath`, which has the same in stages.
    pub(super) fn to_learn(
        &self,
        /// How many steps at most, from 1 to 100.
        #[arg(default = 10)]
        first: i32,
    ) -> Result<Vec<LearningStep<'g>>> {
        let size = within_a_page("first", first)?;
        let lessons = Lessons::new(self.graph, &self.having, self.gap.aims(None), Some(self.gap.clone()));
        Ok(lessons.steps().take(size).collect())
    }
}

/// A number of entries that is asked for.
///
/// # Errors
///
/// When it is not from 1 to 100.
pub(super) fn within_a_page(argument: &str, size: i32) -> Result<usize> {
    match usize::try_from(size) {
        Ok(size @ 1..=MAX_PAGE) => Ok(size),
        _ => Err(bad_input(format!("`{argument}` must be from 1 to {MAX_PAGE}, but is {size}"))),
    }
}

/// How much of a role is covered.
pub(super) struct Coverage(pub(super) graph::Coverage);

/// How much of a role is covered, from 0 to 1. Null where the role requires nothing of the kind.
#[projection::object]
impl Coverage {
    /// The share of all requirements that are met: had, or implied with a certainty of 0.6 or more.
    pub(super) fn overall(&self) -> Option<f64> {
        self.0.overall
    }

    /// The share of the essential requirements that are met.
    pub(super) fn essential(&self) -> Option<f64> {
        self.0.essential
    }

    /// The sum of weights times credits over the sum of weights, so that what is important counts for more and what is
    /// met in part counts in part.
    pub(super) fn weighted(&self) -> Option<f64> {
        self.0.weighted
    }
}

/// How many requirements stand in a certain way.
pub(super) struct GapCount {
    status: GapStatus,
    count: usize,
}

/// How many requirements are met, or not met, in a certain way.
#[projection::object]
impl GapCount {
    /// The way.
    pub(super) fn status(&self) -> GapStatus {
        self.status
    }

    /// How many.
    pub(super) fn count(&self) -> i32 {
        i32::try_from(self.count).unwrap_or(i32::MAX)
    }
}

/// Which requirements are shown.
#[derive(Clone)]
struct Filter {
    statuses: Option<Vec<Standing>>,
    strength: Option<entity::Strength>,
    kinds: Option<Vec<entity::Kind>>,
}

/// The requirements of a role, each with how it is met.
#[derive(Clone)]
pub(super) struct GapRequirements<'g> {
    gap: Gap<'g>,
    filter: Filter,
}

impl<'g> Sequence for GapRequirements<'g> {
    type Item = Judged<'g>;

    fn tag(&self) -> Tag {
        let Gap { graph, gap, had, .. } = &self.gap;
        Tag::new("gap.requirements", graph.node(gap.role).id().wrapping_add(*had), 0)
    }

    fn len(&self) -> usize {
        self.gap.gap.requirements.len()
    }

    fn at(&self, place: usize) -> Judged<'g> {
        self.gap.gap.requirements[place]
    }

    fn keeps(&self, judged: Judged<'g>) -> bool {
        let Filter { statuses, strength, kinds } = &self.filter;
        statuses.as_ref().is_none_or(|statuses| statuses.contains(&judged.standing))
            && (strength.is_none() || judged.link.strength() == *strength)
            && kinds.as_ref().is_none_or(|kinds| kinds.contains(&judged.link.other_kind()))
    }

    fn key(&self, judged: Judged<'g>) -> Key {
        plain_key(self.gap.graph.node(judged.link.other).id())
    }
}

impl<'g> Connected for GapRequirements<'g> {
    type Node = Competency<'g>;
    type EdgeFields = GapFields<'g>;

    fn name() -> Cow<'static, str> {
        "GapRequirement".into()
    }

    fn node(&self, judged: Judged<'g>) -> Competency<'g> {
        Handle::new(self.gap.graph, judged.link.other).into()
    }

    fn edge(&self, judged: Judged<'g>) -> GapFields<'g> {
        self.gap.requirement(judged).0
    }
}

/// How somebody stands to a requirement, and all that is known of it.
#[derive(Clone)]
pub(super) struct GapFields<'g> {
    graph: &'g Graph,
    having: Arc<Having<'g>>,
    judged: Judged<'g>,
}

#[projection::fields]
impl<'g> GapFields<'g> {
    /// Whether it is met, and how, or why not.
    pub(super) fn status(&self) -> GapStatus {
        self.judged.standing.into()
    }

    /// How far it is met, from 0 to 1: had 1; implied, the certainty of that; at a lower level, the one level over the
    /// other, from the bottom of the scale; transferable, half of how near; missing 0.
    pub(super) fn credit(&self) -> f64 {
        self.judged.credit
    }

    /// How much it weighs in the weighted coverage, from 0 to 1: its strength (essential 1, not said 0.7, optional 0.5)
    /// times its importance (0.6 where nobody has said).
    pub(super) fn weight(&self) -> f64 {
        self.judged.weight
    }

    /// How what is had implies it: the steps, of all ways the most certain. Empty if nothing does, or if it is had
    /// itself.
    pub(super) fn chain(&self) -> impl Iterator<Item = Implication<'g>> {
        Implication::chain(self.graph, &self.having.closure, self.judged.competency)
    }

    /// What it is near to, if it is transferable.
    pub(super) fn transfer(&self) -> Option<Transfer<'g>> {
        if self.judged.standing != Standing::Transferable {
            return None;
        }
        let nearness = self.having.nearest(self.judged.competency)?;
        Some(Transfer { graph: self.graph, having: self.having.clone(), nearness })
    }

    #[field(include)]
    fn link(&self) -> LinkFields<'g> {
        LinkFields::outgoing(self.graph, self.judged.link)
    }
}

/// A requirement by itself, outside of a connection.
#[derive(Clone)]
pub(super) struct GapRequirement<'g>(GapFields<'g>);

impl<'g> GapRequirement<'g> {
    pub(super) fn new(graph: &'g Graph, having: &Arc<Having<'g>>, judged: Judged<'g>) -> Self {
        Self(GapFields { graph, having: having.clone(), judged })
    }
}

/// What a role requires, and how somebody stands to it.
#[projection::object]
impl<'g> GapRequirement<'g> {
    /// What is required.
    pub(super) fn node(&self) -> Competency<'g> {
        Handle::new(self.0.graph, self.0.judged.link.other).into()
    }

    #[field(include)]
    fn data(&self) -> GapFields<'g> {
        self.0.clone()
    }
}

/// What a requirement is near to.
pub(super) struct Transfer<'g> {
    graph: &'g Graph,
    having: Arc<Having<'g>>,
    nearness: Nearness,
}

/// Something known that a requirement is near to, so that it is soon learned.
#[projection::object]
impl<'g> Transfer<'g> {
    /// What is known: had, or implied by what is had. Where the requirement itself is implied, but with little certainty,
    /// the last on the way to it that is certain.
    pub(super) fn from(&self) -> Concept<'g> {
        Handle::new(self.graph, self.nearness.from).into()
    }

    /// How near the two are, from 0.35 to 1, times how certain it is that the one is known: the cosine of their traits,
    /// each weighed by how rare it is; or what a relation between them is worth; or the certainty with which what is had
    /// implies the requirement.
    pub(super) fn nearness(&self) -> f64 {
        self.nearness.nearness
    }

    /// The relation that makes them near, where that is a relation between the two and not what they have in common.
    pub(super) fn relation(&self) -> Option<RelationKind> {
        self.nearness.relation.map(Into::into)
    }

    /// What both have in common, what tells most first; three at most.
    pub(super) fn shared(&self) -> Vec<Concept<'g>> {
        self.nearness.shared.iter().map(|index| Handle::new(self.graph, *index).into()).collect()
    }

    /// What both are tools for, if both are tools for the same.
    pub(super) fn tool_type(&self) -> Option<ToolType> {
        match self.nearness.sort {
            Some(Sort::Tool(sort)) => Some(sort.into()),
            _ => None,
        }
    }

    /// Which side both are frameworks for, if both are for the same.
    pub(super) fn side(&self) -> Option<FrameworkSide> {
        match self.nearness.sort {
            Some(Sort::Framework(side)) => Some(side.into()),
            _ => None,
        }
    }

    /// How what is had implies what is known: the steps. Empty if that is had itself.
    pub(super) fn chain(&self) -> impl Iterator<Item = Implication<'g>> {
        Implication::chain(self.graph, &self.having.closure, self.nearness.from)
    }
}
