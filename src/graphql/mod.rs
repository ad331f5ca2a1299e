//! How the graph is asked: the only room that knows async-graphql.
//!
//! Objects are newtypes over a handle that costs nothing to copy; their methods are plain and synchronous, and read the
//! rows of the graph in place. The types are defined with [`projection`]. This room runs no SQL and does not know HTTP.

mod answer;
mod cost;
mod document;
mod given;
mod lexical;
mod limits;
mod pinned;
mod rate;
mod root;
mod shape;
mod types;
mod variables;

mod concept;
mod kind;

mod role;
mod role_group;

mod competency;
mod skill;
mod skill_group;

mod framework;
mod language;
mod tool;

mod qualification;
mod responsibility;

mod collection;
mod evidence;
mod info;
mod node;
mod scale;

mod questions;

mod extract;
mod gap;
mod have;
mod health;
mod implied;
mod learning;
mod matching;
mod path;
mod resolve;
mod search;
mod similar;
mod suggest;

mod connection;
mod enums;
mod error;
mod id;
mod input;
mod link;
mod listing;
mod opaque;
mod page;

use std::sync::{Arc, LazyLock};

use async_graphql::{EmptyMutation, EmptySubscription, Response, SDLExportOptions, ServerError, Variables};

pub use self::{
    answer::{Answer, MAX_LIGHT_COST, Walked, execute, execute_at_rate},
    document::Document,
    error::{ErrorCode, refusal},
    limits::{Limits, limit_exceeded},
    rate::Rate,
};
use self::{
    answer::{AnswerDirectly, HeavyDuty},
    document::Documents,
    error::coded,
    root::Query,
    types::Types,
};
use crate::store::Store;

/// The graph that a request reads. Whoever passes a request on has one pinned for it and need not know more of it.
pub use crate::graph::Graph;

type Engine = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// How many bytes documents can take that are kept.
const DOCUMENT_BYTES: u64 = 32 << 20;

/// The schema with its resolvers. Clones share it.
#[derive(Clone)]
pub struct Schema {
    engine: Engine,
    store: Store,
    types: Arc<Types>,
    documents: Arc<Documents>,
    heavy_duty: Arc<HeavyDuty>,
    limits: Arc<Limits>,
}

/// The schema over a store, which has the older revisions.
pub fn schema(store: Store) -> Schema {
    schema_within(store, Limits::default())
}

/// The schema over a store, with limits to what can be asked.
pub fn schema_within(store: Store, limits: Limits) -> Schema {
    let mut builder = builder().limit_recursive_depth(limits.nesting).extension(AnswerDirectly);
    if !limits.introspection {
        builder = builder.disable_introspection().disable_suggestions();
    }
    let (types, limits) = (Arc::new(Types::new()), Arc::new(limits));
    let documents = Arc::new(Documents::new(DOCUMENT_BYTES, types.clone(), limits.clone()));
    Schema { engine: builder.finish(), store, types, documents, heavy_duty: Arc::new(HeavyDuty::new()), limits }
}

impl Schema {
    /// The document with a text, read if it is new.
    ///
    /// # Errors
    ///
    /// The response to a text that is no document, or larger than a document can be.
    pub fn document(&self, text: &str) -> Result<Arc<Document>, Box<Response>> {
        self.documents.get(text)
    }

    /// How many documents are kept.
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// Variables from JSON.
    ///
    /// # Errors
    ///
    /// The response to variables that are no object, or larger than variables can be.
    pub fn variables(&self, json: &str) -> Result<Variables, Box<Response>> {
        given::variables(json, &self.limits)
    }

    /// What can be asked for at most.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}

/// The schema in the schema definition language; printed once, since it never changes.
pub fn sdl() -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(|| {
        builder().finish().sdl_with_options(
            SDLExportOptions::new().include_specified_by().sorted_fields().sorted_arguments().sorted_enum_items(),
        )
    });
    &SDL
}

fn builder() -> async_graphql::SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    async_graphql::Schema::build(Query, EmptyMutation, EmptySubscription)
}

/// A response of the engine with codes on its errors.
///
/// Our own errors bear codes. One without a code but with a path is about a value that validation should have refused
/// and that could not be read: the request is refused as a whole then, as the specification has it. Of very many errors
/// the first are told.
fn finished(mut response: Response, limits: &Limits) -> Response {
    let unread = |error: &ServerError| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        !error.path.is_empty() && code.is_none()
    };
    if response.errors.iter().any(unread) {
        let errors = response
            .errors
            .into_iter()
            .filter(unread)
            .map(|error| with_code(ServerError { path: Vec::new(), ..error }));
        return Response::from_errors(errors.take(limits.errors).collect());
    }
    response.errors = response.errors.into_iter().take(limits.errors).map(with_code).collect();
    response
}

/// Errors of the engine bear no code: those without a path come from validation, the others from arguments.
fn with_code(error: ServerError) -> ServerError {
    let code = match error.path.is_empty() {
        true => ErrorCode::ValidationFailed,
        false => ErrorCode::BadUserInput,
    };
    coded(error, code)
}
