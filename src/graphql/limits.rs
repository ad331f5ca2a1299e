//! What a request can ask for at most. Each bound holds before the work that it bounds is done.

use std::time::Duration;

use async_graphql::{ErrorExtensionValues, Response, ServerError};

use super::error::ErrorCode;

/// What a request can ask for at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a document. Looked at before anything else.
    pub document_bytes: usize,
    /// How deep brackets nest in a document. Looked at before it is parsed.
    pub nesting: usize,
    /// Tokens of a document. Looked at before it is parsed.
    pub tokens: usize,
    /// Operations in a document.
    pub operations: usize,
    /// Selections of an operation, once its fragments are put in place. Counted without putting them there.
    pub selections: usize,
    /// How deep selections nest, once fragments are put in place. Introspection can always go to 15.
    pub depth: usize,
    /// Fields at the root of an operation, once fragments are put in place.
    pub root_fields: usize,
    /// Aliases in a document.
    pub aliases: usize,
    /// Directives in a document.
    pub directives: usize,
    /// Directives in one place of a document.
    pub directives_in_one_place: usize,
    /// Bytes of the variables, as JSON.
    pub variables_bytes: usize,
    /// How deep the values of variables nest.
    pub variables_depth: usize,
    /// Characters of a text that is given, in the document or by a variable. Many arguments allow fewer.
    pub text_chars: usize,
    /// Items of a list that is given, in the document or by a variable. Some arguments allow fewer.
    pub list_items: usize,
    /// What an operation can cost; see [`Document::cost`](super::Document::cost).
    pub cost: u64,
    /// Objects in an answer.
    pub objects: usize,
    /// Bytes of an answer.
    pub answer_bytes: usize,
    /// How long an answer can take, waiting for its turn included.
    pub time: Duration,
    /// Errors that are told of. There can be more.
    pub errors: usize,
    /// Whether the schema can be asked about. If not, errors suggest no names either.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 << 10,
            nesting: 64,
            tokens: 2_000,
            operations: 10,
            selections: 5_000,
            depth: 15,
            root_fields: 20,
            aliases: 30,
            directives: 50,
            directives_in_one_place: 5,
            variables_bytes: 256 << 10,
            variables_depth: 32,
            text_chars: 128 << 10,
            list_items: 500,
            cost: 100_000,
            objects: 50_000,
            answer_bytes: 5 << 20,
            time: Duration::from_secs(5),
            errors: 20,
            introspection: true,
        }
    }
}

/// A limit that a request passes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exceeded {
    code: ErrorCode,
    /// What programs know the limit by.
    name: &'static str,
    maximum: u64,
    message: String,
}

impl Exceeded {
    /// A limit by its name, and by what it bounds in words: "the document has more than 30 aliases".
    pub(super) fn new(name: &'static str, maximum: usize, what: &str) -> Box<Self> {
        let message = what.replacen("{}", &maximum.to_string(), 1);
        Box::new(Self { code: ErrorCode::LimitExceeded, name, maximum: maximum as u64, message })
    }

    /// The same with a code of its own.
    pub(super) fn coded(self: Box<Self>, code: ErrorCode) -> Box<Self> {
        Box::new(Self { code, ..*self })
    }
}

impl From<Box<Exceeded>> for Box<Response> {
    fn from(exceeded: Box<Exceeded>) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", exceeded.code.as_str());
        extensions.set("limit", exceeded.name);
        extensions.set("maximum", exceeded.maximum);
        let mut error = ServerError::new(exceeded.message, None);
        error.extensions = Some(extensions);
        Self::new(Response::from_errors(vec![error]))
    }
}

/// The response to a request that passes a limit: the name of the limit, its maximum, and what there is more of than that
/// in words, with `{}` for the maximum.
pub fn limit_exceeded(name: &'static str, maximum: usize, what: &str) -> Box<Response> {
    Exceeded::new(name, maximum, what).into()
}

/// The error if a number is above its limit.
pub(super) fn within(
    found: usize,
    maximum: usize,
    name: &'static str,
    what: &'static str,
) -> Result<(), Box<Exceeded>> {
    if found <= maximum { Ok(()) } else { Err(Exceeded::new(name, maximum, what)) }
}
