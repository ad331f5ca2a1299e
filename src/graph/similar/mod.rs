//! Which roles, and which competencies, are similar, how much, and in what?
//!
//! Two concepts are compared in several respects: what roles require, what is unusually important for them, what is done
//! in them, what they are called. In each a concept is a vector whose features weigh the more the rarer they are, and two
//! are as near as the cosine of the angle between their vectors. The score is the weighted mean over the respects that
//! both have. See `docs/questions.md` for the formula, its sources and how good the answers are.

mod competencies;
mod domain;
mod features;
mod roles;
mod space;
mod words;

use std::collections::BTreeSet;

use entity::{Kind, Status};

use self::domain::{Domain, Plan};
use super::{Graph, NodeIndex, Order, same::Same};

/// A respect in which two concepts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// What two roles require, essential or optional.
    Requirements,
    /// What is unusually important for two roles, as a source rates it.
    Ratings,
    /// What a source lists for two roles without saying how much it matters.
    Mentions,
    /// What is done in two roles, and the activities above.
    Activities,
    /// The roles that require two competencies.
    RequiredBy,
    /// What two competencies are related to.
    Neighbours,
    /// What two concepts are below, and what sort of thing they are.
    Groups,
    /// The words of their names.
    Titles,
    /// The words of the texts about them.
    Texts,
}

/// A concept that is similar to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similar {
    /// The concept: the one that stands for all that are the same.
    pub index: NodeIndex,
    /// How similar, from 0 to 1, with four decimals.
    pub score: f64,
}

/// How near two concepts are in one respect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// The respect.
    pub aspect: Aspect,
    /// The cosine, from -1 to 1; none if only one of the two has anything to compare.
    pub cosine: Option<f64>,
    /// How much it counts in the score: the weights of all respects make 1.
    pub weight: f64,
}

/// Something that two concepts share, or only one of them has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it is: a competency, an activity, a role, a group.
    pub index: NodeIndex,
    /// In which respect.
    pub aspect: Aspect,
    /// If it is shared: how much of the score it makes. Else: how much it is of what there is in this respect.
    pub weight: f64,
}

/// What makes two concepts similar, and what they differ in; each list with the weightiest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The respects.
    pub aspects: Vec<Agreement>,
    /// What both have.
    pub shared: Vec<Part>,
    /// What only the first has.
    pub only_first: Vec<Part>,
    /// What only the second has.
    pub only_second: Vec<Part>,
}

/// What is kept of all concepts that can be compared.
#[derive(Clone, Debug)]
pub(super) struct Likeness {
    roles: Domain,
    competencies: Domain,
}

impl Likeness {
    pub(super) fn of(graph: &Graph, same: &Same) -> Self {
        let [roles, competencies] = [&roles::PLAN, &competencies::PLAN].map(|plan| Domain::of(graph, same, plan));
        Self { roles, competencies }
    }

    /// That of the next graph: only concepts are looked at whose features may have changed.
    pub(super) fn after(&self, graph: &Graph, before: &Same, same: &Same, touched: &BTreeSet<NodeIndex>) -> Self {
        Self {
            roles: self.roles.after(graph, &roles::PLAN, (before, same), touched),
            competencies: self.competencies.after(graph, &competencies::PLAN, (before, same), touched),
        }
    }
}

impl Graph {
    /// The concepts most similar to one, the most similar first, then by slug: at most so many, those that `keeps` keeps.
    ///
    /// Roles are compared with roles; skills, languages, frameworks and tools with each other; other kinds with nothing.
    /// Concepts that are the same count as one, and one is not similar to itself. What is deprecated is left out.
    pub fn similar(&self, index: NodeIndex, most: usize, keeps: impl Fn(NodeIndex) -> bool) -> Vec<Similar> {
        let own = self.representative(index);
        let Some((domain, plan)) = self.domain(own) else { return Vec::new() };
        let Some(number) = domain.find(own) else { return Vec::new() };
        let mut found = Vec::new();
        for (score, numbers) in ranked(&domain.scores(plan, number)) {
            let indices = numbers.into_iter().map(|number| domain.member(number));
            // The concepts are looked at only here, for the best scores: there are tens of thousands of others.
            let kept = indices.filter(|index| *index != own && self.is_current(*index) && keeps(*index));
            let mut kept: Vec<_> = kept.map(|index| Similar { index, score }).collect();
            kept.sort_unstable_by(|left, right| self.compare(Order::Slug, left.index, right.index));
            found.extend(kept);
            if found.len() >= most {
                found.truncate(most);
                break;
            }
        }
        found
    }

