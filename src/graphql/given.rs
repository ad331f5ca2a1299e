//! The variables of a request, from JSON: looked at before they are read.

use async_graphql::{Response, Value, Variables};

use super::{
    error::{ErrorCode, refusal},
    limits::{Exceeded, Limits, within},
};

/// Reads variables.
///
/// # Errors
///
/// The response to variables that are no object, or larger than they can be.
pub(super) fn variables(json: &str, limits: &Limits) -> Result<Variables, Box<Response>> {
    within(json.len(), limits.variables_bytes, "variablesBytes", "`variables` has more than {} bytes")?;
    within(depth(json), limits.variables_depth, "variablesDepth", "`variables` nests more than {} deep")?;
    let variables: Option<Variables> = serde_json::from_str(json).map_err(|_| no_object())?;
    let variables = variables.unwrap_or_default();
    variables.values().try_for_each(|value| look(value, limits))?;
    Ok(variables)
}

fn no_object() -> Box<Response> {
    Box::new(refusal(ErrorCode::BadRequest, "`variables` must be a JSON object"))
}

/// How deep brackets nest in JSON.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest, mut in_text) = (0_usize, 0, false);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match (in_text, byte) {
            (true, b'\\') => drop(bytes.next()),
            (_, b'"') => in_text = !in_text,
            (false, b'{' | b'[') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn look(value: &Value, limits: &Limits) -> Result<(), Box<Exceeded>> {
    match value {
        Value::List(items) => {
            within(items.len(), limits.list_items, "listItems", "a list in `variables` has more than {} items")?;
            items.iter().try_for_each(|item| look(item, limits))
        }
        Value::Object(fields) => fields.values().try_for_each(|value| look(value, limits)),
        Value::String(text) if text.len() > limits.text_chars => {
            let what = "a text in `variables` has more than {} characters";
            within(text.chars().count(), limits.text_chars, "textChars", what)
        }
        _ => Ok(()),
    }
}
