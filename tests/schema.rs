//! The schema: the file that is checked in, and what every type in it must have.

use std::fs;

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use skillgraph::graphql;

#[test]
fn the_schema_that_is_checked_in_is_the_current_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let checked_in = fs::read_to_string(path).unwrap_or_default();
    assert!(checked_in == graphql::sdl(), "schema.graphql is stale: run `cargo run -- schema > schema.graphql`");
}

#[test]
fn every_type_field_argument_and_enum_value_is_described() {
    let document = parse_schema(graphql::sdl()).unwrap();
    let mut missing = Vec::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let ty = ty.node;
        let name = &ty.name.node;
        if ty.description.is_none() {
            missing.push(name.to_string());
        }
        match ty.kind {
            TypeKind::Object(object) => missing.extend(undescribed(name, &object.fields)),
            TypeKind::Interface(interface) => missing.extend(undescribed(name, &interface.fields)),
            TypeKind::Enum(set) => missing.extend(
                set.values
                    .iter()
                    .filter(|value| value.node.description.is_none())
                    .map(|value| format!("{name}.{}", value.node.value.node)),
            ),
            TypeKind::InputObject(input) => missing.extend(
                input
                    .fields
                    .iter()
                    .filter(|field| field.node.description.is_none())
                    .map(|field| format!("{name}.{}", field.node.name.node)),
            ),
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn undescribed(
    ty: &str,
    fields: &[async_graphql::Positioned<async_graphql::parser::types::FieldDefinition>],
) -> Vec<String> {
    let mut missing = Vec::new();
    for field in fields {
        let name = &field.node.name.node;
        if field.node.description.is_none() {
            missing.push(format!("{ty}.{name}"));
        }
        for argument in field.node.arguments.iter().filter(|argument| argument.node.description.is_none()) {
            missing.push(format!("{ty}.{name}({})", argument.node.name.node));
        }
    }
    missing
}
