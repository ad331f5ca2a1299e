//! What goes wrong for whoever asks: a message that says what to do, and a code that programs can go by.

use async_graphql::{ErrorExtensions, Pos, Response, ServerError, parser};
use tracing::error;

/// The codes in `extensions.code`. They follow Apollo Server's names, which clients know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema.
    ValidationFailed,
    /// An argument has a value that cannot be used.
    BadUserInput,
    /// The request is not one of GraphQL over HTTP.
    BadRequest,
    /// It cannot be told which operation to run.
    OperationResolutionFailure,
    /// The request passes a limit: `limit` and `maximum` beside the code say which.
    LimitExceeded,
    /// An operation has too many selections once its fragments are put in place.
    MaxRecursiveSelectionsExceeded,
    /// An operation costs more than one can cost.
    MaxCostExceeded,
    /// The client has asked for too much in too short a time. `Retry-After` says when to come back.
    Throttled,
    /// The server has too much to do. `Retry-After` says when to come back.
    ServerBusy,
    /// The schema cannot be asked about.
    IntrospectionDisabled,
    /// No document is known by this hash or id.
    PersistedQueryNotFound,
    /// Documents cannot be known by a hash or id here.
    PersistedQueryNotSupported,
    /// Only documents that the server was started with are answered.
    TrustedDocumentRequired,
    /// The answer would be larger than an answer may be.
    AnswerTooLarge,
    /// The answer took longer than it may take.
    ExecutionTimeout,
    /// Something of ours failed. The log has the details under the id in the message.
    InternalServerError,
}

impl ErrorCode {
    /// The code as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::BadRequest => "BAD_REQUEST",
            Self::OperationResolutionFailure => "OPERATION_RESOLUTION_FAILURE",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::MaxRecursiveSelectionsExceeded => "MAX_RECURSIVE_SELECTIONS_EXCEEDED",
            Self::MaxCostExceeded => "MAX_COST_EXCEEDED",
            Self::Throttled => "THROTTLED",
            Self::ServerBusy => "SERVER_BUSY",
            Self::IntrospectionDisabled => "INTROSPECTION_DISABLED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::TrustedDocumentRequired => "TRUSTED_DOCUMENT_REQUIRED",
            Self::AnswerTooLarge => "ANSWER_TOO_LARGE",
            Self::ExecutionTimeout => "EXECUTION_TIMEOUT",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
        }
    }
}

/// The response to a request that is not executed.
pub fn refusal(code: ErrorCode, message: impl Into<String>) -> Response {
    Response::from_errors(vec![coded(ServerError::new(message, None), code)])
}

/// The caller's mistake: which argument, and what to do.
pub(super) fn bad_input(message: impl Into<String>) -> async_graphql::Error {
    let code = ErrorCode::BadUserInput.as_str();
    async_graphql::Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// Our own failure: the log gets the details, the caller an id to ask about.
pub(super) fn internal(cause: impl std::fmt::Display) -> async_graphql::Error {
    let id = format!("{:08x}", fastrand());
    error!(id, %cause, "a request failed");
    let code = ErrorCode::InternalServerError.as_str();
    async_graphql::Error::new(format!("An error occurred (id {id})"))
        .extend_with(|_, extensions| extensions.set("code", code))
}

/// A document that cannot be read. The query itself is not sent back.
pub(super) fn parse_failure(error: &parser::Error) -> ServerError {
    let position = error.positions().next().unwrap_or(Pos { line: 1, column: 1 });
    let message = match error {
        parser::Error::Syntax { .. } => {
            format!("Syntax error at line {}, column {}", position.line, position.column)
        }
        other => other.to_string(),
    };
    coded(ServerError::new(message, Some(position)), ErrorCode::ParseFailed)
}

/// Gives a code to an error of the engine that has none.
pub(super) fn coded(mut error: ServerError, code: ErrorCode) -> ServerError {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", code.as_str());
    }
    error
}

/// A number that differs from call to call; nothing depends on its quality.
fn fastrand() -> u32 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::time::Instant::now()) as u32
}
