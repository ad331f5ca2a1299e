//! How a request is answered: straight from the graph where that can be, else by the engine.
//!
//! The engine validates each document, and each set of variables. Then the answer is written in one walk over the
//! graph. Whatever the walk cannot do (introspection, older revisions, anything that fails) the engine does instead, so
//! that errors and partial data are always the engine's own.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_graphql::{
    Name, Request, Response, ServerError, Value, Variables, async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
    parser::{
        parse_query,
        types::{BaseType, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use projection::direct::{Bounds, Outline, Plan, Stop};

use super::{Schema, error, error::coded, finished, root::GraphFields};
use crate::{graph::Graph, graphql::ErrorCode};

/// How many objects an answer can have.
const MAX_OBJECTS: usize = 50_000;
/// How many bytes an answer can have.
const MAX_BYTES: usize = 5 << 20;
/// How long a walk can take.
const MAX_TIME: Duration = Duration::from_secs(5);
/// How many documents are kept with their plans.
const MAX_DOCUMENTS: usize = 500;
/// How many bytes a document that is kept can have.
const MAX_KEPT_TEXT: usize = 16 << 10;

/// The answer to a request.
pub enum Answer {
    /// The value of `data`, as JSON; there are no errors.
    Data(Vec<u8>),
    /// A response of the engine.
    Response(Box<Response>),
}

/// A document that was read, and what was found out about it since.
pub struct Document {
    parsed: ExecutableDocument,
    operations: Vec<Operation>,
}

/// An operation of a document.
struct Operation {
    name: Option<String>,
    ty: OperationType,
    /// Made once the engine has found the document valid: fragments of others can contain themselves.
    outline: OnceLock<Outline>,
    /// The plan of an operation without variables that the engine has found valid.
    proven: OnceLock<Arc<Plan>>,
    /// How long the last answer was: about as long as the next one.
    length: AtomicUsize,
}

/// The documents that were asked for, by their text.
#[derive(Default)]
pub(super) struct Documents(Mutex<HashMap<Box<str>, Arc<Document>>>);

impl Documents {
    /// The document with a text, read if it is new.
    ///
    /// # Errors
    ///
    /// The response to a text that is no document.
    pub(super) fn get(&self, text: &str) -> Result<Arc<Document>, Box<Response>> {
        if let Some(document) = self.lock().get(text) {
            return Ok(document.clone());
        }
        // Not under the lock: a long document must not hold up those that are known.
        let parsed = parse_query(text);
        let parsed = parsed.map_err(|error| Box::new(Response::from_errors(vec![error::parse_failure(&error)])))?;
        let document = Arc::new(Document::new(parsed));
        if text.len() <= MAX_KEPT_TEXT {
            let mut documents = self.lock();
            // The simplest way to stay bounded: clients ask the same few documents, which come again at once.
            if documents.len() >= MAX_DOCUMENTS {
                documents.clear();
            }
            documents.insert(text.into(), document.clone());
        }
        Ok(document)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Arc<Document>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Document {
    fn new(parsed: ExecutableDocument) -> Self {
        let operations = parsed.operations.iter().map(|(name, operation)| Operation {
            name: name.map(ToString::to_string),
            ty: operation.node.ty,
            outline: OnceLock::new(),
            proven: OnceLock::new(),
            length: AtomicUsize::new(1 << 10),
        });
        Self { operations: operations.collect(), parsed }
    }

    /// Whether the operation that would run is a query; one that cannot be told is refused later, with a better reason.
    pub fn is_query(&self, name: Option<&str>) -> bool {
        self.operation(name).is_none_or(|operation| operation.ty == OperationType::Query)
    }

    fn operation(&self, name: Option<&str>) -> Option<&Operation> {
        match (self.operations.as_slice(), name) {
            ([only], None) => Some(only),
            (_, None) => None,
            (all, Some(name)) => all.iter().find(|operation| operation.name.as_deref() == Some(name)),
        }
    }

    fn definition(&self, operation: &Operation) -> Option<&OperationDefinition> {
        let mut definitions = self.parsed.operations.iter();
        let name = operation.name.as_deref();
        let found = definitions.find(|(found, _)| found.map(Name::as_str) == name);
        found.map(|(_, definition)| &definition.node)
    }

    /// What is wrong with the variables that the engine does not look at: those that must be given and are not, and
    /// integers of more than 32 bits.
    fn unfit_variable(&self, operation: &Operation, variables: &Variables) -> Option<String> {
        let definitions = self.definition(operation)?.variable_definitions.iter();
        definitions.map(|definition| &definition.node).find_map(|definition| {
            let (name, ty) = (&definition.name.node, &definition.var_type.node);
            let value = variables.get(name).filter(|value| **value != Value::Null);
            match value {
                None if !ty.nullable && (definition.default_value.is_none() || variables.contains_key(name)) => {
                    Some(format!("Variable \"${name}\" of type \"{ty}\" must be given, and not be null"))
                }
                Some(Value::Number(number)) if is_int(&ty.base) => {
                    let fits = number.as_i64().is_some_and(|number| i32::try_from(number).is_ok());
                    (!fits).then(|| format!("Variable \"${name}\" of type \"{ty}\" cannot be {number}"))
                }
                _ => None,
            }
        })
    }

    /// The plan of an operation for given variables.
    fn plan(&self, operation: &Operation, variables: &Variables, schema: &Schema) -> Option<Plan> {
        let definition = self.definition(operation)?;
        let outline = operation.outline.get_or_init(|| Outline::new(&self.parsed, definition));
        Some(Plan::new(outline, variables, schema.implementations.clone()))
    }

    /// Why it cannot be told which operation to run.
    fn unresolved(&self, name: Option<&str>) -> Response {
        let message = match name {
            Some(name) => format!("the document has no operation `{name}`"),
            None => {
                let names: Vec<_> = self.operations.iter().filter_map(|operation| operation.name.as_deref()).collect();
                let names = names.join(", ");
                format!("the document has several operations: say which to run by `operationName` ({names})")
            }
        };
        let error = coded(ServerError::new(message, None), ErrorCode::OperationResolutionFailure);
        Response::from_errors(vec![error])
    }
}

fn is_int(ty: &BaseType) -> bool {
    matches!(ty, BaseType::Named(name) if name == "Int")
}

/// Answers a request from one graph.
pub async fn execute(
    schema: &Schema,
    graph: Arc<Graph>,
    document: &Arc<Document>,
    operation_name: Option<&str>,
    variables: Variables,
) -> Answer {
    let Some(operation) = document.operation(operation_name) else {
        return Answer::Response(Box::new(document.unresolved(operation_name)));
    };
    if let Some(message) = document.unfit_variable(operation, &variables) {
        let error = coded(ServerError::new(message, None), ErrorCode::BadUserInput);
        return Answer::Response(Box::new(Response::from_errors(vec![error])));
    }
    if let Some(plan) = operation.proven.get() {
        match operation.walk(plan, &graph) {
            Ok(json) => return Answer::Data(json),
            Err(Stop::AskTheEngine) => {}
            Err(stop) => return Answer::Response(Box::new(stopped(stop))),
        }
    }
    let attempt = Arc::new(Attempt {
        document: document.clone(),
        operation_name: operation_name.map(ToOwned::to_owned),
        variables: variables.clone(),
        graph: graph.clone(),
        schema: schema.clone(),
        outcome: Mutex::default(),
    });
    let mut request = Request::new("").variables(variables).data(graph).data(attempt.clone());
    request.operation_name = operation_name.map(ToOwned::to_owned);
    request.set_parsed_query(document.parsed.clone());
    let response = schema.engine.execute(request).await;
    match attempt.outcome().take() {
        Some(Ok(json)) => Answer::Data(json),
        Some(Err(stop)) => Answer::Response(Box::new(stopped(stop))),
        None => Answer::Response(Box::new(finished(response))),
    }
}

impl Operation {
    fn walk(&self, plan: &Plan, graph: &Graph) -> Result<Vec<u8>, Stop> {
        let deadline = Some(Instant::now() + MAX_TIME);
        let bounds = Bounds { objects: MAX_OBJECTS, bytes: MAX_BYTES, deadline };
        let json = plan.answer(&GraphFields(graph), bounds, self.length.load(Ordering::Relaxed))?;
        self.length.store(json.len(), Ordering::Relaxed);
        Ok(json)
    }
}

/// The answer to a walk that passed a bound.
fn stopped(stop: Stop) -> Response {
    let (message, code) = match stop {
        Stop::TooManyObjects => (format!("the answer has more than {MAX_OBJECTS} objects"), ErrorCode::AnswerTooLarge),
        Stop::TooManyBytes => (format!("the answer has more than {MAX_BYTES} bytes"), ErrorCode::AnswerTooLarge),
        Stop::TooLong | Stop::AskTheEngine => {
            (format!("the answer took longer than {} s", MAX_TIME.as_secs()), ErrorCode::ExecutionTimeout)
        }
    };
    let message = format!("{message}: ask for less, or in pages");
    Response::from_errors(vec![coded(ServerError::new(message, None), code)])
}

/// A request that the engine has been given, to be answered by a walk once it is found valid.
struct Attempt {
    document: Arc<Document>,
    operation_name: Option<String>,
    variables: Variables,
    graph: Arc<Graph>,
    schema: Schema,
    /// What came of the walk; nothing if the engine is to answer.
    outcome: Mutex<Option<Result<Vec<u8>, Stop>>>,
}

impl Attempt {
    /// Tries to answer by a walk.
    fn walk(&self) -> bool {
        let Some(operation) = self.document.operation(self.operation_name.as_deref()) else { return false };
        if operation.ty != OperationType::Query {
            return false;
        }
        let Some(plan) = self.document.plan(operation, &self.variables, &self.schema) else { return false };
        let outcome = operation.walk(&plan, &self.graph);
        if outcome == Err(Stop::AskTheEngine) {
            return false;
        }
        if operation.outline.get().is_some_and(|outline| !outline.has_variables()) {
            let _ = operation.proven.set(Arc::new(plan));
        }
        *self.outcome() = Some(outcome);
        true
    }

    fn outcome(&self) -> MutexGuard<'_, Option<Result<Vec<u8>, Stop>>> {
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
            Ok(attempt) if attempt.walk() => Response::new(Value::Null),
            _ => next.run(ctx, operation_name).await,
        }
    }
}
