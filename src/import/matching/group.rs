//! Groups that bear the same code of a classification.

use std::collections::HashMap;

use entity::{Kind, RelationKind};

use super::{
    super::crosswalk::words,
    Match, Rule,
    side::{Concept, ESCO},
};

const ISCO: Rule = Rule {
    name: "isco-code",
    relation: RelationKind::ExactMatch,
    confidence: 1.0,
    reason: "Both are the group of ISCO-08 with this code and name.",
    may_repeat: true,
};

const CODE_ONLY: Rule = Rule {
    name: "code-of-another-name",
    relation: RelationKind::CloseMatch,
    confidence: 0.8,
    reason: "The one bears the code of the other, but is called otherwise: it may be only a part of it, or more.",
    may_repeat: false,
};

const ISCED: Rule = Rule {
    name: "isced-f-code",
    relation: RelationKind::ExactMatch,
    confidence: 1.0,
    reason: "Both are the field of ISCED-F with this code and name.",
    may_repeat: true,
};

/// For each kind of group, the scheme of the codes, what the URI of an ESCO group is before its code, and the rule.
const SCHEMES: [(Kind, &str, &str, &Rule); 2] = [
    (Kind::RoleGroup, "isco-08", "http://data.europa.eu/esco/isco/C", &ISCO),
    (Kind::SkillGroup, "isced-f", "http://data.europa.eu/esco/isced-f/", &ISCED),
];

/// Joins groups by their codes.
pub(super) fn find(concepts: &[Concept<'_>]) -> Vec<Match> {
    let mut found = Vec::new();
    for (kind, scheme, uri, rule) in SCHEMES {
        let groups = || concepts.iter().filter(move |concept| concept.kind() == kind);
        let of_esco: HashMap<_, _> = groups()
            .flat_map(|group| group.identifiers(ESCO).filter_map(move |own| Some((own.strip_prefix(uri)?, group))))
            .collect();
        for group in groups() {
            let same = group.identifiers(scheme).filter_map(|code| of_esco.get(code));
            found.extend(same.map(|other| {
                let rule = if words(group.name) == words(&other.bare) { rule } else { &CODE_ONLY };
                Match { from: group.index, to: other.index, rule }
            }));
        }
    }
    found
}
