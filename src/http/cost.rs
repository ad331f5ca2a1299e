//! What a request costs: whether it may, who pays, and what the client is told of it.

use std::time::Instant;

use async_graphql::Value;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, request::Parts};
use serde_json::json;

use super::{Server, client::client, reply::Refusal};
use crate::graphql::{self, ErrorCode, Rate};

/// The price of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    /// What it can cost, from the document and its variables.
    pub(super) cost: u64,
    /// What it has cost: how many fields the answer has, or as much as it can cost where nobody has counted. None if it
    /// is not executed.
    pub(super) actual: Option<u64>,
}

/// The header by which a client asks what its request costs.
pub(super) const COST: HeaderName = HeaderName::from_static("graphql-cost");

/// What a client wants to know of the cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Nothing,
    /// To be told beside the answer.
    Report,
    /// To be told instead of the answer.
    Validate,
}

/// What a client wants to know of the cost, as `GraphQL-Cost: report` or `GraphQL-Cost: validate` says.
pub(super) fn wish(headers: &HeaderMap) -> Result<Wish, Refusal> {
    match headers.get(&COST).map(HeaderValue::as_bytes) {
        None => Ok(Wish::Nothing),
        Some(b"report") => Ok(Wish::Report),
        Some(b"validate") => Ok(Wish::Validate),
        Some(_) => Err(Refusal::malformed("the header `GraphQL-Cost` must be `report` or `validate`")),
    }
}

/// Refuses what costs more than an operation can cost.
pub(super) fn allow(cost: u64, server: &Server) -> Result<(), Refusal> {
    let most = server.options.limits.cost;
    if cost <= most {
        return Ok(());
    }
    let message = format!("the operation costs {cost}, and can cost {most} at most: ask for less, or in smaller pages");
    let refusal = Refusal::from(graphql::refusal(ErrorCode::MaxCostExceeded, message));
    let price = Price { cost, actual: None };
    Err(refusal.telling("cost", value(&server_report(price, None, server))))
}

/// Takes the cost from what the client can ask, if that is limited.
pub(super) fn charge(server: &Server, parts: &Parts, cost: u64) -> Result<Option<Rate>, Refusal> {
    let Some(rates) = &server.rates else { return Ok(None) };
    let client = client(parts, &server.options.trusted_proxies);
    rates.take(client, cost, Instant::now()).map(Some).map_err(|empty| {
        let seconds = empty.wait.as_secs_f64().ceil() as u64;
        let message = format!("you have asked too much in too short a time: come back in {seconds} s");
        let refusal = Refusal::of(StatusCode::TOO_MANY_REQUESTS, ErrorCode::Throttled, message);
        let price = Price { cost, actual: None };
        refusal.retry_after(seconds).telling("cost", value(&server_report(price, Some(empty.rate), server)))
    })
}

/// Gives back what an answer has cost less than it could, and says how the client stands then.
pub(super) fn give_back(server: &Server, parts: &Parts, rate: Option<Rate>, cost: u64, actual: u64) -> Option<Rate> {
    match &server.rates {
        Some(rates) if actual < cost => {
            rates.give_back(client(parts, &server.options.trusted_proxies), cost, actual).or(rate)
        }
        _ => rate,
    }
}

/// Says in the head of an answer how the client stands.
pub(super) fn tell(rate: Option<Rate>, headers: &mut HeaderMap) {
    let Some(rate) = rate else { return };
    headers.insert(HeaderName::from_static("x-ratelimit-limit"), rate.limit.into());
    headers.insert(HeaderName::from_static("x-ratelimit-remaining"), rate.remaining.into());
}

/// What is told of the cost, as JSON.
pub(super) fn report(price: Price, rate: Option<Rate>, server: &Server) -> String {
    server_report(price, rate, server).to_string()
}

fn server_report(price: Price, rate: Option<Rate>, server: &Server) -> serde_json::Value {
    let status = rate.map(|rate| {
        json!({
            "maximumAvailable": rate.limit,
            "currentlyAvailable": rate.remaining,
            "restoreRate": rate.restore_rate,
        })
    });
    json!({
        "requestedQueryCost": price.cost,
        "actualQueryCost": price.actual,
        "maximumCost": server.options.limits.cost,
        "throttleStatus": status,
    })
}

fn value(report: &serde_json::Value) -> Value {
    Value::from_json(report.clone()).unwrap_or_default()
}
