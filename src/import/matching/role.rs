//! Roles: by the code of O*NET that a role bears, then by title and ISCO group.
//!
//! Which occupations of ESCO and O*NET belong together is told by the crosswalk, which people have made: the two are not
//! compared here.

use std::collections::{BTreeMap, HashMap};

use entity::{Kind, RelationKind};

use super::{
    super::{crosswalk::words, slug::slug},
    Match, Rule,
    side::{Concept, ESCO, ONET},
};
use crate::graph::NodeIndex;

const CODE: Rule = Rule {
    name: "onet-soc",
    relation: RelationKind::ExactMatch,
    confidence: 0.97,
    reason: "The role bears the code of the O*NET occupation as an identifier, and its title is among the names of the role.",
    may_repeat: true,
};
const CODE_ONLY: Rule = Rule {
    name: "onet-soc-of-another-name",
    relation: RelationKind::CloseMatch,
    confidence: 0.9,
    reason: "The role bears the code of the O*NET occupation as an identifier, but is called otherwise.",
    may_repeat: false,
};
const SAME_TITLE: Rule = Rule {
    name: "role-same-title",
    relation: RelationKind::ExactMatch,
    confidence: 0.98,
    reason: "Both have the same title and stand in the same ISCO group.",
    may_repeat: false,
};
const EACH_OTHER: Rule = Rule {
    name: "role-titles-each-other",
    relation: RelationKind::ExactMatch,
    confidence: 0.9,
    reason: "Each has the title of the other among its own, and both stand in the same ISCO group.",
    may_repeat: false,
};
const OTHER_TITLE: Rule = Rule {
    name: "role-other-title",
    relation: RelationKind::CloseMatch,
    confidence: 0.8,
    reason: "The title of the one is among the other names of the other, and both stand in the same ISCO group.",
    may_repeat: false,
};
const OTHER_GROUP: Rule = Rule {
    name: "role-same-title-in-another-group",
    relation: RelationKind::CloseMatch,
    confidence: 0.8,
    reason: "Both have the same title, but they do not stand in the same ISCO group, as far as that is known.",
    may_repeat: false,
};

/// The scheme of the codes of O*NET at roles of other sources.
const BORNE: &str = "onet-soc";

/// Joins roles.
pub(super) fn find(concepts: &[Concept<'_>]) -> Vec<Match> {
    let roles: Vec<_> = concepts.iter().filter(|concept| concept.kind() == Kind::Role).collect();
    let mut found = by_code(&roles);
    let mut by_title: HashMap<String, Vec<&Concept<'_>>> = HashMap::new();
    for role in &roles {
        by_title.entry(words(role.name)).or_default().push(role);
    }
    for role in &roles {
        // ESCO has near and wider occupations among the other names of one.
        let others = role.others.iter().filter(|_| !role.is_of(ESCO));
        let titles = std::iter::once(&role.name).chain(others).map(|title| words(title));
        let like: BTreeMap<NodeIndex, &Concept<'_>> =
            titles.filter_map(|title| by_title.get(&title)).flatten().map(|other| (other.index, *other)).collect();
        for other in like.into_values().filter(|other| may_be_compared(role, other)) {
            found.extend(judge(role, other).map(|rule| Match { from: role.index, to: other.index, rule }));
        }
    }
    found
}

fn by_code(roles: &[&Concept<'_>]) -> Vec<Match> {
    let of_onet = roles.iter().filter(|role| role.is_of(ONET));
    let by_code: HashMap<_, _> =
        of_onet.flat_map(|role| role.identifiers(ONET).map(move |code| (code, *role))).collect();
    let mut found = Vec::new();
    for role in roles {
        for occupation in role.identifiers(BORNE).filter_map(|code| by_code.get(code)) {
            let title = words(occupation.name);
            let called = std::iter::once(&role.name).chain(&role.others).any(|name| words(name) == title);
            let rule = if called { &CODE } else { &CODE_ONLY };
            found.push(Match { from: role.index, to: occupation.index, rule });
        }
    }
    found
}

fn may_be_compared(left: &Concept<'_>, right: &Concept<'_>) -> bool {
    let crosswalk = |one: &Concept<'_>, two: &Concept<'_>| one.is_of(ESCO) && two.is_of(ONET);
    let has_code = |role: &Concept<'_>| role.identifiers(BORNE).next().is_some();
    let coded = |one: &Concept<'_>, two: &Concept<'_>| has_code(one) && two.is_of(ONET);
    left.source != right.source
        && ![(left, right), (right, left)].into_iter().any(|(one, two)| crosswalk(one, two) || coded(one, two))
}

fn judge(role: &Concept<'_>, other: &Concept<'_>) -> Option<&'static Rule> {
    let same_group = role.isco().is_some() && role.isco() == other.isco();
    // O*NET names all who do the work. Elsewhere a plural tells: a "securities analyst" is no "security analyst".
    let plural = role.is_of(ONET) || other.is_of(ONET);
    let same = |one: &str, two: &str| if plural { words(one) == words(two) } else { slug(one) == slug(two) };
    let has = |one: &Concept<'_>, title: &str| one.others.iter().any(|name| same(name, title));
    match same(role.name, other.name) {
        true if same_group => Some(&SAME_TITLE),
        true => Some(&OTHER_GROUP),
        false if same_group && has(role, other.name) && has(other, role.name) => Some(&EACH_OTHER),
        false if same_group && has(role, other.name) => Some(&OTHER_TITLE),
        false => None,
    }
}
