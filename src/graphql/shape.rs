//! What a document looks like once its fragments are put in place, found without putting them there.
//!
//! A few fragments that spread each other can stand for more selections than there are atoms. Each fragment is counted
//! once here and its numbers are used wherever it is spread, so that nothing which walks the document is given one that
//! it cannot walk.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Response, ServerError,
    parser::types::{Directive, ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet},
};
use async_graphql_value::Value;

use super::{
    error::{ErrorCode, coded},
    limits::{Exceeded, Limits, within},
};

/// How deep introspection can go: GraphiQL's goes to 13.
const INTROSPECTION_DEPTH: usize = 15;

/// Refuses a document that is larger than a document can be, or that contains itself.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Box<Response>> {
    let operations = document.operations.iter().count();
    within(operations, limits.operations, "operations", "the document has more than {} operations")?;
    Surface::default().check(document, limits)?;
    let mut counter = Counter { document, known: HashMap::new() };
    for name in document.fragments.keys() {
        let size = counter.fragment(name)?;
        within_selections(&size, limits)?;
    }
    for (_, operation) in document.operations.iter() {
        let size = counter.selections(&operation.node.selection_set.node)?;
        within_selections(&size, limits)?;
        let (depth, introspection) = (limits.depth, INTROSPECTION_DEPTH);
        within(size.depth, depth, "depth", "selections nest more than {} deep")?;
        within(size.introspection_depth, introspection, "depth", "introspection nests more than {} deep")?;
        within(size.fields, limits.root_fields, "rootFields", "an operation has more than {} fields at its root")?;
    }
    Ok(())
}

fn within_selections(size: &Size, limits: &Limits) -> Result<(), Box<Exceeded>> {
    let what = "an operation has more than {} selections once its fragments are put in place";
    within(size.selections, limits.selections, "selections", what)
        .map_err(|exceeded| exceeded.coded(ErrorCode::MaxRecursiveSelectionsExceeded))
}

/// Whether a document asks about the schema.
pub(super) fn introspects(document: &ExecutableDocument) -> bool {
    selects(document, &|name| is_introspection(name))
}

/// Whether a document has a field of which something holds, wherever it is.
pub(super) fn selects(document: &ExecutableDocument, holds: &impl Fn(&str) -> bool) -> bool {
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    operations.chain(fragments).any(|set| has_field(set, holds))
}

fn has_field(set: &SelectionSet, holds: &impl Fn(&str) -> bool) -> bool {
    set.items.iter().any(|item| match &item.node {
        Selection::Field(field) => holds(&field.node.name.node) || has_field(&field.node.selection_set.node, holds),
        Selection::InlineFragment(inline) => has_field(&inline.node.selection_set.node, holds),
        Selection::FragmentSpread(_) => false,
    })
}

fn is_introspection(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

// ---- with fragments put in place ------------------------------------------------------------------------------------

/// How large a set of selections is, with fragments put in place.
#[derive(Clone, Copy, Default)]
struct Size {
    selections: usize,
    /// Fields of the set itself.
    fields: usize,
    depth: usize,
    introspection_depth: usize,
}

impl Size {
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.fields = self.fields.saturating_add(other.fields);
        self.depth = self.depth.max(other.depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
    }
}

struct Counter<'d> {
    document: &'d ExecutableDocument,
    /// Nothing while a fragment is being counted: then it contains itself.
    known: HashMap<&'d Name, Option<Size>>,
}

impl<'d> Counter<'d> {
    fn fragment(&mut self, name: &'d Name) -> Result<Size, Box<Response>> {
        match self.known.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(contains_itself(name)),
            None => {}
        }
        // A fragment that is not there: validation says so.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(Size::default()) };
        self.known.insert(name, None);
        let size = self.selections(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(size));
        Ok(size)
    }

    fn selections(&mut self, set: &'d SelectionSet) -> Result<Size, Box<Response>> {
        let mut size = Size::default();
        for item in &set.items {
            size.add(match &item.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            });
            size.selections = size.selections.saturating_add(1);
        }
        Ok(size)
    }

    fn field(&mut self, field: &'d Field) -> Result<Size, Box<Response>> {
        let below = self.selections(&field.selection_set.node)?;
        let (depth, introspection_depth) = match is_introspection(&field.name.node) {
            true => (1, below.depth.max(below.introspection_depth) + 1),
            false if below.introspection_depth > 0 => (below.depth + 1, below.introspection_depth + 1),
            false => (below.depth + 1, 0),
        };
        Ok(Size { selections: below.selections, fields: 1, depth, introspection_depth })
    }
}

fn contains_itself(name: &Name) -> Box<Response> {
    let error = ServerError::new(format!("The fragment \"{name}\" contains itself"), None);
    Box::new(Response::from_errors(vec![coded(error, ErrorCode::ValidationFailed)]))
}

// ---- as it is written -----------------------------------------------------------------------------------------------

/// What is counted in a document as it is written.
#[derive(Default)]
struct Surface {
    aliases: usize,
    directives: usize,
    directives_in_one_place: usize,
    list_items: usize,
    text_chars: usize,
}

impl Surface {
    fn check(mut self, document: &ExecutableDocument, limits: &Limits) -> Result<(), Box<Exceeded>> {
        for (_, Positioned { node: operation, .. }) in document.operations.iter() {
            self.directives(&operation.directives);
            for Positioned { node: variable, .. } in &operation.variable_definitions {
                self.directives(&variable.directives);
                if let Some(default) = &variable.default_value {
                    self.value(&default.node.clone().into_value());
                }
            }
            self.selections(&operation.selection_set.node);
        }
        for Positioned { node: FragmentDefinition { directives, selection_set, .. }, .. } in document.fragments.values()
        {
            self.directives(directives);
            self.selections(&selection_set.node);
        }
        let in_one_place = limits.directives_in_one_place;
        within(self.aliases, limits.aliases, "aliases", "the document has more than {} aliases")?;
        within(self.directives, limits.directives, "directives", "the document has more than {} directives")?;
        within(
            self.directives_in_one_place,
            in_one_place,
            "directivesInOnePlace",
            "one place has more than {} directives",
        )?;
        within(self.list_items, limits.list_items, "listItems", "a list in the document has more than {} items")?;
        within(self.text_chars, limits.text_chars, "textChars", "a text in the document has more than {} characters")
    }

    fn selections(&mut self, set: &SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(Positioned { node: field, .. }) => {
                    self.aliases += usize::from(field.alias.is_some());
                    self.directives(&field.directives);
                    field.arguments.iter().for_each(|(_, value)| self.value(&value.node));
                    self.selections(&field.selection_set.node);
                }
                Selection::InlineFragment(Positioned { node: inline, .. }) => {
                    self.directives(&inline.directives);
                    self.selections(&inline.selection_set.node);
                }
                Selection::FragmentSpread(spread) => self.directives(&spread.node.directives),
            }
        }
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        self.directives += directives.len();
        self.directives_in_one_place = self.directives_in_one_place.max(directives.len());
        let arguments = directives.iter().flat_map(|directive| &directive.node.arguments);
        arguments.for_each(|(_, value)| self.value(&value.node));
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::List(items) => {
                self.list_items = self.list_items.max(items.len());
                items.iter().for_each(|item| self.value(item));
            }
            Value::Object(fields) => fields.values().for_each(|value| self.value(value)),
            // Bytes first: nearly no text needs to be counted.
            Value::String(text) if text.len() > self.text_chars => {
                self.text_chars = self.text_chars.max(text.chars().count());
            }
            _ => {}
        }
    }
}
