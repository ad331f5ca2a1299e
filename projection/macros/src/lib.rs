//! Which code is written for a GraphQL type, and from which Rust? The attributes [`macro@fields`] and [`macro@object`]
//! and the derive macro [`macro@Interface`]; `projection` exports them with what the code needs at run time.
//!
//! All that is known of a field is read once, into a `model::FieldDef`. Each module that writes code starts from it:
//! `schema` declares the fields, `resolve` resolves them, `object` and `interface` make types of them.

use proc_macro::TokenStream;

mod arguments;
mod attributes;
mod direct;
mod interface;
mod model;
mod object;
mod resolve;
mod schema;
#[cfg(test)]
mod tests;

/// Fields for other types to include. They are the methods of the block; there is no GraphQL type of their own.
///
/// A method is marked with
///
/// - `#[field(name = "…", deprecation = "…", complexity = …)]`, all optional, to say more about the field; the
///   complexity is a number, or a string with an expression over `child_complexity` and the arguments;
/// - `#[field(include)]`: it returns other fields, and they become fields here;
/// - `#[field(skip)]`: it is no field.
///
/// An argument is marked with `#[arg(name = "…", default = …)]`; the default is any expression. Doc comments, on
/// arguments also, become descriptions, and are required. `#[arg(group)]` marks a parameter that derives
/// [`macro@Arguments`]; `#[arg(data)]` one, `&T`, that comes with the request and is no argument.
///
/// A method may borrow its arguments (`&T`, `&str`, `Option<&T>`, `Option<&[T]>`), and may return an
/// `impl Iterator<Item = T>` for a list of `T`.
#[proc_macro_attribute]
pub fn fields(arguments: TokenStream, item: TokenStream) -> TokenStream {
    object::expand_fields(arguments.into(), item.into()).into()
}

/// A GraphQL object type. Its fields are the methods of the block, as with [`macro@fields`].
///
/// Its name is the type's, or `#[object(name = "…")]`, or computed: `#[object(name_with = "Self::graphql_name()")]`,
/// where the expression is a `String` or a `Cow<'static, str>`.
#[proc_macro_attribute]
pub fn object(arguments: TokenStream, item: TokenStream) -> TokenStream {
    object::expand_object(arguments.into(), item.into()).into()
}

/// A GraphQL interface: an enum, each variant of which holds an object type.
///
/// `#[interface(fields(ConceptFields, …), name = "Concept", implements("Node", …))]` says which fields it has, its name
/// unless it is the enum's, and the names of the interfaces that it, and each of its objects, implements.
#[proc_macro_derive(Interface, attributes(interface))]
pub fn interface(item: TokenStream) -> TokenStream {
    interface::expand(item.into()).into()
}

/// Arguments that several fields have in common: every field of the struct is one, with a doc comment and `#[arg(…)]`
/// as on a parameter.
#[proc_macro_derive(Arguments, attributes(arg))]
pub fn arguments(item: TokenStream) -> TokenStream {
    let item = syn::parse_macro_input!(item as syn::DeriveInput);
    arguments::derive(item).unwrap_or_else(syn::Error::into_compile_error).into()
}
