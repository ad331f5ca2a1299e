//! What a graph is: its revision, and how much there is of what.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use entity::{Kind as EntityKind, RelationKind as EntityRelationKind};
use projection::direct::{Out, Site, Stop, Write, Written};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    enums::{Kind, RelationKind},
    evidence::Source,
};
use crate::graph::Graph;

/// A graph, described.
#[derive(Clone, Copy)]
pub(super) struct GraphInfo<'g>(pub(super) &'g Graph);

/// What a graph is: the commit that made it, and how much there is of what.
#[projection::object(name = "Graph")]
impl<'g> GraphInfo<'g> {
    /// The number of the revision: 1 for the first commit, one more for each commit that changed anything.
    fn revision(&self) -> i32 {
        i32::try_from(self.0.revision().number).unwrap_or(i32::MAX)
    }

    /// When the revision was committed.
    fn committed_at(&self) -> Moment {
        Moment(self.0.revision().at)
    }

    /// Who committed it.
    fn author(&self) -> &'g str {
        &self.0.revision().author
    }

    /// What was changed, and why.
    fn message(&self) -> &'g str {
        &self.0.revision().message
    }

    /// The source whose import made the revision: what is new in it, that source says. Null where no import did.
    fn source(&self) -> Option<Source<'g>> {
        self.0.source(self.0.revision().source?).map(Source)
    }

    /// The version of that source which was imported, where that is known.
    fn source_version(&self) -> Option<&'g str> {
        self.0.revision().source_version.as_deref()
    }

    /// How many concepts of each kind there are.
    fn counts(&self) -> impl Iterator<Item = KindCount> {
        EntityKind::ALL.iter().map(|kind| KindCount { kind: *kind, count: self.0.count(*kind) })
    }

    /// How many relations of each kind there are.
    fn relation_counts(&self) -> impl Iterator<Item = RelationCount> {
        let count = |kind: &EntityRelationKind| RelationCount { kind: *kind, count: self.0.relation_count(*kind) };
        EntityRelationKind::ALL.iter().map(count)
    }
}

/// How many concepts of a kind there are.
pub(super) struct KindCount {
    kind: EntityKind,
    count: usize,
}

/// How many concepts of a kind there are.
#[projection::object]
impl KindCount {
    /// The kind.
    fn kind(&self) -> Kind {
        self.kind.into()
    }

    /// How many there are.
    fn count(&self) -> i32 {
        i32::try_from(self.count).unwrap_or(i32::MAX)
    }
}

/// How many relations of a kind there are.
pub(super) struct RelationCount {
    kind: EntityRelationKind,
    count: usize,
}

/// How many relations of a kind there are.
#[projection::object]
impl RelationCount {
    /// The kind.
    fn kind(&self) -> RelationKind {
        self.kind.into()
    }

    /// How many there are.
    fn count(&self) -> i32 {
        i32::try_from(self.count).unwrap_or(i32::MAX)
    }
}

/// A moment.
#[derive(Clone, Copy)]
pub(super) struct Moment(pub(super) OffsetDateTime);

/// A date with a time of day and an offset from UTC, as in RFC 3339: `2026-11-21T09:30:00Z`.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for Moment {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(OffsetDateTime::parse(text, &Rfc3339)?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        self.0.format(&Rfc3339).map_or(Value::Null, Value::String)
    }
}

impl Write for Moment {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        out.value(&self.0.format(&Rfc3339).map_err(|_| Stop::AskTheEngine)?)
    }
}
