//! Resolution: the concepts behind labels as people write them.

use async_graphql::{Enum, Result};
use projection::direct::{Out, Site, Write, Written, write_enum};

use super::{
    concept::{Concept, Handle},
    enums::Kind,
    error::bad_input,
    input::checked,
    search::{TextMatch, kind_set, rounded},
};
use crate::graph::{self, Candidate, Graph, Resolution};

/// How many labels can be resolved at once.
const MAX_LABELS: usize = 500;

/// A label with what it may mean.
pub(super) struct ResolvedLabel<'g> {
    graph: &'g Graph,
    label: String,
    resolution: Resolution,
}

/// What labels may mean, in the order of the labels.
///
/// # Errors
///
/// When there are too many, or one is too long.
pub(super) fn resolve<'g>(
    graph: &'g Graph,
    labels: &[String],
    kinds: Option<&[Kind]>,
) -> Result<Vec<ResolvedLabel<'g>>> {
    if labels.len() > MAX_LABELS {
        return Err(bad_input(format!("`labels` must have {MAX_LABELS} entries at most, but has {}", labels.len())));
    }
    let kinds = kind_set(kinds);
    let each = labels.iter().map(|label| {
        let resolution = graph.resolve(checked("labels", label)?, kinds);
        Ok(ResolvedLabel { graph, label: label.clone(), resolution })
    });
    each.collect()
}

/// What a label may mean.
#[projection::object]
impl<'g> ResolvedLabel<'g> {
    /// The label as it was given.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// The concepts that it may mean, the best first, ten at most; empty if nothing fits. Labels that are borne as they
    /// are come alone; only where there are none, those in another form; then those with slips.
    pub(super) fn candidates(&self) -> impl Iterator<Item = LabelCandidate<'g>> {
        self.resolution.candidates.iter().map(|candidate| LabelCandidate { graph: self.graph, candidate: *candidate })
    }

    /// Whether several concepts fit as well or nearly: the scores of the first two are 0.07 apart at most. Ask whoever
    /// wrote the label, or narrow the kinds.
    pub(super) fn ambiguous(&self) -> bool {
        self.resolution.ambiguous
    }
}

/// A concept that a label may mean.
#[derive(Clone, Copy)]
pub(super) struct LabelCandidate<'g> {
    graph: &'g Graph,
    candidate: Candidate,
}

/// A concept that a label may mean.
#[projection::object]
impl<'g> LabelCandidate<'g> {
    /// The concept; of several that are the same (`EXACT_MATCH`), the one that stands for them.
    pub(super) fn concept(&self) -> Concept<'g> {
        Handle::new(self.graph, self.candidate.node).into()
    }

    /// How the concept bears the label.
    pub(super) fn match_kind(&self) -> LabelMatchKind {
        self.candidate.kind.into()
    }

    /// How well it fits, from 0 to 1: 1 for a preferred label, 0.98 for an alternative and 0.94 for a hidden one, 0.79 to
    /// 0.92 for another form, 0.85 and less for slips.
    pub(super) fn score(&self) -> f64 {
        rounded(self.candidate.score)
    }

    /// The label of the concept that fits.
    pub(super) fn matched(&self) -> TextMatch<'g> {
        TextMatch::new(self.graph, self.candidate.matched)
    }
}

/// How a concept bears a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "graph::MatchKind")]
pub(super) enum LabelMatchKind {
    /// It is the preferred label in some locale, but for case and blanks.
    Preferred,
    /// It is an alternative label, but for case and blanks.
    Alternative,
    /// It is a hidden label, but for case and blanks.
    Hidden,
    /// It is a label but for accents, signs, endings, the order of words, or a version, a level or a bracket beside it.
    Normalised,
    /// It is a label but for a slip in a word, or two in a word of eight letters and more.
    Typo,
}

impl Write for LabelMatchKind {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        write_enum(self, out)
    }
}