    /// What makes two concepts similar; nothing for those that cannot be compared.
    pub fn compare_in_detail(&self, first: NodeIndex, second: NodeIndex) -> Comparison {
        let ends = [first, second].map(|index| self.representative(index));
        let mut comparison = Comparison::default();
        let Some((domain, plan)) = self.domain(ends[0]) else { return comparison };
        let [Some(first), Some(second)] = ends.map(|index| domain.find(index)) else { return comparison };
        let same = &self.indexes().same;
        let weights = domain.spaces(plan).map(|(respect, space)| {
            match [first, second].map(|number| space.scale_of(number) > 0.0) {
                [true, true] => respect.weight,
                [false, false] => 0.0,
                _ => respect.weight / 2.0,
            }
        });
        let total: f64 = weights.sum();
        for (respect, space) in domain.spaces(plan) {
            let scales = [first, second].map(|number| space.scale_of(number));
            let both = scales[0] > 0.0 && scales[1] > 0.0;
            if scales == [0.0, 0.0] {
                continue;
            }
            let features = ends.map(|index| (respect.features)(self, same, index));
            let weight = if both { respect.weight } else { respect.weight / 2.0 } / total;
            let mut cosine = 0.0;
            let only_second = features[1].iter().filter(|(key, _)| features[0].get(*key).is_none());
            for (key, _) in features[0].iter().chain(only_second) {
                let values = [0, 1].map(|end| Some(space.weight_of(key, features[end].get(key)?) * scales[end]));
                let [one, other] = values.map(Option::unwrap_or_default);
                cosine += one * other;
                let concept = respect.aspect.has_concepts() && key & competencies::NO_CONCEPT == 0;
                let part = |weight| Part { index: NodeIndex(key as u32), aspect: respect.aspect, weight };
                match (one > 0.0, other > 0.0) {
                    _ if !concept => {}
                    (true, true) => comparison.shared.push(part(one * other * weight)),
                    (true, false) => comparison.only_first.push(part(one * one)),
                    (false, true) => comparison.only_second.push(part(other * other)),
                    (false, false) => {}
                }
            }
            let cosine = both.then_some(rounded(cosine));
            comparison.aspects.push(Agreement { aspect: respect.aspect, cosine, weight });
        }
        for parts in [&mut comparison.shared, &mut comparison.only_first, &mut comparison.only_second] {
            parts.sort_by(|left, right| {
                right.weight.total_cmp(&left.weight).then_with(|| self.compare(Order::Slug, left.index, right.index))
            });
        }
        comparison
    }

    fn domain(&self, index: NodeIndex) -> Option<(&Domain, &'static Plan)> {
        let likeness = &self.indexes().likeness;
        match self.node(index).kind() {
            Kind::Role => Some((&likeness.roles, &roles::PLAN)),
            kind if competencies::PLAN.kinds.contains(&kind) => Some((&likeness.competencies, &competencies::PLAN)),
            _ => None,
        }
    }

    fn is_current(&self, index: NodeIndex) -> bool {
        self.node(index).state.status != Status::Deprecated
    }
}

impl Aspect {
    /// Whether what is compared are concepts rather than words.
    const fn has_concepts(self) -> bool {
        !matches!(self, Self::Titles | Self::Texts)
    }
}

/// The numbers with each score, the greatest score first; without those of nothing.
fn ranked(scores: &[f64]) -> impl Iterator<Item = (f64, Vec<u32>)> {
    // Scores have four decimals, so they are sorted by counting.
    let place = |score: f64| (score.clamp(0.0, 1.0) * 1e4).round() as usize;
    let mut starts = vec![0_u32; 10_002];
    scores.iter().for_each(|score| starts[place(*score)] += 1);
    let mut end = 0;
    for start in starts.iter_mut().rev() {
        (*start, end) = (end, end + *start);
    }
    let (mut next, mut numbers) = (starts.clone(), vec![0; scores.len()]);
    for (number, score) in (0..).zip(scores) {
        let at = &mut next[place(*score)];
        numbers[*at as usize] = number;
        *at += 1;
    }
    (1..=10_000).rev().filter_map(move |place| {
        let with = &numbers[starts[place] as usize..next[place] as usize];
        (!with.is_empty()).then(|| (place as f64 / 1e4, with.to_vec()))
    })
}

/// Four decimals: more is noise, and the last bits depend on the order in which sums were made.
fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}
