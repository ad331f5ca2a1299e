//! What does generated code call? Everything that is the same for all types is here, so that the code written for each
//! type stays small. Not for use by hand: it changes with the macros.

use std::any::{Any, type_name};

pub use async_graphql::{
    ContainerType, Context, ContextSelectionSet, InterfaceType, ObjectType, OutputType, Positioned, ServerResult,
    Value,
    indexmap::IndexMap,
    parser::types::Field,
    registry::{MetaField, Registry},
    resolver_utils::{Fields as Selected, resolve_container},
};
use async_graphql::{
    Error, InputType, ServerError,
    indexmap::IndexSet,
    registry::{Deprecation, MetaInputValue, MetaType, MetaTypeId, ObjectBuilder},
};

use crate::Fields;
pub use crate::direct::write_object;

/// Fields by name, in the order of the schema.
pub type FieldMap = IndexMap<String, MetaField>;

/// Arguments by name, in the order of the schema.
pub type ArgumentMap = IndexMap<String, MetaInputValue>;

/// Declares a field and returns it for what else is to be said about it.
///
/// It takes the place of an included field of its name.
pub fn field<'f, T: OutputType>(
    registry: &mut Registry,
    fields: &'f mut FieldMap,
    name: &str,
    description: &str,
) -> &'f mut MetaField {
    let mut field = MetaField::new(name, T::create_type_info(registry));
    field.description = Some(description.to_owned());
    let (index, _) = fields.insert_full(name.to_owned(), field);
    &mut fields[index]
}

/// Declares an argument of a field.
pub fn argument<T: InputType>(
    registry: &mut Registry,
    arguments: &mut ArgumentMap,
    name: &str,
    description: &str,
    default: Option<fn() -> T>,
) {
    let mut argument = MetaInputValue::new(name, T::create_type_info(registry));
    argument.description = Some(description.to_owned());
    argument.default_value = default.map(|default| default().to_value().to_string());
    arguments.insert(name.to_owned(), argument);
}

/// Marks a field as deprecated.
pub fn deprecate(field: &mut MetaField, reason: &str) {
    field.deprecation = Deprecation::Deprecated { reason: Some(reason.to_owned()) };
}

/// Declares all fields of `T`, except those that the type has already: when a field is resolved, too, the type's own
/// fields come first, then what it includes, in order.
pub fn include<T: Fields>(registry: &mut Registry, fields: &mut FieldMap) {
    let mut included = FieldMap::new();
    T::register(registry, &mut included);
    for (name, field) in included {
        fields.entry(name).or_insert(field);
    }
}

/// Registers an object type and returns its qualified name.
pub fn object<T: OutputType + Fields>(registry: &mut Registry, description: &str) -> String {
    registry.create_output_type::<T, _>(MetaTypeId::Object, |registry| {
        let mut fields = FieldMap::new();
        T::register(registry, &mut fields);
        ObjectBuilder::new(T::type_name(), fields)
            .description(Some(description.to_owned()))
            .rust_typename(type_name::<T>())
            .build()
    })
}

/// Registers an object type as a variant of the interfaces and returns its name.
pub fn variant<T: ObjectType>(registry: &mut Registry, interfaces: &[&str]) -> String {
    T::create_type_info(registry);
    let name = T::type_name();
    for interface in interfaces {
        registry.add_implements(&name, interface);
    }
    name.into_owned()
}

/// What [`variant`] is for one object type.
pub type Variant = fn(&mut Registry, &[&str]) -> String;

/// Registers an interface with its variants and returns its qualified name. `interfaces` names the interface itself,
/// then those it implements.
pub fn interface<T: OutputType + Fields>(
    registry: &mut Registry,
    description: &str,
    interfaces: &[&str],
    variants: &[Variant],
) -> String {
    registry.create_output_type::<T, _>(MetaTypeId::Interface, |registry| {
        let possible_types = variants.iter().map(|variant| variant(registry, interfaces)).collect();
        for implemented in interfaces.iter().skip(1) {
            registry.add_implements(&T::type_name(), implemented);
        }
        let mut fields = FieldMap::new();
        T::register(registry, &mut fields);
        interface_type(&T::type_name(), description, fields, possible_types, type_name::<T>())
    })
}

fn interface_type(
    name: &str,
    description: &str,
    fields: FieldMap,
    possible_types: IndexSet<String>,
    rust_typename: &'static str,
) -> MetaType {
    MetaType::Interface {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        fields,
        possible_types,
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(rust_typename),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// The value of an argument of the field that is being resolved.
pub fn parameter<T: InputType>(ctx: &Context<'_>, name: &str, default: Option<fn() -> T>) -> ServerResult<T> {
    ctx.param_value(name, default).map(|(_, value)| value).map_err(|error| ctx.set_error_path(error))
}

/// What comes with the request.
pub fn data<'c, T: Any + Send + Sync>(ctx: &Context<'c>) -> ServerResult<&'c T> {
    ctx.data::<T>().map_err(|error| ctx.set_error_path(error.into_server_error(ctx.item.pos)))
}

/// The outcome of a method, its error located at the field that is being resolved.
pub fn located<T, E: Into<Error>>(ctx: &Context<'_>, outcome: Result<T, E>) -> ServerResult<T> {
    outcome.map_err(|error| ctx.set_error_path(error.into().into_server_error(ctx.item.pos)))
}

/// Resolves the selected parts of a field's value.
pub async fn resolve<T: OutputType>(ctx: &Context<'_>, value: T) -> ServerResult<Option<Value>> {
    let selected = ctx.with_selection_set(&ctx.item.node.selection_set);
    value.resolve(&selected, ctx.item).await.map(Some).map_err(|error| located_once(ctx, error))
}

/// Resolves the selected parts of a field's value, or reports why there is none: a field that can be null is null then,
/// others make their parent null.
pub async fn resolve_outcome<T: OutputType>(
    ctx: &Context<'_>,
    outcome: ServerResult<T>,
) -> ServerResult<Option<Value>> {
    match outcome {
        Ok(value) => resolve(ctx, value).await,
        Err(error) if is_nullable::<T>() => {
            ctx.add_error(error);
            Ok(Some(Value::Null))
        }
        Err(error) => Err(error),
    }
}

/// Resolves the field of the context, if it is an included one.
pub async fn resolve_included<T: Fields>(ctx: &Context<'_>, fields: T) -> ServerResult<Option<Value>> {
    fields.resolve_field(ctx).await
}

fn is_nullable<T: OutputType>() -> bool {
    !T::qualified_type_name().ends_with('!')
}

/// An error keeps the path at which it arose while it makes one parent after another null.
fn located_once(ctx: &Context<'_>, error: ServerError) -> ServerError {
    if error.path.is_empty() { ctx.set_error_path(error) } else { error }
}
