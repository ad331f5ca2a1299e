//! Which roles fit what somebody has? All roles, the best first.
//!
//! Two questions make the score. *Coverage*: how much of the role is covered? *Use*: how much of what somebody has does
//! the role make use of? With coverage alone a role with three requirements beats everything, and one who knows Python and
//! much of machine learning is told to become a script writer; with use alone the role that requires all there is wins.
//! The score is the geometric mean of the two, which is what Ochiai (1957) and Fowlkes and Mallows (1983) compare sets by.
//!
//! In both, a competency weighs how rare it is: ln(1 + N ÷ (n + 1)), where n of N roles require it (inverse document
//! frequency, Spärck Jones 1972). A requirement weighs that times its own weight (see
//! [`Requirement::weight`](super::Requirement::weight)) and is met with the certainty that it is known. Coverage is shrunk
//! towards 0 by [`SHRINKAGE`], as if each role had a few more requirements that nobody meets, so that a role of which little
//! is known cannot be covered by chance (additive smoothing). Use counts a competency in full where it is
//! essential, and in part where not.

use entity::Strength;

use super::{Graph, Having, NodeIndex, Requirement};

/// So much is each role taken to require besides: about four requirements that half of the roles have.
const SHRINKAGE: f64 = 2.0;
/// What something that is implied counts against something that is had.
const IMPLIED: f64 = 0.8;
/// How much use a role makes of what it requires, but does not call essential.
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

/// What somebody has, weighed by how rare it is; by place.
struct Weighed {
    certainty: Vec<f32>,
    total: f64,
}

impl Graph {
    /// The roles that are kept and require anything of what somebody has, the best first; then by slug. Deprecated ones are
    /// not among them, and roles that are the same count once.
    pub fn match_roles(&self, having: &Having<'_>, keep: impl Fn(NodeIndex) -> bool) -> Vec<Fit> {
        let weighed = self.weigh(having);
        let kept = self.profiles().filter(|(role, _)| keep(*role));
        let mut fits: Vec<_> = kept.filter_map(|(role, profile)| self.fit(&weighed, role, profile)).collect();
        fits.sort_by(|left, right| {
            right.score.total_cmp(&left.score).then_with(|| self.compare(super::Order::Slug, left.role, right.role))
        });
        fits
    }

    fn weigh(&self, having: &Having<'_>) -> Weighed {
        let mut weighed = Weighed { certainty: vec![0.0; self.nodes.len()], total: 0.0 };
        for (index, certainty) in having.closure.known() {
            let given = having.closure.is_given(index);
            let certainty = if given { 1.0 } else { IMPLIED * certainty };
            weighed.certainty[index.place()] = certainty as f32;
            // What no role requires tells only that somebody has it.
            if given || self.required_by_count(index) > 0 {
                weighed.total += certainty * self.rarity(index);
            }
        }
        weighed
    }

    /// How a role fits; none if it requires nothing that is had.
    fn fit(&self, weighed: &Weighed, role: NodeIndex, profile: &[Requirement]) -> Option<Fit> {
        let (mut all, mut met, mut used) = (SHRINKAGE, 0.0, 0.0);
        for requirement in profile {
            let rarity = self.rarity(requirement.competency);
            let weight = rarity * requirement.weight();
            all += weight;
            let certainty = f64::from(weighed.certainty[requirement.competency.place()]);
            if certainty > 0.0 {
                met += weight * certainty;
                used += rarity * certainty * use_of(requirement);
            }
        }
        let (coverage, usage) = (met / all, used / weighed.total);
        (met > 0.0).then(|| Fit { role, score: (coverage * usage).sqrt(), coverage, usage })
    }

    /// How much it says that a role requires a competency: the more, the fewer do.
    fn rarity(&self, competency: NodeIndex) -> f64 {
        (1.0 + self.profiles().len() as f64 / (f64::from(self.required_by_count(competency)) + 1.0)).ln()
    }
}

const fn use_of(requirement: &Requirement) -> f64 {
    match requirement.strength {
        Some(Strength::Essential) => 1.0,
        None => UNSAID_USE,
        Some(Strength::Optional) => OPTIONAL_USE,
    }
}
