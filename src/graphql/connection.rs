//! Connections as Relay has them, one definition for all: a page of a sequence, with its edges, nodes and counts.

use std::borrow::Cow;

use async_graphql::{OutputType, Result};
use projection::{Fields, direct::Write};

use super::page::{Cursor, Key, Page, Sequence, Window, encode};

/// A sequence that can be shown as a connection.
pub(super) trait Connected: Sequence {
    /// The GraphQL type at the end of each edge.
    type Node: OutputType + Write;
    /// What stands on the edges beside cursor and node.
    type EdgeFields: Fields;

    /// The name that the connection and its edges are named after, such as `Role` in `RoleConnection`.
    fn name() -> Cow<'static, str>;

    /// The concept, or whatever it is, at the end of an edge.
    fn node(&self, item: Self::Item) -> Self::Node;

    /// What stands on an edge.
    fn edge(&self, item: Self::Item) -> Self::EdgeFields;
}

/// A page of a sequence. Nothing of it is looked at before it is selected.
pub(super) struct Connection<S: Connected> {
    sequence: S,
    window: Window,
}

impl<S: Connected> Connection<S> {
    /// The page that is asked for.
    ///
    /// # Errors
    ///
    /// When the arguments of the page cannot be used.
    pub(super) fn new(sequence: S, page: &Page) -> Result<Self> {
        Ok(Self { window: page.of(&sequence)?, sequence })
    }

    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", S::name()).into()
    }
}

/// A page of a list.
#[projection::object(name_with = "Self::type_name()")]
impl<S: Connected> Connection<S> {
    /// The edges of the page, in order.
    pub(super) fn edges(&self) -> impl Iterator<Item = Edge<'_, S>> {
        self.window.items(&self.sequence).map(|item| Edge { sequence: &self.sequence, item })
    }

    /// The nodes of the page, in order: the edges without what stands on them.
    pub(super) fn nodes(&self) -> impl Iterator<Item = S::Node> {
        self.window.items(&self.sequence).map(|item| self.sequence.node(item))
    }

    /// Where the page lies in the list.
    pub(super) fn page_info(&self) -> PageInfo {
        let bounds = self.window.bounds(&self.sequence);
        let cursor = |item| encode(self.sequence.tag(), self.sequence.key(item));
        PageInfo {
            has_next_page: bounds.has_next,
            has_previous_page: bounds.has_previous,
            start_cursor: bounds.first.map(cursor),
            end_cursor: bounds.last.map(cursor),
        }
    }

    /// How many edges the whole list has, on all pages. Counted only when selected.
    pub(super) fn total_count(&self) -> i32 {
        i32::try_from(self.sequence.count()).unwrap_or(i32::MAX)
    }
}

/// A node with what belongs to its place in the list.
pub(super) struct Edge<'c, S: Connected> {
    sequence: &'c S,
    item: S::Item,
}

impl<S: Connected> Edge<'_, S> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", S::name()).into()
    }
}

/// An entry of a list.
#[projection::object(name_with = "Self::type_name()")]
impl<S: Connected> Edge<'_, S> {
    /// Names the edge in `after` and `before`. Opaque; stays valid while the edge is in the list.
    pub(super) fn cursor(&self) -> Cursor {
        encode(self.sequence.tag(), self.sequence.key(self.item))
    }

    /// What the edge leads to.
    pub(super) fn node(&self) -> S::Node {
        self.sequence.node(self.item)
    }

    #[field(include)]
    fn data(&self) -> S::EdgeFields {
        self.sequence.edge(self.item)
    }
}

/// Where a page lies in its list.
pub(super) struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<Cursor>,
    end_cursor: Option<Cursor>,
}

/// Where a page lies in its list.
#[projection::object]
impl PageInfo {
    /// Whether there are edges after the page.
    pub(super) fn has_next_page(&self) -> bool {
        self.has_next_page
    }

    /// Whether there are edges before the page.
    pub(super) fn has_previous_page(&self) -> bool {
        self.has_previous_page
    }

    /// Cursor of the first edge; null if the page is empty.
    pub(super) fn start_cursor(&self) -> Option<&Cursor> {
        self.start_cursor.as_ref()
    }

    /// Cursor of the last edge; null if the page is empty.
    pub(super) fn end_cursor(&self) -> Option<&Cursor> {
        self.end_cursor.as_ref()
    }
}

/// Nothing beside cursor and node.
pub(super) struct Plain;

impl Fields for Plain {
    fn register(
        _: &mut async_graphql::registry::Registry,
        _: &mut async_graphql::indexmap::IndexMap<String, async_graphql::registry::MetaField>,
    ) {
    }

    async fn resolve_field(
        &self,
        _: &async_graphql::Context<'_>,
    ) -> async_graphql::ServerResult<Option<async_graphql::Value>> {
        Ok(None)
    }
}

/// The key of something that is in a list for itself, not by a relation.
pub(super) const fn plain_key(id: i64) -> Key {
    Key { relation: 0, id }
}
