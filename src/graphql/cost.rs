//! What an operation costs: known before it is executed, from the document and the variables alone.
//!
//! Each field costs 1. What is selected of the items of a list costs as many times as there can be items:
//!
//! * in a connection, what is selected below `nodes` and `edges`: as many as `first` or `last` says, else 20;
//! * in a list of objects with an argument `first`, `last` or `limit`: as many as that says;
//! * in one that is given a list, such as `nodes(ids:)`: as many as that list has, but 10 at least;
//! * in any other list of objects: 10.
//!
//! To ask about the schema by `__schema` costs 1,000, by `__type` 100.
//!
//! So the cost is about how many fields the answer can have. Both branches of `@skip` and `@include` count, and so do the
//! fragments for all types.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        BaseType, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
        ServiceDocument, TypeKind, TypeSystemDefinition, VariableDefinition,
    },
};
use async_graphql_value::{ConstValue, Value};

use super::page::{DEFAULT_PAGE, MAX_PAGE};

/// How many items a list is taken to have if nothing says how many.
const ITEMS: u64 = 10;
/// How many items a page has if nothing says how many, and how many it can have: larger ones are refused later.
const PAGE: u64 = DEFAULT_PAGE as u64;
const LARGEST_PAGE: u64 = MAX_PAGE as u64;
/// The arguments that say how many items there are.
const SIZES: [&str; 3] = ["first", "last", "limit"];
/// What it costs to ask about the schema, whatever is asked.
const INTROSPECTION: [(&str, u64); 2] = [("__schema", 1_000), ("__type", 100)];
/// The fields of a connection that stand for each item.
const EACH: [&str; 2] = ["nodes", "edges"];

/// What is known of the fields of a schema.
#[derive(Debug, Default)]
pub(super) struct CostTypes {
    types: HashMap<String, HashMap<String, Kind>>,
    query: String,
}

/// What a field of objects leads to.
#[derive(Clone, Debug)]
struct Kind {
    ty: String,
    is_list: bool,
    is_connection: bool,
}

impl CostTypes {
    /// The fields of a schema.
    pub(super) fn new(schema: &ServiceDocument) -> Self {
        let types = schema.definitions.iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some(&ty.node),
            _ => None,
        });
        let types = types.filter_map(|ty| {
            let fields = match &ty.kind {
                TypeKind::Object(object) => &object.fields,
                TypeKind::Interface(interface) => &interface.fields,
                _ => return None,
            };
            let fields = fields.iter().map(|field| (field.node.name.node.to_string(), kind(&field.node.ty.node.base)));
            Some((ty.name.node.to_string(), fields.collect()))
        });
        Self { types: types.collect(), query: "Query".to_owned() }
    }

    /// What an operation costs. The document must be small with its fragments put in place, and not contain itself.
    pub(super) fn cost(&self, document: &ExecutableDocument, operation: &OperationDefinition) -> Cost {
        let reader = Reader { types: self, document, operation };
        let ty = if operation.ty == OperationType::Query { self.query.as_str() } else { "" };
        reader.selections(&operation.selection_set.node, Some(ty), &Size::Known(1))
    }
}

fn kind(ty: &BaseType) -> Kind {
    match ty {
        BaseType::Named(name) => {
            Kind { ty: name.to_string(), is_list: false, is_connection: name.ends_with("Connection") }
        }
        BaseType::List(inner) => Kind { is_list: true, ..kind(&inner.base) },
    }
}

/// A cost that may depend on variables: a sum of a number and of products of sizes and costs.
#[derive(Debug, Default)]
pub(super) struct Cost {
    known: u64,
    terms: Vec<(Size, Cost)>,
}

/// How many items there are.
#[derive(Clone, Debug)]
enum Size {
    Known(u64),
    /// As many as a variable says, by its number or its length.
    Variable {
        name: Name,
        otherwise: u64,
        range: Range,
    },
}

/// The least and the most items there can be, whatever is said.
type Range = (u64, u64);

