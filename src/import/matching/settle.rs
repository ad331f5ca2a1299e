//! From what each rule finds to what can stand together: one match for two concepts, and no chain of exact matches
//! that would make two concepts of one source the same.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use entity::RelationKind;

use super::{Ends, LetBe, Match, Matching, Rule, preview::is_ours, side::Concept};
use crate::graph::{Direction, Graph, NodeIndex};

const ONE_OF_SEVERAL: Rule = Rule {
    name: "one-of-several",
    relation: RelationKind::CloseMatch,
    confidence: 0.6,
    reason: "By its name the one is the same as the other, but also the same as another concept of that source.",
    may_repeat: false,
};

const RETRACTED: &str = "somebody has retracted this match";
const JOINED: &str = "somebody else has joined the two already";
const TAKEN: &str = "one of the two is joined to another concept of the same source, by a rule that is surer";

/// Settles which of the matches are made.
pub(super) fn settle(
    graph: &Graph,
    concepts: &[Concept<'_>],
    found: Vec<Match>,
    retracted: &HashSet<Ends>,
) -> Matching {
    let mut settled = Matching::default();
    let mut classes = Classes::new(graph, concepts);
    let pairs = one_a_pair(found);
    for level in pairs.chunk_by(|left, right| rank(left) == rank(right)) {
        let crowded = crowded(&classes, level);
        for (mut found, crowded) in level.iter().copied().zip(crowded) {
            let let_be = if retracted.contains(&found.ends(graph)) {
                Some(RETRACTED)
            } else if is_joined(graph, &found) {
                Some(JOINED)
            } else if !is_exact(&found) {
                // What a chain of exact matches has joined needs no other match.
                if classes.are_one(&found) {
                    continue;
                }
                None
            } else if crowded {
                found.rule = &ONE_OF_SEVERAL;
                None
            } else if !found.rule.may_repeat && classes.would_clash(&found) {
                Some(TAKEN)
            } else {
                classes.join(found.from, found.to);
                None
            };
            match let_be {
                Some(reason) => settled.let_be.push(LetBe { found, reason }),
                None => settled.found.push(found),
            }
        }
    }
    settled
}

fn is_exact(found: &Match) -> bool {
    found.rule.relation == RelationKind::ExactMatch
}

/// The best match of each two concepts, those first that are settled first.
fn one_a_pair(found: Vec<Match>) -> Vec<Match> {
    let mut pairs: BTreeMap<(NodeIndex, NodeIndex), Match> = BTreeMap::new();
    for found in found {
        let pair = (found.from.min(found.to), found.from.max(found.to));
        // The name decides between rules that are equally sure, so that each run decides alike.
        let order = |found: &Match| (rank(found), found.rule.name);
        if pairs.get(&pair).is_none_or(|other| order(&found) < order(other)) {
            pairs.insert(pair, found);
        }
    }
    let mut pairs: Vec<_> = pairs.into_values().collect();
    pairs.sort_by_key(rank);
    pairs
}

/// Exact matches are settled before others, those by identifiers before those by names, the surer before the less sure.
fn rank(found: &Match) -> (bool, bool, Reverse<i64>) {
    let sure = (found.rule.confidence * 1_000.0).round() as i64;
    (!is_exact(found), !found.rule.may_repeat, Reverse(sure))
}

/// Which of some matches, all equally sure, say that one concept is the same as several of one source.
fn crowded(classes: &Classes, level: &[Match]) -> Vec<bool> {
    let mut partners: HashMap<(NodeIndex, Option<i64>), BTreeSet<NodeIndex>> = HashMap::new();
    let ends = |found: &Match| [(found.from, found.to), (found.to, found.from)];
    for (one, other) in level.iter().flat_map(ends) {
        partners.entry((one, classes.source(other))).or_default().insert(other);
    }
    let is_crowded = |found: &Match| {
        let several = |(one, other): (NodeIndex, NodeIndex)| partners[&(one, classes.source(other))].len() > 1;
        !found.rule.may_repeat && ends(found).into_iter().any(several)
    };
    level.iter().map(is_crowded).collect()
}

/// Whether somebody else than an earlier run has joined two concepts by any match.
fn is_joined(graph: &Graph, found: &Match) -> bool {
    let kinds = || RelationKind::ExactMatch..=RelationKind::ReplacedBy;
    [Direction::Outgoing, Direction::Incoming].into_iter().any(|direction| {
        let links = graph.links_between(found.from, direction, kinds()).iter();
        links.filter(|link| link.other == found.to).any(|link| !is_ours(graph, &link.edge.relation))
    })
}

/// The concepts that exact matches make one.
struct Classes {
    sources: HashMap<NodeIndex, Option<i64>>,
    /// Towards the concept that stands for the class; none for that itself.
    above: HashMap<NodeIndex, NodeIndex>,
    /// The sources in the class that a concept stands for.
    within: HashMap<NodeIndex, BTreeSet<Option<i64>>>,
}

impl Classes {
    /// Those that others have made.
    fn new(graph: &Graph, concepts: &[Concept<'_>]) -> Self {
        let sources = concepts.iter().map(|concept| (concept.index, concept.source)).collect();
        let mut classes = Self { sources, above: HashMap::new(), within: HashMap::new() };
        for concept in concepts {
            for link in graph.links(concept.index, Direction::Outgoing, RelationKind::ExactMatch) {
                if !is_ours(graph, &link.edge.relation) {
                    classes.join(concept.index, link.other);
                }
            }
        }
        classes
    }

    fn source(&self, concept: NodeIndex) -> Option<i64> {
        self.sources.get(&concept).copied().flatten()
    }

    fn top(&self, mut concept: NodeIndex) -> NodeIndex {
        while let Some(above) = self.above.get(&concept) {
            concept = *above;
        }
        concept
    }

    fn within(&self, top: NodeIndex) -> BTreeSet<Option<i64>> {
        self.within.get(&top).cloned().unwrap_or_else(|| BTreeSet::from([self.source(top)]))
    }

    fn are_one(&self, found: &Match) -> bool {
        self.top(found.from) == self.top(found.to)
    }

    /// Whether joining two would make two concepts of one source the same.
    fn would_clash(&self, found: &Match) -> bool {
        let (left, right) = (self.top(found.from), self.top(found.to));
        left != right && !self.within(left).is_disjoint(&self.within(right))
    }

    fn join(&mut self, left: NodeIndex, right: NodeIndex) {
        let (left, right) = (self.top(left), self.top(right));
        if left != right {
            let mut both = self.within(left);
            both.extend(self.within(right));
            self.within.insert(left, both);
            self.above.insert(right, left);
        }
    }
}
