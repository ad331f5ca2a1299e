//! An operation without what can be known before it runs: fragments expanded, literal directives decided.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Value};

/// An operation, ready to be planned for given variables. It owns all that it needs of the document.
#[derive(Debug)]
pub struct Outline {
    pub(super) items: Items,
    defaults: Vec<(Name, Option<ConstValue>)>,
}

/// What is selected in one place.
pub(super) type Items = Arc<[Item]>;

/// One thing that is selected.
#[derive(Debug)]
pub(super) enum Item {
    Field(FieldItem),
    Fragment(FragmentItem),
}

#[derive(Debug)]
pub(super) struct FieldItem {
    /// The response key.
    pub(super) key: Name,
    pub(super) name: Name,
    pub(super) arguments: Arc<[(Name, Value)]>,
    pub(super) conditions: Vec<Condition>,
    pub(super) items: Items,
}

#[derive(Debug)]
pub(super) struct FragmentItem {
    /// The type that it is for; any, if none is named.
    pub(super) on: Option<Name>,
    pub(super) conditions: Vec<Condition>,
    pub(super) items: Items,
}

/// A `@skip` or `@include`.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) flag: Value,
    /// What the flag must be for the selection to stay.
    pub(super) stays_if: bool,
}

impl Outline {
    /// The outline of an operation of a document, which the engine must have found valid: fragments exist and do not
    /// contain themselves.
    pub fn new(document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let mut reader = Reader { document, fragments: HashMap::new() };
        let definitions = operation.variable_definitions.iter().map(|definition| &definition.node);
        Self {
            items: reader.items(&operation.selection_set.node),
            defaults: definitions
                .map(|definition| {
                    (definition.name.node.clone(), definition.default_value.clone().map(|value| value.node))
                })
                .collect(),
        }
    }

    /// Whether the operation declares variables, so that a plan serves only for their values.
    pub fn has_variables(&self) -> bool {
        !self.defaults.is_empty()
    }

    /// The variables as the operation sees them: those that it declares, with its defaults.
    pub(super) fn variables(&self, given: &Variables) -> HashMap<Name, ConstValue> {
        let value = |(name, default): &(Name, Option<ConstValue>)| {
            let value = given.get(name).cloned().or_else(|| default.clone())?;
            Some((name.clone(), value))
        };
        self.defaults.iter().filter_map(value).collect()
    }
}

struct Reader<'d> {
    document: &'d ExecutableDocument,
    fragments: HashMap<Name, Items>,
}

impl Reader<'_> {
    fn items(&mut self, selected: &SelectionSet) -> Items {
        selected.items.iter().filter_map(|item| self.item(&item.node)).collect()
    }

    fn item(&mut self, selection: &Selection) -> Option<Item> {
        match selection {
            Selection::Field(field) => Some(Item::Field(self.field(&field.node))),
            Selection::InlineFragment(fragment) => Some(Item::Fragment(FragmentItem {
                on: fragment.node.type_condition.as_ref().map(|condition| condition.node.on.node.clone()),
                conditions: conditions(&fragment.node.directives),
                items: self.items(&fragment.node.selection_set.node),
            })),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let definition = &self.document.fragments.get(name)?.node;
                Some(Item::Fragment(FragmentItem {
                    on: Some(definition.type_condition.node.on.node.clone()),
                    conditions: conditions(&spread.node.directives),
                    items: self.fragment(name, definition),
                }))
            }
        }
    }

    /// A fragment is read once, however often it is spread.
    fn fragment(&mut self, name: &Name, definition: &FragmentDefinition) -> Items {
        if let Some(items) = self.fragments.get(name) {
            return items.clone();
        }
        let items = self.items(&definition.selection_set.node);
        self.fragments.insert(name.clone(), items.clone());
        items
    }

    fn field(&mut self, field: &Field) -> FieldItem {
        let arguments = field.arguments.iter().map(|(name, value)| (name.node.clone(), value.node.clone()));
        FieldItem {
            key: field.response_key().node.clone(),
            name: field.name.node.clone(),
            arguments: arguments.collect(),
            conditions: conditions(&field.directives),
            items: self.items(&field.selection_set.node),
        }
    }
}

fn conditions(directives: &[Positioned<Directive>]) -> Vec<Condition> {
    let condition = |directive: &Positioned<Directive>| {
        let stays_if = match directive.node.name.node.as_str() {
            "include" => true,
            "skip" => false,
            _ => return None,
        };
        let flag = directive.node.get_argument("if")?.node.clone();
        Some(Condition { flag, stays_if })
    };
    directives.iter().filter_map(condition).collect()
}
