//! The search: best first, towards the end, over and over with a step forbidden (Yen 1971, with Lawler's improvement).

use std::{
    cmp::Ordering,
    collections::{BinaryHeap, HashSet},
};

use super::ways::{Step, Ways};

/// How many steps are looked at in all before the search gives up.
const MOST_STEPS: usize = 150_000;

/// Concepts in the order of a path, by place, with its cost.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) places: Vec<u32>,
    pub(super) cost: f64,
    /// The first place that differs from those of the path that it was made from.
    deviates_at: usize,
}

/// What is looked for.
pub(super) struct Question {
    pub(super) from: u32,
    pub(super) to: u32,
    /// The relations that may be used, as bits.
    pub(super) relations: u32,
    pub(super) max_hops: usize,
    pub(super) count: usize,
}

/// The best paths without a loop, the cheapest first, and whether the search came to its end.
pub(super) fn best(ways: &Ways, question: &Question) -> (Vec<Found>, bool) {
    let mut search = Search::new(ways, question);
    let mut found = Vec::new();
    let mut candidates: Vec<Found> =
        search.spur(&[question.from], &HashSet::new(), f64::INFINITY).into_iter().collect();
    while !candidates.is_empty() {
        let cheapest = (0..candidates.len()).min_by(|one, other| order(&candidates[*one], &candidates[*other]));
        let path = candidates.swap_remove(cheapest.unwrap_or_default());
        found.push(path);
        if found.len() == question.count {
            break;
        }
        search.deviate(&found, &mut candidates);
    }
    (found, search.is_complete())
}

fn order(one: &Found, other: &Found) -> Ordering {
    one.cost.total_cmp(&other.cost).then_with(|| one.places.cmp(&other.places))
}

/// A way to a concept that was found on the way.
#[derive(Clone, Copy)]
struct Label {
    place: u32,
    hops: usize,
    cost: f64,
    before: Option<usize>,
}

/// What to look at next: the label with the least cost to the end.
#[derive(Clone, Copy, PartialEq)]
struct Open {
    estimate: f64,
    label: usize,
}

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        other.estimate.total_cmp(&self.estimate).then_with(|| other.label.cmp(&self.label))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is known around one end.
struct Side {
    start: usize,
    /// The least cost to each place that is known so far.
    costs: Vec<f64>,
    heap: BinaryHeap<Open>,
    steps: usize,
}

impl Side {
    fn new(start: u32, places: usize) -> Self {
        let mut costs = vec![f64::INFINITY; places];
        costs[start as usize] = 0.0;
        let heap = BinaryHeap::from([Open { estimate: 0.0, label: start as usize }]);
        Self { start: start as usize, costs, heap, steps: 0 }
    }

    /// What it costs at least to whatever is not settled.
    fn radius(&self) -> f64 {
        self.heap.peek().map_or(f64::INFINITY, |open| open.estimate)
    }
}

struct Search<'w> {
    ways: &'w Ways,
    question: &'w Question,
    /// The least cost from a concept to the end, where it is known.
    rest: Vec<f64>,
    /// What it costs from anywhere else, at least.
    radius: f64,
    /// The fewest steps on which each place was reached, with the number of the search that did.
    reached: Vec<(u32, usize)>,
    searches: u32,
    steps: usize,
}

impl<'w> Search<'w> {
    fn new(ways: &'w Ways, question: &'w Question) -> Self {
        let rest = vec![f64::INFINITY; ways.len()];
        let reached = vec![(0, 0); ways.len()];
        let mut search = Self { ways, question, rest, radius: 0.0, reached, searches: 0, steps: 0 };
        search.meet();
        search
    }

    fn is_complete(&self) -> bool {
        self.steps < MOST_STEPS
    }

    fn allowed(&self, place: u32) -> impl Iterator<Item = &'w Step> + use<'w> {
        let relations = self.question.relations;
        self.ways.steps(place).iter().filter(move |step| relations & 1 << step.relation as u32 != 0)
    }

    /// Finds the least cost to the end from all that is near it: so far around that the search from the beginning, as far
    /// around there, meets it. Both grow by turns, so that little is looked at even where one end is a hub, and that it
    /// is soon known if there is no path at all.
    fn meet(&mut self) {
        let mut sides = [self.question.to, self.question.from].map(|place| Side::new(place, self.ways.len()));
        let mut least = f64::INFINITY;
        while self.steps < MOST_STEPS {
            let [end, beginning] = &sides;
            let radii = [end.radius(), beginning.radius()];
            if radii[0] + radii[1] >= least || radii.iter().any(|radius| radius.is_infinite()) {
                break;
            }
            let turn = usize::from(beginning.steps < end.steps);
            let steps = self.grow(&mut sides[turn]);
            (sides[turn].steps, self.steps) = (sides[turn].steps + steps.len(), self.steps + steps.len());
            for place in steps {
                // Where the two meet, the toll of the concept between them is still to be paid.
                let costs = [0, 1].map(|side| sides[side].costs[place as usize]);
                let is_end = [self.question.from, self.question.to].contains(&place);
                let toll = if is_end { 0.0 } else { self.ways.toll(place) };
                least = least.min(costs[0] + costs[1] + toll);
            }
        }
        let [end, beginning] = sides;
        // Whatever is around the beginning is all that can be reached from there.
        self.radius =
            if beginning.radius().is_infinite() && least.is_infinite() { f64::INFINITY } else { end.radius() };
        self.rest = end.costs;
        // What was reached but not settled may cost less than is known yet, though no less than the radius.
        self.rest.iter_mut().filter(|cost| **cost > self.radius).for_each(|cost| *cost = f64::INFINITY);
    }

