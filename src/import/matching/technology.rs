//! Languages, frameworks and tools: by the names that O*NET has for them, where a concept bears one as an identifier,
//! then by their labels.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{Kind, RelationKind, ReuseLevel, SkillType};

use super::{
    Match, Rule,
    name::{agree, are_forms, bare, forms, is_acronym, is_ordinary, prefix, qualified},
    side::{CORE, Concept, ESCO, ONET},
    sort::{fit, is_told},
};
use crate::graph::{Graph, NodeIndex};

const fn exact(name: &'static str, confidence: f64, reason: &'static str) -> Rule {
    Rule { name, relation: RelationKind::ExactMatch, confidence, reason, may_repeat: false }
}

const fn close(name: &'static str, confidence: f64, reason: &'static str) -> Rule {
    Rule { name, relation: RelationKind::CloseMatch, confidence, reason, may_repeat: false }
}

const IDENTIFIER: Rule = Rule {
    may_repeat: true,
    ..exact(
        "onet-technology",
        1.0,
        "The one bears the name that O*NET has for the other as an identifier, and is called so.",
    )
};
const IDENTIFIER_ONLY: Rule = close(
    "onet-technology-of-another-name",
    0.9,
    "The one bears the name that O*NET has for the other as an identifier, but is called otherwise: it may be an \
     edition, a part or a predecessor.",
);
const QUALIFIED: Rule = exact(
    "technology-qualified-name",
    1.0,
    "Both have the same name, and what stands in parentheses behind it tells what is meant.",
);
const SAME_NAME: Rule = exact("technology-same-name", 0.99, "Both are technologies and have the same name.");
const FORM_OF_NAME: Rule = exact(
    "technology-form-of-name",
    0.97,
    "Both are technologies, and their names differ only by the maker, the sort of thing, or an acronym and what it \
     stands for.",
);
const EACH_OTHER: Rule = exact(
    "technology-names-each-other",
    0.97,
    "Both are technologies, and each has the name of the other among its own.",
);
const OTHER_NAME: Rule = close(
    "technology-other-name",
    0.8,
    "Both are technologies, and the name of the one is among the other names of the other.",
);

/// The scheme of the names of O*NET at concepts of other sources.
const BORNE: &str = "onet-technology";
/// The scheme of those names at the technologies of O*NET itself.
const OWN: &str = "onet-tool";

