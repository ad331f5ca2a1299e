//! Which source says so, and where.

use std::borrow::Cow;

use entity::{evidence, source_state};

use super::{
    connection::{Connected, Plain, plain_key},
    id::{GlobalId, Named},
    page::{Key, Sequence, Tag},
};
use crate::graph::Graph;

/// A piece of evidence: a row, or the import that brought what it is for.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'g> {
    source: &'g source_state::Model,
    locator: &'g str,
    confidence: f64,
    comment: Option<&'g str>,
}

impl<'g> Evidence<'g> {
    /// The evidence for what stands in a row, sorted by source. Where there is none, whoever brought the row says so.
    pub(super) fn list(graph: &'g Graph, row: i64, rows: &'g [evidence::Model]) -> impl Iterator<Item = Self> {
        // Nearly always there is one piece, and nothing to sort.
        let (one, mut several) = match rows {
            [] => (Self::of_import(graph, row), Vec::new()),
            [row] => (Self::of_row(graph, row), Vec::new()),
            rows => (None, rows.iter().filter_map(|row| Self::of_row(graph, row)).collect()),
        };
        several.sort_by_key(|evidence| &evidence.source.slug);
        one.into_iter().chain(several)
    }

    fn of_row(graph: &'g Graph, row: &'g evidence::Model) -> Option<Self> {
        let evidence::Model { locator, confidence, comment, .. } = row;
        let source = graph.source(row.source)?;
        Some(Self { source, locator, confidence: *confidence, comment: comment.as_deref() })
    }

    fn of_import(graph: &'g Graph, row: i64) -> Option<Self> {
        let import = graph.import_of(row)?;
        let source = graph.source(import.source?)?;
        let locator = import.source_version.as_deref().unwrap_or(&import.message);
        Some(Self { source, locator, confidence: 1.0, comment: None })
    }
}

/// A source that says something, and where it says it.
#[projection::object]
impl<'g> Evidence<'g> {
    /// The source that says so.
    pub(super) fn source(&self) -> Source<'g> {
        Source(self.source)
    }

    /// Where in the source: a section, a row, a file; for what was imported with the whole source, its version.
    pub(super) fn locator(&self) -> &'g str {
        self.locator
    }

    /// How sure the reading is, from 0 to 1.
    pub(super) fn confidence(&self) -> f64 {
        self.confidence
    }

    /// How the source puts it, where that differs from what is held here.
    pub(super) fn comment(&self) -> Option<&'g str> {
        self.comment
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
