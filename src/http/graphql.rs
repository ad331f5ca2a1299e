//! `/graphql`: from a request of HTTP to one of GraphQL and back, by POST and GET.

use std::collections::HashMap;

use async_graphql::Variables;
use axum::{
    body::Bytes,
    extract::{Query, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tracing::Span;

use super::Server;
use crate::graphql::{self, Answer, ErrorCode};

const JSON: &str = "application/json";
const GRAPHQL_JSON: &str = "application/graphql-response+json";

/// A request as it stands in a body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Variables>,
}

/// Answers a query that stands in the address.
pub(super) async fn get(
    State(server): State<Server>,
    Query(parameters): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let variables =
        match parameters.get("variables").filter(|text| !text.is_empty()).map(|text| serde_json::from_str(text)) {
            None => None,
            Some(Ok(variables)) => Some(variables),
            Some(Err(_)) => return refuse(&headers, StatusCode::BAD_REQUEST, "`variables` must be a JSON object"),
        };
    let query = parameters.get("query").cloned();
    let operation_name = parameters.get("operationName").filter(|name| !name.is_empty()).cloned();
    answer(&server, &headers, Body { query, operation_name, variables }, true).await
}

/// Answers a request that stands in the body.
pub(super) async fn post(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return refuse(&headers, rejection.status(), &rejection.body_text()),
    };
    if !is_json(&headers) {
        let message = "the body must be JSON: send `Content-Type: application/json`";
        return refuse(&headers, StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    match serde_json::from_slice(&body) {
        Ok(body) => answer(&server, &headers, body, false).await,
        Err(error) => refuse(&headers, StatusCode::BAD_REQUEST, &format!("the body is no GraphQL request: {error}")),
    }
}

/// The schema, for tools that want it as a file.
pub(super) async fn sdl() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/graphql; charset=utf-8")], graphql::sdl())
}

async fn answer(server: &Server, headers: &HeaderMap, body: Body, by_get: bool) -> Response {
    let Some(query) = body.query.filter(|query| !query.trim().is_empty()) else {
        return refuse(headers, StatusCode::BAD_REQUEST, "there is no `query`");
    };
    let document = match server.schema.document(&query) {
        Ok(document) => document,
        Err(response) => return reply(headers, &response),
    };
    let name = body.operation_name.as_deref();
    if by_get && !document.is_query(name) {
        let mut response = refuse(headers, StatusCode::METHOD_NOT_ALLOWED, "only queries go by GET: use POST");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    if let Some(name) = name {
        Span::current().record("operation", name);
    }
    let variables = body.variables.unwrap_or_default();
    match graphql::execute(&server.schema, server.store.graph(), &document, name, variables).await {
        Answer::Json(json) => (StatusCode::OK, [(header::CONTENT_TYPE, content_type(headers))], json).into_response(),
        Answer::Response(response) => reply(headers, &response),
    }
}

/// A response of GraphQL. A request that could not be executed at all has no `data`, as the specification asks.
fn reply(headers: &HeaderMap, response: &async_graphql::Response) -> Response {
    let executed = response.errors.iter().all(|error| !error.path.is_empty());
    let content_type = content_type(headers);
    let status = match executed || content_type == JSON {
        true => StatusCode::OK,
        false => StatusCode::BAD_REQUEST,
    };
    let json = match executed {
        true => serde_json::to_string(response),
        false => serde_json::to_string(&serde_json::json!({ "errors": response.errors })),
    };
    match json {
        Ok(json) => (status, [(header::CONTENT_TYPE, content_type)], json).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written");
            refuse(headers, StatusCode::INTERNAL_SERVER_ERROR, "the answer cannot be written")
        }
    }
}

/// A request that never got as far as GraphQL.
fn refuse(headers: &HeaderMap, status: StatusCode, message: &str) -> Response {
    let code = ErrorCode::BadRequest.as_str();
    let json = serde_json::json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    (status, [(header::CONTENT_TYPE, content_type(headers))], json.to_string()).into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(JSON))
}

/// What the answer is called: by its own name for those who ask for that, else plainly JSON.
fn content_type(headers: &HeaderMap) -> &'static str {
    let accept = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut types = accept.flat_map(|value| value.split(',')).filter_map(|range| range.split(';').next());
    match types.any(|media_type| media_type.trim().eq_ignore_ascii_case(GRAPHQL_JSON)) {
        true => GRAPHQL_JSON,
        false => JSON,
    }
}
