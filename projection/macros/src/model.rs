//! What is known of a type's fields? All of it is read here, once, whatever code is then written from it.

use heck::ToLowerCamelCase;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Expr, Fields, FnArg, GenericArgument, Ident, ImplItem, ImplItemFn, ItemImpl, Lifetime, Pat, PatType, PathArguments,
    PathSegment, ReturnType, Signature, Type, TypeParamBound, ext::IdentExt, spanned::Spanned, visit_mut::VisitMut,
};

use crate::attributes::{self, ArgumentOptions, FieldOptions, Role};

/// What a method adds to a type.
pub(crate) enum Member {
    Field(Box<FieldDef>),
    /// The method returns other fields; they are fields of this type also.
    Include(Box<Method>),
}

/// One field.
pub(crate) struct FieldDef {
    pub(crate) method: Method,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) deprecation: Option<String>,
    /// Over `child_complexity` and the arguments.
    pub(crate) complexity: Option<Expr>,
}

/// How a method is called.
pub(crate) struct Method {
    pub(crate) ident: Ident,
    pub(crate) parameters: Vec<Parameter>,
    /// The type of the value, without the `Result` around it. Its lifetimes are left to inference, since those of the
    /// method have no meaning outside it. An iterator is the vector of its items.
    pub(crate) output: Type,
    /// Whether the value is an iterator.
    pub(crate) is_iterator: bool,
    /// Whether the method returns a `Result`.
    pub(crate) is_fallible: bool,
    pub(crate) is_async: bool,
}

/// One parameter of a method, after `&self`.
pub(crate) enum Parameter {
    Context,
    /// Something that comes with the request: its type.
    Data(Box<Type>),
    Argument(Box<ArgumentDef>),
    /// Several arguments that always come together, as the fields of a struct.
    Group(Box<GroupDef>),
}

/// Arguments that come together.
pub(crate) struct GroupDef {
    pub(crate) ty: Type,
    pub(crate) passing: Passing,
}

/// How a method takes a value that is kept for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    Owned,
    /// `&T`
    Borrowed,
    /// `Option<&T>`
    BorrowedInside,
    /// `Option<&str>` and `Option<&[T]>`
    DereferencedInside,
}

