//! Search: concepts by words.

use std::borrow::Cow;

use async_graphql::{Enum, Result};
use projection::direct::{Out, Site, Write, Written, write_enum};

use super::{
    concept::{Concept, Handle},
    connection::{Connected, Connection, plain_key},
    enums::Kind,
    input::checked,
    page::{Key, Page, Sequence, Tag},
};
use crate::graph::{self, Graph, Hit, KindSet};

/// What a search found, as a connection.
pub(super) type Results<'g> = Connection<Hits<'g>>;

/// The concepts that a search found, the best first.
pub(super) struct Hits<'g> {
    graph: &'g Graph,
    tag: Tag,
    hits: Vec<Hit>,
}

/// A page of what a search finds.
///
/// # Errors
///
/// When the text is too long, or the arguments of the page cannot be used.
pub(super) fn search<'g>(
    graph: &'g Graph,
    text: &str,
    kinds: Option<&[Kind]>,
    locale: Option<&str>,
    page: &Page,
) -> Result<Results<'g>> {
    let text = checked("text", text)?;
    let locale = locale.map(|locale| checked("locale", locale)).transpose()?;
    let hits = graph.search(text, kind_set(kinds), locale);
    Connection::new(Hits { graph, tag: Tag::new(&format!("search {text}"), 0, 0), hits }, page)
}

/// The kinds that are named; all of them where none are asked for.
pub(super) fn kind_set(kinds: Option<&[Kind]>) -> KindSet {
    kinds.map_or(KindSet::ALL, |kinds| kinds.iter().map(|kind| entity::Kind::from(*kind)).collect())
}

impl Sequence for Hits<'_> {
    type Item = Hit;

    fn tag(&self) -> Tag {
        self.tag
    }

    fn len(&self) -> usize {
        self.hits.len()
    }

    fn at(&self, place: usize) -> Hit {
        self.hits[place]
    }

    fn keeps(&self, _: Hit) -> bool {
        true
    }

    fn key(&self, hit: Hit) -> Key {
        plain_key(self.graph.node(hit.node).id())
    }

    fn count(&self) -> usize {
        self.hits.len()
    }
}

impl<'g> Connected for Hits<'g> {
    type Node = Concept<'g>;
    type EdgeFields = HitFields<'g>;

    fn name() -> Cow<'static, str> {
        "Search".into()
    }

    fn node(&self, hit: Hit) -> Concept<'g> {
        Handle::new(self.graph, hit.node).into()
    }

    fn edge(&self, hit: Hit) -> HitFields<'g> {
        HitFields { graph: self.graph, hit }
    }
}

/// How well a concept fits, and why.
#[derive(Clone, Copy)]
pub(super) struct HitFields<'g> {
    graph: &'g Graph,
    hit: Hit,
}

#[projection::fields]
impl<'g> HitFields<'g> {
    /// How well the concept fits, above 0 and up to 1: how much of what was asked for is found in the text that matched,
    /// how much of that text was asked for, and how well known the concept is. Scores of one answer can be compared;
    /// scores of different searches cannot.
    pub(super) fn score(&self) -> f64 {
        rounded(self.hit.score)
    }

    /// The text of the concept that fits best.
    pub(super) fn matched(&self) -> TextMatch<'g> {
        TextMatch::new(self.graph, self.hit.matched)
    }
}

/// A number with three places, which is all that it is good for.
pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1_000.0).round() / 1_000.0
}

/// A text that was found.
#[derive(Clone, Copy)]
pub(super) struct TextMatch<'g> {
    graph: &'g Graph,
    matched: graph::Match,
}

impl<'g> TextMatch<'g> {
    pub(super) const fn new(graph: &'g Graph, matched: graph::Match) -> Self {
        Self { graph, matched }
    }
}

/// The text of a concept in which words were found.
#[projection::object]
impl<'g> TextMatch<'g> {
    /// The label as it is written; or the definition or description.
    pub(super) fn text(&self) -> &'g str {
        self.matched.text(self.graph)
    }

    /// The locale of the text: a language tag (BCP 47).
    pub(super) fn locale(&self) -> &'g str {
        self.matched.locale(self.graph)
    }

    /// What sort of text it is.
    pub(super) fn field(&self) -> TextField {
        self.matched.field.into()
    }

    /// How the words are found in it.
    pub(super) fn how(&self) -> MatchedHow {
        self.matched.how.into()
    }

    /// The concept that the text is of: the one that was found, or one that is the same (`EXACT_MATCH`).
    pub(super) fn concept(&self) -> Concept<'g> {
        Handle::new(self.graph, self.matched.node).into()
    }
}

/// What sort of text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "graph::Field")]
pub(super) enum TextField {
    /// The preferred label of a locale.
    Preferred,
    /// An alternative label.
    Alternative,
    /// A hidden label.
    Hidden,
    /// Definition, description and scope note, together with the preferred label.
    Description,
}

/// How words were found in a text; of several words, what holds for the least certain of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "graph::How")]
pub(super) enum MatchedHow {
    /// As they were asked for, but for case and accents.
    Exact,
    /// With other endings, as singular and plural, or with other signs and blanks.
    Normalised,
    /// As the beginnings of words.
    Prefix,
    /// With a slip or two: a letter left out, put in, changed, or swapped with its neighbour.
    Typo,
}

impl Write for TextField {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        write_enum(self, out)
    }
}

impl Write for MatchedHow {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        write_enum(self, out)
    }
}
