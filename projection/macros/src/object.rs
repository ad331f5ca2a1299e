//! What is written for a block of fields, and what else if they are an object type?

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, ItemImpl, spanned::Spanned};

use crate::{
    attributes::{self, TypeName},
    direct,
    model::{self, Member},
    resolve, schema,
};

/// `#[fields]`
pub(crate) fn expand_fields(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(item, |item, members| {
        syn::parse2::<syn::parse::Nothing>(arguments)?;
        Ok(impl_fields(item, members))
    })
}

/// `#[object]`
pub(crate) fn expand_object(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand(item, |item, members| {
        let name = TypeName::of_object(arguments, type_ident(item)?)?;
        let Some(description) = attributes::description(&item.attrs)? else {
            let message = "an object needs a doc comment: it is its description in the schema";
            return Err(syn::Error::new(item.self_ty.span(), message));
        };
        let fields = impl_fields(item, members);
        let object = impl_object(item, &name, &description);
        Ok(quote!(#fields #object))
    })
}

/// The block as plain Rust, followed by what is written for it, or by the errors.
fn expand(item: TokenStream, write: impl FnOnce(&ItemImpl, &[Member]) -> syn::Result<TokenStream>) -> TokenStream {
    let mut item: ItemImpl = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let written = model::take_members(&mut item).and_then(|members| match members.as_slice() {
        [] => Err(syn::Error::new(item.self_ty.span(), "there must be at least one field")),
        members => write(&item, members),
    });
    let written = written.unwrap_or_else(syn::Error::into_compile_error);
    quote!(#item #written)
}

fn type_ident(item: &ItemImpl) -> syn::Result<&Ident> {
    let segment = model::last_segment(&item.self_ty);
    segment.map(|segment| &segment.ident).ok_or_else(|| syn::Error::new(item.self_ty.span(), "expected a named type"))
}

fn impl_fields(item: &ItemImpl, members: &[Member]) -> TokenStream {
    let (generics, _, bounds) = item.generics.split_for_impl();
    let ty = &item.self_ty;
    let register = schema::register(members);
    let resolve = resolve::resolve(members);
    let direct = direct::items(members);
    quote! {
        #[automatically_derived]
        impl #generics ::projection::Fields for #ty #bounds {
            fn register(
                registry: &mut ::projection::support::Registry,
                fields: &mut ::projection::support::FieldMap,
            ) {
                #register
            }

            async fn resolve_field(
                &self,
                ctx: &::projection::support::Context<'_>,
            ) -> ::projection::support::ServerResult<::core::option::Option<::projection::support::Value>> {
                #resolve
            }

            #direct
        }
    }
}

fn impl_object(item: &ItemImpl, name: &TypeName, description: &str) -> TokenStream {
    let (generics, _, bounds) = item.generics.split_for_impl();
    let ty = &item.self_ty;
    let type_name = type_name(name);
    let container = resolve_field_by_fields();
    quote! {
        #[automatically_derived]
        impl #generics ::projection::support::OutputType for #ty #bounds {
            #type_name

            fn create_type_info(registry: &mut ::projection::support::Registry) -> ::std::string::String {
                ::projection::support::object::<Self>(registry, #description)
            }

            async fn resolve(
                &self,
                ctx: &::projection::support::ContextSelectionSet<'_>,
                _field: &::projection::support::Positioned<::projection::support::Field>,
            ) -> ::projection::support::ServerResult<::projection::support::Value> {
                ::projection::support::resolve_container(ctx, self).await
            }
        }

        #[automatically_derived]
        impl #generics ::projection::support::ContainerType for #ty #bounds {
            #container
        }

        #[automatically_derived]
        impl #generics ::projection::support::ObjectType for #ty #bounds {}

        #[automatically_derived]
        impl #generics ::projection::direct::Write for #ty #bounds {
            fn write(
                &self,
                site: ::projection::direct::Site<'_>,
                out: &mut ::projection::direct::Out<'_>,
            ) -> ::projection::direct::Written {
                ::projection::support::write_object(self, site, out)
            }
        }
    }
}

/// `OutputType::type_name`
pub(crate) fn type_name(name: &TypeName) -> TokenStream {
    let name = match name {
        TypeName::Fixed(name) => quote!(::std::borrow::Cow::Borrowed(#name)),
        TypeName::Computed(expression) => quote!(::core::convert::Into::into(#expression)),
    };
    quote! {
        fn type_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
            #name
        }
    }
}

/// `ContainerType::resolve_field`, which is that of `Fields`.
pub(crate) fn resolve_field_by_fields() -> TokenStream {
    quote! {
        fn resolve_field(
            &self,
            ctx: &::projection::support::Context<'_>,
        ) -> impl ::core::future::Future<
            Output = ::projection::support::ServerResult<::core::option::Option<::projection::support::Value>>,
        > + ::core::marker::Send {
            ::projection::Fields::resolve_field(self, ctx)
        }
    }
}
