//! What sort of technology something is, so that a query language is not taken for a markup language of the same name.

use entity::{Kind, LanguageType, ToolType};

use super::side::Concept;
use crate::graph::Fact;

/// The sorts that the descriptions of ESCO tell apart, in stock phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A language or framework that code is written in.
    Code,
    QueryLanguage,
    /// A style sheet language.
    Style,
    System,
    Program,
}

/// Phrases, the telling before the general ones.
const PHRASES: &[(&str, Sort)] = &[
    ("query language", Sort::QueryLanguage),
    ("style sheet language", Sort::Style),
    ("programming paradigms in", Sort::Code),
    ("the system software", Sort::System),
    ("the computer program ", Sort::Program),
    ("the tool ", Sort::Program),
];

fn told(concept: &Concept<'_>) -> Option<Sort> {
    let description = concept.description();
    PHRASES.iter().find(|(phrase, _)| description.contains(phrase)).map(|(_, sort)| *sort)
}

/// Whether the description of a skill tells what sort of technology it is the knowledge of.
pub(super) fn is_told(concept: &Concept<'_>) -> bool {
    concept.kind() == Kind::Skill && told(concept).is_some()
}

/// Whether two can be the same as far as their sorts go.
pub(super) fn fit(left: &Concept<'_>, right: &Concept<'_>) -> bool {
    let may_be = |skill: &Concept<'_>, technology: &Concept<'_>| match told(skill) {
        None => true,
        Some(Sort::Code) => technology.kind() != Kind::Tool || !has_other_sort(technology),
        Some(Sort::QueryLanguage) => is_query_language(technology),
        Some(Sort::Style) => technology.kind() == Kind::Language,
        Some(Sort::System | Sort::Program) => technology.kind() != Kind::Language,
    };
    match (left.kind(), right.kind()) {
        (Kind::Skill, Kind::Skill) => true,
        (Kind::Skill, _) => may_be(left, right),
        (_, Kind::Skill) => may_be(right, left),
        (Kind::Tool, Kind::Tool) => true,
        (Kind::Tool, _) => !has_other_sort(left),
        (_, Kind::Tool) => !has_other_sort(right),
        (one, other) => one == other,
    }
}

fn is_query_language(concept: &Concept<'_>) -> bool {
    match concept.node.columns() {
        Some(Fact::Language(row)) => row.language_type == LanguageType::Query,
        Some(Fact::Tool(_)) => !has_other_sort(concept),
        _ => false,
    }
}

/// Whether a tool, such as O*NET lists languages and frameworks among, is something else than those.
fn has_other_sort(concept: &Concept<'_>) -> bool {
    let others = [
        ToolType::Design,
        ToolType::Collaboration,
        ToolType::Business,
        ToolType::Engineering,
        ToolType::Industry,
        ToolType::Equipment,
        ToolType::Networking,
        ToolType::Security,
        ToolType::Editor,
    ];
    matches!(concept.node.columns(), Some(Fact::Tool(row)) if others.contains(&row.tool_type))
}
