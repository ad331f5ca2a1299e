//! Which roles fit what somebody has? All roles, the best first.
//!
//! Two questions make the score. *Coverage*: how much of the role is covered? *Usage*: how much of what somebody has
//! does the role make use of? By coverage alone a role with three requirements beats everything, and somebody who knows
//! much of machine learning and Python is told to write scripts; by usage alone the role that requires all there is
//! wins. The score is the geometric mean of the two, by which Ochiai (1957) and Fowlkes and Mallows (1983) compare
//! sets.
//!
//! *Coverage* is the sum of the weights of requirements (see [`Requirement::weight`]) times the credit with which they
//! are met, over the sum of the weights. What is had has credit 1; what is only implied half its certainty.
//! [`SHRINKAGE`] is added below the line, as if each role required a little besides that nobody meets, so that a role
//! of which little is known is not covered by chance (additive smoothing).
//!
//! *Usage* looks at each thing that somebody has: the best that the role makes of it, itself or what it implies, over
//! the best that any role could. What few roles require says more: it counts ln(1 + N ÷ (n + 1)), where n of N roles
//! require it (inverse document frequency, Spärck Jones 1972). What is implied counts half its certainty, and what is
//! not essential to the role counts in part. What no role requires or implies is not counted against anybody.

use entity::{RelationKind, Strength};

use super::{Direction, Graph, Having, LEAST_CERTAINTY, NodeIndex, Order, Requirement};

/// So much each role is taken to require besides: two essential requirements of full importance.
const SHRINKAGE: f64 = 2.0;
/// What something that is implied counts against something that is had.
const IMPLIED: f64 = 0.5;
/// How much use a role makes of what it requires, but does not call essential; and of that of which nobody has said.
const OPTIONAL_USE: f64 = 0.6;
const UNSAID_USE: f64 = 0.8;

/// How a role fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The role: the one that stands for all that are the same.
    pub role: NodeIndex,
    /// The geometric mean of the two that follow.
    pub score: f64,
    /// How much of the role is covered, from 0 to 1.
    pub coverage: f64,
    /// How much of what somebody has the role makes use of, from 0 to 1.
    pub usage: f64,
}

/// Something that is had or implied, as roles look for it.
struct Sought {
    /// With which credit a requirement of it is met.
    credit: f64,
    /// What it is worth to each thing that somebody has, by number, as a use of that.
    uses: Vec<(usize, f64)>,
}

/// What somebody has, laid out so that all roles can be asked for it in one pass.
struct Bag {
    /// By place: nothing (0), or a number in `sought` and 1.
    marks: Vec<u32>,
    sought: Vec<Sought>,
    /// How many things somebody has.
    given: usize,
    /// The best use that could be made of all of them.
    most: f64,
}

impl Graph {
    /// The roles that are kept and require anything of what somebody has, or of what that implies: the best first, then
    /// by slug. Deprecated ones are not among them, and roles that are the same count once.
    pub fn match_roles(&self, having: &Having<'_>, keep: impl Fn(NodeIndex) -> bool) -> Vec<Fit> {
        let bag = self.bag(having);
        let mut best = vec![0.0; bag.given];
        let kept = self.require_any(having).into_iter().filter(|role| keep(*role));
        let mut fits: Vec<_> = kept.filter_map(|role| bag.fit(role, self.profile(role), &mut best)).collect();
        fits.sort_by(|left, right| {
            right.score.total_cmp(&left.score).then_with(|| self.compare(Order::Slug, left.role, right.role))
        });
        fits
    }

    /// The roles that require anything of what is had or implied, or are the same as one that does.
    fn require_any(&self, having: &Having<'_>) -> Vec<NodeIndex> {
        let known = having.closure.known().flat_map(|(index, _)| self.same_as(index));
        let links = known.flat_map(|index| self.links(index, Direction::Incoming, RelationKind::Requires));
        let mut roles: Vec<_> = links.map(|link| self.representative(link.other)).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    fn bag(&self, having: &Having<'_>) -> Bag {
        let mut bag = Bag { marks: vec![0; self.nodes.len()], sought: Vec::new(), given: 0, most: 0.0 };
        for (index, certainty) in having.closure.known() {
            let credit = if having.closure.is_given(index) { 1.0 } else { IMPLIED * certainty };
            bag.sought.push(Sought { credit, uses: Vec::new() });
            bag.marks[index.place()] = bag.sought.len() as u32;
        }
        for (given, _) in having.closure.known().filter(|(index, _)| having.closure.is_given(*index)) {
            let mut most: f64 = 0.0;
            for (index, certainty) in self.implied([given], LEAST_CERTAINTY).known() {
                let required_by = self.required_by_count(index);
                if required_by > 0 {
                    let share = if index == given { 1.0 } else { IMPLIED * certainty };
                    let worth = share * self.rarity(required_by);
                    let number = bag.marks[index.place()] as usize - 1;
                    bag.sought[number].uses.push((bag.given, worth));
                    most = most.max(worth);
                }
            }
            bag.given += 1;
            bag.most += most;
        }
        bag
    }

    /// How much it says that a role requires something: the more, the fewer do.
    fn rarity(&self, required_by: u32) -> f64 {
        (1.0 + self.profiles().len() as f64 / (f64::from(required_by) + 1.0)).ln()
    }
}

impl Bag {
    /// How a role fits; none if it requires nothing of what is sought. `best` is room to count in, all zero.
    fn fit(&self, role: NodeIndex, profile: &[Requirement], best: &mut [f64]) -> Option<Fit> {
        let (mut all, mut met) = (SHRINKAGE, 0.0);
        for requirement in profile {
            let weight = requirement.weight();
            all += weight;
            let mark = self.marks[requirement.competency.place()];
            if mark > 0 {
                let sought = &self.sought[mark as usize - 1];
                met += weight * sought.credit;
                let share = use_of(requirement);
                for (given, worth) in &sought.uses {
                    best[*given] = f64::max(best[*given], share * worth);
                }
            }
        }
        let used: f64 = best.iter().sum();
        best.fill(0.0);
        if met == 0.0 {
            return None;
        }
        let (coverage, usage) = (met / all, if self.most > 0.0 { used / self.most } else { 0.0 });
        Some(Fit { role, score: (coverage * usage).sqrt(), coverage, usage })
    }
}

const fn use_of(requirement: &Requirement) -> f64 {
    match requirement.strength {
        Some(Strength::Essential) => 1.0,
        None => UNSAID_USE,
        Some(Strength::Optional) => OPTIONAL_USE,
    }
}
