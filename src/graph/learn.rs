//! In which order is what is lacking best learned? What must come first comes first, then what gains most per step.
//!
//! **What must come first.** `PREREQUISITE` says so. So does a language in which code on a framework is written
//! (`USES_LANGUAGE`), unless one of its languages is known already; of several the one that most frameworks and tools
//! use. So does a language that knowing something shows (`IMPLIES`, with a certainty of [`KNOWN`] or more): one cannot
//! learn React and not meet JavaScript. What is known already with that certainty needs no step.
//!
//! **What comes along.** A skill that knowing a technology shows is learned with it: Docker brings containers. It is no
//! step of its own once such a step is on the way, and counts for it.
//!
//! **Which first.** A step gains the weight of the requirement that is not met yet, and of those that come along; it
//! takes one unit of effort, less half of how near something is that is known. What is near to something that is
//! learned on the way is worth that much less from then on: after one cloud the next is not urgent. Among all that is
//! wanted, each with what must come first and is not there yet, the one goes next that gains most per effort: the rule
//! that Smith (1956) and, with precedence, Sidney (1975) have for the least weighted time of waiting.
//!
//! **Stages.** In that order, each step goes into the earliest stage that comes after all it needs and has room:
//! [`STAGE`] steps make a stage, and can be learned side by side. `PREREQUISITE` has no cycle, but `EXACT_MATCH` can
//! close one, and so can implied languages: the relation that closes it is left out.

mod order;

use std::collections::HashSet;

use entity::{Kind, RelationKind, Strength};

use self::order::{Plan, lessons};
use super::{Direction, Gap, Graph, Having, KNOWN, NodeIndex};

/// How many steps a stage has at most: what somebody can have in mind at once.
pub const STAGE: usize = 6;

/// Something to learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// What: the one that stands for all that are the same.
    pub concept: NodeIndex,
    /// In which stage, from 1.
    pub stage: u32,
    /// What it gains: weights of requirements that are met by it and are not before.
    pub gain: f64,
    /// The effort, from a half to 1: the nearer something is that is known, the less.
    pub effort: f64,
    /// Whether it is aimed at itself; else it is there for what it unlocks.
    pub wanted: bool,
    /// What must be learned before, as far as it is not known: earlier lessons.
    pub after: Vec<NodeIndex>,
    /// What can be learned once it is: later lessons.
    pub unlocks: Vec<NodeIndex>,
    /// What is aimed at and comes along, with the certainty: no lessons of their own.
    pub brings: Vec<(NodeIndex, f64)>,
}

/// What is aimed at, with what it is worth to have it.
pub type Aims = Vec<(NodeIndex, f64)>;

impl Gap<'_> {
    /// What is not met, of a strength if one is named, with what meeting it would add.
    pub fn aims(&self, strength: Option<Strength>) -> Aims {
        let lacking = self.requirements.iter().filter(|one| !one.standing.is_met());
        let lacking = lacking.filter(|one| strength.is_none() || one.link.strength() == strength);
        lacking.map(|one| (one.competency, one.weight * (1.0 - one.credit))).collect()
    }
}

impl Graph {
    /// The order in which somebody best learns what is aimed at: what is not known, or not well enough.
    pub fn learning_path(&self, having: &Having<'_>, aims: &[(NodeIndex, f64)]) -> Vec<Lesson> {
        let plan = Plan::new(self, having, aims);
        let order = plan.order();
        lessons(&plan, &order)
    }

    /// What must be learned before a competency, by the concepts that stand for their sets.
    fn needs(&self, having: &Having<'_>, index: NodeIndex) -> Vec<NodeIndex> {
        let is_known = |index: NodeIndex| having.closure.certainty(index) >= KNOWN;
        let mut needs = Vec::new();
        for member in self.same_as(index) {
            let links = |kind| self.links(member, Direction::Outgoing, kind).iter();
            let to = |link: &super::Link| self.representative(link.other);
            needs.extend(links(RelationKind::Prerequisite).map(to));
            let implied = links(RelationKind::Implies)
                .filter(|link| link.other_kind() == Kind::Language)
                .filter(|link| link.importance().is_some_and(|certainty| certainty >= KNOWN));
            needs.extend(implied.map(to));
            if self.node(member).kind() == Kind::Framework {
                let languages: Vec<_> = links(RelationKind::UsesLanguage).map(to).collect();
                let has_one = languages.iter().any(|language| is_known(*language) || needs.contains(language));
                let users = |language: &NodeIndex| self.all_links(*language, Direction::Incoming).len();
                needs.extend(languages.into_iter().rev().max_by_key(users).filter(|_| !has_one));
            }
        }
        needs.retain(|need| *need != index && !is_known(*need));
        let mut seen = HashSet::new();
        needs.retain(|need| seen.insert(*need));
        needs
    }
}
