//! How are fields declared in the schema?

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{Expr, ExprLit, Ident, Lit};

use crate::model::{ArgumentDef, FieldDef, Member, Parameter};

/// Statements that add the members to `fields`.
pub(crate) fn register(members: &[Member]) -> TokenStream {
    members
        .iter()
        .map(|member| match member {
            Member::Field(field) => register_field(field),
            Member::Include(method) => {
                let output = &method.output;
                quote!(::projection::support::include::<#output>(registry, fields);)
            }
        })
        .collect()
}

fn register_field(field: &FieldDef) -> TokenStream {
    let FieldDef { method, name, description, .. } = field;
    let output = &method.output;
    let declared = quote!(::projection::support::field::<#output>(registry, fields, #name, #description));
    let additions: TokenStream = method
        .parameters
        .iter()
        .filter_map(register_parameter)
        .chain(deprecation(field))
        .chain(complexity(field))
        .collect();
    if additions.is_empty() { quote!(#declared;) } else { quote!({ let field = #declared; #additions }) }
}

fn register_parameter(parameter: &Parameter) -> Option<TokenStream> {
    match parameter {
        Parameter::Context | Parameter::Data(_) => None,
        Parameter::Argument(argument) => {
            let register = register_argument(argument);
            Some(quote!({ let arguments = &mut field.args; #register }))
        }
        Parameter::Group(group) => {
            let ty = &group.ty;
            Some(quote!(<#ty as ::projection::Arguments>::register(registry, &mut field.args);))
        }
    }
}

/// A statement that adds the argument to `arguments`.
pub(crate) fn register_argument(argument: &ArgumentDef) -> TokenStream {
    let ArgumentDef { name, description, ty, .. } = argument;
    let default = default(argument);
    quote!(::projection::support::argument::<#ty>(registry, arguments, #name, #description, #default);)
}

fn deprecation(field: &FieldDef) -> Option<TokenStream> {
    let reason = field.deprecation.as_ref()?;
    Some(quote!(::projection::support::deprecate(field, #reason);))
}

fn complexity(field: &FieldDef) -> Option<TokenStream> {
    let expression = field.complexity.as_ref()?;
    let mentioned = |ident: &Ident| mentions(quote!(#expression), ident);
    let arguments = field.method.arguments().filter(|argument| mentioned(&argument.ident)).map(|argument| {
        let ArgumentDef { ident, name, ty, .. } = argument;
        let default = default(argument);
        quote!(let #ident = __visitor.param_value::<#ty>(__variables, __field, #name, #default)?;)
    });
    Some(quote! {
        field.compute_complexity = ::core::option::Option::Some(|__visitor, __variables, __field, child_complexity| {
            let _ = child_complexity;
            #(#arguments)*
            ::core::result::Result::Ok(#expression)
        });
    })
}

fn mentions(tokens: TokenStream, ident: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(other) => other == *ident,
        TokenTree::Group(group) => mentions(group.stream(), ident),
        _ => false,
    })
}

/// The default of an argument, an `Option<fn() -> T>`.
pub(crate) fn default(argument: &ArgumentDef) -> TokenStream {
    let ty = &argument.ty;
    match &argument.default {
        None => quote!(::core::option::Option::None),
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => {
            quote!(::core::option::Option::Some(|| -> #ty { ::core::convert::Into::into(#text) }))
        }
        Some(expression) => quote!(::core::option::Option::Some(|| -> #ty { #expression })),
    }
}
