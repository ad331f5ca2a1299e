//! Documents: read once, found valid once, planned once where no variable makes a difference.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
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
use data_encoding::HEXLOWER;
use projection::direct::{Outline, Plan, Stop, Values};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};

use super::{
    cost::Cost,
    error::{self, ErrorCode, coded},
    lexical,
    limits::Limits,
    root::Query,
    shape,
    types::Types,
};

/// How many bytes a byte of a document stands for, once it is read and planned.
const WEIGHT: u64 = 32;
/// How many plans are kept of an operation: one is enough for nearly all.
const MAX_PLANS: usize = 16;
/// How many bytes a document and the texts of its variables can have that is light, whatever is asked of them: to find the
/// skills in so many takes two milliseconds.
const MAX_LIGHT_TEXT: usize = 8 << 10;
/// The field at the root whose answer is another for each request.
const RATE: &str = "rateLimit";

/// The documents that were asked for, by their text: those that were asked for last and often.
pub(super) struct Documents {
    kept: Cache<Box<str>, Arc<Document>, Weight>,
    types: Arc<Types>,
    limits: Arc<Limits>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Box<str>, Arc<Document>> for Weight {
    fn weight(&self, text: &Box<str>, _: &Arc<Document>) -> u64 {
        (text.len() as u64 + 32) * WEIGHT
    }
}

impl Documents {
    /// None yet; as many are kept as have room in so many bytes.
    pub(super) fn new(bytes: u64, types: Arc<Types>, limits: Arc<Limits>) -> Self {
        let expected = usize::try_from(bytes / (512 * WEIGHT)).unwrap_or(usize::MAX);
        Self { kept: Cache::with_weighter(expected, bytes, Weight), types, limits }
    }

    /// The document with a text, read if it is new.
    ///
    /// # Errors
    ///
    /// The response to a text that is no document, or larger than a document can be.
    pub(super) fn get(&self, text: &str) -> Result<Arc<Document>, Box<Response>> {
        if let Some(document) = self.kept.get(text) {
            return Ok(document);
        }
        let document = Arc::new(self.read(text)?);
        self.kept.insert(text.into(), document.clone());
        Ok(document)
    }

    /// How many documents are kept.
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    fn read(&self, text: &str) -> Result<Document, Box<Response>> {
        lexical::check(text, &self.limits)?;
        let parsed = parse_query(text);
        let parsed = parsed.map_err(|error| Box::new(Response::from_errors(vec![error::parse_failure(&error)])))?;
        shape::check(&parsed, &self.limits)?;
        if !self.limits.introspection && shape::introspects(&parsed) {
            return Err(Box::new(error::refusal(ErrorCode::IntrospectionDisabled, "introspection is off")));
        }
        Ok(Document::new(text, parsed, &self.types))
    }
}

/// A document that was read, and what was found out about it since.
pub struct Document {
    pub(super) parsed: ExecutableDocument,
    operations: Vec<Operation>,
    hash: Arc<str>,
    tells_rate: bool,
    text_bytes: usize,
}

/// An operation of a document.
pub(super) struct Operation {
    name: Option<Arc<str>>,
    ty: OperationType,
    cost: Cost,
    /// Whether the engine has found the document valid, so that only variables need to be looked at.
    is_valid: AtomicBool,
    /// Made once the engine has found the document valid: fragments of others can contain themselves.
    outline: OnceLock<Outline>,
    /// By the variables that `@skip` and `@include` decide by.
    plans: Mutex<HashMap<Vec<bool>, Arc<Plan>>>,
    /// Where the operation has no variables.
    prepared: OnceLock<Arc<Prepared>>,
    /// What the last answer was like: about as the next one will be.
    pub(super) last: Last,
}

/// What the last answers were like.
#[derive(Default)]
pub(super) struct Last {
    pub(super) bytes: AtomicUsize,
    pub(super) objects: AtomicUsize,
    /// How many of them in a row have taken long. One alone can have been held up by others.
    pub(super) slow: AtomicUsize,
}

/// An operation for given variables.
pub(super) struct Prepared {
    pub(super) plan: Arc<Plan>,
    pub(super) values: Values,
    /// The revisions that it reads beside the current one.
    pub(super) revisions: Vec<i32>,
    /// Whether there is so much text in it that to read that alone can take long.
    pub(super) is_long: bool,
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
    /// A document that has passed all checks of its size.
    fn new(text: &str, parsed: ExecutableDocument, types: &Types) -> Self {
        let operations = parsed.operations.iter().map(|(name, operation)| Operation {
            name: name.map(|name| name.as_str().into()),
            ty: operation.node.ty,
            cost: types.costs.cost(&parsed, &operation.node),
            is_valid: AtomicBool::new(false),
            outline: OnceLock::new(),
            plans: Mutex::default(),
            prepared: OnceLock::new(),
            last: Last::default(),
        });
        let hash = HEXLOWER.encode(&Sha256::digest(text)).into();
        let tells_rate = shape::selects(&parsed, &|name| name == RATE);
        Self { operations: operations.collect(), hash, tells_rate, text_bytes: text.len(), parsed }
    }

    /// The SHA-256 of its text, in hexadecimal digits.
    pub fn hash(&self) -> &Arc<str> {
        &self.hash
    }

    /// Whether the answer tells how the client stands, so that it holds for one request only.
    pub fn tells_rate(&self) -> bool {
        self.tells_rate
    }

    /// What the operation that would run costs: about how many fields its answer can have. A field costs 1, and what is
    /// selected of the items of a list as many times as there can be items.
    pub fn cost(&self, name: Option<&str>, variables: &Variables) -> u64 {
        self.operation(name).map_or(0, |operation| operation.cost.with(variables))
    }

    /// The name of the operation that would run.
    pub fn operation_name<'d>(&'d self, name: Option<&str>) -> Option<&'d Arc<str>> {
        self.operation(name)?.name.as_ref()
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
        let is_long = self.text_bytes + values.text_bytes() > MAX_LIGHT_TEXT;
        let prepared = Arc::new(Prepared { plan, values, revisions, is_long });
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
