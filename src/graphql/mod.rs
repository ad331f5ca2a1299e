//! How the graph is asked: the only room that knows async-graphql.
//!
//! Objects are newtypes over a handle that costs nothing to copy; their methods are plain and synchronous, and read the
//! rows of the graph in place. The types are defined with [`projection`]. This room runs no SQL and does not know HTTP.

mod answer;
mod document;
mod pinned;
mod root;
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

mod health;
mod path;
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

use async_graphql::{EmptyMutation, EmptySubscription, Response, SDLExportOptions, ServerError};

pub use self::{
    answer::{Answer, execute},
    document::Document,
    error::ErrorCode,
};
use self::{
    answer::{AnswerDirectly, HeavyDuty},
    document::Documents,
    error::coded,
    root::Query,
    types::Types,
};
use crate::store::Store;

type Engine = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Depth to which selections can be nested; introspection by GraphiQL goes to 13.
const MAX_DEPTH: usize = 15;

/// The schema with its resolvers. Clones share it.
#[derive(Clone)]
pub struct Schema {
    engine: Engine,
    store: Store,
    types: Arc<Types>,
    documents: Arc<Documents>,
    heavy_duty: Arc<HeavyDuty>,
}

/// The schema over a store, which has the older revisions.
pub fn schema(store: Store) -> Schema {
    let engine = builder().extension(AnswerDirectly).finish();
    let (types, documents, heavy_duty) = (Arc::new(Types::new()), Arc::default(), Arc::new(HeavyDuty::new()));
    Schema { engine, store, types, documents, heavy_duty }
}

impl Schema {
    /// The document with a text, read if it is new.
    ///
    /// # Errors
    ///
    /// The response to a text that is no document.
    pub fn document(&self, text: &str) -> Result<Arc<Document>, Box<Response>> {
        self.documents.get(text)
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
    async_graphql::Schema::build(Query, EmptyMutation, EmptySubscription).limit_depth(MAX_DEPTH)
}

/// A response of the engine with codes on its errors.
///
/// Our own errors bear codes. One without a code but with a path is about a value that validation should have refused
/// and that could not be read: the request is refused as a whole then, as the specification has it.
fn finished(mut response: Response) -> Response {
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
        return Response::from_errors(errors.collect());
    }
    response.errors = response.errors.into_iter().map(with_code).collect();
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
