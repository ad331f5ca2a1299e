//! How are arguments that always come together declared and read as one?

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::{direct, model, resolve, schema};

pub(crate) fn derive(mut input: DeriveInput) -> syn::Result<TokenStream> {
    let Data::Struct(data) = &mut input.data else {
        return Err(syn::Error::new(input.ident.span(), "arguments that come together are a struct with named fields"));
    };
    let arguments = model::take_group(&mut data.fields)?;
    let ident = &input.ident;
    let registered = arguments.iter().map(schema::register_argument);
    let read = arguments.iter().map(|argument| {
        let (ident, value) = (&argument.ident, resolve::value_of(argument));
        quote!(#ident: #value)
    });
    let given = arguments.iter().map(|argument| {
        let (ident, value) = (&argument.ident, direct::given(argument));
        quote!(#ident: #value)
    });
    Ok(quote! {
        impl ::projection::Arguments for #ident {
            fn register(
                registry: &mut ::projection::support::Registry,
                arguments: &mut ::projection::support::ArgumentMap,
            ) {
                #(#registered)*
            }

            fn of(ctx: &::projection::support::Context<'_>) -> ::projection::support::ServerResult<Self> {
                ::core::result::Result::Ok(Self { #(#read),* })
            }

            fn given(
                given: ::projection::direct::Given<'_>,
            ) -> ::core::result::Result<Self, ::projection::direct::Stop> {
                ::core::result::Result::Ok(Self { #(#given),* })
            }
        }
    })
}
