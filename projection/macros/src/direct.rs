//! How are fields written straight into an answer?

use proc_macro2::TokenStream;
use quote::quote;
use syn::Index;

use crate::{
    model::{ArgumentDef, FieldDef, Member, Method, Parameter, Passing},
    schema,
};

/// The items of `Fields` that number the fields and write them. What needs the engine's context, or waits, has no number:
/// only the engine can resolve it.
pub(crate) fn items(members: &[Member]) -> TokenStream {
    let mut fields = Vec::new();
    let mut included = Vec::new();
    for member in members {
        match member {
            Member::Field(field) if is_direct(&field.method) => fields.push(&**field),
            Member::Include(method) if is_direct(method) => included.push(&**method),
            _ => {}
        }
    }
    let own = fields.len();
    let counts = included.iter().map(|method| {
        let output = &method.output;
        quote!(+ <#output as ::projection::Fields>::COUNT)
    });
    let index_of = index_of(&fields, &included);
    let write_field = write_field(&fields, &included);
    quote! {
        const COUNT: usize = #own #(#counts)*;

        #index_of

        #write_field
    }
}

fn is_direct(method: &Method) -> bool {
    !method.is_async && !method.parameters.iter().any(|parameter| matches!(parameter, Parameter::Context))
}

fn index_of(fields: &[&FieldDef], included: &[&Method]) -> TokenStream {
    let own = fields.len();
    let names = fields.iter().enumerate().map(|(index, field)| {
        let name = &field.name;
        quote!(#name => return ::core::option::Option::Some(#index),)
    });
    let included = included.iter().map(|method| {
        let output = &method.output;
        quote! {
            if let ::core::option::Option::Some(index) = <#output as ::projection::Fields>::index_of(name) {
                return ::core::option::Option::Some(before + index);
            }
            before += <#output as ::projection::Fields>::COUNT;
        }
    });
    quote! {
        fn index_of(name: &::core::primitive::str) -> ::core::option::Option<usize> {
            match name {
                #(#names)*
                _ => {}
            }
            let mut before = #own;
            #(#included)*
            let _ = before;
            ::core::option::Option::None
        }
    }
}

fn write_field(fields: &[&FieldDef], included: &[&Method]) -> TokenStream {
    let own = fields.len();
    let arms = fields.iter().enumerate().map(|(index, field)| {
        let write = write_one(&field.method);
        quote!(#index => { #write })
    });
    let included = included.iter().map(|method| {
        let output = &method.output;
        let value = value(method);
        quote! {
            if index < before + <#output as ::projection::Fields>::COUNT {
                return ::projection::Fields::write_field(&#value, index - before, site, out);
            }
            before += <#output as ::projection::Fields>::COUNT;
        }
    });
    quote! {
        fn write_field(
            &self,
            index: usize,
            site: ::projection::direct::Site<'_>,
            out: &mut ::projection::direct::Out<'_>,
        ) -> ::projection::direct::Written {
            match index {
                #(#arms)*
                _ => {
                    let mut before = #own;
                    #(#included)*
                    let _ = before;
                    ::core::result::Result::Err(::projection::direct::Stop::AskTheEngine)
                }
            }
        }
    }
}

fn write_one(method: &Method) -> TokenStream {
    let arguments: Vec<_> = method.parameters.iter().filter_map(read).collect();
    let read = (!arguments.is_empty()).then(|| {
        let types = arguments.iter().map(|(ty, _)| ty);
        let values = arguments.iter().map(|(_, value)| value);
        quote! {
            let arguments: ::projection::direct::Arguments<'_, (#(#types,)*)> =
                site.arguments(out, |given| ::core::result::Result::Ok((#(#values,)*)))?;
        }
    });
    let value = value(method);
    match method.is_iterator {
        true => quote!(#read ::projection::direct::write_list(#value, site, out)),
        false => quote!(#read ::projection::direct::Write::write(&#value, site, out)),
    }
}

/// The type of an argument, and an expression that reads it.
fn read(parameter: &Parameter) -> Option<(TokenStream, TokenStream)> {
    match parameter {
        Parameter::Context | Parameter::Data(_) => None,
        Parameter::Argument(argument) => {
            let (ty, value) = (&argument.ty, given(argument));
            Some((quote!(#ty), value))
        }
        Parameter::Group(group) => {
            let ty = &group.ty;
            Some((quote!(#ty), quote!(<#ty as ::projection::Arguments>::given(given)?)))
        }
    }
}

/// An expression that reads an argument.
pub(crate) fn given(argument: &ArgumentDef) -> TokenStream {
    let (ty, name, default) = (&argument.ty, &argument.name, schema::default(argument));
    quote!(given.value::<#ty>(#name, #default)?)
}

/// What the method returns for the arguments.
fn value(method: &Method) -> TokenStream {
    let ident = &method.ident;
    let mut place = 0;
    let parameters = method.parameters.iter().map(|parameter| {
        let passing = match parameter {
            Parameter::Context | Parameter::Data(_) => return quote!(out.data()?),
            Parameter::Argument(argument) => argument.passing,
            Parameter::Group(group) => group.passing,
        };
        let kept = Index::from(place);
        place += 1;
        match passing {
            Passing::Owned => quote!(::core::clone::Clone::clone(&arguments.#kept)),
            _ => passing.of(quote!(arguments.#kept)),
        }
    });
    let parameters: Vec<_> = parameters.collect();
    let call = quote!(self.#ident(#(#parameters),*));
    match method.is_fallible {
        true => quote!(#call.map_err(|_| ::projection::direct::Stop::AskTheEngine)?),
        false => call,
    }
}
