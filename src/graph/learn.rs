//! In which order is what is lacking best learned? What must come first comes first, then what gains most per step.
//!
//! **What must come first.** `PREREQUISITE` says so. So does a language in which code on a framework is written
//! (`USES_LANGUAGE`), unless one of its languages is known already; of several the one that most frameworks and tools use. So does a language that knowing something shows (`IMPLIES`,
//! with a certainty of [`KNOWN`] or more): one cannot learn React and not meet JavaScript. What is known already with that
//! certainty needs no step.
//!
//! **What comes along.** A skill that knowing a technology shows is learned with it: Docker brings containers. It is no
//! step of its own once such a step is on the way, and counts for it.
//!
//! **Which first.** A step gains the weight of the requirement that is not met yet, and of those that come along; it takes
//! one unit of effort, less half of how near something is that is known. Among all that is wanted, each with what must
//! come first and is not there yet, the one goes next that gains most per effort: the rule that Smith (1956) and, with
//! precedence, Sidney (1975) have for the least weighted time of waiting.
//!
//! **Stages.** The order is cut before each step that needs one of the same stage, and after [`STAGE`] steps: what is in a
//! stage can be learned side by side. `PREREQUISITE` has no cycle, but `EXACT_MATCH` can close one, and so can implied
//! languages: the relation that closes it is left out.

use std::collections::{HashMap, HashSet};

use entity::{Kind, RelationKind, Strength};

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
                .filter(|link| link.edge.relation.importance.is_some_and(|certainty| certainty >= KNOWN));
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

/// All that may become a lesson, by number: first what is aimed at, then what must come first.
struct Plan {
    concepts: Vec<NodeIndex>,
    /// How many of them are aimed at.
    wanted: usize,
    worth: Vec<f64>,
    effort: Vec<f64>,
    /// What must come first, without cycles.
    needs: Vec<Vec<usize>>,
    /// What is aimed at and comes along.
    brings: Vec<Vec<(usize, f64)>>,
}

impl Plan {
    fn new(graph: &Graph, having: &Having<'_>, aims: &[(NodeIndex, f64)]) -> Self {
        let mut plan = Self {
            concepts: Vec::new(),
            wanted: 0,
            worth: Vec::new(),
            effort: Vec::new(),
            needs: Vec::new(),
            brings: Vec::new(),
        };
        let mut numbers = HashMap::new();
        for (concept, worth) in aims {
            let concept = graph.representative(*concept);
            plan.add(&mut numbers, concept, *worth);
        }
        plan.wanted = plan.concepts.len();
        let mut number = 0;
        while number < plan.concepts.len() {
            let concept = plan.concepts[number];
            let needs = graph.needs(having, concept);
            let needs = needs.into_iter().map(|need| plan.add(&mut numbers, need, 0.0)).collect();
            plan.needs.push(needs);
            let near = having.nearest(concept).map_or(0.0, |nearest| nearest.nearness);
            plan.effort.push(1.0 - near.clamp(0.0, 1.0) / 2.0);
            plan.brings.push(brings(graph, &numbers, plan.wanted, concept));
            number += 1;
        }
        plan.break_cycles();
        plan
    }

    fn add(&mut self, numbers: &mut HashMap<NodeIndex, usize>, concept: NodeIndex, worth: f64) -> usize {
        *numbers.entry(concept).or_insert_with(|| {
            self.concepts.push(concept);
            self.worth.push(worth);
            self.concepts.len() - 1
        })
    }

    /// Leaves out what leads back to where a walk came from.
    fn break_cycles(&mut self) {
        #[derive(Clone, Copy, PartialEq)]
        enum Seen {
            Never,
            OnTheWay,
            Done,
        }
        let mut seen = vec![Seen::Never; self.concepts.len()];
        for start in 0..self.concepts.len() {
            if seen[start] != Seen::Never {
                continue;
            }
            seen[start] = Seen::OnTheWay;
            let mut way = vec![(start, 0)];
            while let Some((number, next)) = way.last_mut() {
                let Some(&need) = self.needs[*number].get(*next) else {
                    seen[*number] = Seen::Done;
                    way.pop();
                    continue;
                };
                match seen[need] {
                    Seen::OnTheWay => drop(self.needs[*number].remove(*next)),
                    Seen::Done => *next += 1,
                    Seen::Never => {
                        *next += 1;
                        seen[need] = Seen::OnTheWay;
                        way.push((need, 0));
                    }
                }
            }
        }
    }

    /// What a lesson and all that must come before it are, in an order that respects that, without what is placed.
    fn with_needs(&self, number: usize, placed: &[bool]) -> Vec<usize> {
        let (mut order, mut way) = (Vec::new(), vec![(number, 0)]);
        while let Some((number, next)) = way.last_mut() {
            match self.needs[*number].get(*next) {
                Some(&need) => {
                    *next += 1;
                    if !placed[need] && !order.contains(&need) {
                        way.push((need, 0));
                    }
                }
                None => {
                    if !order.contains(number) {
                        order.push(*number);
                    }
                    way.pop();
                }
            }
        }
        order
    }

