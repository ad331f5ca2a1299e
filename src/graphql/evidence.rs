//! Which source says so, and where.

use std::borrow::Cow;

use entity::{evidence, source_state};

use super::{
    connection::{Connected, Plain, plain_key},
    id::{GlobalId, Named},
    page::{Key, Sequence, Tag},
};
use crate::graph::Graph;

/// A piece of evidence.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'g> {
    row: &'g evidence::Model,
    source: &'g source_state::Model,
}

impl<'g> Evidence<'g> {
    /// Evidence with the sources that it comes from, sorted by source.
    pub(super) fn list(graph: &'g Graph, rows: &'g [evidence::Model]) -> impl Iterator<Item = Self> {
        let with_source = |row| Some(Self { row, source: graph.source(row.source)? });
        // Nearly always there is one piece, and nothing to sort.
        let (one, several) = match rows {
            [] => (None, Vec::new()),
            [row] => (with_source(row), Vec::new()),
            rows => (None, rows.iter().filter_map(with_source).collect()),
        };
        let mut several = several;
        several.sort_by_key(|evidence| &evidence.source.slug);
        one.into_iter().chain(several)
    }
}

/// A source that says something, and where it says it.
#[projection::object]
impl<'g> Evidence<'g> {
    /// The source that says so.
    pub(super) fn source(&self) -> Source<'g> {
        Source(self.source)
    }

    /// Where in the source: a section, a row, a file.
    pub(super) fn locator(&self) -> &'g str {
        &self.row.locator
    }

    /// How sure the reading is, from 0 to 1.
    pub(super) fn confidence(&self) -> f64 {
        self.row.confidence
    }

    /// How the source puts it, where that differs from what is held here.
    pub(super) fn comment(&self) -> Option<&'g str> {
        self.row.comment.as_deref()
    }
}

/// A source.
#[derive(Clone, Copy)]
pub(super) struct Source<'g>(pub(super) &'g source_state::Model);

/// Where facts come from, and under which terms they may be used.
#[projection::object]
impl<'g> Source<'g> {
    /// Opaque, stable identity.
    pub(super) fn id(&self) -> GlobalId {
        Named::Source(self.0.source).encode()
    }

    /// Name in addresses, unique among sources.
    pub(super) fn slug(&self) -> &'g str {
        &self.0.slug
    }

    /// Title, as the publisher gives it.
    pub(super) fn title(&self) -> &'g str {
        &self.0.title
    }

    /// Who published it.
    pub(super) fn publisher(&self) -> Option<&'g str> {
        self.0.publisher.as_deref()
    }

    /// Version or edition.
    pub(super) fn version(&self) -> Option<&'g str> {
        self.0.version.as_deref()
    }

    /// Terms of use.
    pub(super) fn licence(&self) -> Option<&'g str> {
        self.0.licence.as_deref()
    }

    /// The acknowledgement that the terms ask for: show it where you show what comes from this source.
    pub(super) fn attribution(&self) -> Option<&'g str> {
        self.0.attribution.as_deref()
    }

    /// Where it can be found.
    pub(super) fn url(&self) -> Option<&'g str> {
        self.0.url.as_deref()
    }

    /// When it was published: a year, a month or a day (ISO 8601).
    pub(super) fn date(&self) -> Option<&'g str> {
        self.0.date.as_deref()
    }
}

/// All sources, by slug.
pub(super) struct Sources<'g>(Vec<&'g source_state::Model>);

impl<'g> Sources<'g> {
    pub(super) fn of(graph: &'g Graph) -> Self {
        Self(graph.sources())
    }
}

impl<'g> Sequence for Sources<'g> {
    type Item = &'g source_state::Model;

    fn tag(&self) -> Tag {
        Tag::new("sources", 0, 0)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn at(&self, place: usize) -> Self::Item {
        self.0[place]
    }

    fn keeps(&self, _: Self::Item) -> bool {
        true
    }

    fn key(&self, item: Self::Item) -> Key {
        plain_key(item.source)
    }
}

impl<'g> Connected for Sources<'g> {
    type Node = Source<'g>;
    type EdgeFields = Plain;

    fn name() -> Cow<'static, str> {
        "Source".into()
    }

    fn node(&self, item: Self::Item) -> Source<'g> {
        Source(item)
    }

    fn edge(&self, _: Self::Item) -> Plain {
        Plain
    }
}