impl Cost {
    /// The cost with these variables.
    pub(super) fn with(&self, variables: &Variables) -> u64 {
        self.terms.iter().fold(self.known, |sum, (size, cost)| {
            sum.saturating_add(size.with(variables).saturating_mul(cost.with(variables)))
        })
    }

    fn add(&mut self, size: &Size, cost: Self) {
        match size {
            Size::Known(size) if cost.terms.is_empty() => {
                self.known = self.known.saturating_add(size.saturating_mul(cost.known));
            }
            Size::Known(1) => {
                self.known = self.known.saturating_add(cost.known);
                self.terms.extend(cost.terms);
            }
            size => self.terms.push((size.clone(), cost)),
        }
    }
}

impl Size {
    fn with(&self, variables: &Variables) -> u64 {
        match self {
            Self::Known(size) => *size,
            Self::Variable { name, otherwise, range: (least, most) } => {
                variables.get(name).and_then(count).map_or(*otherwise, |count| count.clamp(*least, *most))
            }
        }
    }
}

/// How many items a value speaks of. A number below zero is refused later, and costs nothing here.
fn count(value: &ConstValue) -> Option<u64> {
    match value {
        ConstValue::Number(number) => Some(number.as_i64().map_or(u64::MAX, |number| number.max(0).unsigned_abs())),
        ConstValue::List(items) => Some(items.len() as u64),
        ConstValue::Null => None,
        _ => Some(1),
    }
}

struct Reader<'d> {
    types: &'d CostTypes,
    document: &'d ExecutableDocument,
    operation: &'d OperationDefinition,
}

impl Reader<'_> {
    /// The cost of selections of a type; `page` is how many items it has, if it is a connection.
    fn selections(&self, set: &SelectionSet, ty: Option<&str>, page: &Size) -> Cost {
        let mut sum = Cost::default();
        for item in &set.items {
            let cost = match &item.node {
                Selection::Field(field) => self.field(&field.node, ty, page),
                Selection::InlineFragment(Positioned { node: inline, .. }) => {
                    let on = inline.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                    self.selections(&inline.selection_set.node, on.or(ty), page)
                }
                Selection::FragmentSpread(spread) => match self.document.fragments.get(&spread.node.fragment_name.node)
                {
                    Some(Positioned { node: fragment, .. }) => {
                        let on = fragment.type_condition.node.on.node.as_str();
                        self.selections(&fragment.selection_set.node, Some(on), page)
                    }
                    None => continue,
                },
            };
            sum.add(&Size::Known(1), cost);
        }
        sum
    }

    fn field(&self, field: &Field, ty: Option<&str>, page: &Size) -> Cost {
        let name = field.name.node.as_str();
        if let Some((_, known)) = INTROSPECTION.iter().find(|(introspection, _)| *introspection == name) {
            return Cost { known: *known, terms: Vec::new() };
        }
        let mut cost = Cost { known: 1, terms: Vec::new() };
        if field.selection_set.node.items.is_empty() {
            return cost;
        }
        let kind = ty.and_then(|ty| self.types.types.get(ty)).and_then(|fields| fields.get(name));
        let (below, times) = match kind {
            Some(kind) if kind.is_connection => (self.size(field, PAGE, (0, LARGEST_PAGE)), Size::Known(1)),
            Some(kind) if kind.is_list && EACH.contains(&name) && is_connection(ty) => (Size::Known(1), page.clone()),
            Some(kind) if kind.is_list => (Size::Known(1), self.size(field, ITEMS, (0, u64::MAX))),
            _ => (Size::Known(1), Size::Known(1)),
        };
        let ty = kind.map(|kind| kind.ty.as_str());
        cost.add(&times, self.selections(&field.selection_set.node, ty, &below));
        cost
    }

    /// How many items the arguments of a field ask for.
    fn size(&self, field: &Field, otherwise: u64, range: Range) -> Size {
        let mut arguments = field.arguments.iter();
        let said = arguments.find(|(name, value)| SIZES.contains(&name.node.as_str()) && value.node != Value::Null);
        let (value, range) = match said {
            Some((_, value)) => (value, range),
            // A list that is given may only filter.
            None => match field.arguments.iter().find(|(_, value)| self.is_list(&value.node)) {
                Some((_, value)) => (value, (otherwise, range.1)),
                None => return Size::Known(otherwise),
            },
        };
        match &value.node {
            Value::Variable(name) => {
                let default = self.definition(name).and_then(|variable| variable.default_value.as_ref());
                let default = default.and_then(|value| count(&value.node)).map(|size| size.clamp(range.0, range.1));
                Size::Variable { name: name.clone(), otherwise: default.unwrap_or(otherwise), range }
            }
            Value::List(items) => Size::Known((items.len() as u64).clamp(range.0, range.1)),
            value => {
                let size = value.clone().into_const().as_ref().and_then(count);
                Size::Known(size.map_or(otherwise, |size| size.clamp(range.0, range.1)))
            }
        }
    }

    fn definition(&self, name: &Name) -> Option<&VariableDefinition> {
        let mut definitions = self.operation.variable_definitions.iter().map(|definition| &definition.node);
        definitions.find(|definition| definition.name.node == *name)
    }

    fn is_list(&self, value: &Value) -> bool {
        match value {
            Value::List(_) => true,
            Value::Variable(name) => {
                let definition = self.definition(name);
                definition.is_some_and(|variable| matches!(variable.var_type.node.base, BaseType::List(_)))
            }
            _ => false,
        }
    }
}

