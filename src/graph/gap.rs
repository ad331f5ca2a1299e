//! What does somebody lack for a role? Each requirement, how it is met or why it is not, and how much of the role is
//! covered.
//!
//! A requirement weighs its strength (essential 1, not said 0.7, optional 0.5) times its importance (0.6 where nobody
//! has said): ESCO gives only the one and O\*NET only the other, and either way requirements come out alike. It is met
//! with a credit from 0 to 1; see [`Standing`]. Three figures follow: the share of all requirements that are met, that
//! of the essential ones, and the sum of weights times credits over the sum of weights (Tversky's ratio model,
//! "Features of similarity", 1977, with α = 0 and β = 1: how much of the role lies within the person).

use std::collections::HashMap;

use entity::{RelationKind, Strength};

use super::{
    Closure, Direction, Graph, LEAST_CERTAINTY, Likeness, Link, Nearness, NodeIndex, Step, profiles::Requirement,
};

/// So certain must it be that something is known to count as known.
pub const KNOWN: f64 = 0.6;
/// So near must something be that is known for a requirement to count as soon learned.
pub const NEAR: f64 = 0.35;
/// What being near is worth, against having it.
const TRANSFER: f64 = 0.5;

/// A competency that somebody has.
#[derive(Clone, Debug, PartialEq)]
pub struct Have {
    /// Which.
    pub competency: NodeIndex,
    /// How well, if that is known: the slug of a scale, and the value on it.
    pub level: Option<(Box<str>, f64)>,
}

/// How somebody stands to a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Had itself, well enough as far as is known. Credit 1.
    HaveExact,
    /// Implied by what is had, with a certainty of [`KNOWN`] or more. Its credit is the certainty.
    HaveImplied,
    /// Had, but at a lower level than is required. Its credit is the one level over the other, from the bottom of the
    /// scale.
    BelowLevel,
    /// Near to something that is had, by [`NEAR`] or more. Its credit is half of how near.
    Transferable,
    /// None of these. No credit.
    Missing,
}

impl Standing {
    /// Whether the requirement is met.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::HaveExact | Self::HaveImplied)
    }
}

/// A requirement, and how somebody stands to it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'g> {
    /// The relation that requires it; that which weighs most, where several require the same.
    pub link: &'g Link,
    /// What is required: the one that stands for all that are the same.
    pub competency: NodeIndex,
    /// How it is met.
    pub standing: Standing,
    /// How far it is met, from 0 to 1.
    pub credit: f64,
    /// How much it weighs.
    pub weight: f64,
}

/// How much of a role somebody covers, from 0 to 1; none where the role requires nothing of the kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coverage {
    /// The share of all requirements that are met.
    pub overall: Option<f64>,
    /// The share of the essential ones.
    pub essential: Option<f64>,
    /// Weights times credits over weights.
    pub weighted: Option<f64>,
}

/// What somebody has, and all that follows from it.
#[derive(Clone, Debug)]
pub struct Having<'g> {
    graph: &'g Graph,
    /// What is had and what that implies, down to [`LEAST_CERTAINTY`].
    pub closure: Closure<'g>,
    likeness: Likeness<'g>,
    levels: HashMap<NodeIndex, Vec<(Box<str>, f64)>>,
}

impl<'g> Having<'g> {
    /// What somebody has. What is named twice counts once, at the higher level.
    pub fn new(graph: &'g Graph, have: &[Have]) -> Self {
        let closure = graph.implied(have.iter().map(|have| have.competency), LEAST_CERTAINTY);
        let likeness = graph.likeness(closure.known());
        let mut levels: HashMap<_, Vec<_>> = HashMap::new();
        for Have { competency, level } in have {
            let Some((scale, value)) = level else { continue };
            levels.entry(graph.representative(*competency)).or_default().push((scale.clone(), *value));
        }
        Self { graph, closure, likeness, levels }
    }

    /// What is nearest to a competency of all that is had, and of what it implies, by what the two have in common; or
    /// what implies the competency itself, but not with certainty: the last on the way to it that is known for certain.
    pub fn nearest(&self, competency: NodeIndex) -> Option<Nearness> {
        let nearest = self.likeness.nearest(competency)?;
        if nearest.from != self.graph.representative(competency) {
            return Some(nearest);
        }
        let chain = self.closure.chain(self.graph, competency);
        let from = |step: &Step<'_>| self.graph.representative(step.from);
        let shown = chain.iter().rev().find(|step| self.closure.certainty(from(step)) >= KNOWN);
        let Some(step) = shown else { return Some(nearest) };
        let is_next = self.graph.representative(step.to) == nearest.from;
        Some(Nearness { from: from(step), relation: is_next.then(|| step.link.kind()), ..nearest })
    }

    /// Those of some competencies that are not known with certainty enough.
    pub fn unknown_of(&self, competencies: &[NodeIndex]) -> impl Iterator<Item = NodeIndex> {
        let standing = competencies.iter().map(|index| self.graph.representative(*index));
        standing.filter(|index| self.closure.certainty(*index) < KNOWN)
    }

