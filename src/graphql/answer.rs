//! How a request is answered: straight from the graph where that can be, else by the engine.
//!
//! The engine validates each document. Then the answer is written in one walk over the graph. Whatever the walk cannot do
//! (introspection, anything that fails) the engine does instead, so that errors and partial data are always the
//! engine's own.

use std::{
    any::TypeId,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use async_graphql::{
    Pos, Request, Response, ServerError, Value, Variables, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
};
use projection::direct::{Bounds, Out, Stop};
use tokio::{runtime::Handle, sync::Semaphore, task::spawn_blocking, time::timeout};

use super::{
    Schema,
    document::{Document, Operation, Prepared},
    error::{ErrorCode, coded, internal},
    finished,
    limits::Limits,
    pinned::Pinned,
    rate::Rate,
    root::Query,
};
use crate::graph::Graph;

/// How many objects an answer can have that is written where requests are read: less than a millisecond's work.
const MAX_LIGHT_OBJECTS: usize = 2_000;
/// How long an answer can take that is written there.
const MAX_LIGHT_TIME: Duration = Duration::from_millis(1);
/// How many answers in a row may take longer before it is clear that they do so by themselves.
const MAX_SLOW: usize = 2;
/// What an operation can cost that is light, whatever its answer turns out to be: the engine works at such where requests
/// are read.
pub const MAX_LIGHT_COST: u64 = 500;
/// How many bytes there is room for before it is known how long an answer is.
const FIRST_CAPACITY: usize = 1 << 10;
/// And how many for what others put behind it, so that they need not move it: its extensions.
const ROOM_FOR_MORE: usize = 128;

/// The answer to a request.
pub enum Answer {
    /// The whole response, written in one walk; there are no errors in it.
    Json(Walked),
    /// A response of the engine.
    Response(Box<Response>),
}

/// A response that was written in one walk.
#[derive(Debug, PartialEq, Eq)]
pub struct Walked {
    /// The response.
    pub json: Vec<u8>,
    /// How many fields are in it.
    pub fields: u64,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self::Response(Box::new(response))
    }
}

/// Answers a request from one graph.
pub async fn execute(
    schema: &Schema,
    graph: Arc<Graph>,
    document: &Arc<Document>,
    operation_name: Option<&str>,
    variables: Variables,
) -> Answer {
    execute_at_rate(schema, graph, document, operation_name, variables, None).await
}

/// Answers a request from one graph, and tells how the client stands if that is asked.
pub async fn execute_at_rate(
    schema: &Schema,
    graph: Arc<Graph>,
    document: &Arc<Document>,
    operation_name: Option<&str>,
    variables: Variables,
    rate: Option<Rate>,
) -> Answer {
    let Some(operation) = document.operation(operation_name) else {
        return document.unresolved(operation_name).into();
    };
    if let Some(message) = document.unfit_variable(operation, &variables) {
        let error = coded(ServerError::new(message, None), ErrorCode::BadUserInput);
        return Response::from_errors(vec![error]).into();
    }
    let pinned = Arc::new(Pinned::new(graph, rate));
    let answering = resolve(schema, document, operation, operation_name, variables, pinned);
    match timeout(schema.limits.time, answering).await {
        Ok(answer) => answer,
        Err(_) => stopped(Stop::TooLong, &schema.limits).into(),
    }
}

async fn resolve(
    schema: &Schema,
    document: &Arc<Document>,
    operation: &Operation,
    operation_name: Option<&str>,
    variables: Variables,
    pinned: Arc<Pinned>,
) -> Answer {
    let mut is_long = false;
    if let Some(prepared) = document.valid(operation, &variables, &schema.types) {
        is_long = prepared.is_long;
        pinned.load(&schema.store, &prepared.revisions).await;
        match walk(schema, document, operation, &prepared, &pinned).await {
            Err(Stop::AskTheEngine) => {}
            outcome => return answer(outcome, &schema.limits),
        }
    }
    if !is_long && document.cost(operation_name, &variables) <= MAX_LIGHT_COST {
        return ask_the_engine(schema, document, operation_name, variables, pinned).await;
    }
    // The engine does not pause either.
    let Ok(turn) = schema.heavy_duty.engine.clone().acquire_owned().await else {
        return stopped(Stop::TooLong, &schema.limits).into();
    };
    let (schema, document) = (schema.clone(), document.clone());
    let (name, runtime) = (operation_name.map(ToOwned::to_owned), Handle::current());
    let work = spawn_blocking(move || {
        let _turn = turn;
        runtime.block_on(ask_the_engine(&schema, &document, name.as_deref(), variables, pinned))
    });
    work.await.unwrap_or_else(|error| finished(internal_failure(error), &Limits::default()).into())
}

/// The response when work has ended in a way in which it cannot end.
fn internal_failure(cause: impl std::fmt::Display) -> Response {
    Response::from_errors(vec![internal(cause).into_server_error(Pos::default())])
}