    /// Settles the next concept of a side, and gives those that it leads to.
    fn grow(&self, side: &mut Side) -> Vec<u32> {
        let Some(Open { estimate, label: place }) = side.heap.pop() else { return Vec::new() };
        if estimate > side.costs[place] {
            return Vec::new();
        }
        let toll = if place == side.start { 0.0 } else { self.ways.toll(place as u32) };
        let mut led = Vec::new();
        for step in self.allowed(place as u32) {
            let (cost, next) = (estimate + toll + step.cost, step.to as usize);
            if cost < side.costs[next] {
                side.costs[next] = cost;
                side.heap.push(Open { estimate: cost, label: next });
            }
            led.push(step.to);
        }
        led
    }

    /// What it costs at least to go on to the end, with the toll of passing through.
    fn rest(&self, place: u32) -> f64 {
        let known = self.rest[place as usize].min(self.radius);
        let ends = [self.question.from, self.question.to].contains(&place);
        if ends { known } else { known + self.ways.toll(place) }
    }

    /// Adds the cheapest paths that leave the last one found at each of its concepts.
    fn deviate(&mut self, found: &[Found], candidates: &mut Vec<Found>) {
        let Some(last) = found.last() else { return };
        for at in last.deviates_at..last.places.len() - 1 {
            let root = &last.places[..=at];
            let taken = found.iter().filter(|path| path.places.len() > at + 1 && path.places[..=at] == *root);
            let taken: HashSet<_> = taken.map(|path| path.places[at + 1]).collect();
            // More than are wanted need not be found: what costs more than the last that is wanted is none of them.
            let mut costs: Vec<_> = candidates.iter().map(|path| path.cost).collect();
            costs.sort_unstable_by(f64::total_cmp);
            let wanted = self.question.count - found.len();
            let limit = costs.get(wanted - 1).copied().unwrap_or(f64::INFINITY);
            let spur = self.spur(root, &taken, limit);
            candidates.extend(spur.filter(|spur| !candidates.iter().any(|path| path.places == spur.places)));
        }
    }

    /// The cheapest path that begins with a root and does not take certain steps from its end; none that costs more
    /// than the limit.
    fn spur(&mut self, root: &[u32], taken: &HashSet<u32>, limit: f64) -> Option<Found> {
        let (end, passed) = root.split_last()?;
        self.searches += 1;
        passed.iter().for_each(|place| self.reached[*place as usize] = (self.searches, 0));
        let start = Label { place: *end, hops: passed.len(), cost: self.cost(root), before: None };
        let mut labels = vec![start];
        let mut heap = BinaryHeap::from([Open { estimate: start.cost + self.rest(*end), label: 0 }]);
        while let Some(Open { estimate, label: at }) = heap.pop() {
            if estimate > limit || self.steps >= MOST_STEPS || estimate.is_infinite() {
                return None;
            }
            let label = labels[at];
            if label.place == self.question.to {
                return Some(self.path(passed, &labels, at));
            }
            // Whoever came here before came at less cost: a later one is of use only if it has made fewer steps.
            let reached = &mut self.reached[label.place as usize];
            if (reached.0 == self.searches && reached.1 <= label.hops) || label.hops >= self.question.max_hops {
                continue;
            }
            *reached = (self.searches, label.hops);
            let toll = if label.place == self.question.from { 0.0 } else { self.ways.toll(label.place) };
            for step in self.allowed(label.place) {
                self.steps += 1;
                let hops = label.hops + 1;
                let (search, fewest) = self.reached[step.to as usize];
                if (search == self.searches && fewest <= hops) || (at == 0 && taken.contains(&step.to)) {
                    continue;
                }
                let cost = label.cost + toll + step.cost;
                let estimate = cost + self.rest(step.to);
                if estimate <= limit && estimate.is_finite() {
                    heap.push(Open { estimate, label: labels.len() });
                    labels.push(Label { place: step.to, hops, cost, before: Some(at) });
                }
            }
        }
        None
    }

    /// What the beginning of a path costs, without the toll of its last concept.
    fn cost(&self, places: &[u32]) -> f64 {
        let mut cost = 0.0;
        for (at, pair) in places.windows(2).enumerate() {
            let toll = if at == 0 { 0.0 } else { self.ways.toll(pair[0]) };
            let steps = self.allowed(pair[0]).filter(|step| step.to == pair[1]).map(|step| step.cost);
            cost += toll + steps.fold(f64::INFINITY, f64::min);
        }
        cost
    }

    fn path(&self, passed: &[u32], labels: &[Label], end: usize) -> Found {
        let back = std::iter::successors(Some(end), |label| labels[*label].before);
        let mut places: Vec<_> = back.map(|label| labels[label].place).collect();
        places.extend(passed.iter().rev());
        places.reverse();
        Found { places, cost: labels[end].cost, deviates_at: passed.len() }
    }
}