    /// The greatest level at which a competency is had on a scale.
    fn level(&self, competency: NodeIndex, scale: &str) -> Option<f64> {
        let levels = self.levels.get(&competency)?.iter();
        levels.filter(|(on, _)| &**on == scale).map(|(_, value)| *value).reduce(f64::max)
    }

    /// How somebody stands to a requirement, and with which credit.
    fn judge(&self, competency: NodeIndex, link: &Link) -> (Standing, f64) {
        if self.closure.is_given(competency) {
            return match self.shortfall(competency, link) {
                Some(reached) => (Standing::BelowLevel, reached),
                None => (Standing::HaveExact, 1.0),
            };
        }
        let certainty = self.closure.certainty(competency);
        if certainty >= KNOWN {
            return (Standing::HaveImplied, certainty);
        }
        match self.likeness.nearest(competency) {
            Some(Nearness { nearness, .. }) if nearness >= NEAR => (Standing::Transferable, TRANSFER * nearness),
            _ => (Standing::Missing, 0.0),
        }
    }

    /// How much of the level that is required is reached, if it is not, as far as the two can be compared: on one
    /// scale.
    fn shortfall(&self, competency: NodeIndex, link: &Link) -> Option<f64> {
        let relation = &link.edge.relation;
        let (slug, required) = relation.level_scale.as_deref().zip(relation.level_value)?;
        let had = self.level(competency, slug)?;
        let bottom = self.graph.scale(slug)?.minimum;
        (had < required).then(|| (had - bottom) / (required - bottom))
    }
}

/// What somebody lacks for a role.
#[derive(Clone, Debug)]
pub struct Gap<'g> {
    /// The role.
    pub role: NodeIndex,
    /// Its requirements: essential first, then by importance, then by slug; what is the same once.
    pub requirements: Vec<Judged<'g>>,
    /// How much of it is covered.
    pub coverage: Coverage,
}

impl<'g> Gap<'g> {
    /// What is not met, of a strength if the role tells it: what is met furthest first, as what is near to something
    /// that is had, then what weighs most.
    pub fn nearest_missing(&self, strength: Option<Strength>) -> Vec<Judged<'g>> {
        let tells = self.requirements.iter().any(|one| one.link.strength() == strength);
        let lacking = self.requirements.iter().filter(|one| !one.standing.is_met());
        let mut lacking: Vec<_> = lacking.filter(|one| !tells || one.link.strength() == strength).copied().collect();
        lacking.sort_by(|left, right| {
            right.credit.total_cmp(&left.credit).then_with(|| right.weight.total_cmp(&left.weight))
        });
        lacking
    }
}

impl Graph {
    /// How somebody stands to all that a role requires, and the roles that are the same.
    pub fn gap<'g>(&'g self, having: &Having<'g>, role: NodeIndex) -> Gap<'g> {
        let requirements: Vec<_> = self
            .requirements(role)
            .into_iter()
            .map(|(competency, link)| {
                let (standing, credit) = having.judge(competency, link);
                Judged {
                    link,
                    competency,
                    standing,
                    credit,
                    weight: Requirement::of_link(self, competency, link).weight(),
                }
            })
            .collect();
        Gap { role, coverage: coverage(&requirements), requirements }
    }

    /// All that a role requires as something that somebody has: what somebody brings who comes from there.
    pub fn has_all_of(&self, role: NodeIndex) -> Vec<Have> {
        let required = self.requirements(role).into_iter();
        required
            .map(|(competency, link)| {
                let relation = &link.edge.relation;
                let level = relation.level_scale.as_deref().zip(relation.level_value);
                Have { competency, level: level.map(|(scale, value)| (scale.into(), value)) }
            })
            .collect()
    }

    /// What a role requires, and the roles that are the same: the links in order, what is the same once, by the link
    /// that comes first.
    fn requirements(&self, role: NodeIndex) -> Vec<(NodeIndex, &Link)> {
        let mut links: Vec<_> = self
            .same_as(role)
            .flat_map(|role| self.links(role, Direction::Outgoing, RelationKind::Requires))
            .map(|link| (self.representative(link.other), link))
            .collect();
        if self.same_as(role).count() > 1 {
            links.sort_by_key(|(_, link)| link.order());
        }
        let mut seen = std::collections::HashSet::with_capacity(links.len());
        links.retain(|(competency, _)| seen.insert(*competency));
        links
    }
}

fn coverage(requirements: &[Judged<'_>]) -> Coverage {
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    let met = |of: &dyn Fn(&Judged<'_>) -> bool| {
        let all = requirements.iter().filter(|one| of(one));
        let (met, all) = all.fold((0, 0), |(met, all), one| (met + u32::from(one.standing.is_met()), all + 1));
        share(met.into(), all.into())
    };
    let weights = requirements.iter().map(|one| one.weight).sum();
    let credits = requirements.iter().map(|one| one.weight * one.credit).sum();
    Coverage {
        overall: met(&|_| true),
        essential: met(&|one| one.link.strength() == Some(Strength::Essential)),
        weighted: share(credits, weights),
    }
}