    /// What placing a lesson gains: its own worth and that of what comes along and is not there yet.
    fn gain(&self, number: usize, placed: &[bool]) -> f64 {
        let along = self.brings[number].iter().filter(|(brought, _)| !placed[*brought]);
        self.worth[number] + along.map(|(brought, certainty)| certainty * self.worth[*brought]).sum::<f64>()
    }

    /// Gain per effort of a lesson with all that must come before.
    fn ratio(&self, lessons: &[usize], placed: &[bool]) -> f64 {
        let gain: f64 = lessons.iter().map(|number| self.gain(*number, placed)).sum();
        let effort: f64 = lessons.iter().map(|number| self.effort[*number]).sum();
        gain / effort
    }

    /// The lessons in order; what comes along with one is none.
    fn order(&self) -> Vec<usize> {
        let mut placed = vec![false; self.concepts.len()];
        let mut order = Vec::new();
        let mut candidates: Vec<_> = (0..self.wanted)
            .map(|number| {
                let lessons = self.with_needs(number, &placed);
                (self.ratio(&lessons, &placed), lessons)
            })
            .collect();
        while let Some(best) = best(&candidates, &placed) {
            let mut changed = Vec::new();
            for number in std::mem::take(&mut candidates[best].1) {
                if !placed[number] {
                    placed[number] = true;
                    order.push(number);
                    changed.push(number);
                }
                let brought = self.brings[number].iter().map(|(brought, _)| *brought);
                for brought in brought.filter(|brought| self.is_brought(*brought, &placed)).collect::<Vec<_>>() {
                    placed[brought] = true;
                    changed.push(brought);
                }
            }
            for number in (0..self.wanted).filter(|number| !placed[*number]) {
                let is_touched = |number: &usize| {
                    changed.contains(number)
                        || self.brings[*number].iter().any(|(brought, _)| changed.contains(brought))
                };
                if candidates[number].1.iter().any(is_touched) {
                    let lessons = self.with_needs(number, &placed);
                    candidates[number] = (self.ratio(&lessons, &placed), lessons);
                }
            }
        }
        order
    }

    /// What comes along does so only when all that must come before it is there.
    fn is_brought(&self, number: usize, placed: &[bool]) -> bool {
        !placed[number] && self.needs[number].iter().all(|need| placed[*need])
    }
}

/// The candidate that gains most per effort; of equal ones the first.
fn best(candidates: &[(f64, Vec<usize>)], placed: &[bool]) -> Option<usize> {
    let open = (0..candidates.len()).filter(|number| !placed[*number]);
    open.reduce(|best, next| if candidates[next].0 > candidates[best].0 { next } else { best })
}

/// What is aimed at, is no language, and comes along with a concept; with the certainty.
fn brings(graph: &Graph, numbers: &HashMap<NodeIndex, usize>, wanted: usize, concept: NodeIndex) -> Vec<(usize, f64)> {
    let implied = graph.implied([concept], KNOWN);
    let skills = implied.known().filter(|(index, _)| graph.node(*index).kind() == Kind::Skill && *index != concept);
    let numbered = skills.filter_map(|(index, certainty)| Some((*numbers.get(&index)?, certainty)));
    numbered.filter(|(number, _)| *number < wanted).collect()
}

fn lessons(plan: &Plan, order: &[usize]) -> Vec<Lesson> {
    let mut placed = vec![false; plan.concepts.len()];
    let place_of: HashMap<_, _> = order.iter().enumerate().map(|(place, number)| (*number, place)).collect();
    let concepts = |numbers: &mut dyn Iterator<Item = usize>| numbers.map(|number| plan.concepts[number]).collect();
    let (mut stage, mut in_stage) = (1, Vec::new());
    let mut found = Vec::with_capacity(order.len());
    for number in order {
        let gain = plan.gain(*number, &placed);
        placed[*number] = true;
        let mut brought = Vec::new();
        for (other, certainty) in &plan.brings[*number] {
            if !place_of.contains_key(other) && plan.is_brought(*other, &placed) {
                placed[*other] = true;
                brought.push((plan.concepts[*other], *certainty));
            }
        }
        let needs = plan.needs[*number].iter().copied().filter(|need| place_of.contains_key(need));
        if in_stage.len() == STAGE || needs.clone().any(|need| in_stage.contains(&need)) {
            stage += 1;
            in_stage.clear();
        }
        in_stage.push(*number);
        let mut unlocked = order.iter().copied().filter(|later| plan.needs[*later].contains(number));
        found.push(Lesson {
            concept: plan.concepts[*number],
            stage,
            gain,
            effort: plan.effort[*number],
            wanted: *number < plan.wanted,
            after: concepts(&mut needs.collect::<Vec<_>>().into_iter()),
            unlocks: concepts(&mut unlocked),
            brings: brought,
        });
    }
    found
}
