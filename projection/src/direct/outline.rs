//! An operation without what can be known before it runs: fragments expanded, literal directives decided.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Value};

use super::Stop;

/// An operation, ready to be planned. It owns all that it needs of the document.
#[derive(Debug)]
pub struct Outline {
    pub(super) items: Items,
    /// The variables by which `@skip` and `@include` decide.
    pub(super) flags: Vec<Name>,
    defaults: Vec<(Name, Option<ConstValue>)>,
}

/// The variables of a request as the operation sees them: those that it declares, with its defaults.
#[derive(Debug, Default)]
pub struct Values(HashMap<Name, ConstValue>);

impl Values {
    /// How many bytes their texts have.
    pub fn text_bytes(&self) -> usize {
        self.0.values().map(text_bytes).sum()
    }

    /// A value with its variables filled in; nothing for a variable that was left out.
    pub(super) fn resolve(&self, value: &Value) -> Option<ConstValue> {
        match value {
            Value::Variable(name) => self.0.get(name).cloned(),
            Value::List(items) => Some(ConstValue::List(
                items.iter().map(|item| self.resolve(item).unwrap_or(ConstValue::Null)).collect(),
            )),
            Value::Object(fields) => Some(ConstValue::Object(
                fields.iter().filter_map(|(name, value)| Some((name.clone(), self.resolve(value)?))).collect(),
            )),
            constant => constant.clone().into_const(),
        }
    }
}

fn text_bytes(value: &ConstValue) -> usize {
    match value {
        ConstValue::String(text) => text.len(),
        ConstValue::List(items) => items.iter().map(text_bytes).sum(),
        ConstValue::Object(fields) => fields.values().map(text_bytes).sum(),
        _ => 0,
    }
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
    /// Whether the arguments are the same whatever the variables are.
    pub(super) is_constant: bool,
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
    pub(super) flag: Flag,
    /// What the flag must be for the selection to stay.
    pub(super) stays_if: bool,
}

/// What a condition decides by.
#[derive(Debug)]
pub(super) enum Flag {
    Literal(bool),
    /// The place of a variable among the flags of the outline.
    Variable(usize),
}

impl Outline {
    /// The outline of an operation of a document, which the engine must have found valid: fragments exist and do not
    /// contain themselves.
    pub fn new(document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let mut reader = Reader { document, fragments: HashMap::new(), flags: Vec::new() };
        let definitions = operation.variable_definitions.iter().map(|definition| &definition.node);
        Self {
            items: reader.items(&operation.selection_set.node),
            flags: reader.flags,
            defaults: definitions
                .map(|definition| {
                    (definition.name.node.clone(), definition.default_value.clone().map(|value| value.node))
                })
                .collect(),
        }
    }

    /// Whether the operation declares variables.
    pub fn has_variables(&self) -> bool {
        !self.defaults.is_empty()
    }

    /// The variables of a request as the operation sees them.
    pub fn values(&self, given: &Variables) -> Values {
        let value = |(name, default): &(Name, Option<ConstValue>)| {
            let value = given.get(name).cloned().or_else(|| default.clone())?;
            Some((name.clone(), value))
        };
        Values(self.defaults.iter().filter_map(value).collect())
    }

    /// What the variables decide by which parts of the operation stay: operations with the same flags have one plan.
    ///
    /// # Errors
    ///
    /// When a variable is missing or no Boolean: the engine knows how to say so.
    pub fn flags(&self, values: &Values) -> Result<Vec<bool>, Stop> {
        let flag = |name| match values.0.get(name) {
            Some(ConstValue::Boolean(flag)) => Ok(*flag),
            _ => Err(Stop::AskTheEngine),
        };
        self.flags.iter().map(flag).collect()
    }
}

struct Reader<'d> {
    document: &'d ExecutableDocument,
    fragments: HashMap<Name, Items>,
    flags: Vec<Name>,
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
                conditions: self.conditions(&fragment.node.directives),
                items: self.items(&fragment.node.selection_set.node),
            })),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let definition = &self.document.fragments.get(name)?.node;
                Some(Item::Fragment(FragmentItem {
                    on: Some(definition.type_condition.node.on.node.clone()),
                    conditions: self.conditions(&spread.node.directives),
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
        let is_constant = field.arguments.iter().all(|(_, value)| value.node.clone().into_const().is_some());
        FieldItem {
            is_constant,
            key: field.response_key().node.clone(),
            name: field.name.node.clone(),
            arguments: arguments.collect(),
            conditions: self.conditions(&field.directives),
            items: self.items(&field.selection_set.node),
        }
    }

    fn conditions(&mut self, directives: &[Positioned<Directive>]) -> Vec<Condition> {
        directives.iter().filter_map(|directive| self.condition(&directive.node)).collect()
    }

    fn condition(&mut self, directive: &Directive) -> Option<Condition> {
        let stays_if = match directive.name.node.as_str() {
            "include" => true,
            "skip" => false,
            _ => return None,
        };
        let flag = match &directive.get_argument("if")?.node {
            Value::Boolean(flag) => Flag::Literal(*flag),
            Value::Variable(name) => Flag::Variable(self.flag(name)),
            _ => return None,
        };
        Some(Condition { flag, stays_if })
    }

    /// The place of a variable among the flags.
    fn flag(&mut self, name: &Name) -> usize {
        self.flags.iter().position(|known| known == name).unwrap_or_else(|| {
            self.flags.push(name.clone());
            self.flags.len() - 1
        })
    }
}
