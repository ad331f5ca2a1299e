//! The order of lessons, worked out: a greedy choice among what is aimed at, each with what must come first.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, BinaryHeap, HashMap},
};

use entity::Kind;

use super::{
    super::{Graph, Having, KNOWN, NEAR, NodeIndex},
    Lesson, STAGE,
};

/// All that may become a lesson, by number: first what is aimed at, then what must come first.
pub(super) struct Plan {
    concepts: Vec<NodeIndex>,
    /// How many of them are aimed at.
    wanted: usize,
    worth: Vec<f64>,
    effort: Vec<f64>,
    /// What must come first, without cycles.
    needs: Vec<Vec<usize>>,
    /// What is aimed at and comes along.
    brings: Vec<Vec<(usize, f64)>>,
    /// What is aimed at and near, with how near.
    alike: Vec<Vec<(usize, f64)>>,
}

impl Plan {
    pub(super) fn new(graph: &Graph, having: &Having<'_>, aims: &[(NodeIndex, f64)]) -> Self {
        let mut plan = Self {
            concepts: Vec::new(),
            wanted: 0,
            worth: Vec::new(),
            effort: Vec::new(),
            needs: Vec::new(),
            brings: Vec::new(),
            alike: Vec::new(),
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
            let brings = brings(graph, &numbers, plan.wanted, concept);
            let along = brings.iter().map(|(brought, _)| plan.concepts[*brought]);
            let mut needs: Vec<_> =
                std::iter::once(concept).chain(along).flat_map(|one| graph.needs(having, one)).collect();
            needs.retain(|need| *need != concept);
            let mut needs: Vec<_> = needs.into_iter().map(|need| plan.add(&mut numbers, need, 0.0)).collect();
            needs.sort_unstable();
            needs.dedup();
            // What comes along is not waited for.
            needs.retain(|need| brings.iter().all(|(brought, _)| brought != need));
            plan.needs.push(needs);
            let near = having.nearest(concept).map_or(0.0, |nearest| nearest.nearness);
            plan.effort.push(1.0 - near.clamp(0.0, 1.0) / 2.0);
            plan.brings.push(brings);
            number += 1;
        }
        plan.break_cycles();
        plan.find_alike(graph);
        plan
    }

    /// What of all that is aimed at is near to each other.
    fn find_alike(&mut self, graph: &Graph) {
        let wanted = self.concepts[..self.wanted].iter().map(|concept| (*concept, 1.0));
        let likeness = graph.likeness(wanted);
        let numbers: HashMap<_, _> =
            self.concepts.iter().enumerate().map(|(number, concept)| (*concept, number)).collect();
        let alike = |(number, concept): (usize, &NodeIndex)| -> Vec<_> {
            let near = likeness.near(*concept).filter(|(_, near)| *near >= NEAR);
            near.map(|(other, near)| (numbers[&other], near)).filter(|(other, _)| *other != number).collect()
        };
        self.alike = self.concepts.iter().enumerate().map(alike).collect();
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

    /// The lessons in order with what each gains and brings along; what comes along is no lesson.
    ///
    /// What a candidate gains per effort only falls while others are placed, unless one of those must come before it.
    /// So what was worked out earlier is a bound from above, and only the candidates that lead by it are looked at
    /// again (Minoux 1978).
    pub(super) fn order(&self) -> Vec<Placed> {
        let mut state = State { plan: self, placed: vec![false; self.concepts.len()], worth: self.worth.clone() };
        let mut opens = vec![Vec::new(); self.concepts.len()];
        let mut open = BinaryHeap::new();
        for number in 0..self.wanted {
            let candidate = state.candidate(number, 0);
            self.with_needs(number, &state.placed).into_iter().for_each(|need| opens[need].push(number));
            open.push(candidate);
        }
        let mut order: Vec<Placed> = Vec::new();
        while let Some(best) = open.pop() {
            if state.placed[best.number] {
                continue;
            }
            if best.at < order.len() {
                open.push(state.candidate(best.number, order.len()));
                continue;
            }
            let begin = order.len();
            for number in self.with_needs(best.number, &state.placed) {
                if !state.placed[number] {
                    order.push(state.place(number));
                }
            }
            let there = order[begin..].iter().flat_map(Placed::numbers);
            for number in there.flat_map(|number| opens[number].clone()).collect::<BTreeSet<_>>() {
                if !state.placed[number] {
                    open.push(state.candidate(number, order.len()));
                }
            }
        }
        order
    }
}

/// What may come next.
#[derive(Clone, Copy)]
struct Candidate {
    /// Gain per effort, with all that must come before.
    ratio: f64,
    number: usize,
    /// How many lessons there were when this was worked out.
    at: usize,
}

impl Ord for Candidate {
    /// The greatest is that which gains most; of equal ones the first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.ratio.total_cmp(&other.ratio).then(other.number.cmp(&self.number)).then(self.at.cmp(&other.at))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// A lesson at its place in the order.
pub(super) struct Placed {
    number: usize,
    gain: f64,
    brings: Vec<(usize, f64)>,
}

impl Placed {
    /// The lesson, and what it brings along.
    fn numbers(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.number).chain(self.brings.iter().map(|(brought, _)| *brought))
    }
}

/// How far the order has come.
struct State<'p> {
    plan: &'p Plan,
    placed: Vec<bool>,
    /// What each is worth now: less, when something near it is placed.
    worth: Vec<f64>,
}

