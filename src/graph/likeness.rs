//! What has so much in common with what somebody knows, that it is soon learned? How near two competencies are.
//!
//! Each competency has traits: the skills, languages and technologies that knowing it shows, the languages that are
//! written with it, what is broader than it, what sort of tool it is, which side a framework is made for; and itself.
//! Two are as near as their traits point the same way: the cosine of the two vectors of weights (Salton and Buckley,
//! "Term-weighting approaches in automatic text retrieval", 1988). A trait that many have says little: its weight falls
//! with the logarithm of their number, as inverse document frequency does (Spärck Jones 1972), so that a broader
//! concept with hundreds of narrower ones brings nothing together. The trait that each competency has alone, itself,
//! keeps two apart that share all of very little.
//!
//! Some relations say themselves that two are near; then they are at least as near as that.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use entity::{FrameworkSide, Kind, RelationKind, ToolType};
use imbl::Vector;

use super::{Direction, Fact, Graph, NodeIndex, Order, same::Same};

/// What can be had. A group of skills has traits only if it is the same as a skill.
const COMPETENCIES: [Kind; 5] = [Kind::Skill, Kind::Language, Kind::Framework, Kind::Tool, Kind::Qualification];

/// How much a competency itself weighs among its traits.
const ITSELF: f32 = 0.5;
/// How much a language weighs that is written with it.
const LANGUAGE: f32 = 0.5;
/// How much a technology weighs that it implies: a part of it, rather than what it is for.
const PART: f32 = 0.3;
/// How much a group weighs that it is in: a shelf, rather than a kind of thing.
const GROUP: f32 = 0.7;
/// How slowly the weight of a trait falls with the number of those that have it: to a half at e³ or twenty.
const SLOWNESS: f32 = 3.0;
/// At least so near are two that one of these relations joins. `RELATED` counts among technologies and among skills
/// only, not between the two.
const DIRECT: [(RelationKind, Direction, f64); 6] = [
    (RelationKind::Related, Direction::Outgoing, 0.6),
    (RelationKind::CloseMatch, Direction::Outgoing, 0.9),
    (RelationKind::BroadMatch, Direction::Outgoing, 0.7),
    (RelationKind::BroadMatch, Direction::Incoming, 0.7),
    (RelationKind::NarrowMatch, Direction::Outgoing, 0.7),
    (RelationKind::NarrowMatch, Direction::Incoming, 0.7),
];

/// What a competency has, and others may have as well: a concept, or a sort of tool or framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct What(u32);

impl What {
    const SIDES: u32 = 64;
    const CONCEPTS: u32 = 128;

    const fn concept(index: NodeIndex) -> Self {
        Self(index.0 + Self::CONCEPTS)
    }

    fn sort(self) -> Option<Sort> {
        match self.0 {
            tool if tool < Self::SIDES => ToolType::ALL.get(tool as usize).copied().map(Sort::Tool),
            side if side < Self::CONCEPTS => {
                FrameworkSide::ALL.get((side - Self::SIDES) as usize).copied().map(Sort::Framework)
            }
            _ => None,
        }
    }

    fn index(self) -> Option<NodeIndex> {
        self.0.checked_sub(Self::CONCEPTS).map(NodeIndex)
    }
}

/// A sort that two competencies are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Both are tools for this.
    Tool(ToolType),
    /// Both are frameworks for this side.
    Framework(FrameworkSide),
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Trait {
    what: What,
    weight: f32,
}

/// The traits of all competencies.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Traits {
    /// By the place of the competency that stands for its set: those but itself, sorted.
    of: Vector<Arc<[Trait]>>,
    /// How many have each trait.
    counts: Arc<Vec<u32>>,
}

impl Traits {
    pub(super) fn of(graph: &Graph, same: &Same) -> Self {
        let mut traits = Self { of: Vector::new(), counts: Arc::default() };
        traits.make_room(graph);
        for kind in COMPETENCIES {
            for index in graph.of_kind(kind, Order::Slug) {
                traits.look_at(graph, same, same.representative(*index));
            }
        }
        traits
    }

    /// Only concepts are looked at of which something may be said otherwise.
    pub(super) fn after(&self, graph: &Graph, before: &Same, same: &Same, touched: &BTreeSet<NodeIndex>) -> Self {
        let mut next = self.clone();
        next.make_room(graph);
        same.affected(graph, before, touched).into_iter().for_each(|index| next.look_at(graph, same, index));
        next
    }