impl Passing {
    /// The value of an expression, as the method takes it.
    pub(crate) fn of(self, value: TokenStream) -> TokenStream {
        match self {
            Self::Owned => value,
            Self::Borrowed => quote!(&#value),
            Self::BorrowedInside => quote!(#value.as_ref()),
            Self::DereferencedInside => quote!(#value.as_deref()),
        }
    }
}

/// One argument of a field.
pub(crate) struct ArgumentDef {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) description: String,
    /// The type of the value; if the method borrows it, what it borrows.
    pub(crate) ty: Type,
    pub(crate) passing: Passing,
    pub(crate) default: Option<Expr>,
}

impl Method {
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &ArgumentDef> {
        self.parameters.iter().filter_map(|parameter| match parameter {
            Parameter::Argument(argument) => Some(&**argument),
            Parameter::Context | Parameter::Data(_) | Parameter::Group(_) => None,
        })
    }
}

/// Reads the block and leaves plain Rust: attributes and doc comments that the compiler does not accept are removed,
/// from every method, even if some cannot be read. Their errors are reported together.
pub(crate) fn take_members(item: &mut ItemImpl) -> syn::Result<Vec<Member>> {
    let methods = item.items.iter_mut().filter_map(|item| match item {
        ImplItem::Fn(method) => Some(method),
        _ => None,
    });
    Ok(all(methods.map(take_member))?.into_iter().flatten().collect())
}

/// All the values, or all the errors: every result is made, so that nothing is left unexamined after the first error.
fn all<T>(results: impl Iterator<Item = syn::Result<T>>) -> syn::Result<Vec<T>> {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    let combined = errors.into_iter().reduce(|mut all, error| {
        all.combine(error);
        all
    });
    combined.map_or(Ok(values), Err)
}

fn take_member(method: &mut ImplItemFn) -> syn::Result<Option<Member>> {
    // Both are taken before either is examined, so that none is left behind.
    let options = FieldOptions::take(&mut method.attrs);
    let role = options.as_ref().map_or(Role::Field, |options| options.role);
    if role == Role::Skip {
        return Ok(None);
    }
    let read = take_method(&mut method.sig);
    let (options, read) = (options?, read?);
    Ok(Some(match role {
        Role::Include => {
            expect_no_arguments(&read)?;
            Member::Include(Box::new(read))
        }
        _ => Member::Field(Box::new(field(method, options, read)?)),
    }))
}

fn field(item: &ImplItemFn, options: FieldOptions, method: Method) -> syn::Result<FieldDef> {
    let Some(description) = attributes::description(&item.attrs)? else {
        let message = "a field needs a doc comment: it is its description in the schema";
        return Err(syn::Error::new(method.ident.span(), message));
    };
    let FieldOptions { name, deprecation, complexity, .. } = options;
    let name = name.unwrap_or_else(|| graphql_name(&method.ident));
    Ok(FieldDef { method, name, description, deprecation, complexity })
}

fn expect_no_arguments(method: &Method) -> syn::Result<()> {
    method.arguments().next().map_or(Ok(()), |argument| {
        Err(syn::Error::new(argument.ident.span(), "a method that includes fields takes no arguments"))
    })
}

fn take_method(signature: &mut Signature) -> syn::Result<Method> {
    let parameters = take_parameters(signature);
    expect_callable(signature)?;
    let ReturnType::Type(_, output) = &signature.output else {
        return Err(syn::Error::new(signature.ident.span(), "a field needs a type: it must return a value"));
    };
    let success = success_type(output);
    let value = success.unwrap_or(output);
    let item = iterated_type(value);
    let mut output = item.map_or_else(|| value.clone(), |item| syn::parse_quote!(::std::vec::Vec<#item>));
    InferLifetimes.visit_type_mut(&mut output);
    Ok(Method {
        ident: signature.ident.clone(),
        parameters: parameters?,
        output,
        is_iterator: item.is_some(),
        is_fallible: success.is_some(),
        is_async: signature.asyncness.is_some(),
    })
}

fn expect_callable(signature: &Signature) -> syn::Result<()> {
    let by_reference = signature.receiver().is_some_and(|receiver| {
        receiver.reference.is_some() && receiver.mutability.is_none() && receiver.colon_token.is_none()
    });
    if !by_reference {
        let message = "a field takes `&self`; if this is no field, mark it with `#[field(skip)]`";
        return Err(syn::Error::new(signature.ident.span(), message));
    }
    if let Some(parameter) = signature.generics.params.iter().find(|p| !matches!(p, syn::GenericParam::Lifetime(_))) {
        return Err(syn::Error::new(parameter.span(), "a field can be generic over lifetimes only"));
    }
    Ok(())
}

fn take_parameters(signature: &mut Signature) -> syn::Result<Vec<Parameter>> {
    let typed = signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(parameter) => Some(parameter),
    });
    all(typed.map(take_parameter))
}

fn take_parameter(parameter: &mut PatType) -> syn::Result<Parameter> {
    let options = ArgumentOptions::take(&mut parameter.attrs);
    let description = attributes::description(&parameter.attrs);
    parameter.attrs.retain(|attribute| !attributes::is_doc_comment(attribute));
    if is_context(&parameter.ty) {
        return Ok(Parameter::Context);
    }
    let options = options?;
    let (ty, passing) = owned(&parameter.ty);
    if options.data {
        return match passing {
            Passing::Borrowed => Ok(Parameter::Data(Box::new(ty))),
            _ => Err(syn::Error::new(parameter.ty.span(), "what comes with the request is borrowed: `&T`")),
        };
    }
    if options.group {
        return Ok(Parameter::Group(Box::new(GroupDef { ty, passing })));
    }
    let Pat::Ident(pattern) = &*parameter.pat else {
        return Err(syn::Error::new(parameter.pat.span(), "an argument needs a plain name"));
    };
    let argument = argument(&pattern.ident, &parameter.ty, description?, options)?;
    Ok(Parameter::Argument(Box::new(argument)))
}

/// The arguments that the fields of a struct stand for.
pub(crate) fn take_group(fields: &mut Fields) -> syn::Result<Vec<ArgumentDef>> {
    all(fields.iter_mut().map(|field| {
        let options = ArgumentOptions::take(&mut field.attrs)?;
        let description = attributes::description(&field.attrs)?;
        let Some(ident) = &field.ident else {
            return Err(syn::Error::new(field.ty.span(), "an argument needs a name"));
        };
        argument(ident, &field.ty, description, options)
    }))
}

fn argument(
    ident: &Ident,
    ty: &Type,
    description: Option<String>,
    options: ArgumentOptions,
) -> syn::Result<ArgumentDef> {
    let Some(description) = description else {
        let message = "an argument needs a doc comment: it is its description in the schema";
        return Err(syn::Error::new(ident.span(), message));
    };
    let name = options.name.unwrap_or_else(|| graphql_name(ident));
    let (ty, passing) = owned(ty);
    Ok(ArgumentDef { ident: ident.clone(), name, description, ty, passing, default: options.default })
}

/// The type of a value that a method can borrow, and how it takes it: `&str` borrows a `String`.
fn owned(ty: &Type) -> (Type, Passing) {
    match (ty, argument_of(ty, "Option")) {
        (Type::Reference(reference), _) => (owner(&reference.elem).0, Passing::Borrowed),
        (_, Some(Type::Reference(reference))) => {
            let (ty, dereferenced) = owner(&reference.elem);
            let passing = if dereferenced { Passing::DereferencedInside } else { Passing::BorrowedInside };
            (syn::parse_quote!(::core::option::Option<#ty>), passing)
        }
        (other, _) => (other.clone(), Passing::Owned),
    }
}

/// The type that keeps a value which is borrowed as this, and whether it is another one.
fn owner(borrowed: &Type) -> (Type, bool) {
    match borrowed {
        Type::Slice(slice) => {
            let item = &slice.elem;
            (syn::parse_quote!(::std::vec::Vec<#item>), true)
        }
        other => match last_segment(other) {
            Some(segment) if segment.ident == "str" => (syn::parse_quote!(::std::string::String), true),
            _ => (other.clone(), false),
        },
    }
}

/// `&Context<'_>`, however the path to it is written.
fn is_context(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference)
        if last_segment(&reference.elem).is_some_and(|segment| segment.ident == "Context"))
}

/// The `T` of a `Result<T, …>`.
fn success_type(ty: &Type) -> Option<&Type> {
    argument_of(ty, "Result")
}

/// The `T` of an `impl Iterator<Item = T>`.
fn iterated_type(ty: &Type) -> Option<&Type> {
    let Type::ImplTrait(opaque) = ty else { return None };
    let mut bounds = opaque.bounds.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    let PathArguments::AngleBracketed(arguments) = &bounds.find(|bound| bound.ident == "Iterator")?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    })
}

/// The first type argument of a type of this name.
fn argument_of<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The last part of the path that names the type.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}

/// async-graphql's naming, by the same library.
fn graphql_name(ident: &Ident) -> String {
    ident.unraw().to_string().to_lower_camel_case()
}

struct InferLifetimes;

impl VisitMut for InferLifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        lifetime.ident = Ident::new("_", lifetime.ident.span());
    }
}
