//! Which mistakes are reported, and how?

use proc_macro2::TokenStream;
use quote::quote;

use crate::{interface, object};

/// Whether the code written is a report of the mistake, and its message says so.
fn reports(written: &TokenStream, message: &str) -> bool {
    let written = written.to_string();
    written.contains("compile_error !") && written.contains(message)
}

fn object_with(members: TokenStream) -> TokenStream {
    object::expand_object(
        TokenStream::new(),
        quote! {
            /// A role.
            impl Role { #members }
        },
    )
}

#[test]
fn correct_code_is_accepted() {
    let written = object_with(quote! {
        /// Its name.
        fn name(&self) -> String { String::new() }
    });
    assert!(!reports(&written, ""));
}

#[test]
fn descriptions_are_required_and_missed_together() {
    let written = object_with(quote! {
        fn name(&self, first: i32, #[arg(default = 1)] last: i32) -> String {}

        fn id(&self) -> String {}
    });
    assert!(reports(&written, "a field needs a doc comment"));
    assert_eq!(written.to_string().matches("an argument needs a doc comment").count(), 2);
    let written =
        object::expand_object(TokenStream::new(), quote!(impl Role { #[field(include)] fn all(&self) -> All {} }));
    assert!(reports(&written, "an object needs a doc comment"));
    let written = interface::expand(quote!(
        #[interface(fields(All))]
        enum Node {
            Role(Role),
        }
    ));
    assert!(reports(&written, "an interface needs a doc comment"));
}

#[test]
fn reported_or_not_what_rust_does_not_know_is_removed() {
    let written = object_with(quote! {
        #[field(nonsense)]
        fn name(&self, #[arg(nonsense)] first: i32, #[arg(default = 1)] last: i32) -> String {}

        #[field(skip)]
        fn other() {}
    });
    assert!(reports(&written, "expected `name`, `deprecation`, `complexity`, `include` or `skip`"));
    let written = written.to_string();
    assert!(!written.contains("nonsense") && !written.contains("# [field") && !written.contains("# [arg"), "{written}");
}

#[test]
fn what_cannot_be_a_field_is_reported() {
    let no_receiver = "a field takes `&self`; if this is no field, mark it with `#[field(skip)]`";
    let mistakes = [
        ("fn new() -> Self {}", no_receiver),
        ("fn change(&mut self) -> i32 {}", no_receiver),
        ("fn nothing(&self) {}", "it must return a value"),
        ("fn some<T>(&self) -> T {}", "a field can be generic over lifetimes only"),
        ("fn pair(&self, (a, b): (i32, i32)) -> i32 {}", "an argument needs a plain name"),
        ("#[field(include)] fn all(&self, /** x */ first: i32) -> All {}", "takes no arguments"),
        ("#[doc = include_str!(\"x\")] fn name(&self) -> i32 {}", "must be written out"),
        ("", "there must be at least one field"),
    ];
    for (members, message) in mistakes {
        let members = members.parse().expect("the members are Rust");
        assert!(reports(&object_with(members), message), "{message}");
    }
}

#[test]
fn what_cannot_be_an_interface_is_reported() {
    let mistakes = [
        ("#[interface(fields(All))] struct Node;", "an interface is an enum"),
        ("enum Node { Role(Role) }", "an interface needs fields"),
        ("#[interface(fields(All))] enum Node {}", "at least one variant"),
        ("#[interface(fields(All))] enum Node { Role { role: Role } }", "a variant holds one object type"),
        ("#[interface(field(All))] enum Node { Role(Role) }", "expected `fields(…)`, `name` or `implements(…)`"),
    ];
    for (item, message) in mistakes {
        let item: TokenStream = item.parse().expect("the item is Rust");
        assert!(reports(&interface::expand(quote!(#[doc = "A node."] #item)), message), "{message}");
    }
}