/// Has the engine find the request valid, and answer it if a walk cannot.
async fn ask_the_engine(
    schema: &Schema,
    document: &Arc<Document>,
    operation_name: Option<&str>,
    variables: Variables,
    pinned: Arc<Pinned>,
) -> Answer {
    let attempt = Arc::new(Attempt {
        document: document.clone(),
        variables: variables.clone(),
        pinned: pinned.clone(),
        schema: schema.clone(),
        by_walk: true,
        outcome: Mutex::default(),
    });
    let mut request = Request::new("").variables(variables).data(pinned).data(attempt.clone());
    request.operation_name = operation_name.map(ToOwned::to_owned);
    request.set_parsed_query(document.parsed.clone());
    let response = schema.engine.execute(request).await;
    match attempt.outcome().take() {
        Some(outcome) => answer(outcome, &schema.limits),
        None => finished(response, &schema.limits).into(),
    }
}

impl Schema {
    /// Answers by the engine alone, field by field: what the walk over the graph is held against. A [`Rate`] among the
    /// data of the request is told.
    pub async fn execute_by_engine(&self, graph: Arc<Graph>, request: Request) -> Response {
        let document = match self.document(&request.query) {
            Ok(document) => document,
            Err(response) => return *response,
        };
        let rate = request.data.get(&TypeId::of::<Rate>()).and_then(|rate| rate.downcast_ref()).copied();
        let pinned = Arc::new(Pinned::new(graph, rate));
        let attempt = Arc::new(Attempt {
            document,
            variables: request.variables.clone(),
            pinned: pinned.clone(),
            schema: self.clone(),
            by_walk: false,
            outcome: Mutex::default(),
        });
        finished(self.engine.execute(request.data(pinned).data(attempt)).await, &self.limits)
    }
}

/// The answer that a walk came to.
fn answer(outcome: Result<Walked, Stop>, limits: &Limits) -> Answer {
    match outcome {
        Ok(walked) => Answer::Json(walked),
        Err(stop) => stopped(stop, limits).into(),
    }
}

/// The answer to a walk that passed a bound.
fn stopped(stop: Stop, limits: &Limits) -> Response {
    let Limits { objects, answer_bytes, time, .. } = limits;
    let (message, code) = match stop {
        Stop::TooManyObjects => (format!("the answer has more than {objects} objects"), ErrorCode::AnswerTooLarge),
        Stop::TooManyBytes => (format!("the answer has more than {answer_bytes} bytes"), ErrorCode::AnswerTooLarge),
        Stop::TooLong | Stop::AskTheEngine => {
            (format!("the answer took longer than {} ms", time.as_millis()), ErrorCode::ExecutionTimeout)
        }
    };
    let message = format!("{message}: ask for less, or in pages");
    Response::from_errors(vec![coded(ServerError::new(message, None), code)])
}

// ---- the walk -------------------------------------------------------------------------------------------------------

/// Where heavy answers are made: few at a time and off the async threads, so that they wait for each other and light
/// ones never wait for them. Whoever stops waiting leaves the turn with the work, which still goes on.
pub(super) struct HeavyDuty {
    walks: Arc<Semaphore>,
    /// Apart, since the engine calls for walks.
    engine: Arc<Semaphore>,
}

impl HeavyDuty {
    /// Half of the processors, at least one.
    pub(super) fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = || Arc::new(Semaphore::new(processors.div_ceil(2)));
        Self { walks: turns(), engine: turns() }
    }
}

/// Writes the answer in one walk. It is taken for a light one, unless it has much text to read, until it proves to be heavy
/// by its objects or its time; from then on, and until its answer is light again, the operation is known to be heavy.
async fn walk(
    schema: &Schema,
    document: &Arc<Document>,
    operation: &Operation,
    prepared: &Arc<Prepared>,
    pinned: &Arc<Pinned>,
) -> Result<Walked, Stop> {
    let most = schema.limits.objects;
    let light = MAX_LIGHT_OBJECTS.min(most);
    if !prepared.is_long
        && operation.last.objects.load(Ordering::Relaxed) <= light
        && operation.last.slow.load(Ordering::Relaxed) <= MAX_SLOW
    {
        match write(operation, prepared, pinned, light, &schema.limits) {
            Err(Stop::TooManyObjects) if light < most => operation.last.objects.store(usize::MAX, Ordering::Relaxed),
            outcome => return outcome,
        }
    }
    let turn = schema.heavy_duty.walks.clone().acquire_owned().await.map_err(|_| Stop::TooLong)?;
    let (document, prepared, pinned) = (document.clone(), prepared.clone(), pinned.clone());
    let (name, limits) = (operation.name().map(ToOwned::to_owned), schema.limits.clone());
    let work = spawn_blocking(move || {
        let _turn = turn;
        let operation = document.operation(name.as_deref()).ok_or(Stop::AskTheEngine)?;
        write(operation, &prepared, &pinned, limits.objects, &limits)
    });
    work.await.unwrap_or(Err(Stop::AskTheEngine))
}

