//! The questions as they are asked in GraphQL: answers with their reasons, and what is refused.

use serde_json::{Value, json};

use crate::support::App;

const BAD_INPUT: &str = "BAD_USER_INPUT";

#[tokio::test]
async fn a_search_is_a_connection_with_scores_and_matches() {
    let app = App::core().await;
    let query = r#"{ search(text: "Python", first: 2) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { cursor score matched { text locale field how concept { slug } } node { slug kind prefLabel } } } }"#;
    let data = app.data(query).await;
    let found = &data["search"];
    assert_eq!(found["edges"][0]["node"], json!({ "slug": "python", "kind": "LANGUAGE", "prefLabel": "Python" }));
    let matched = json!({
        "text": "Python", "locale": "en", "field": "PREFERRED", "how": "EXACT", "concept": { "slug": "python" }
    });
    assert_eq!(found["edges"][0]["matched"], matched);
    let cursor = found["pageInfo"]["endCursor"].as_str().unwrap();
    let query = format!(r#"{{ search(text: "Python", first: 1, after: "{cursor}") {{ nodes {{ slug }} }} }}"#);
    let next = app.data(&query).await;
    let three = app.data(r#"{ search(text: "Python", first: 3) { nodes { slug } } }"#).await;
    assert_eq!(next["search"]["nodes"][0], three["search"]["nodes"][2]);
    let (code, message) =
        app.error(&format!(r#"{{ search(text: "Java", after: "{cursor}") {{ totalCount }} }}"#)).await;
    assert_eq!(code, BAD_INPUT);
    assert!(message.contains("not of this list"), "{message}");
}

#[tokio::test]
async fn all_four_questions_work_at_an_old_revision() {
    let app = App::core().await;
    let query = r#"{ at(revision: 1) {
        search(text: "pyhton", kinds: [LANGUAGE], locale: "xx") { nodes { slug } }
        suggest(prefix: "pyth", kinds: [LANGUAGE], first: 1) { score concept { slug } matched { text } }
        resolve(labels: ["k8s", "nothing of the kind"]) { label ambiguous candidates { matchKind score concept { slug } matched { text } } }
        extract(text: "é Python, Go", kinds: [LANGUAGE]) {
            mentions { start end text reason supportedBy confidence concept { slug } matched { field } }
            concepts { weight count confidence concept { slug } }
            roles { score shared named role { slug } } } } }"#;
    let data = app.data(query).await;
    let at = &data["at"];
    assert_eq!(at["search"]["nodes"][0]["slug"], "python");
    assert_eq!(at["suggest"][0]["concept"]["slug"], "python");
    assert_eq!(at["resolve"][0]["candidates"][0]["concept"]["slug"], "kubernetes");
    assert_eq!(at["resolve"][1], json!({ "label": "nothing of the kind", "ambiguous": false, "candidates": [] }));
    let mentions: Vec<&Value> = at["extract"]["mentions"].as_array().unwrap().iter().collect();
    assert_eq!(
        [&mentions[0]["start"], &mentions[0]["end"], &mentions[0]["text"]],
        [&json!(2), &json!(8), &json!("Python")]
    );
    assert_eq!([&mentions[1]["text"], &mentions[1]["reason"]], [&json!("Go"), &json!("IN_LIST")]);
    assert_eq!(at["extract"]["concepts"].as_array().unwrap().len(), 2);
    assert!(!at["extract"]["roles"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_found_for_nothing() {
    let app = App::core().await;
    for text in ["", "   ", "\\n", "\u{1f980}", "\u{301}"] {
        let query = format!(
            r#"{{ search(text: "{text}") {{ totalCount }} suggest(prefix: "{text}") {{ score }}
                resolve(labels: ["{text}"]) {{ candidates {{ score }} }} extract(text: "{text}") {{ mentions {{ start }} }} }}"#
        );
        let expected = json!({
            "search": { "totalCount": 0 }, "suggest": [], "resolve": [{ "candidates": [] }], "extract": { "mentions": [] },
        });
        assert_eq!(app.data(&query).await, expected, "{text:?}");
    }
    assert_eq!(app.data("{ resolve(labels: []) { label } }").await, json!({ "resolve": [] }));
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_name() {
    let app = App::core().await;
    let many = format!("[{}]", vec![r#""x""#; 501].join(", "));
    let long = "x".repeat(1_001);
    for (query, words) in [
        (format!(r#"{{ search(text: "{long}") {{ totalCount }} }}"#), "`text`"),
        (r#"{ search(text: "a\u0000b") { totalCount } }"#.to_owned(), "NUL"),
        (r#"{ search(text: "a", first: 101) { totalCount } }"#.to_owned(), "`first`"),
        (format!(r#"{{ suggest(prefix: "{long}") {{ score }} }}"#), "`prefix`"),
        (r#"{ suggest(prefix: "a", first: 21) { score } }"#.to_owned(), "1 to 20"),
        (r#"{ suggest(prefix: "a", first: -1) { score } }"#.to_owned(), "`first`"),
        (format!(r#"{{ resolve(labels: ["{long}"]) {{ label }} }}"#), "`labels`"),
        (r#"{ extract(text: "a", minConfidence: 1.5) { mentions { start } } }"#.to_owned(), "`minConfidence`"),
        (r#"{ extract(text: "a", minConfidence: -0.1) { mentions { start } } }"#.to_owned(), "0 to 1"),
        (r#"{ extract(text: "a\u0000b") { mentions { start } } }"#.to_owned(), "NUL"),
    ] {
        let (code, message) = app.error(&query).await;
        assert_eq!(code, BAD_INPUT, "{message}");
        assert!(message.contains(words), "{message}");
    }
    // No list can be longer, whatever it is for: that is found before the question is looked at.
    let (code, message) = app.error(&format!("{{ resolve(labels: {many}) {{ label }} }}")).await;
    assert!(code == "LIMIT_EXCEEDED" && message.contains("500"), "{code}: {message}");
}

#[tokio::test]
async fn a_text_can_have_100_000_bytes_and_no_more() {
    let app = App::core().await;
    let ask = async |length: usize| {
        let query = "query($text: String!) { extract(text: $text) { mentions { start } } }";
        let body = json!({ "query": query, "variables": { "text": "a".repeat(length) } }).to_string();
        let request =
            axum::http::Request::post("/graphql").header("content-type", "application/json").body(body.into());
        crate::support::json_of(app.send(request.unwrap()).await).await
    };
    assert_eq!(ask(100_000).await["data"], json!({ "extract": { "mentions": [] } }));
    assert_eq!(ask(100_001).await["errors"][0]["extensions"]["code"], BAD_INPUT);
}
