//! What must be known of the schema's types while answering, read once from the schema itself.

use std::sync::Arc;

use async_graphql::parser::{
    parse_schema,
    types::{ServiceDocument, TypeKind, TypeSystemDefinition},
};
use projection::direct::Implementations;

use super::{cost::CostTypes, sdl, variables::InputTypes};

/// The types of the schema.
pub(super) struct Types {
    /// Which interfaces each object type implements.
    pub(super) implementations: Arc<Implementations>,
    /// The types that variables can have.
    pub(super) inputs: InputTypes,
    /// What fields lead to, by which operations are priced.
    pub(super) costs: CostTypes,
}

impl Types {
    /// The types of our own schema.
    pub(super) fn new() -> Self {
        let document = parse_schema(sdl()).expect("the schema that the engine prints is one that it reads");
        Self {
            implementations: Arc::new(implementations(&document)),
            inputs: InputTypes::new(&document),
            costs: CostTypes::new(&document),
        }
    }
}

fn implementations(document: &ServiceDocument) -> Implementations {
    let types = document.definitions.iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) => Some(&ty.node),
        _ => None,
    });
    let objects = types.filter_map(|ty| match &ty.kind {
        TypeKind::Object(object) => {
            let interfaces = object.implements.iter().map(|interface| interface.node.to_string());
            Some((ty.name.node.to_string(), interfaces.collect()))
        }
        _ => None,
    });
    objects.collect()
}