    fn make_room(&mut self, graph: &Graph) {
        let length = graph.nodes.len();
        let none: Arc<[Trait]> = Arc::default();
        self.of.extend(std::iter::repeat_n(none, length - self.of.len()));
        let places = length + What::CONCEPTS as usize;
        if self.counts.len() < places {
            Arc::make_mut(&mut self.counts).resize(places, 0);
        }
    }

    fn look_at(&mut self, graph: &Graph, same: &Same, index: NodeIndex) {
        let is_competency = |member: NodeIndex| COMPETENCIES.contains(&graph.node(member).kind());
        let stands = same.representative(index) == index && graph.by_id(graph.node(index).id()) == Some(index);
        let new = match stands && same.set(index).any(is_competency) {
            true => traits(graph, same, index),
            false => Vec::new(),
        };
        if self.of[index.place()].as_ref() == new.as_slice() {
            return;
        }
        let counts = Arc::make_mut(&mut self.counts);
        new.iter().for_each(|new| counts[new.what.0 as usize] += 1);
        let old = std::mem::replace(&mut self.of[index.place()], new.into());
        old.iter().for_each(|old| counts[old.what.0 as usize] -= 1);
    }

    /// The weights of all that a competency has, itself among it, and the length of that vector.
    fn vector(&self, index: NodeIndex) -> (impl Iterator<Item = Trait> + Clone + use<'_>, f32) {
        let own = Trait { what: What::concept(index), weight: ITSELF };
        let rare = |what: What| 1.0 / (1.0 + (self.counts[what.0 as usize].max(1) as f32).ln() / SLOWNESS);
        let others = self.of[index.place()].iter();
        let weights = others.map(move |one| Trait { what: one.what, weight: one.weight * rare(one.what) });
        let all = std::iter::once(own).chain(weights);
        let length = all.clone().map(|one| one.weight * one.weight).sum::<f32>().sqrt();
        (all, length)
    }
}

/// The traits of a competency but itself, sorted.
fn traits(graph: &Graph, same: &Same, index: NodeIndex) -> Vec<Trait> {
    let mut found = Vec::new();
    for member in same.set(index) {
        for link in graph.links_between(member, Direction::Outgoing, RelationKind::UsesLanguage..=RelationKind::Implies)
        {
            let weight = match (link.kind(), link.other_kind()) {
                (RelationKind::Broader, Kind::SkillGroup) => GROUP,
                (RelationKind::Broader, _) => 1.0,
                (RelationKind::UsesLanguage, _) => LANGUAGE,
                (RelationKind::Implies, kind) => {
                    let part = if matches!(kind, Kind::Framework | Kind::Tool) { PART } else { 1.0 };
                    part * link.importance().unwrap_or(0.5) as f32
                }
                _ => continue,
            };
            let other = same.representative(link.other);
            if other != index {
                found.push(Trait { what: What::concept(other), weight });
            }
        }
        let sort = match graph.node(member).columns() {
            Some(Fact::Tool(tool)) if tool.tool_type != ToolType::Other => Some(tool.tool_type as u32),
            Some(Fact::Framework(framework)) if framework.side != FrameworkSide::General => {
                Some(What::SIDES + framework.side as u32)
            }
            _ => None,
        };
        found.extend(sort.map(|sort| Trait { what: What(sort), weight: 1.0 }));
    }
    found.sort_by(|left, right| left.what.cmp(&right.what).then(right.weight.total_cmp(&left.weight)));
    found.dedup_by_key(|one| one.what);
    found
}

const fn is_technology(kind: Kind) -> bool {
    matches!(kind, Kind::Language | Kind::Framework | Kind::Tool)
}

/// How near something is to what somebody knows, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearness {
    /// What somebody knows: the one that stands for its set.
    pub from: NodeIndex,
    /// From 0, nothing in common, to 1, nearly the same.
    pub nearness: f64,
    /// The relation that joins the two, where it is that which brings them together.
    pub relation: Option<RelationKind>,
    /// What both have, what counts most first; three at most.
    pub shared: Vec<NodeIndex>,
    /// The sort that both are of, if they are.
    pub sort: Option<Sort>,
}

/// What somebody knows, laid out to ask how near other things are to it.
#[derive(Clone, Debug)]
pub struct Likeness<'g> {
    graph: &'g Graph,
    /// What is known, with how certain that is, and the length of its vector.
    known: Vec<(NodeIndex, f64, f32)>,
    /// What relations say to be near, with the place of what is known, how near, and the relation.
    direct: HashMap<NodeIndex, (usize, f64, RelationKind)>,
    by_trait: HashMap<What, Vec<(usize, f32)>>,
}

