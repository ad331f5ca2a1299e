//! Completion: concepts by the beginning of a name.

use async_graphql::Result;

use super::{
    concept::{Concept, Handle},
    enums::Kind,
    error::bad_input,
    input::checked,
    search::{TextMatch, kind_set, rounded},
};
use crate::graph::{Graph, Hit};

/// How many suggestions there are when nobody says.
pub(super) const DEFAULT_SUGGESTIONS: i32 = 10;
/// How many there can be.
const MAX_SUGGESTIONS: i32 = 20;

/// A concept that may be meant.
#[derive(Clone, Copy)]
pub(super) struct Suggestion<'g> {
    graph: &'g Graph,
    hit: Hit,
}

/// What somebody may mean who has typed so much.
///
/// # Errors
///
/// When the text is too long, or the number out of range.
pub(super) fn suggest<'g>(
    graph: &'g Graph,
    prefix: &str,
    kinds: Option<&[Kind]>,
    locale: Option<&str>,
    first: i32,
) -> Result<Vec<Suggestion<'g>>> {
    let prefix = checked("prefix", prefix)?;
    let locale = locale.map(|locale| checked("locale", locale)).transpose()?;
    if !(1..=MAX_SUGGESTIONS).contains(&first) {
        return Err(bad_input(format!("`first` must be from 1 to {MAX_SUGGESTIONS}, but is {first}")));
    }
    let hits = graph.suggest(prefix, kind_set(kinds), locale, first.unsigned_abs() as usize);
    Ok(hits.into_iter().map(|hit| Suggestion { graph, hit }).collect())
}

/// A concept that may be meant by what has been typed.
#[projection::object]
impl<'g> Suggestion<'g> {
    /// The concept.
    pub(super) fn concept(&self) -> Concept<'g> {
        Handle::new(self.graph, self.hit.node).into()
    }

    /// How likely it is meant, from 0 to 1: only good for comparing suggestions of one answer.
    pub(super) fn score(&self) -> f64 {
        rounded(self.hit.score)
    }

    /// The name to show beside what has been typed, and why it is there.
    pub(super) fn matched(&self) -> TextMatch<'g> {
        TextMatch::new(self.graph, self.hit.matched)
    }
}
