//! How two concepts are connected, and over which roles one gets from one to another.

use async_graphql::Result;
use entity::RelationKind as EntityRelationKind;

use super::{
    competency::Competency,
    concept::{Concept, Handle},
    enums::{RelationKind, Strength},
    link::LinkFields,
    role::Role,
    similar::up_to,
};
use crate::graph::{self, Graph, MAX_CAREER_STEPS, MAX_HOPS, MAX_PATHS, NodeIndex, Requirement};

/// How many of the competencies to be learned can be asked for.
const MAX_LESSONS: i32 = 500;

/// The best paths from one concept to another.
pub(super) struct Paths<'g> {
    graph: &'g Graph,
    found: graph::Paths<'g>,
}

impl<'g> Paths<'g> {
    /// The paths that are asked for.
    ///
    /// # Errors
    ///
    /// When a number is out of range.
    pub(super) fn find(
        graph: &'g Graph,
        (from, to): (NodeIndex, NodeIndex),
        relations: Option<&[RelationKind]>,
        max_hops: i32,
        count: i32,
    ) -> Result<Self> {
        let max_hops = up_to("maxHops", max_hops, MAX_HOPS as i32)?;
        let count = up_to("k", count, MAX_PATHS as i32)?;
        let relations: Vec<EntityRelationKind> = match relations {
            Some(relations) => relations.iter().copied().map(Into::into).collect(),
            None => EntityRelationKind::ALL.to_vec(),
        };
        Ok(Self { graph, found: graph.paths(from, to, &relations, max_hops, count) })
    }
}

/// The best paths from one concept to another.
#[projection::object]
impl<'g> Paths<'g> {
    /// The paths, the best first; none if there is none.
    pub(super) fn paths(&self) -> impl Iterator<Item = Path<'_, 'g>> {
        self.found.paths.iter().map(|path| Path { graph: self.graph, path })
    }

    /// Whether the search came to its end. If not, so much was looked at that it was cut short, and there may be better
    /// paths than these, or more: ask for fewer hops, or for fewer relations.
    pub(super) fn complete(&self) -> bool {
        self.found.complete
    }
}

/// A path from one concept to another.
pub(super) struct Path<'p, 'g> {
    graph: &'g Graph,
    path: &'p graph::Path<'g>,
}

/// A path from one concept to another.
#[projection::object]
impl<'p, 'g> Path<'p, 'g> {
    /// How near it brings its ends: more than 0, at most 1. It is the product of the weights of its hops, halved for each
    /// hop, and divided by the number of relations of each concept in between to the power of 0.4. Hops between what is
    /// the same do not count.
    pub(super) fn score(&self) -> f64 {
        self.path.score
    }

    /// Its hops, in order; none if it ends where it starts.
    pub(super) fn hops(&self) -> impl Iterator<Item = PathHop<'g>> {
        self.path.hops.iter().map(|hop| PathHop { graph: self.graph, hop: *hop })
    }
}

/// A hop of a path.
pub(super) struct PathHop<'g> {
    graph: &'g Graph,
    hop: graph::Hop<'g>,
}

/// A hop of a path: a relation, followed one way or the other.
#[projection::object]
impl<'g> PathHop<'g> {
    #[field(include)]
    fn relation(&self) -> LinkFields<'g> {
        LinkFields::new(self.graph, self.hop.link, self.hop.direction)
    }

    /// Where it starts.
    pub(super) fn from(&self) -> Concept<'g> {
        Handle::new(self.graph, self.hop.from).into()
    }

    /// Where it ends.
    pub(super) fn to(&self) -> Concept<'g> {
        Handle::new(self.graph, self.hop.link.other).into()
    }

    /// How near the relation brings its ends: more than 0, at most 1.
    pub(super) fn weight(&self) -> f64 {
        self.hop.weight
    }
}

/// The way from one role to another.
pub(super) struct CareerPath<'g> {
    graph: &'g Graph,
    steps: Vec<graph::CareerStep>,
}

impl<'g> CareerPath<'g> {
    /// The way that is asked for; none if one of the roles requires nothing.
    ///
    /// # Errors
    ///
    /// When the number of steps is out of range.
    pub(super) fn find(graph: &'g Graph, (from, to): (NodeIndex, NodeIndex), max_steps: i32) -> Result<Option<Self>> {
        let most = up_to("maxSteps", max_steps, MAX_CAREER_STEPS as i32)?;
        Ok(graph.career_path(from, to, most).map(|steps| Self { graph, steps }))
    }
}

/// A way from one role to another, over roles in between where that makes the steps short.
#[projection::object]
impl<'g> CareerPath<'g> {
    /// The steps, without the role from which the way starts; none if both roles are the same.
    pub(super) fn steps(&self) -> impl Iterator<Item = CareerStep<'_, 'g>> {
        self.steps.iter().map(|step| CareerStep { graph: self.graph, step })
    }
}

/// A step to a role.
pub(super) struct CareerStep<'p, 'g> {
    graph: &'g Graph,
    step: &'p graph::CareerStep,
}

/// A step to a role.
#[projection::object]
impl<'p, 'g> CareerStep<'p, 'g> {
    /// The role to which it leads.
    pub(super) fn role(&self) -> Role<'g> {
        Handle::new(self.graph, self.step.role).into()
    }

    /// How much of what the role requires the role before does not, from 0 to 1. Each requirement counts the more the
    /// firmer it is, and the fewer roles have it.
    pub(super) fn effort(&self) -> f64 {
        self.step.effort
    }

    /// How many requirements the role has that none of the roles before has, or has as important.
    pub(super) fn learn_count(&self) -> i32 {
        i32::try_from(self.step.learn.len()).unwrap_or(i32::MAX)
    }

    /// These requirements, the weightiest first.
    pub(super) fn learn(
        &self,
        /// How many at most: 1 to 500.
        #[arg(default = 10)]
        most: i32,
    ) -> Result<Vec<NewRequirement<'g>>> {
        let count = up_to("most", most, MAX_LESSONS)?;
        let learn = self.step.learn.iter().take(count);
        Ok(learn.map(|requirement| NewRequirement { graph: self.graph, requirement: *requirement }).collect())
    }
}

/// A requirement that no role before had.
pub(super) struct NewRequirement<'g> {
    graph: &'g Graph,
    requirement: Requirement,
}

/// A requirement that no role before had, or that none had as important.
#[projection::object]
impl<'g> NewRequirement<'g> {
    /// What is required: where several are the same, the one that stands for them.
    pub(super) fn node(&self) -> Competency<'g> {
        Handle::new(self.graph, self.requirement.competency).into()
    }

    /// Essential or optional, where the source knows that.
    pub(super) fn strength(&self) -> Option<Strength> {
        self.requirement.strength.map(Into::into)
    }

    /// How much it matters, from 0 to 1. Null where nobody has said.
    pub(super) fn importance(&self) -> Option<f64> {
        // To two decimals more than sources give.
        self.requirement.importance.map(|importance| (f64::from(importance) * 1e4).round() / 1e4)
    }
}
