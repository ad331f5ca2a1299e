//! How the graph is asked: the only room that knows async-graphql.
//!
//! Objects are newtypes over a handle that costs nothing to copy; their methods are plain and synchronous, and read the
//! rows of the graph in place. The types are defined with [`projection`]. This room runs no SQL and does not know HTTP.

mod root;

mod concept;

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

mod evidence;
mod info;
mod node;

mod connection;
mod enums;
mod error;
mod id;
mod input;
mod link;
mod listing;
mod page;

use std::sync::Arc;

use async_graphql::{
    EmptyMutation, EmptySubscription, Name, Request, Response, SDLExportOptions, ServerError, Variables,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument},
    },
};

pub use self::error::ErrorCode;
use self::{error::coded, root::Query};
use crate::{graph::Graph, store::Store};

type Engine = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Depth to which selections can be nested; introspection by GraphiQL goes to 13.
const MAX_DEPTH: usize = 15;

/// The schema with its resolvers. Clones share it.
#[derive(Clone)]
pub struct Schema(Engine);

/// The schema over a store, which answers `at`.
pub fn schema(store: Store) -> Schema {
    Schema(builder().data(store).finish())
}

/// The schema in the schema definition language.
pub fn sdl() -> String {
    builder().finish().sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items())
}

fn builder() -> async_graphql::SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    async_graphql::Schema::build(Query, EmptyMutation, EmptySubscription).limit_depth(MAX_DEPTH)
}

/// Answers a request from one graph.
pub async fn execute(
    schema: &Schema,
    graph: Arc<Graph>,
    document: ExecutableDocument,
    operation_name: Option<String>,
    variables: Variables,
) -> Response {
    if let Err(message) = resolve_operation(&document, operation_name.as_deref()) {
        let error = coded(ServerError::new(message, None), ErrorCode::OperationResolutionFailure);
        return Response::from_errors(vec![error]);
    }
    let mut request = Request::new("").variables(variables).data(graph);
    request.operation_name = operation_name;
    request.set_parsed_query(document);
    let mut response = schema.0.execute(request).await;
    response.errors = response.errors.into_iter().map(with_code).collect();
    response
}

/// Whether it can be told which operation of a document to run.
fn resolve_operation(document: &ExecutableDocument, name: Option<&str>) -> Result<(), String> {
    let names: Vec<_> = document.operations.iter().filter_map(|(name, _)| name).map(Name::as_str).collect();
    match (&document.operations, name) {
        (DocumentOperations::Multiple(_), None) => Err(format!(
            "the document has several operations: say which to run by `operationName` ({})",
            names.join(", ")
        )),
        (_, Some(name)) if !names.contains(&name) => Err(format!("the document has no operation `{name}`")),
        _ => Ok(()),
    }
}

/// Errors of the engine bear no code: those without a path come from validation, the others from arguments.
fn with_code(error: ServerError) -> ServerError {
    let code = match error.path.is_empty() {
        true => ErrorCode::ValidationFailed,
        false => ErrorCode::BadUserInput,
    };
    coded(error, code)
}

/// The answer to a document that cannot be read.
pub fn parse_failure(error: &parser::Error) -> Response {
    Response::from_errors(vec![error::parse_failure(error)])
}