impl State<'_> {
    /// What placing a lesson gains: its own worth and that of what comes along and is not there yet.
    fn gain(&self, number: usize) -> f64 {
        let along = self.plan.brings[number].iter().filter(|(brought, _)| !self.placed[*brought]);
        self.worth[number] + along.map(|(brought, certainty)| certainty * self.worth[*brought]).sum::<f64>()
    }

    /// A lesson with all that must come before, at a moment.
    fn candidate(&self, number: usize, at: usize) -> Candidate {
        let is_open = self.plan.needs[number].iter().all(|need| self.placed[*need]);
        let ratio = match is_open {
            true => self.gain(number) / self.plan.effort[number],
            false => self.ratio(&self.plan.with_needs(number, &self.placed)),
        };
        Candidate { ratio, number, at }
    }

    /// What some lessons gain per effort.
    fn ratio(&self, lessons: &[usize]) -> f64 {
        let gain: f64 = lessons.iter().map(|number| self.gain(*number)).sum();
        let effort: f64 = lessons.iter().map(|number| self.plan.effort[*number]).sum();
        gain / effort
    }

    /// Places a lesson and what it brings along.
    fn place(&mut self, number: usize) -> Placed {
        let gain = self.gain(number);
        self.put(number);
        let mut brings = Vec::new();
        for (brought, certainty) in &self.plan.brings[number] {
            if self.is_brought(*brought) {
                self.put(*brought);
                brings.push((*brought, *certainty));
            }
        }
        Placed { number, gain, brings }
    }

    fn put(&mut self, number: usize) {
        self.placed[number] = true;
        for (other, near) in &self.plan.alike[number] {
            // As much as a requirement counts as met that is transferable.
            self.worth[*other] = self.worth[*other].min(self.plan.worth[*other] * (1.0 - near / 2.0));
        }
    }

    /// What comes along does so only when all that must come before it is there.
    fn is_brought(&self, number: usize) -> bool {
        !self.placed[number] && self.plan.needs[number].iter().all(|need| self.placed[*need])
    }
}

/// What is aimed at, is no language, and comes along with a concept; with the certainty.
fn brings(graph: &Graph, numbers: &HashMap<NodeIndex, usize>, wanted: usize, concept: NodeIndex) -> Vec<(usize, f64)> {
    let implied = graph.implied([concept], KNOWN);
    let skills = implied.known().filter(|(index, _)| graph.node(*index).kind() == Kind::Skill && *index != concept);
    let numbered = skills.filter_map(|(index, certainty)| Some((*numbers.get(&index)?, certainty)));
    numbered.filter(|(number, _)| *number < wanted).collect()
}

/// The lessons, stage by stage, and in their order within a stage.
pub(super) fn lessons(plan: &Plan, order: &[Placed]) -> Vec<Lesson> {
    // What comes along with a lesson is there when that lesson is.
    let bearer: HashMap<_, _> =
        order.iter().flat_map(|placed| placed.numbers().map(|number| (number, placed.number))).collect();
    let mut stages = HashMap::new();
    let mut sizes: Vec<usize> = Vec::new();
    let mut unlocks: HashMap<usize, Vec<NodeIndex>> = HashMap::new();
    let mut found: Vec<(usize, Lesson)> = Vec::with_capacity(order.len());
    for Placed { number, gain, brings } in order {
        let after: BTreeSet<_> = plan.needs[*number].iter().filter_map(|need| bearer.get(need)).copied().collect();
        let earliest = after.iter().map(|need| stages[need] + 1).max().unwrap_or(0);
        let stage = (earliest..sizes.len()).find(|stage| sizes[*stage] < STAGE).unwrap_or(earliest.max(sizes.len()));
        sizes.resize(sizes.len().max(stage + 1), 0);
        sizes[stage] += 1;
        stages.insert(*number, stage);
        let concept = plan.concepts[*number];
        after.iter().for_each(|need| unlocks.entry(*need).or_default().push(concept));
        let lesson = Lesson {
            concept,
            stage: u32::try_from(stage + 1).unwrap_or(u32::MAX),
            gain: *gain,
            effort: plan.effort[*number],
            wanted: *number < plan.wanted,
            after: after.iter().map(|need| plan.concepts[*need]).collect(),
            unlocks: Vec::new(),
            brings: brings.iter().map(|(brought, certainty)| (plan.concepts[*brought], *certainty)).collect(),
        };
        found.push((*number, lesson));
    }
    found.sort_by_key(|(_, lesson)| lesson.stage);
    let with_unlocked = |(number, lesson)| Lesson { unlocks: unlocks.remove(&number).unwrap_or_default(), ..lesson };
    found.into_iter().map(with_unlocked).collect()
}
