//! What a run would change, line by line.

use entity::{RelationKind, relation};

use super::{Match, Matching, SOURCE};
use crate::graph::{Edge, Graph, NodeIndex, source_id};

/// What becomes of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is made.
    New,
    /// It was made by an earlier run, and stays.
    Stays,
    /// It was made by an earlier run under a rule that does not hold any more, and is retracted.
    Goes,
    /// The rules would make it, but it is left as somebody has it.
    LeftAlone,
}

/// A match and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'m> {
    /// What becomes of it.
    pub fate: Fate,
    /// The one concept.
    pub from: NodeIndex,
    /// Which match.
    pub relation: RelationKind,
    /// The other concept.
    pub to: NodeIndex,
    /// The name of the rule that makes it, or has made it.
    pub rule: &'m str,
    /// How sure that is, from 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reason: &'m str,
}

impl Matching {
    /// All matches of the rules and of earlier runs: first what is new, then what stays, what goes, and what is left alone.
    pub fn preview<'m>(&'m self, graph: &'m Graph) -> Vec<Line<'m>> {
        let standing: Vec<_> = graph.edges().filter(|edge| is_ours(graph, &edge.relation)).collect();
        let ends = |edge: &Edge| (edge.relation.from, edge.relation.kind, edge.relation.to);
        let before: std::collections::HashSet<_> = standing.iter().map(|edge| ends(edge)).collect();
        let after: std::collections::HashSet<_> = self.found.iter().map(|found| found.ends(graph)).collect();
        let made = |found: &Match, fate, reason| {
            let Match { from, to, rule } = *found;
            Line { fate, from, relation: rule.relation, to, rule: rule.name, confidence: rule.confidence, reason }
        };
        let (stays, new): (Vec<_>, Vec<_>) = self.found.iter().partition(|found| before.contains(&found.ends(graph)));
        let mut lines: Vec<_> = new.into_iter().map(|found| made(found, Fate::New, found.rule.reason)).collect();
        lines.extend(stays.into_iter().map(|found| made(found, Fate::Stays, found.rule.reason)));
        lines.extend(standing.iter().filter(|edge| !after.contains(&ends(edge))).filter_map(|edge| goes(graph, edge)));
        lines.extend(self.let_be.iter().map(|let_be| made(&let_be.found, Fate::LeftAlone, let_be.reason)));
        lines
    }
}

/// Whether an earlier run has made a relation.
pub(super) fn is_ours(graph: &Graph, relation: &relation::Model) -> bool {
    graph.import_of(relation.row).and_then(|import| import.source) == Some(source_id(SOURCE))
}

fn goes<'m>(graph: &Graph, edge: &'m Edge) -> Option<Line<'m>> {
    let (from, to) = graph.by_id(edge.relation.from).zip(graph.by_id(edge.relation.to))?;
    let ours = edge.evidence.iter().find(|row| row.source == source_id(SOURCE))?;
    let reason = "no rule makes this match any more";
    let (rule, confidence, relation) = (ours.locator.as_str(), ours.confidence, edge.relation.kind);
    Some(Line { fate: Fate::Goes, from, relation, to, rule, confidence, reason })
}
