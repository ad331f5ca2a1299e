//! What do the attributes of a type, a method or an argument say?

use proc_macro2::TokenStream;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Type, meta::ParseNestedMeta, parse::Parser};

/// `#[field(…)]`
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub(crate) name: Option<String>,
    pub(crate) deprecation: Option<String>,
    pub(crate) complexity: Option<Expr>,
    pub(crate) role: Role,
}

/// What a method is to the GraphQL type.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Role {
    #[default]
    Field,
    Include,
    Skip,
}

impl FieldOptions {
    /// Removes the attribute, which the compiler does not know, and reads it.
    pub(crate) fn take(attributes: &mut Vec<Attribute>) -> syn::Result<Self> {
        let mut options = Self::default();
        take(attributes, "field", |meta| options.read(&meta))?;
        Ok(options)
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        match key(meta).as_str() {
            "name" => self.name = Some(string(meta)?),
            "deprecation" => self.deprecation = Some(string(meta)?),
            "complexity" => self.complexity = Some(expression(meta)?),
            "include" => self.role = Role::Include,
            "skip" => self.role = Role::Skip,
            _ => return Err(meta.error("expected `name`, `deprecation`, `complexity`, `include` or `skip`")),
        }
        Ok(())
    }
}

/// `#[arg(…)]`
#[derive(Default)]
pub(crate) struct ArgumentOptions {
    pub(crate) name: Option<String>,
    pub(crate) default: Option<Expr>,
    /// The parameter is a struct of several arguments.
    pub(crate) group: bool,
    /// The parameter comes with the request.
    pub(crate) data: bool,
}

impl ArgumentOptions {
    /// Removes the attribute, which the compiler does not know, and reads it.
    pub(crate) fn take(attributes: &mut Vec<Attribute>) -> syn::Result<Self> {
        let mut options = Self::default();
        take(attributes, "arg", |meta| {
            match key(&meta).as_str() {
                "name" => options.name = Some(string(&meta)?),
                "default" => options.default = Some(meta.value()?.parse()?),
                "group" => options.group = true,
                "data" => options.data = true,
                _ => return Err(meta.error("expected `name`, `default`, `group` or `data`")),
            }
            Ok(())
        })?;
        Ok(options)
    }
}

/// How the name of a GraphQL type is found.
pub(crate) enum TypeName {
    Fixed(String),
    Computed(Box<Expr>),
}

impl TypeName {
    /// Reads the arguments of `#[object(…)]`. Without a name there, it is the identifier.
    pub(crate) fn of_object(arguments: TokenStream, identifier: &Ident) -> syn::Result<Self> {
        let mut name = Self::Fixed(identifier.to_string());
        let parser = syn::meta::parser(|meta| {
            name = match key(&meta).as_str() {
                "name" => Self::Fixed(string(&meta)?),
                "name_with" => Self::Computed(Box::new(expression(&meta)?)),
                _ => return Err(meta.error("expected `name` or `name_with`")),
            };
            Ok(())
        });
        parser.parse2(arguments)?;
        Ok(name)
    }
}

/// `#[interface(…)]`
#[derive(Default)]
pub(crate) struct InterfaceOptions {
    pub(crate) name: Option<String>,
    pub(crate) fields: Vec<Type>,
    pub(crate) implements: Vec<LitStr>,
}

impl InterfaceOptions {
    pub(crate) fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("interface")) {
            attribute.parse_nested_meta(|meta| {
                match key(&meta).as_str() {
                    "name" => options.name = Some(string(&meta)?),
                    "fields" => options.fields.extend(list(&meta)?),
                    "implements" => options.implements.extend(list(&meta)?),
                    _ => return Err(meta.error("expected `fields(…)`, `name` or `implements(…)`")),
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}

/// The doc comment, as async-graphql reads it: every line trimmed, and the whole. Nothing if there is none.
pub(crate) fn description(attributes: &[Attribute]) -> syn::Result<Option<String>> {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|attribute| is_doc_comment(attribute)) {
        let Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) = &attribute.meta.require_name_value()?.value else {
            return Err(syn::Error::new_spanned(attribute, "a description must be written out in the doc comment"));
        };
        text.push_str(line.value().trim());
        text.push('\n');
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Whether it is a line of a doc comment, not for example `#[doc(hidden)]`.
pub(crate) fn is_doc_comment(attribute: &Attribute) -> bool {
    matches!(&attribute.meta, Meta::NameValue(doc) if doc.path.is_ident("doc"))
}

/// Removes all attributes of the name, and reads each of their entries.
fn take(
    attributes: &mut Vec<Attribute>,
    name: &str,
    mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let (taken, rest) = attributes.drain(..).partition(|attribute| attribute.path().is_ident(name));
    *attributes = rest;
    let taken: Vec<Attribute> = taken;
    taken.iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

fn key(meta: &ParseNestedMeta<'_>) -> String {
    meta.path.get_ident().map(Ident::to_string).unwrap_or_default()
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// An expression, in a string or not.
fn expression(meta: &ParseNestedMeta<'_>) -> syn::Result<Expr> {
    match meta.value()?.parse()? {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.parse(),
        expression => Ok(expression),
    }
}

/// `(a, b, …)`
fn list<T: syn::parse::Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<impl Iterator<Item = T> + use<T>> {
    let items;
    syn::parenthesized!(items in meta.input);
    Ok(items.parse_terminated(T::parse, syn::Token![,])?.into_iter())
}
