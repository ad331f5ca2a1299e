//! What is written for an interface?

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, Type, Variant, spanned::Spanned};

use crate::{
    attributes::{self, InterfaceOptions, TypeName},
    object,
};

struct InterfaceDef {
    item: DeriveInput,
    name: String,
    description: String,
    options: InterfaceOptions,
    variants: Vec<(Ident, Type)>,
}

/// `#[derive(Interface)]`
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    syn::parse2(item).and_then(read).map(|interface| interface.write()).unwrap_or_else(syn::Error::into_compile_error)
}

fn read(item: DeriveInput) -> syn::Result<InterfaceDef> {
    let error = |message| Err(syn::Error::new(item.ident.span(), message));
    let Data::Enum(data) = &item.data else {
        return error("an interface is an enum, with a variant for each object type");
    };
    let Some(description) = attributes::description(&item.attrs)? else {
        return error("an interface needs a doc comment: it is its description in the schema");
    };
    let options = InterfaceOptions::read(&item.attrs)?;
    if options.fields.is_empty() {
        return error("an interface needs fields: `#[interface(fields(…))]`");
    }
    let variants = data.variants.iter().map(read_variant).collect::<syn::Result<Vec<_>>>()?;
    if variants.is_empty() {
        return error("an interface needs at least one variant");
    }
    let name = options.name.clone().unwrap_or_else(|| item.ident.to_string());
    Ok(InterfaceDef { item, name, description, options, variants })
}

fn read_variant(variant: &Variant) -> syn::Result<(Ident, Type)> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok((variant.ident.clone(), fields.unnamed[0].ty.clone()))
        }
        _ => Err(syn::Error::new(variant.span(), "a variant holds one object type, as in `Role(Role<'g>)`")),
    }
}

impl InterfaceDef {
    fn write(&self) -> TokenStream {
        let conversions = self.variants.iter().map(|(ident, ty)| self.impl_from(ident, ty));
        let fields = self.impl_fields();
        let output = self.impl_output();
        let container = self.impl_container();
        let write = self.impl_write();
        quote!(#(#conversions)* #fields #output #container #write)
    }

    fn impl_from(&self, variant: &Ident, object: &Type) -> TokenStream {
        let (generics, arguments, bounds) = self.item.generics.split_for_impl();
        let ident = &self.item.ident;
        quote! {
            #[automatically_derived]
            impl #generics ::core::convert::From<#object> for #ident #arguments #bounds {
                fn from(object: #object) -> Self {
                    Self::#variant(object)
                }
            }
        }
    }

    fn impl_fields(&self) -> TokenStream {
        let (generics, arguments, bounds) = self.item.generics.split_for_impl();
        let ident = &self.item.ident;
        let included = &self.options.fields;
        let resolve = self.dispatch(&quote!(::projection::support::ContainerType::resolve_field(object, ctx).await));
        quote! {
            #[automatically_derived]
            impl #generics ::projection::Fields for #ident #arguments #bounds {
                fn register(
                    registry: &mut ::projection::support::Registry,
                    fields: &mut ::projection::support::FieldMap,
                ) {
                    #(::projection::support::include::<#included>(registry, fields);)*
                }

                async fn resolve_field(
                    &self,
                    ctx: &::projection::support::Context<'_>,
                ) -> ::projection::support::ServerResult<::core::option::Option<::projection::support::Value>> {
                    #resolve
                }
            }
        }
    }

    /// The value is resolved as the object that it is: the object has all fields of the interface.
    fn impl_output(&self) -> TokenStream {
        let (generics, arguments, bounds) = self.item.generics.split_for_impl();
        let InterfaceDef { item: DeriveInput { ident, .. }, name, description, options, .. } = self;
        let implements = &options.implements;
        let type_name = object::type_name(&TypeName::Fixed(name.clone()));
        let objects = self.variants.iter().map(|(_, ty)| ty);
        let object_name = self.dispatch(&quote!(::projection::support::OutputType::introspection_type_name(object)));
        let resolve = self.dispatch(&quote!(::projection::support::OutputType::resolve(object, ctx, field).await));
        quote! {
            #[automatically_derived]
            impl #generics ::projection::support::OutputType for #ident #arguments #bounds {
                #type_name

                fn introspection_type_name(&self) -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                    #object_name
                }

                fn create_type_info(registry: &mut ::projection::support::Registry) -> ::std::string::String {
                    let variants: &[::projection::support::Variant] =
                        &[#(::projection::support::variant::<#objects>),*];
                    let interfaces = &[#name, #(#implements),*];
                    ::projection::support::interface::<Self>(registry, #description, interfaces, variants)
                }

                async fn resolve(
                    &self,
                    ctx: &::projection::support::ContextSelectionSet<'_>,
                    field: &::projection::support::Positioned<::projection::support::Field>,
                ) -> ::projection::support::ServerResult<::projection::support::Value> {
                    #resolve
                }
            }
        }
    }

    fn impl_container(&self) -> TokenStream {
        let (generics, arguments, bounds) = self.item.generics.split_for_impl();
        let ident = &self.item.ident;
        let resolve_field = object::resolve_field_by_fields();
        let collect =
            self.dispatch(&quote!(::projection::support::ContainerType::collect_all_fields(object, ctx, fields)));
        quote! {
            #[automatically_derived]
            impl #generics ::projection::support::ContainerType for #ident #arguments #bounds {
                #resolve_field

                fn collect_all_fields<'__selected>(
                    &'__selected self,
                    ctx: &::projection::support::ContextSelectionSet<'__selected>,
                    fields: &mut ::projection::support::Selected<'__selected>,
                ) -> ::projection::support::ServerResult<()> {
                    #collect
                }
            }

            #[automatically_derived]
            impl #generics ::projection::support::InterfaceType for #ident #arguments #bounds {}
        }
    }

    fn impl_write(&self) -> TokenStream {
        let (generics, arguments, bounds) = self.item.generics.split_for_impl();
        let ident = &self.item.ident;
        let write = self.dispatch(&quote!(::projection::direct::Write::write(object, site, out)));
        quote! {
            #[automatically_derived]
            impl #generics ::projection::direct::Write for #ident #arguments #bounds {
                fn write(
                    &self,
                    site: ::projection::direct::Site<'_>,
                    out: &mut ::projection::direct::Out<'_>,
                ) -> ::projection::direct::Written {
                    #write
                }
            }
        }
    }

    /// The expression for the `object` of whichever variant the value is.
    fn dispatch(&self, expression: &TokenStream) -> TokenStream {
        let variants = self.variants.iter().map(|(variant, _)| variant);
        quote!(match self { #(Self::#variants(object) => #expression,)* })
    }
}