/// Joins technologies.
pub(super) fn find(graph: &Graph, concepts: &[Concept<'_>]) -> Vec<Match> {
    let technologies: Vec<_> = concepts.iter().filter(|concept| concept.is_technology()).collect();
    let mut found = by_identifier(graph, &technologies);
    // Whoever gave something an identifier of O*NET has looked for it there.
    let known: HashSet<NodeIndex> = found.iter().map(|found| found.to).collect();
    let mut all = technologies;
    all.extend(concepts.iter().filter(|concept| is_about_technology(graph, concept)));
    all.retain(|concept| !known.contains(&concept.index));
    let names = Names::of(&all);
    for concept in &all {
        for other in names.like_those_of(concept).into_values() {
            let both_skills = concept.kind() == Kind::Skill && other.kind() == Kind::Skill;
            if concept.source != other.source && !both_skills && fit(concept, other) {
                let rule = judge(concept, other);
                found.extend(rule.map(|rule| Match { from: concept.index, to: other.index, rule }));
            }
        }
    }
    found
}

/// Joins what bears a name of O*NET as an identifier to what O*NET calls so.
fn by_identifier(graph: &Graph, technologies: &[&Concept<'_>]) -> Vec<Match> {
    let of_onet = technologies.iter().filter(|concept| concept.is_of(ONET));
    let by_name: HashMap<_, _> =
        of_onet.flat_map(|concept| concept.identifiers(OWN).map(move |name| (name, concept.index))).collect();
    let theirs: HashSet<_> = technologies.iter().filter(|one| !one.is_of(ONET)).map(|one| one.index).collect();
    // Somebody's name may stand before it, but not that of another technology: "React Redux" is not Redux.
    let preceded = |name: &str, concept: &Concept<'_>| {
        let is_other = |index: &NodeIndex| theirs.contains(index) && *index != concept.index;
        prefix(name, concept.name).is_some_and(|prefix| !graph.by_label(&prefix).iter().any(is_other))
    };
    let mut found = Vec::new();
    for concept in technologies {
        let called = |name: &str| are_forms(name, concept.name) || preceded(name, concept);
        let also_called = |name: &str| concept.others.iter().any(|other| are_forms(other, name));
        let theirs: Vec<_> = concept.identifiers(BORNE).collect();
        // Another name will do where O*NET does not have the name itself, and has only one like that. That of a language may
        // be one of the products that understand it.
        let alone = concept.kind() != Kind::Language
            && !theirs.iter().any(|name| called(name))
            && theirs.iter().filter(|name| also_called(name)).count() == 1;
        for name in theirs {
            let Some(&to) = by_name.get(name) else { continue };
            let rule = if called(name) || (alone && also_called(name)) { &IDENTIFIER } else { &IDENTIFIER_ONLY };
            found.push(Match { from: concept.index, to, rule });
        }
    }
    found
}

/// Whether a skill is the knowledge of one technology, as ESCO has them: what is of use in many sectors is a field of
/// knowledge, unless its name says more, and so is what has a name without capitals, such as "query languages".
fn is_about_technology(graph: &Graph, concept: &Concept<'_>) -> bool {
    let (skill_type, reuse_level) = concept.skill();
    let (name, qualifier) = qualified(concept.name);
    let is_one = reuse_level == Some(ReuseLevel::SectorSpecific) || qualifier.is_some();
    let is_proper = name.chars().any(char::is_uppercase);
    let may_be = skill_type == Some(SkillType::Knowledge) && is_one && is_proper && !concept.is_of(CORE);
    may_be && concept.field(graph).ict
}

/// Who bears which name, or a form of it.
struct Names<'c, 'g>(HashMap<String, Vec<&'c Concept<'g>>>);

impl<'c, 'g> Names<'c, 'g> {
    fn of(concepts: &[&'c Concept<'g>]) -> Self {
        let mut names: HashMap<_, Vec<_>> = HashMap::new();
        for concept in concepts {
            for form in forms(concept.name) {
                names.entry(form).or_default().push(*concept);
            }
        }
        Self(names)
    }

    /// Those whose name is among the names of this one, as far as forms go.
    fn like_those_of(&self, concept: &Concept<'_>) -> BTreeMap<NodeIndex, &'c Concept<'g>> {
        let names = std::iter::once(&concept.name).chain(&concept.others);
        let bearers = names.flat_map(|name| forms(name)).filter_map(|form| self.0.get(&form)).flatten();
        bearers.map(|other| (other.index, *other)).collect()
    }
}

/// What the names of two technologies say.
fn judge(concept: &Concept<'_>, other: &Concept<'_>) -> Option<&'static Rule> {
    let is_qualified = [concept.name, other.name].into_iter().any(|name| qualified(name).1.is_some());
    if concept.bare == other.bare {
        let told = !is_ordinary(&concept.bare) || is_qualified || is_told(concept) || is_told(other);
        return told.then_some(if is_qualified { &QUALIFIED } else { &SAME_NAME });
    }
    let has = |one: &Concept<'_>, two: &Concept<'_>| one.others.iter().any(|label| bare(label) == two.bare);
    // Another name of the one, which is only a longer or shorter form of its own.
    let also_so = |one: &Concept<'_>, two: &Concept<'_>| {
        let form = |label: &&&str| {
            are_forms(label, one.name) || prefix(label, one.name).is_some() || is_acronym(one.name, label)
        };
        !is_ordinary(&two.bare) && one.others.iter().filter(form).any(|label| bare(label) == two.bare)
    };
    // ESCO has parts, editions and whatever is like it among the other names of a thing.
    let enough = !is_ordinary(&concept.bare) && !is_ordinary(&other.bare) && !concept.is_of(ESCO);
    if agree(concept.name, other.name) || also_so(concept, other) || also_so(other, concept) {
        Some(&FORM_OF_NAME)
    } else if has(concept, other) && has(other, concept) {
        Some(&EACH_OTHER)
    } else if enough && has(concept, other) {
        Some(&OTHER_NAME)
    } else {
        None
    }
}
