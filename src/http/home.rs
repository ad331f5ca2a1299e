//! The first page: what this is, how much there is in it, and what to ask first.

use std::fmt::Write;

use async_graphql::Variables;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use super::{Server, pages, pages::Pages, tour::TOUR};
use crate::graphql::{self, Answer};

/// The page asks what anybody can ask.
const QUESTION: &str = "{
    graph { revision committedAt counts { kind count } relationCounts { count } }
    sources(first: 100) { nodes { title version url licence } }
}";

/// The page, as the current graph has it.
pub(super) async fn html(server: &Server, pages: Pages) -> String {
    let data = data(server).await;
    let (nav, actions, addresses, queries) = match pages.graphiql {
        true => (NAV, ACTIONS, ADDRESSES, queries()),
        false => ("", SCHEMA_ONLY, "", String::new()),
    };
    [
        ("{{nav}}", nav),
        ("{{actions}}", actions),
        ("{{pages}}", addresses),
        ("{{counts}}", &counts(&data["graph"])),
        ("{{revision}}", &revision(&data["graph"])),
        ("{{try}}", &queries),
        ("{{sources}}", &sources(&data["sources"]["nodes"])),
        ("{{version}}", env!("CARGO_PKG_VERSION")),
        // The last, so that nothing in it can be taken for a place.
        ("{{page}}", &pages::tour()),
    ]
    .iter()
    .fold(include_str!("../../web/pages/home.html").to_owned(), |page, (place, text)| page.replace(place, text))
}

const NAV: &str = r#"<a href="graphiql">GraphiQL</a><a href="explorer">Explorer</a>"#;
const ACTIONS: &str = r#"<a class="button primary" href="graphiql">Open GraphiQL</a><a class="button" href="schema.graphql">Read the schema</a>"#;
const SCHEMA_ONLY: &str = r#"<a class="button primary" href="schema.graphql">Read the schema</a>"#;
const ADDRESSES: &str = r#"<tr><th scope="row"><a href="graphiql"><code>/graphiql</code></a></th><td>GraphiQL, to write queries with the schema at hand</td></tr>
            <tr><th scope="row"><a href="explorer"><code>/explorer</code></a></th><td>a small one that suits a phone or a slow line</td></tr>"#;

async fn data(server: &Server) -> Value {
    let Ok(document) = server.schema.document(QUESTION) else { return Value::Null };
    let answer = graphql::execute(&server.schema, server.store.graph(), &document, None, Variables::default()).await;
    let response = match answer {
        Answer::Json(graphql::Walked { json, .. }) => serde_json::from_slice::<Value>(&json).unwrap_or_default(),
        Answer::Response(response) => serde_json::to_value(response).unwrap_or_default(),
    };
    response["data"].clone()
}

fn counts(graph: &Value) -> String {
    let mut html = String::new();
    let mut add = |count: u64, words: &str| {
        let _ = write!(html, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(words), grouped(count));
    };
    for line in graph["counts"].as_array().into_iter().flatten() {
        let kind = line["kind"].as_str().unwrap_or_default();
        add(line["count"].as_u64().unwrap_or_default(), &plural(kind));
    }
    let relations = graph["relationCounts"].as_array().into_iter().flatten();
    add(relations.filter_map(|line| line["count"].as_u64()).sum(), "relations");
    html
}

fn revision(graph: &Value) -> String {
    let number = graph["revision"].as_u64().unwrap_or_default();
    let day = graph["committedAt"].as_str().and_then(|time| time.get(..10)).unwrap_or_default();
    match number {
        0 => "The graph is empty.".to_owned(),
        _ => format!("Revision {number}, of <time>{}</time>. Older ones can be read too.", escaped(day)),
    }
}

/// The queries of the tour. Their links lead to GraphiQL; a script runs them in place.
fn queries() -> String {
    let mut items = String::new();
    for example in TOUR.iter() {
        let query: String = byte_serialize(example.query.as_bytes()).collect();
        let _ = write!(items, r#"<li><a href="graphiql?query={query}">{}</a></li>"#, escaped(&example.title));
    }
    format!(
        r#"<section aria-labelledby="try">
        <h2 id="try">Ask</h2>
        <div class="try">
          <ol>{items}</ol>
          <div class="stage" hidden>
            <div class="bar">
              <button class="button primary" id="run" type="button">Run</button>
              <a class="button" id="open" href="graphiql">Open in GraphiQL</a>
              <span class="status" role="status"></span>
            </div>
            <pre tabindex="0" aria-label="Query"></pre>
            <pre tabindex="0" aria-label="Answer"></pre>
          </div>
        </div>
      </section>"#
    )
}

fn sources(sources: &Value) -> String {
    let sources = sources.as_array().into_iter().flatten().map(|source| {
        let text = |key: &str| source[key].as_str().map(|text| escaped(text.trim_end_matches('.'))).unwrap_or_default();
        let title = match source["url"].as_str().filter(|url| url.starts_with("http")) {
            Some(url) => format!(r#"<a href="{}" rel="noreferrer">{}</a>"#, escaped(url), text("title")),
            None => text("title"),
        };
        match source["licence"].as_str() {
            Some(_) => format!("{title} ({})", text("licence")),
            None => title,
        }
    });
    let sources: Vec<_> = sources.collect();
    if sources.is_empty() { String::new() } else { format!("From: {}.", sources.join(" · ")) }
}

/// The word of an enum, in the plural and as prose.
fn plural(kind: &str) -> String {
    let word = kind.to_lowercase().replace('_', " ");
    match word.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}

/// A number with a space that does not break between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '{' => html.push_str("&#123;"),
            _ => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{escaped, grouped, plural, sources};

    #[test]
    fn numbers_and_words_are_written_for_people() {
        assert_eq!([1, 999, 1_000, 1_234_567].map(grouped), ["1", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]);
        assert_eq!(
            ["ROLE", "RESPONSIBILITY", "SKILL_GROUP"].map(plural),
            ["roles", "responsibilities", "skill groups"]
        );
    }

    #[test]
    fn what_comes_from_the_graph_is_text_and_links_lead_to_the_web_only() {
        assert_eq!(escaped(r#"<b a="1">&{{page}}"#), "&lt;b a=&quot;1&quot;&gt;&amp;&#123;&#123;page}}");
        let source = |url: &str| sources(&json!([{ "title": "<A>", "url": url, "licence": null }]));
        assert_eq!(source("javascript:alert(1)"), "From: &lt;A&gt;.");
        assert_eq!(
            source("https://a.org/?\""),
            r#"From: <a href="https://a.org/?&quot;" rel="noreferrer">&lt;A&gt;</a>."#
        );
    }
}
