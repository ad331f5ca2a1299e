//! Skills: the same name, of the same type, in a field where it means the same.

use std::collections::HashMap;

use entity::{Kind, RelationKind, SkillType};

use super::{
    Match, Rule,
    side::{Concept, ESCO},
};
use crate::graph::Graph;

const SAME_NAME: Rule = Rule {
    name: "skill-same-name",
    relation: RelationKind::ExactMatch,
    confidence: 0.97,
    reason: "Both are skills of the same type, have the same name, and belong to fields in which it means the same.",
    may_repeat: false,
};
const LANGUAGE: Rule = Rule {
    name: "human-language",
    relation: RelationKind::ExactMatch,
    confidence: 1.0,
    reason: "Both are the human language of this name.",
    may_repeat: false,
};
const OTHER_TYPE: Rule = Rule {
    name: "skill-same-name-of-another-type",
    relation: RelationKind::CloseMatch,
    confidence: 0.9,
    reason: "Both have the same name and belong to fields in which it means the same, but the one is to know something \
             and the other to do it.",
    may_repeat: false,
};

/// The collection of ESCO that holds human languages.
const LANGUAGES: &str = "esco-language-skills";

/// Joins skills.
pub(super) fn find(graph: &Graph, concepts: &[Concept<'_>]) -> Vec<Match> {
    let mut by_name: HashMap<&str, Vec<&Concept<'_>>> = HashMap::new();
    for concept in concepts.iter().filter(|concept| concept.kind() == Kind::Skill) {
        by_name.entry(&concept.bare).or_default().push(concept);
    }
    let mut found = Vec::new();
    for same in by_name.into_values().filter(|same| same.len() > 1) {
        for (place, left) in same.iter().enumerate() {
            for right in same[place + 1..].iter().filter(|right| right.source != left.source) {
                let rule = judge(graph, left, right);
                found.extend(rule.map(|rule| Match { from: left.index, to: right.index, rule }));
            }
        }
    }
    found
}

fn judge(graph: &Graph, left: &Concept<'_>, right: &Concept<'_>) -> Option<&'static Rule> {
    match (is_language(left), is_language(right)) {
        (true, true) => return Some(&LANGUAGE),
        (false, false) => {}
        _ => return None,
    }
    let types = (left.skill().0?, right.skill().0?);
    if !left.field(graph).meets(right.field(graph)) {
        return None;
    }
    Some(if types.0 == types.1 { &SAME_NAME } else { &OTHER_TYPE })
}

fn is_language(concept: &Concept<'_>) -> bool {
    let in_esco = || concept.node.memberships.iter().any(|row| row.collection == LANGUAGES);
    concept.skill().0 == Some(SkillType::Language) || (concept.is_of(ESCO) && in_esco())
}