impl Graph {
    /// What somebody knows, with how certain that is: competencies that stand for their sets.
    pub fn likeness(&self, known: impl IntoIterator<Item = (NodeIndex, f64)>) -> Likeness<'_> {
        let traits = &self.indexes().traits;
        let mut likeness =
            Likeness { graph: self, known: Vec::new(), direct: HashMap::new(), by_trait: HashMap::new() };
        for (place, (index, certainty)) in known.into_iter().enumerate() {
            let (weights, length) = traits.vector(index);
            for one in weights {
                likeness.by_trait.entry(one.what).or_default().push((place, one.weight));
            }
            likeness.known.push((index, certainty, length));
            likeness.note_direct(place);
        }
        likeness
    }
}

impl Likeness<'_> {
    /// What is nearest to a competency of all that is known: how near it is, times how certain it is that it is known.
    /// None where nothing has anything in common with it.
    pub fn nearest(&self, index: NodeIndex) -> Option<Nearness> {
        let index = self.graph.representative(index);
        let direct = self.direct.get(&index).copied();
        let common = self.in_common(index).into_iter();
        let common = common.reduce(|best, next| if next.1 > best.1 { next } else { best });
        let best = match (direct, common) {
            (Some((place, near, kind)), Some((_, other))) if near >= other => (place, near, Some(kind)),
            (Some((place, near, kind)), None) => (place, near, Some(kind)),
            (_, Some((place, near))) => (place, near, None),
            (None, None) => return None,
        };
        let (place, nearness, relation) = best;
        // What is implied, but with too little certainty, is near to itself: nothing need be said of what the two share.
        let (shared, sort) = match self.known[place].0 == index {
            true => (Vec::new(), None),
            false => self.shared(index, self.known[place].0),
        };
        Some(Nearness { from: self.known[place].0, nearness, relation, shared, sort })
    }

    /// All that is known and has something in common with a competency, with how near it is.
    pub fn near(&self, index: NodeIndex) -> impl Iterator<Item = (NodeIndex, f64)> {
        let near = self.in_common(self.graph.representative(index)).into_iter();
        near.map(|(place, near)| (self.known[place].0, near))
    }

    /// All that has something in common, with how near it is.
    fn in_common(&self, index: NodeIndex) -> Vec<(usize, f64)> {
        let (weights, length) = self.graph.indexes().traits.vector(index);
        let mut products: Vec<(usize, f32)> = Vec::new();
        for one in weights {
            for (place, weight) in self.by_trait.get(&one.what).into_iter().flatten() {
                match products.binary_search_by_key(place, |(place, _)| *place) {
                    Ok(found) => products[found].1 += one.weight * weight,
                    Err(missing) => products.insert(missing, (*place, one.weight * weight)),
                }
            }
        }
        let near = products.into_iter().map(|(place, product)| {
            let (_, certainty, other) = self.known[place];
            (place, certainty * f64::from(product / (length * other)).min(1.0))
        });
        near.collect()
    }

    /// Notes what relations say to be near to what is known at a place.
    fn note_direct(&mut self, place: usize) {
        let (index, certainty, _) = self.known[place];
        let graph = self.graph;
        for member in graph.same_as(index) {
            let own = is_technology(graph.node(member).kind());
            for (kind, direction, near) in DIRECT {
                for link in graph.links(member, direction, kind) {
                    if kind != RelationKind::Related || is_technology(link.other_kind()) == own {
                        self.offer(graph.representative(link.other), (place, certainty * near, kind));
                    }
                }
            }
        }
    }

    fn offer(&mut self, index: NodeIndex, new: (usize, f64, RelationKind)) {
        let best = self.direct.entry(index).or_insert(new);
        if new.1 > best.1 {
            *best = new;
        }
    }

    /// What two have in common, what counts most first.
    fn shared(&self, one: NodeIndex, other: NodeIndex) -> (Vec<NodeIndex>, Option<Sort>) {
        let traits = &self.graph.indexes().traits;
        let others: Vec<_> = traits.vector(other).0.collect();
        let both = traits.vector(one).0.filter_map(|own| {
            let other = others.iter().find(|other| other.what == own.what)?;
            Some((own.what, own.weight * other.weight))
        });
        let mut both: Vec<_> = both.collect();
        both.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        let sort = both.iter().find_map(|(what, _)| what.sort());
        (both.iter().filter_map(|(what, _)| what.index()).take(3).collect(), sort)
    }
}
