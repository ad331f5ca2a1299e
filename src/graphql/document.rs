//! Documents: read once, found valid once, planned once where no variable makes a difference.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use async_graphql::{
    Name, OutputType, Response, ServerError, Value, Variables,
    parser::{
        parse_query,
        types::{BaseType, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use projection::direct::{Outline, Plan, Stop, Values};

use super::{
    error::{self, ErrorCode, coded},
    root::Query,
    types::Types,
};

/// How many documents are kept with their plans.
const MAX_DOCUMENTS: usize = 500;
/// How many bytes a document that is kept can have.
const MAX_KEPT_TEXT: usize = 16 << 10;
/// How many plans are kept of an operation: one is enough for nearly all.
const MAX_PLANS: usize = 16;

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

/// A document that was read, and what was found out about it since.
pub struct Document {
    pub(super) parsed: ExecutableDocument,
    operations: Vec<Operation>,
}

/// An operation of a document.
pub(super) struct Operation {
    name: Option<String>,
    ty: OperationType,
    /// Whether the engine has found the document valid, so that only variables need to be looked at.
    is_valid: AtomicBool,
    /// Made once the engine has found the document valid: fragments of others can contain themselves.
    outline: OnceLock<Outline>,
    /// By the variables that `@skip` and `@include` decide by.
    plans: Mutex<HashMap<Vec<bool>, Arc<Plan>>>,
    /// Where the operation has no variables.
    prepared: OnceLock<Arc<Prepared>>,
    /// How large the last answer was: about as large as the next one.
    pub(super) last: Size,
}

/// How large an answer was.
#[derive(Default)]
pub(super) struct Size {
    pub(super) bytes: AtomicUsize,
    pub(super) objects: AtomicUsize,
}

/// An operation for given variables.
pub(super) struct Prepared {
    pub(super) plan: Arc<Plan>,
    pub(super) values: Values,
    /// The revisions that it reads beside the current one.
    pub(super) revisions: Vec<i32>,
}

impl Operation {
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The plan for flags, made if it is new.
    fn plan(&self, outline: &Outline, flags: Vec<bool>, types: &Types) -> Arc<Plan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.get(&flags) {
            return plan.clone();
        }
        if plans.len() >= MAX_PLANS {
            plans.clear();
        }
        let plan = Arc::new(Plan::new(outline, flags.clone(), types.implementations.clone()));
        plans.insert(flags, plan.clone());
        plan
    }
}

impl Document {
    fn new(parsed: ExecutableDocument) -> Self {
        let operations = parsed.operations.iter().map(|(name, operation)| Operation {
            name: name.map(ToString::to_string),
            ty: operation.node.ty,
            is_valid: AtomicBool::new(false),
            outline: OnceLock::new(),
            plans: Mutex::default(),
            prepared: OnceLock::new(),
            last: Size::default(),
        });
        Self { operations: operations.collect(), parsed }
    }

    /// Whether the operation that would run is a query; one that cannot be told is refused later, with a better reason.
    pub fn is_query(&self, name: Option<&str>) -> bool {
        self.operation(name).is_none_or(|operation| operation.ty == OperationType::Query)
    }

    pub(super) fn operation(&self, name: Option<&str>) -> Option<&Operation> {
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
    pub(super) fn unfit_variable(&self, operation: &Operation, variables: &Variables) -> Option<String> {
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

    /// The operation for given variables, if it is known to be valid with them.
    pub(super) fn valid(&self, operation: &Operation, variables: &Variables, types: &Types) -> Option<Arc<Prepared>> {
        if let Some(prepared) = operation.prepared.get() {
            return Some(prepared.clone());
        }
        if !operation.is_valid.load(Ordering::Relaxed) {
            return None;
        }
        let mut definitions = self.definition(operation)?.variable_definitions.iter();
        let fit = definitions.all(|definition| types.inputs.fits(&definition.node, variables));
        fit.then(|| self.prepare(operation, variables, types).ok()).flatten()
    }

    /// The operation for given variables, once the engine has found both valid.
    ///
    /// # Errors
    ///
    /// When it is for the engine to answer.
    pub(super) fn prepare(
        &self,
        operation: &Operation,
        variables: &Variables,
        types: &Types,
    ) -> Result<Arc<Prepared>, Stop> {
        if operation.ty != OperationType::Query {
            return Err(Stop::AskTheEngine);
        }
        let definition = self.definition(operation).ok_or(Stop::AskTheEngine)?;
        let outline = operation.outline.get_or_init(|| Outline::new(&self.parsed, definition));
        let values = outline.values(variables);
        let plan = operation.plan(outline, outline.flags(&values)?, types);
        let revisions = plan.at_root(&values, &Query::type_name(), "at", "revision")?;
        let prepared = Arc::new(Prepared { plan, values, revisions });
        operation.is_valid.store(true, Ordering::Relaxed);
        match outline.has_variables() {
            true => Ok(prepared),
            false => Ok(operation.prepared.get_or_init(|| prepared).clone()),
        }
    }

    /// Why it cannot be told which operation to run.
    pub(super) fn unresolved(&self, name: Option<&str>) -> Response {
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
