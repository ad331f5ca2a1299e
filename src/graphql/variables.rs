//! Whether the variables of a request fit the types that an operation declares for them.
//!
//! The engine judges document and variables together, each time anew. A document that it has once found valid needs only
//! its variables looked at, and that is done here. In doubt the answer is no, and the engine is asked.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Value, Variables,
    parser::types::{
        BaseType, InputObjectType, ServiceDocument, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
        VariableDefinition,
    },
};

/// The types that variables can have.
#[derive(Debug)]
pub(super) struct InputTypes(HashMap<String, InputType>);

#[derive(Debug)]
enum InputType {
    Enum(HashSet<String>),
    Object { fields: HashMap<String, Field>, one_of: bool },
}

#[derive(Debug)]
struct Field {
    ty: Type,
    has_default: bool,
}

impl InputTypes {
    /// The input types of a schema.
    pub(super) fn new(schema: &ServiceDocument) -> Self {
        let types = schema.definitions.iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), input_type(&ty.node)?)),
            _ => None,
        });
        Self(types.collect())
    }

    /// Whether a variable is certain to fit: given and not null, or left out where it may be.
    pub(super) fn fits(&self, definition: &VariableDefinition, variables: &Variables) -> bool {
        let ty = &definition.var_type.node;
        match variables.get(&definition.name.node) {
            // Null can stand for a variable and still not be allowed where the variable stands.
            Some(Value::Null) => false,
            Some(value) => self.is_a(ty, value),
            None => ty.nullable || definition.default_value.is_some(),
        }
    }

    fn is_a(&self, ty: &Type, value: &Value) -> bool {
        match (&ty.base, value) {
            (_, Value::Null) => ty.nullable,
            (BaseType::List(inner), Value::List(items)) => items.iter().all(|item| self.is_a(inner, item)),
            // One value for a list of one: the engine knows.
            (BaseType::List(_), _) => false,
            (BaseType::Named(name), value) => self.is_named(name, value),
        }
    }

    fn is_named(&self, name: &str, value: &Value) -> bool {
        match (name, value) {
            ("String", Value::String(_)) | ("Boolean", Value::Boolean(_)) | ("Float", Value::Number(_)) => true,
            ("Int", Value::Number(number)) => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            ("ID", Value::String(_)) => true,
            ("ID", Value::Number(number)) => number.is_i64(),
            _ => self.0.get(name).is_some_and(|ty| self.is_input(ty, value)),
        }
    }

    fn is_input(&self, ty: &InputType, value: &Value) -> bool {
        match (ty, value) {
            (InputType::Enum(words), Value::String(word)) => words.contains(word),
            (InputType::Enum(words), Value::Enum(word)) => words.contains(word.as_str()),
            (InputType::Object { fields, one_of }, Value::Object(given)) => {
                let known = given.iter().all(|(name, value)| {
                    let field = fields.get(name.as_str());
                    field.is_some_and(|field| self.is_a(&field.ty, value))
                });
                let missing = |(name, field): (&String, &Field)| {
                    !field.ty.nullable && !field.has_default && !given.contains_key(name.as_str())
                };
                match one_of {
                    true => known && given.len() == 1 && !given.values().any(|value| *value == Value::Null),
                    false => known && !fields.iter().any(missing),
                }
            }
            _ => false,
        }
    }
}

fn input_type(ty: &TypeDefinition) -> Option<InputType> {
    match &ty.kind {
        TypeKind::Enum(words) => {
            let words = words.values.iter().map(|word| word.node.value.node.to_string());
            Some(InputType::Enum(words.collect()))
        }
        TypeKind::InputObject(InputObjectType { fields }) => {
            let fields = fields.iter().map(|field| {
                let (ty, has_default) = (field.node.ty.node.clone(), field.node.default_value.is_some());
                (field.node.name.node.to_string(), Field { ty, has_default })
            });
            let one_of = ty.directives.iter().any(|directive| directive.node.name.node == "oneOf");
            Some(InputType::Object { fields: fields.collect(), one_of })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::{parse_query, parse_schema};
    use serde_json::{Value as Json, json};

    use super::*;

    const SCHEMA: &str =
        "type Query { a: Int } enum Word { A B } input Range { least: Int!, most: Int = 3, of: [Word!] }
        input One @oneOf { id: ID, slug: String }";

    fn fits(ty: &str, variables: Json) -> bool {
        let types = InputTypes::new(&parse_schema(SCHEMA).unwrap());
        let document = parse_query(format!("query($v: {ty}) {{ a }}")).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        types.fits(&operation.node.variable_definitions[0].node, &Variables::from_json(variables))
    }

    #[test]
    fn values_of_their_types_fit() {
        for (ty, value) in [
            ("Int!", json!(2_147_483_647)),
            ("Float", json!(1)),
            ("ID!", json!("x")),
            ("[String!]!", json!(["a", "b"])),
            ("[Int]", json!([1, null])),
            ("Word", json!("A")),
            ("Range", json!({ "least": 1, "of": ["A", "B"] })),
            ("One!", json!({ "slug": "x" })),
        ] {
            assert!(fits(ty, json!({ "v": value })), "{ty} {value}");
        }
        assert!(fits("Int", json!({})));
        assert!(fits("Int! = 3", json!({})));
    }

    #[test]
    fn whatever_is_not_certain_to_fit_does_not() {
        for (ty, value) in [
            ("Int!", json!(2_147_483_648_i64)),
            ("Int", json!(1.5)),
            ("Int", json!(null)),
            ("[Int!]", json!([null])),
            ("[Int]", json!(1)),
            ("Word", json!("C")),
            ("Range", json!({ "most": 1 })),
            ("Range", json!({ "least": 1, "other": 1 })),
            ("One!", json!({ "slug": "x", "id": "y" })),
            ("One!", json!({ "slug": null })),
            ("DateTime", json!("2026-11-21T00:00:00Z")),
        ] {
            assert!(!fits(ty, json!({ "v": value })), "{ty} {value}");
        }
        assert!(!fits("Int!", json!({})));
    }
}
