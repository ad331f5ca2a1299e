//! In which order something is best learned.

use std::{collections::HashMap, sync::Arc};

use super::{competency::Competency, concept::Handle, enums::Strength, gap::GapRequirement};
use crate::graph::{Aims, Gap, Graph, Have, Having, Lesson, NodeIndex};

/// The lessons of a path, with what they are for.
#[derive(Clone)]
pub(super) struct Lessons<'g> {
    graph: &'g Graph,
    having: Arc<Having<'g>>,
    gap: Option<Arc<Gap<'g>>>,
    /// The places of the requirements by what they require.
    places: Arc<HashMap<NodeIndex, usize>>,
    lessons: Arc<[Lesson]>,
}

impl<'g> Lessons<'g> {
    /// The lessons to what is aimed at, and the gap that this comes from, if it does.
    pub(super) fn new(graph: &'g Graph, having: &Arc<Having<'g>>, aims: Aims, gap: Option<Arc<Gap<'g>>>) -> Self {
        let lessons = graph.learning_path(having, &aims).into();
        let requirements = gap.iter().flat_map(|gap| gap.requirements.iter()).enumerate();
        let places = requirements.map(|(place, one)| (one.competency, place)).collect();
        Self { graph, having: having.clone(), gap, places: Arc::new(places), lessons }
    }

    /// The lessons to a role: to all that is not met, or to that of a strength.
    pub(super) fn to_role(graph: &'g Graph, have: &[Have], role: NodeIndex, strength: Option<Strength>) -> Self {
        let having = Having::new(graph, have);
        let gap = graph.gap(&having, role);
        let aims = gap.aims(strength.map(Into::into));
        Self::new(graph, &Arc::new(having), aims, Some(Arc::new(gap)))
    }

    /// The lessons to some targets, each worth the same.
    pub(super) fn to(graph: &'g Graph, have: &[Have], targets: &[NodeIndex]) -> Self {
        let having = Having::new(graph, have);
        let aims = having.unknown_of(targets).map(|target| (target, 1.0)).collect();
        Self::new(graph, &Arc::new(having), aims, None)
    }

    /// The steps in order.
    pub(super) fn steps(&self) -> impl Iterator<Item = LearningStep<'g>> + use<'g> {
        let path = self.clone();
        (0..self.lessons.len()).map(move |place| LearningStep { path: path.clone(), place })
    }

    fn requirement(&self, concept: NodeIndex) -> Option<GapRequirement<'g>> {
        let judged = self.gap.as_ref()?.requirements[*self.places.get(&concept)?];
        Some(GapRequirement::new(self.graph, &self.having, judged))
    }
}

/// An order in which something is best learned.
pub(super) struct LearningPath<'g> {
    pub(super) lessons: Lessons<'g>,
    /// How many steps are shown.
    pub(super) first: usize,
}

/// An order in which something is best learned: what must be known first comes first, then what gains most per step.
#[projection::object]
impl<'g> LearningPath<'g> {
    /// How many steps there are in all, shown or not.
    pub(super) fn total_steps(&self) -> i32 {
        i32::try_from(self.lessons.lessons.len()).unwrap_or(i32::MAX)
    }

    /// The steps in stages: what is in one stage can be learned side by side, six steps at most, and needs only what
    /// earlier stages have.
    pub(super) fn stages(&self) -> Vec<LearningStage<'g>> {
        let mut stages: Vec<LearningStage<'_>> = Vec::new();
        for step in self.lessons.steps().take(self.first) {
            let number = step.lesson().stage;
            match stages.last_mut() {
                Some(stage) if stage.number == number => stage.steps.push(step),
                _ => stages.push(LearningStage { number, steps: vec![step] }),
            }
        }
        stages
    }
}

/// Steps that can be taken side by side.
pub(super) struct LearningStage<'g> {
    number: u32,
    steps: Vec<LearningStep<'g>>,
}

/// Steps that can be taken side by side, once those of the earlier stages are done.
#[projection::object]
impl<'g> LearningStage<'g> {
    /// The number of the stage, from 1.
    pub(super) fn number(&self) -> i32 {
        i32::try_from(self.number).unwrap_or(i32::MAX)
    }

    /// The steps, the most worthwhile first.
    pub(super) fn steps(&self) -> impl Iterator<Item = LearningStep<'g>> {
        self.steps.iter().cloned()
    }
}

/// A step of a path.
#[derive(Clone)]
pub(super) struct LearningStep<'g> {
    path: Lessons<'g>,
    place: usize,
}

impl<'g> LearningStep<'g> {
    fn lesson(&self) -> &Lesson {
        &self.path.lessons[self.place]
    }

    fn competencies(&self, concepts: &[NodeIndex]) -> Vec<Competency<'g>> {
        concepts.iter().map(|index| Handle::new(self.path.graph, *index).into()).collect()
    }
}

/// Something to learn, why, and what it leads to.
#[projection::object]
impl<'g> LearningStep<'g> {
    /// What to learn.
    pub(super) fn node(&self) -> Competency<'g> {
        Handle::new(self.path.graph, self.lesson().concept).into()
    }

    /// The stage that the step is in, from 1.
    pub(super) fn stage(&self) -> i32 {
        i32::try_from(self.lesson().stage).unwrap_or(i32::MAX)
    }

    /// Whether it is aimed at itself: the role requires it, or it is a target. If not, it is there for what it unlocks.
    pub(super) fn is_aim(&self) -> bool {
        self.lesson().wanted
    }

    /// The requirement of the role that it meets. Null if the role does not require it, or no role is aimed at.
    pub(super) fn requirement(&self) -> Option<GapRequirement<'g>> {
        self.path.requirement(self.lesson().concept)
    }

    /// What it gains: the weights of the requirements, or targets, that are met by it and by what comes along, as far
    /// as they are not met yet.
    pub(super) fn gain(&self) -> f64 {
        self.lesson().gain
    }

    /// The effort of the step, from 0.5 to 1: 1 less half of how near something is that is known.
    pub(super) fn effort(&self) -> f64 {
        self.lesson().effort
    }

    /// What must be learned before: earlier steps. Where one of these is here for what it brings along, that is what is
    /// needed.
    pub(super) fn after(&self) -> Vec<Competency<'g>> {
        self.competencies(&self.lesson().after)
    }

    /// What can be learned once it is known: later steps.
    pub(super) fn unlocks(&self) -> Vec<Competency<'g>> {
        self.competencies(&self.lesson().unlocks)
    }

    /// What is aimed at as well and comes along, so that it needs no step of its own.
    pub(super) fn brings(&self) -> Vec<LearnedAlong<'g>> {
        let brings = self.lesson().brings.iter();
        brings
            .map(|(index, certainty)| LearnedAlong { path: self.path.clone(), index: *index, certainty: *certainty })
            .collect()
    }
}

/// What is learned together with something else.
pub(super) struct LearnedAlong<'g> {
    path: Lessons<'g>,
    index: NodeIndex,
    certainty: f64,
}

/// What comes along with something that is learned.
#[projection::object]
impl<'g> LearnedAlong<'g> {
    /// What comes along.
    pub(super) fn node(&self) -> Competency<'g> {
        Handle::new(self.path.graph, self.index).into()
    }

    /// How certain it is that it does, from 0.6 to 1.
    pub(super) fn certainty(&self) -> f64 {
        self.certainty
    }

    /// The requirement of the role that it meets. Null if no role is aimed at.
    pub(super) fn requirement(&self) -> Option<GapRequirement<'g>> {
        self.path.requirement(self.index)
    }
}
