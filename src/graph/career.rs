//! Over which roles does one get from one to another, so that each step is short in what must be learned?
//!
//! The effort of a step is the share of what the next role requires that the role before does not: from 0 to 1. A way
//! costs the sum of the fourth powers of its efforts and a little for each step: it is as hard as its hardest steps, so a
//! way over roles in between is taken if they are between, and the direct one if not.

use std::{collections::HashMap, sync::OnceLock};

use entity::Strength;

use super::{Graph, NodeIndex, Order, Requirement};

/// How many steps a way can have.
pub const MAX_CAREER_STEPS: usize = 6;

/// How many roles in between are weighed against each other.
const CANDIDATES: usize = 32;

/// What each step costs by itself.
const STEP: f64 = 0.02;

/// A step to a role.
#[derive(Clone, Debug, PartialEq)]
pub struct CareerStep {
    /// The role.
    pub role: NodeIndex,
    /// The share of what it requires that the role before does not, from 0 to 1.
    pub effort: f64,
    /// What it requires that none of the roles before does, the weightiest first.
    pub learn: Vec<Requirement>,
}

/// What is known of a role while ways are sought.
struct Candidate<'g> {
    role: NodeIndex,
    profile: &'g [Requirement],
    /// What all that is required weighs.
    total: f64,
}

/// How rare each competency is, by place; made when somebody asks.
#[derive(Debug, Default)]
pub(super) struct Rarities(OnceLock<Vec<f32>>);

impl Graph {
    /// The way from a role to another with the least cost, of at most so many steps, without the first role; empty if
    /// both are the same. None if one of them is no role, is deprecated or requires nothing.
    pub fn career_path(&self, from: NodeIndex, to: NodeIndex, most_steps: usize) -> Option<Vec<CareerStep>> {
        let [from, to] = [self.candidate(from)?, self.candidate(to)?];
        if from.role == to.role {
            return Some(Vec::new());
        }
        let mut roles = vec![from];
        let between = self.between(&roles[0], &to);
        roles.extend(between);
        roles.push(to);
        let way = cheapest(&self.efforts(&roles), most_steps.clamp(1, MAX_CAREER_STEPS));
        Some(self.career_steps(&roles, &way))
    }