fn is_connection(ty: Option<&str>) -> bool {
    ty.is_some_and(|ty| ty.ends_with("Connection"))
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::{parse_query, parse_schema};
    use serde_json::json;

    use super::*;
    use crate::graphql::sdl;

    fn cost(query: &str, variables: serde_json::Value) -> u64 {
        let types = CostTypes::new(&parse_schema(sdl()).unwrap());
        let document = parse_query(query).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        types.cost(&document, &operation.node).with(&Variables::from_json(variables))
    }

    #[test]
    fn a_field_costs_one_and_items_of_a_page_as_often_as_there_can_be_some() {
        for (query, expected) in [
            ("{ graph { revision } }", 2),
            ("{ roles { totalCount } }", 2),
            ("{ roles { nodes { slug } } }", 2 + 20),
            ("{ roles(first: 5) { totalCount nodes { slug } } }", 3 + 5),
            ("{ roles(last: 5) { edges { node { slug kind } } } }", 2 + 5 * 3),
            ("{ roles(first: 5) { nodes { requirements(first: 3) { nodes { slug } } } } }", 2 + 5 * (2 + 3)),
            ("{ roles(first: 5) { ...f } } fragment f on RoleConnection { nodes { slug } }", 2 + 5),
            ("{ roles(first: 100000) { nodes { slug } } }", 2 + 100),
            ("{ roles(first: -7) { nodes { slug } } }", 2),
            (r#"{ nodes(ids: ["a"]) { id } }"#, 1 + 10),
            ("{ graph { counts { kind count } } }", 2 + 10 * 2),
            ("{ a: graph { revision } b: graph { revision } }", 4),
            ("{ nowhere { at { all } } }", 3),
        ] {
            assert_eq!(cost(query, json!({})), expected, "{query}");
        }
    }

    #[test]
    fn sizes_come_from_variables_too() {
        let query = "query ($n: Int = 7, $m: Int) {
            roles(first: $n) { nodes { requirements(first: $m) { nodes { slug } } } }
        }";
        for (variables, expected) in [
            (json!({}), 2 + 7 * (2 + 20)),
            (json!({ "n": 2 }), 2 + 2 * (2 + 20)),
            (json!({ "n": 2, "m": 3 }), 2 + 2 * (2 + 3)),
            (json!({ "n": 1_000_000, "m": 3 }), 2 + 100 * (2 + 3)),
            (json!({ "n": null, "m": -1 }), 2 + 7 * 2),
            (json!({ "n": "x" }), 2 + 22),
        ] {
            assert_eq!(cost(query, variables.clone()), expected, "{variables}");
        }
        let ids = (0..30).map(|id| id.to_string()).collect::<Vec<_>>();
        assert_eq!(cost("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })), 31);
    }
}
