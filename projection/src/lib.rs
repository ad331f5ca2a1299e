//! How is a GraphQL type defined once, and its fields shared between several types?
//!
#![doc = include_str!("../README.md")]

use std::future::Future;

use async_graphql::{
    Context, ServerResult, Value,
    indexmap::IndexMap,
    registry::{MetaField, MetaInputValue, Registry},
};

pub mod direct;
#[doc(hidden)]
pub mod support;

pub use projection_macros::{Arguments, Interface, fields, object};

/// Fields of one or more GraphQL types: how they are declared, and how they are resolved.
///
/// The attributes [`fields`] and [`object`] write the implementation. Fields are *added* to a type rather than copied
/// from one: while a type is being registered, async-graphql knows it by an empty placeholder only, so fields that
/// lead back to the type could not be copied.
pub trait Fields: Send + Sync {
    /// Adds the fields to a type that is being registered.
    fn register(registry: &mut Registry, fields: &mut IndexMap<String, MetaField>);

    /// Resolves the field of the context, if it is one of these.
    fn resolve_field(&self, ctx: &Context<'_>) -> impl Future<Output = ServerResult<Option<Value>>> + Send;

    /// How many fields can be written directly; they have the numbers below this one.
    const COUNT: usize = 0;

    /// The number of a field that can be written directly.
    fn index_of(name: &str) -> Option<usize> {
        let _ = name;
        None
    }

    /// Writes the value of the field with a number.
    ///
    /// # Errors
    ///
    /// When the walk must end: see [`direct::Stop`].
    fn write_field(&self, index: usize, site: direct::Site<'_>, out: &mut direct::Out<'_>) -> direct::Written {
        let _ = (index, site, out);
        Err(direct::Stop::AskTheEngine)
    }
}

/// Arguments that several fields have in common and that are read as one value, such as those of a page.
///
/// The derive macro of the same name writes the implementation: every field of the struct is an argument.
pub trait Arguments: Sized {
    /// Adds the arguments to a field that is being declared.
    fn register(registry: &mut Registry, arguments: &mut IndexMap<String, MetaInputValue>);

    /// The values that the field of the context was given.
    ///
    /// # Errors
    ///
    /// When a value is not of its type.
    fn of(ctx: &Context<'_>) -> ServerResult<Self>;

    /// The values that the field of a plan was given.
    ///
    /// # Errors
    ///
    /// When a value is not of its type.
    fn given(given: direct::Given<'_>) -> Result<Self, direct::Stop>;
}