/// Writes the answer here and now.
fn write(
    operation: &Operation,
    prepared: &Prepared,
    pinned: &Arc<Pinned>,
    objects: usize,
    limits: &Limits,
) -> Result<Walked, Stop> {
    let began = Instant::now();
    let bounds = Bounds { objects, bytes: limits.answer_bytes, deadline: Some(began + limits.time) };
    let capacity = operation.last.bytes.load(Ordering::Relaxed).max(FIRST_CAPACITY) + ROOM_FOR_MORE;
    let mut out = Out::new(pinned, &prepared.values, bounds, capacity);
    let written = prepared.plan.respond(&Query, &mut out);
    if began.elapsed() > MAX_LIGHT_TIME {
        operation.last.slow.fetch_add(1, Ordering::Relaxed);
    } else {
        operation.last.slow.store(0, Ordering::Relaxed);
    }
    written?;
    operation.last.objects.store(out.objects(), Ordering::Relaxed);
    let fields = out.fields() as u64;
    let json = out.into_json();
    operation.last.bytes.store(json.len(), Ordering::Relaxed);
    Ok(Walked { json, fields })
}

/// A request that the engine has been given, to be answered by a walk once it is found valid.
struct Attempt {
    document: Arc<Document>,
    variables: Variables,
    pinned: Arc<Pinned>,
    schema: Schema,
    /// Whether to try a walk at all.
    by_walk: bool,
    /// What came of the walk; nothing if the engine is to answer.
    outcome: Mutex<Option<Result<Walked, Stop>>>,
}

impl Attempt {
    /// Prepares what whoever answers will need, and tries to answer by a walk.
    async fn is_answered(&self, operation_name: Option<&str>) -> bool {
        let Some(operation) = self.document.operation(operation_name) else { return false };
        let prepared = self.document.prepare(operation, &self.variables, &self.schema.types);
        let Ok(prepared) = prepared else { return false };
        self.pinned.load(&self.schema.store, &prepared.revisions).await;
        if !self.by_walk {
            return false;
        }
        let outcome = walk(&self.schema, &self.document, operation, &prepared, &self.pinned).await;
        if outcome == Err(Stop::AskTheEngine) {
            return false;
        }
        *self.outcome() = Some(outcome);
        true
    }

    fn outcome(&self) -> MutexGuard<'_, Option<Result<Walked, Stop>>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Steps in where the engine, having found a request valid, would begin to resolve it.
pub(super) struct AnswerDirectly;

impl ExtensionFactory for AnswerDirectly {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for AnswerDirectly {
    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        match ctx.data::<Arc<Attempt>>() {
            Ok(attempt) if attempt.is_answered(operation_name).await => Response::new(Value::Null),
            _ => next.run(ctx, operation_name).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{graphql::schema_within, store::Store};

    async fn is_answered(schema: &Schema, document: &Arc<Document>, variables: Variables) -> bool {
        let graph = schema.store.graph();
        matches!(execute(schema, graph, document, None, variables).await, Answer::Json(_))
    }

    #[tokio::test]
    async fn what_is_heavy_waits_for_its_turn_and_what_is_light_does_not() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let schema = schema_within(store, Limits { time: Duration::from_millis(500), ..Limits::default() });
        let walks = schema.heavy_duty.walks.clone();
        let all = u32::try_from(walks.available_permits()).unwrap();
        let document =
            schema.document("query ($text: String!) { extract(text: $text) { concepts { confidence } } }").unwrap();
        let text = |length| Variables::from_json(serde_json::json!({ "text": "x".repeat(length) }));
        // The engine looks at it first.
        assert!(is_answered(&schema, &document, text(1)).await);

        let held = walks.clone().acquire_many_owned(all).await.unwrap();
        assert!(is_answered(&schema, &document, text(100)).await);
        assert!(!is_answered(&schema, &document, text(10_000)).await);
        let last = &document.operation(None).unwrap().last;
        last.slow.store(MAX_SLOW, Ordering::Relaxed);
        assert!(is_answered(&schema, &document, text(100)).await);
        last.slow.store(MAX_SLOW + 1, Ordering::Relaxed);
        assert!(!is_answered(&schema, &document, text(100)).await);

        // It is light again once one has been, which other work on this machine can put off.
        drop(held);
        while last.slow.load(Ordering::Relaxed) > 0 {
            assert!(is_answered(&schema, &document, text(100)).await);
        }
        let _held = walks.acquire_many_owned(all).await.unwrap();
        assert!(is_answered(&schema, &document, text(100)).await);
    }
}
