//! GraphQL over HTTP, and the other routes.

mod caching;
mod cost;
mod formats;
mod limits;
mod named;
mod operation;
mod requests;
mod routes;
mod socket;

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header, request::Builder},
};
use serde_json::Value;
use url::form_urlencoded::Serializer;

use crate::support::{App, json_of};

const JSON: &str = "application/json";
const GRAPHQL_JSON: &str = "application/graphql-response+json";
const REVISION: &str = "{ graph { revision } }";

fn json_post() -> Builder {
    Request::post("/graphql").header(header::CONTENT_TYPE, JSON)
}

async fn post(app: &App, body: impl Into<Body>) -> Response<Body> {
    app.send(json_post().body(body.into()).unwrap()).await
}

fn address(parameters: &[(&str, &str)]) -> String {
    let query = Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/graphql?{query}")
}

async fn get(app: &App, parameters: &[(&str, &str)]) -> Response<Body> {
    app.send(Request::get(address(parameters)).body(Body::empty()).unwrap()).await
}

fn content_type(response: &Response<Body>) -> &str {
    let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
    content_type.strip_suffix("; charset=utf-8").unwrap_or(content_type)
}

/// The response is this status with one error of this code, and no `data`. Its message is given back.
async fn assert_refused(response: Response<Body>, status: StatusCode, code: &str) -> String {
    assert_eq!(response.status(), status);
    let json = json_of(response).await;
    assert_eq!(json.get("data"), None, "{json}");
    assert_eq!(json["errors"].as_array().unwrap().len(), 1, "{json}");
    assert_eq!(json["errors"][0]["extensions"]["code"], code, "{json}");
    json["errors"][0]["message"].as_str().unwrap().to_owned()
}

async fn assert_answered(response: Response<Body>, data: Value) {
    assert_eq!(response.status(), StatusCode::OK);
    let mut json = json_of(response).await;
    assert_eq!(json.get("errors"), None, "{json}");
    assert!(json["extensions"]["revision"].is_i64(), "{json}");
    assert_eq!(json["data"].take(), data);
}