    fn candidate(&self, role: NodeIndex) -> Option<Candidate<'_>> {
        let profile = self.profile(role);
        let total = self.need(profile);
        (total > 0.0).then(|| Candidate { role: self.representative(role), profile, total })
    }

    fn need(&self, profile: &[Requirement]) -> f64 {
        profile.iter().map(|requirement| self.demand(requirement)).sum()
    }

    /// How much there is to learn in a requirement: the more the firmer it is, and the fewer roles have it.
    fn demand(&self, requirement: &Requirement) -> f64 {
        let importance = f64::from(requirement.importance.unwrap_or(1.0));
        let firm = match (requirement.strength, requirement.rating) {
            (Some(Strength::Essential), _) => 0.5 + importance / 2.0,
            (Some(Strength::Optional), _) => 0.4 * (0.5 + importance / 2.0),
            (None, Some(rating)) => f64::from(rating).powi(2),
            (None, None) => 0.1,
        };
        firm * f64::from(self.rarities()[requirement.competency.place()])
    }

    fn rarities(&self) -> &[f32] {
        self.indexes().rarities.0.get_or_init(|| {
            let roles = self.profiles().len().max(1) as f32;
            let all = (0..).map(NodeIndex).take(self.nodes.len());
            all.map(|index| (1.0 + roles / self.required_by_count(index).max(1) as f32).ln()).collect()
        })
    }

    /// The roles that are nearer to both ends than these are to each other, the best of them.
    fn between<'g>(&'g self, from: &Candidate<'g>, to: &Candidate<'g>) -> Vec<Candidate<'g>> {
        let mut known = vec![None; self.nodes.len()];
        from.profile.iter().for_each(|requirement| known[requirement.competency.place()] = Some(requirement));
        let mut wanted = vec![None; self.nodes.len()];
        to.profile.iter().for_each(|requirement| wanted[requirement.competency.place()] = Some(requirement));
        let direct = self.effort(from, to);
        let mut found = Vec::new();
        for (role, profile) in self.profiles().filter(|(role, _)| *role != from.role && *role != to.role) {
            let (mut total, mut have, mut gain) = (0.0, 0.0, 0.0);
            for requirement in profile {
                let demand = self.demand(requirement);
                total += demand;
                let place = requirement.competency.place();
                have += known[place].map_or(0.0, |known| demand * covered(known, requirement));
                gain += wanted[place].map_or(0.0, |wanted| self.demand(wanted) * covered(requirement, wanted));
            }
            let efforts = [1.0 - have / total, 1.0 - gain / to.total];
            if total > 0.0 && efforts.iter().all(|effort| *effort < direct) {
                found.push((cost(efforts[0]) + cost(efforts[1]), Candidate { role, profile, total }));
            }
        }
        found.sort_by(|(one, left), (other, right)| {
            one.total_cmp(other).then_with(|| self.compare(Order::Slug, left.role, right.role))
        });
        found.into_iter().take(CANDIDATES).map(|(_, candidate)| candidate).collect()
    }

    /// The efforts from each role to each.
    fn efforts(&self, roles: &[Candidate<'_>]) -> Vec<Vec<f64>> {
        roles.iter().map(|from| roles.iter().map(|to| self.effort(from, to)).collect()).collect()
    }

    /// The share of what a role requires that another does not. Both profiles are sorted by competency.
    fn effort(&self, from: &Candidate<'_>, to: &Candidate<'_>) -> f64 {
        let mut known = from.profile.iter().peekable();
        let mut have = 0.0;
        for wanted in to.profile {
            while known.next_if(|known| known.competency < wanted.competency).is_some() {}
            if let Some(known) = known.next_if(|known| known.competency == wanted.competency) {
                have += self.demand(wanted) * covered(known, wanted);
            }
        }
        (1.0 - have / to.total).clamp(0.0, 1.0)
    }

    fn career_steps(&self, roles: &[Candidate<'_>], way: &[(usize, f64)]) -> Vec<CareerStep> {
        let mut known: HashMap<_, _> = roles[0].profile.iter().map(|known| (known.competency, *known)).collect();
        let mut steps = Vec::new();
        for (at, effort) in way {
            let missing =
                |wanted: &&Requirement| known.get(&wanted.competency).is_none_or(|known| covered(known, wanted) < 1.0);
            let mut learn: Vec<_> = roles[*at].profile.iter().filter(missing).copied().collect();
            learn.sort_by(|left, right| {
                let by_demand = self.demand(right).total_cmp(&self.demand(left));
                by_demand.then_with(|| self.compare(Order::Slug, left.competency, right.competency))
            });
            known.extend(learn.iter().map(|learnt| (learnt.competency, *learnt)));
            steps.push(CareerStep { role: roles[*at].role, effort: (effort * 1e4).round() / 1e4, learn });
        }
        steps
    }
}

/// What a step costs.
fn cost(effort: f64) -> f64 {
    effort.powi(4) + STEP
}

/// How much of a requirement one has who meets another for the same: less than 1 only if both are rated.
fn covered(known: &Requirement, wanted: &Requirement) -> f64 {
    match (known.rating, wanted.rating) {
        (Some(known), Some(wanted)) if known < wanted => f64::from(known / wanted),
        _ => 1.0,
    }
}

/// The cheapest way from the first role to the last: the roles after the first, with the effort of each step.
fn cheapest(efforts: &[Vec<f64>], most_steps: usize) -> Vec<(usize, f64)> {
    let count = efforts.len();
    // By number of steps, then by role: the least cost, and the role before.
    let mut layers = vec![vec![(f64::INFINITY, 0); count]];
    layers[0][0].0 = 0.0;
    for step in 0..most_steps {
        let mut next = vec![(f64::INFINITY, 0); count];
        for (from, (before, _)) in layers[step].iter().enumerate().filter(|(_, (before, _))| before.is_finite()) {
            for to in (1..count).filter(|to| *to != from) {
                let cost = before + cost(efforts[from][to]);
                if cost < next[to].0 {
                    next[to] = (cost, from);
                }
            }
        }
        layers.push(next);
    }
    let last = count - 1;
    let best = (1..layers.len()).min_by(|one, other| layers[*one][last].0.total_cmp(&layers[*other][last].0));
    let mut way = Vec::new();
    let mut at = last;
    for step in (1..=best.unwrap_or_default()).rev() {
        let before = layers[step][at].1;
        way.push((at, efforts[before][at]));
        at = before;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All ways without a loop, one after the other.
    fn least_cost(efforts: &[Vec<f64>], from: usize, left: usize, passed: &mut Vec<usize>) -> f64 {
        let last = efforts.len() - 1;
        if from == last {
            return 0.0;
        }
        let mut least = f64::INFINITY;
        for to in (0..=last).filter(|_| left > 0) {
            if !passed.contains(&to) {
                passed.push(to);
                least = least.min(cost(efforts[from][to]) + least_cost(efforts, to, left - 1, passed));
                passed.pop();
            }
        }
        least
    }

    proptest! {
        #[test]
        fn no_way_is_cheaper_than_the_one_that_is_taken(
            efforts in proptest::collection::vec(proptest::collection::vec(0.0_f64..1.0, 6), 6),
            most_steps in 1_usize..=5,
        ) {
            let way = cheapest(&efforts, most_steps);
            prop_assert!(way.len() <= most_steps && way.last().map(|(at, _)| *at) == Some(5));
            let mut at = 0;
            let mut sum = 0.0;
            for (to, effort) in way {
                prop_assert_eq!(efforts[at][to], effort);
                sum += cost(effort);
                at = to;
            }
            let least = least_cost(&efforts, 0, most_steps, &mut vec![0]);
            prop_assert!((sum - least).abs() < 1e-9, "{} {}", sum, least);
        }
    }
}
