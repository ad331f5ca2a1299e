//! What a search finds, and why.

use super::segment::{Field, Segment, Text};
use crate::graph::{Graph, NodeIndex};

/// How the words that were asked for are found in a text; of several words, what holds for the least certain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// As they were asked for, but for case.
    Exact,
    /// With other accents, endings, signs or blanks.
    Normalised,
    /// As the beginnings of words.
    Prefix,
    /// With a slip or two.
    Typo,
}

/// The text of a concept that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The concept that the text is of: the one that was found, or one that is the same.
    pub node: NodeIndex,
    /// What sort of text it is.
    pub field: Field,
    /// How the words are found in it.
    pub how: How,
    /// The place among the labels of the concept; for a description, among its notes.
    place: u32,
}

impl Match {
    pub(super) fn of(graph: &Graph, segment: &Segment, text: &Text, how: How) -> Self {
        let place = match text.field {
            Field::Description => {
                let locale = segment.locales.get(usize::from(text.locale)).map_or("", AsRef::as_ref);
                graph.node(text.node).notes.iter().position(|note| note.locale == locale).unwrap_or(0) as u32
            }
            _ => text.place,
        };
        Self { node: text.node, field: text.field, how, place }
    }

    /// The text itself.
    pub fn text(self, graph: &Graph) -> &str {
        let (node, place) = (graph.node(self.node), self.place as usize);
        match self.field {
            Field::Description => node.notes.get(place).map_or("", |note| &note.text),
            _ => &node.labels[place].text,
        }
    }

    /// Its locale.
    pub fn locale(self, graph: &Graph) -> &str {
        let (node, place) = (graph.node(self.node), self.place as usize);
        match self.field {
            Field::Description => node.notes.get(place).map_or("", |note| &note.locale),
            _ => &node.labels[place].locale,
        }
    }
}

/// A concept that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The concept: of several that are the same, the one that stands for them.
    pub node: NodeIndex,
    /// How well it fits, from 0 to 1.
    pub score: f32,
    /// The text that fits best.
    pub matched: Match,
}
