//! What a pair says: which match, how sure that is, and why.
//!
//! The file only lists. For each occupation of O*NET it has at most about ten occupations of ESCO, the best that its
//! makers found, and mostly one ISCO group. `docs/decisions/0013-what-a-pair-of-the-crosswalk-says.md` tells how the
//! rules were found, and what they are worth.

use std::collections::{HashMap, HashSet};

use entity::RelationKind;

use super::{
    pair::Pair,
    resolve::Resolved,
    title::{is_left_over, words},
};

/// What a pair becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// The match, from ESCO to O*NET.
    pub(super) relation: RelationKind,
    /// From 0 to 1: the share of the pairs under this rule for which it is right, as far as was looked at.
    pub(super) confidence: f64,
    /// Why, in a sentence.
    pub(super) reason: &'static str,
}

const fn rule(relation: RelationKind, confidence: f64, reason: &'static str) -> Rule {
    Rule { relation, confidence, reason }
}

const SAME: Rule = rule(
    RelationKind::ExactMatch,
    0.97,
    "The crosswalk pairs the two, their titles agree, and both stand in the same ISCO group.",
);
const SAME_TITLE: Rule = rule(
    RelationKind::CloseMatch,
    0.9,
    "The crosswalk pairs the two and their titles agree, but they stand in different ISCO groups.",
);
const SAME_TITLE_AS_GROUP: Rule = rule(
    RelationKind::CloseMatch,
    0.9,
    "The crosswalk pairs the two and their titles agree, but one is a group and the other an occupation.",
);
const OTHER_NAME: Rule = rule(
    RelationKind::CloseMatch,
    0.9,
    "The crosswalk pairs the two, both stand in the same ISCO group, and ESCO has the title of the one as another name \
     of the other alone.",
);
const CLASSED: Rule = rule(
    RelationKind::BroadMatch,
    0.9,
    "The crosswalk pairs the ESCO occupation with this O*NET occupation only, and both stand in the same ISCO group.",
);
const LEFT_OVER: Rule = rule(
    RelationKind::BroadMatch,
    0.9,
    "The crosswalk pairs the ESCO occupation only with this class of what O*NET has no occupation for.",
);
const MEMBER: Rule =
    rule(RelationKind::NarrowMatch, 0.8, "The crosswalk pairs the O*NET occupation with this ISCO group only.");
const NEAR: Rule = rule(
    RelationKind::RelatedMatch,
    0.9,
    "The crosswalk pairs the two and both stand in the same ISCO group, but nothing tells which is the broader.",
);
const LISTED: Rule = rule(
    RelationKind::RelatedMatch,
    0.6,
    "The crosswalk pairs the two, and nothing else tells how they hang together.",
);

/// How an occupation of O*NET is called by that of ESCO.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Same,
    Other,
    Not,
}

/// What must be known of all pairs to judge one.
pub(super) struct Rules<'p> {
    /// How many occupations of O*NET a code of ESCO is paired with.
    partners: HashMap<&'p str, usize>,
    /// The ISCO groups that an occupation of O*NET is paired with.
    groups: HashMap<&'p str, HashSet<&'p str>>,
    /// How many occupations on the other side a code shares its name with.
    same: HashMap<&'p str, usize>,
    other: HashMap<&'p str, usize>,
}

impl<'p> Rules<'p> {
    /// Looks at all pairs: what the file says of one does not depend on which of the others the graph knows. Only names
    /// come from the graph.
    pub(super) fn new(pairs: &'p [Pair], resolved: &[Resolved<'p>]) -> Self {
        let mut rules =
            Self { partners: HashMap::new(), groups: HashMap::new(), same: HashMap::new(), other: HashMap::new() };
        for pair in pairs {
            *rules.partners.entry(&pair.esco.code).or_default() += 1;
            if pair.is_of_group() {
                rules.groups.entry(&pair.onet.code).or_default().insert(&pair.esco.code);
            }
        }
        for resolved in resolved.iter().filter(|resolved| !resolved.pair.is_of_group()) {
            let count = match named(resolved) {
                Named::Same => &mut rules.same,
                Named::Other => &mut rules.other,
                Named::Not => continue,
            };
            let pair = resolved.pair;
            for code in [&pair.esco.code, &pair.onet.code] {
                *count.entry(code).or_default() += 1;
            }
        }
        rules
    }

    /// What a pair becomes.
    pub(super) fn of(&self, resolved: &Resolved<'_>) -> &'static Rule {
        match resolved.pair.is_of_group() {
            true => self.of_group(resolved),
            false => self.of_occupation(resolved),
        }
    }

    /// Never exact: the group stands above the ESCO occupation that is the exact match, if there is one.
    fn of_group(&self, resolved: &Resolved<'_>) -> &'static Rule {
        match named(resolved) {
            Named::Same => &SAME_TITLE_AS_GROUP,
            _ if self.groups[resolved.pair.onet.code.as_str()].len() == 1 => &MEMBER,
            _ => &LISTED,
        }
    }

    fn of_occupation(&self, resolved: &Resolved<'_>) -> &'static Rule {
        let Pair { esco, onet, .. } = resolved.pair;
        let count = |of: &HashMap<&str, usize>| [esco, onet].map(|side| of.get(side.code.as_str()).map_or(0, |n| *n));
        let groups = self.groups.get(onet.code.as_str());
        let same_group =
            groups.is_some_and(|groups| groups.iter().any(|group| resolved.pair.isco().starts_with(group)));
        let only_partner = self.partners[esco.code.as_str()] == 1;
        match named(resolved) {
            Named::Same if same_group && count(&self.same) == [1, 1] => &SAME,
            Named::Same => &SAME_TITLE,
            Named::Other if same_group && count(&self.same) == [0, 0] && count(&self.other) == [1, 1] => &OTHER_NAME,
            _ if only_partner && same_group => &CLASSED,
            _ if only_partner && is_left_over(&onet.title) => &LEFT_OVER,
            _ if same_group => &NEAR,
            _ => &LISTED,
        }
    }
}

fn named(resolved: &Resolved<'_>) -> Named {
    let title = words(&resolved.pair.onet.title);
    if words(&resolved.pair.esco.title) == title {
        Named::Same
    } else if resolved.other_names().any(|name| words(name) == title) {
        Named::Other
    } else {
        Named::Not
    }
}
