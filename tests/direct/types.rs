//! The schema, as far as whoever writes operations must know it. It is read from its own text.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{
            BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
        },
    },
};
use skillgraph::graphql;

/// The types of the schema by name.
pub(super) struct Types {
    pub(super) composites: BTreeMap<String, Composite>,
    pub(super) inputs: BTreeMap<String, Input>,
    pub(super) enums: BTreeMap<String, Vec<String>>,
}

/// An object type or an interface.
#[derive(Default)]
pub(super) struct Composite {
    pub(super) fields: Vec<Field>,
    /// The object types that it can be.
    possible: BTreeSet<String>,
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) arguments: Vec<Argument>,
}

/// An argument, or a field of an input object.
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) has_default: bool,
}

pub(super) struct Input {
    pub(super) fields: Vec<Argument>,
    /// Whether exactly one of the fields must be given.
    pub(super) one_of: bool,
}

/// The name at the heart of a type.
pub(super) fn named(ty: &BaseType) -> &str {
    match ty {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(&inner.base),
    }
}

impl Types {
    pub(super) fn of_schema() -> Self {
        let mut types = Self { composites: BTreeMap::new(), inputs: BTreeMap::new(), enums: BTreeMap::new() };
        for definition in parse_schema(graphql::sdl()).unwrap().definitions {
            if let TypeSystemDefinition::Type(ty) = definition {
                types.add(ty.node);
            }
        }
        types
    }

    fn add(&mut self, ty: TypeDefinition) {
        let name = ty.name.node.to_string();
        match ty.kind {
            TypeKind::Object(object) => {
                let interfaces = object.implements.iter().map(|interface| interface.node.to_string());
                for can_be in interfaces.chain([name.clone()]) {
                    self.composites.entry(can_be).or_default().possible.insert(name.clone());
                }
                self.composites.entry(name).or_default().fields = object.fields.iter().map(field).collect();
            }
            TypeKind::Interface(interface) => {
                self.composites.entry(name).or_default().fields = interface.fields.iter().map(field).collect();
            }
            TypeKind::InputObject(input) => {
                let one_of = ty.directives.iter().any(|directive| directive.node.name.node == "oneOf");
                self.inputs.insert(name, Input { fields: input.fields.iter().map(argument).collect(), one_of });
            }
            TypeKind::Enum(words) => {
                let words = words.values.iter().map(|word| word.node.value.node.to_string());
                self.enums.insert(name, words.collect());
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }

    /// The types that can stand in a fragment where a type stands: some object is both.
    pub(super) fn kin(&self, ty: &str) -> Vec<&str> {
        let possible = &self.composites[ty].possible;
        let kin = self.composites.iter().filter(|(_, other)| !other.possible.is_disjoint(possible));
        kin.map(|(name, _)| name.as_str()).collect()
    }

    /// A field of a type; none for `__typename` and introspection.
    pub(super) fn field(&self, ty: &str, name: &str) -> Option<&Field> {
        self.composites.get(ty)?.fields.iter().find(|field| field.name == name)
    }
}

fn field(field: &Positioned<FieldDefinition>) -> Field {
    Field {
        name: field.node.name.node.to_string(),
        ty: field.node.ty.node.clone(),
        arguments: field.node.arguments.iter().map(argument).collect(),
    }
}

fn argument(argument: &Positioned<InputValueDefinition>) -> Argument {
    Argument {
        name: argument.node.name.node.to_string(),
        ty: argument.node.ty.node.clone(),
        has_default: argument.node.default_value.is_some(),
    }
}

impl Types {
    /// An argument by which a field of an input object can be given: that which takes the object, or one around it.
    pub(super) fn argument_for(&self, field: &str) -> Option<String> {
        let (input, _) = field.split_once('.')?;
        self.inputs.contains_key(input).then(|| self.argument_of_type(input)).flatten()
    }

    fn argument_of_type(&self, input: &str) -> Option<String> {
        let takes = |argument: &Argument| named(&argument.ty.base) == input;
        let direct = self.composites.iter().find_map(|(ty, composite)| {
            let argument =
                |field: &Field| Some((field.name.clone(), field.arguments.iter().find(|one| takes(one))?.name.clone()));
            let (field, argument) = composite.fields.iter().find_map(argument)?;
            Some(format!("{ty}.{field}({argument})"))
        });
        direct.or_else(|| {
            let around = self.inputs.iter().find(|(name, around)| *name != input && around.fields.iter().any(takes))?;
            self.argument_of_type(around.0)
        })
    }
}
