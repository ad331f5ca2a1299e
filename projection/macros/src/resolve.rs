//! How is the field of a context resolved?

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::{
    model::{ArgumentDef, FieldDef, Member, Method, Parameter},
    schema,
};

/// An expression: the value of the field that `ctx` asks for, or `None` if it is not among the members.
pub(crate) fn resolve(members: &[Member]) -> TokenStream {
    let mut fields = Vec::new();
    let mut included = Vec::new();
    for member in members {
        match member {
            Member::Field(field) => fields.push(resolve_field(field)),
            Member::Include(method) => included.push(resolve_included(method)),
        }
    }
    let otherwise = first_of(&included);
    if fields.is_empty() {
        return otherwise;
    }
    quote! {
        match ctx.item.node.name.node.as_str() {
            #(#fields)*
            _ => { #otherwise }
        }
    }
}

fn resolve_field(field: &FieldDef) -> TokenStream {
    let name = &field.name;
    let call = call(&field.method);
    let resolve = if field.method.is_fallible { quote!(resolve_outcome) } else { quote!(resolve) };
    quote!(#name => ::projection::support::#resolve(ctx, #call).await,)
}

fn resolve_included(method: &Method) -> TokenStream {
    let call = call(method);
    let propagate = method.is_fallible.then(|| quote!(?));
    quote!(::projection::support::resolve_included(ctx, #call #propagate).await)
}

/// The first of the results that is a value.
fn first_of(results: &[TokenStream]) -> TokenStream {
    let Some((last, others)) = results.split_last() else {
        return quote!(::core::result::Result::Ok(::core::option::Option::None));
    };
    others.iter().rev().fold(last.clone(), |otherwise, result| {
        quote! {
            match #result? {
                ::core::option::Option::None => { #otherwise }
                found => ::core::result::Result::Ok(found),
            }
        }
    })
}

/// What the method returns for the arguments in `ctx`; a `ServerResult` if it can fail. If the type does not fit, the
/// compiler points at it.
fn call(method: &Method) -> TokenStream {
    let ident = &method.ident;
    let span = Span::call_site().located_at(method.output.span());
    let parameters = method.parameters.iter().map(parameter);
    let awaited = method.is_async.then(|| quote_spanned!(span=> .await));
    let collected = method.is_iterator.then(|| match method.is_fallible {
        true => quote!(.map(|items| items.collect::<::std::vec::Vec<_>>())),
        false => quote!(.collect::<::std::vec::Vec<_>>()),
    });
    let call = quote_spanned!(span=> self.#ident(#(#parameters),*) #awaited #collected);
    if method.is_fallible { quote_spanned!(span=> ::projection::support::located(ctx, #call)) } else { call }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    match parameter {
        Parameter::Context => quote!(ctx),
        Parameter::Data(ty) => quote!(::projection::support::data::<#ty>(ctx)?),
        Parameter::Argument(argument) => argument.passing.of(value_of(argument)),
        Parameter::Group(group) => {
            let ty = &group.ty;
            group.passing.of(quote!(<#ty as ::projection::Arguments>::of(ctx)?))
        }
    }
}

/// An expression: the value of the argument.
pub(crate) fn value_of(argument: &ArgumentDef) -> TokenStream {
    let (ty, name, default) = (&argument.ty, &argument.name, schema::default(argument));
    quote!(::projection::support::parameter::<#ty>(ctx, #name, #default)?)
}
