//! The two executors, side by side over one graph.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{
    Request, Variables,
    parser::{parse_query, types::ExecutableDocument},
};
use serde_json::Value;
use skillgraph::{
    graph::Graph,
    graphql::{self, Answer, Limits, Rate, Schema},
};

use super::{
    author::Subject,
    goal::Goals,
    known::{Pool, QUESTION},
    operation::Operation,
    types::Types,
};
use crate::support::App;

/// A graph with all that is needed to ask it, and to know what to ask.
pub(super) struct World {
    /// Held so that its database lives.
    _app: App,
    schema: Schema,
    graph: Arc<Graph>,
    types: Types,
    goals: Goals,
    pool: Pool,
    remarks: AtomicUsize,
    /// What is done to answers that were written directly, to see that it is noticed.
    pub(super) spoil: fn(String) -> String,
}

/// What came of asking both.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub(super) direct: String,
    pub(super) engine: String,
    /// Whether the first was written directly, and not by the engine as well.
    pub(super) written: bool,
    /// Whether a known fault of the engine can have made it answer the first wrongly.
    excused: bool,
}

/// What random operations do not come near.
fn unlimited() -> Limits {
    let many = 1_000_000;
    let limits =
        Limits { tokens: many, document_bytes: many, selections: many, root_fields: many, ..Limits::default() };
    let limits = Limits { errors: many, operations: many, ..limits };
    Limits { aliases: many, directives: many, directives_in_one_place: many, ..limits }
}

/// How the client stands who asks.
const RATE: Rate =
    Rate { cost: 7, limit: 100, remaining: 90, restore_rate: 1, reset_at: time::OffsetDateTime::UNIX_EPOCH };

impl World {
    pub(super) async fn over(app: App) -> Self {
        let data = app.data(QUESTION).await;
        let (schema, graph) = (graphql::schema_within(app.store.clone(), unlimited()), app.store.graph());
        let types = Types::of_schema();
        Self {
            _app: app,
            schema,
            graph,
            goals: Goals::of(&types),
            types,
            pool: Pool::new(&data),
            remarks: AtomicUsize::new(0),
            spoil: |answer| answer,
        }
    }

    pub(super) fn subject(&self) -> Subject<'_> {
        Subject { types: &self.types, goals: &self.goals, pool: &self.pool, revision: self.graph.revision().number }
    }

    pub(super) const fn types(&self) -> &Types {
        &self.types
    }

    /// Both answers to an operation, with its variables as they are first, and as they are then. The first answer proves
    /// the document, the second uses what was prepared.
    pub(super) async fn ask(&self, operation: &Operation) -> [Answers; 2] {
        self.ask_as(&operation.to_string(), operation).await
    }

    /// The same as a document that nobody has asked yet: with a remark that makes its text another one.
    pub(super) async fn ask_anew(&self, operation: &Operation) -> [Answers; 2] {
        let remark = self.remarks.fetch_add(1, Ordering::Relaxed);
        self.ask_as(&format!("{operation} # {remark}"), operation).await
    }

    async fn ask_as(&self, query: &str, operation: &Operation) -> [Answers; 2] {
        let parsed = parse_query(query).unwrap_or_else(|error| panic!("{query}\n{error}"));
        let (first, then) = (self.request(query, operation, 0, &parsed), self.request(query, operation, 1, &parsed));
        let first = self.compared(query, operation, 0, async || self.engine(first).await).await;
        // What is asked the same way need not be asked the engine again, which is the slow one.
        let again = operation.values(0) == operation.values(1);
        let known = if again { Some(first.engine.clone()) } else { None };
        let ask = async || match known {
            Some(known) => known,
            None => self.engine(then).await,
        };
        let then = self.compared(query, operation, 1, ask).await;
        [first, then]
    }

    /// What the engine is asked: a request with defaults filled in, since the engine (async-graphql 8.0.0-rc.5) does not
    /// see the default of a variable in `@skip` and `@include`.
    fn request(&self, query: &str, operation: &Operation, round: usize, parsed: &ExecutableDocument) -> Request {
        let variables = Variables::from_json(operation.values_and_defaults(round));
        let mut request = Request::new(query).variables(variables);
        request.operation_name = operation.name.map(ToOwned::to_owned);
        request.set_parsed_query(parsed.clone());
        request
    }

    async fn engine(&self, request: Request) -> String {
        serde_json::to_string(&self.schema.execute_by_engine(self.graph.clone(), request.data(RATE)).await).unwrap()
    }

    async fn compared(
        &self,
        query: &str,
        operation: &Operation,
        round: usize,
        engine: impl AsyncFnOnce() -> String,
    ) -> Answers {
        let (direct, written) = self.direct(query, operation.values(round), operation.name).await;
        // What is too much for the walk would keep the engine busy for long.
        let engine = if direct.contains(TOO_LARGE) { direct.clone() } else { engine().await };
        let direct = if written { (self.spoil)(direct) } else { direct };
        let excused = !written && operation.leaves_out_a_flag(round);
        Answers { direct, engine, written, excused }
    }

    /// The response to a request, and whether it was written directly.
    async fn direct(&self, query: &str, variables: Value, name: Option<&str>) -> (String, bool) {
        let variables = Variables::from_json(variables);
        let document = self.schema.document(query).unwrap_or_else(|response| panic!("{query}\n{response:?}"));
        let (schema, graph) = (&self.schema, self.graph.clone());
        match graphql::execute_at_rate(schema, graph, &document, name, variables, Some(RATE)).await {
            Answer::Json(graphql::Walked { json, .. }) => (String::from_utf8(json).unwrap(), true),
            Answer::Response(response) => (serde_json::to_string(&response).unwrap(), false),
        }
    }

    /// Both answers to a request that was written by hand.
    pub(super) async fn answers(&self, query: &str, variables: Value) -> Answers {
        let (direct, written) = self.direct(query, variables.clone(), None).await;
        let engine = self.engine(Request::new(query).variables(Variables::from_json(variables))).await;
        Answers { direct, engine, written, excused: false }
    }
}

const TOO_LARGE: &str = "\"ANSWER_TOO_LARGE\"";

impl Answers {
    pub(super) fn agree(&self) -> bool {
        // The engine finds several faults of a request in no certain order.
        self.excused || self.direct == self.engine || !self.written && sorted(&self.direct) == sorted(&self.engine)
    }

    /// What sort of answers they are. A disagreement must stay of its sort while it is made smaller: a document that is
    /// not valid, or a variable that must be given and is not, would be another matter.
    pub(super) fn sort(&self) -> (bool, bool) {
        (self.written, self.engine.contains("\"GRAPHQL_VALIDATION_FAILED\""))
    }

    pub(super) fn is_too_large(&self) -> bool {
        !self.written && self.direct.contains(TOO_LARGE)
    }

    /// Whether this is what anybody must come to: an answer, though it may have failed in places, that no known fault
    /// of the engine can have spoilt.
    pub(super) fn is_beyond_doubt(&self) -> bool {
        let response = self.response();
        let refused = response["errors"].as_array().is_some_and(|all| all.iter().any(|error| error["path"].is_null()));
        !self.excused && !refused
    }

    /// The response of the engine.
    pub(super) fn response(&self) -> Value {
        serde_json::from_str(&self.engine).unwrap()
    }
}

/// A response with its errors in order.
fn sorted(response: &str) -> Value {
    let mut response: Value = serde_json::from_str(response).unwrap();
    if let Some(errors) = response["errors"].as_array_mut() {
        errors.sort_by_key(Value::to_string);
    }
    response
}
