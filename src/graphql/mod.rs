//! How the graph is asked: the only room that knows async-graphql.
//!
//! Objects are newtypes over a handle that costs nothing to copy; their methods are plain and synchronous, and read the
//! rows of the graph in place. The types are defined with [`projection`]. This room runs no SQL and does not know HTTP.

mod answer;
mod root;

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

mod connection;
mod enums;
mod error;
mod id;
mod input;
mod link;
mod listing;
mod page;

use std::sync::{Arc, LazyLock};

use async_graphql::{
    EmptyMutation, EmptySubscription, Request, Response, SDLExportOptions, ServerError,
    parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    },
};
use projection::direct::Implementations;

pub use self::{
    answer::{Answer, Document, execute},
    error::ErrorCode,
};
use self::{
    answer::{AnswerDirectly, Documents},
    error::coded,
    root::Query,
};
use crate::{graph::Graph, store::Store};

type Engine = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Depth to which selections can be nested; introspection by GraphiQL goes to 13.
const MAX_DEPTH: usize = 15;

/// The schema with its resolvers. Clones share it.
#[derive(Clone)]
pub struct Schema {
    engine: Engine,
    implementations: Arc<Implementations>,
    documents: Arc<Documents>,
}

/// The schema over a store, which answers `at`.
pub fn schema(store: Store) -> Schema {
    let engine = builder().data(store).extension(AnswerDirectly).finish();
    Schema { engine, implementations: Arc::new(implementations()), documents: Arc::default() }
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

    /// Answers by the engine alone, field by field: what the walk over the graph is held against.
    pub async fn execute_by_engine(&self, graph: Arc<Graph>, request: Request) -> Response {
        finished(self.engine.execute(request.data(graph)).await)
    }
}

/// Which interfaces each object type implements, as the schema says.
fn implementations() -> Implementations {
    let document = parse_schema(sdl()).expect("the schema that the engine prints is one that it reads");
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) => Some(ty.node),
        _ => None,
    });
    let objects = types.filter_map(|ty| match ty.kind {
        TypeKind::Object(object) => {
            let interfaces = object.implements.into_iter().map(|interface| interface.node.to_string());
            Some((ty.name.node.to_string(), interfaces.collect()))
        }
        _ => None,
    });
    objects.collect()
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
