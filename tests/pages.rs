//! What a browser is shown, and how: pages, files, policies, caching.

use std::io::Read;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
};
use flate2::read::GzDecoder;
use serde_json::json;
use skillgraph::http::{Options, Pages};

use crate::support::{App, database::Database, json_of, text_of};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn get(app: &App, path: &str, headers: &[(header::HeaderName, &str)]) -> Response<Body> {
    let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(name, *value));
    app.send(request.body(Body::empty()).unwrap()).await
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).unwrap_or_else(|| panic!("there is no {name}: {headers:?}")).to_str().unwrap()
}

/// The names of the files below `assets/` that a page or a file names.
fn assets(text: &str) -> Vec<&str> {
    let names = text.match_indices("assets/").map(|(at, found)| &text[at + found.len()..]);
    names.map(|rest| rest.split(['"', '\'', '`']).next().unwrap()).collect()
}

#[tokio::test]
async fn pages_may_do_nothing_but_ask_this_server() {
    let app = App::core().await;
    for path in ["/", "/graphiql", "/explorer"] {
        let response = get(&app, path, &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let headers = response.headers();
        assert_eq!(text(headers, "content-type"), "text/html; charset=utf-8");
        assert_eq!(text(headers, "x-content-type-options"), "nosniff");
        assert_eq!(text(headers, "referrer-policy"), "no-referrer");
        assert_eq!(text(headers, "cache-control"), "no-cache");
        let policy = text(headers, "content-security-policy");
        for part in ["frame-ancestors 'none'", "base-uri 'none'", "script-src 'self';", "connect-src 'self'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        for too_much in ["unsafe-eval", "script-src 'self' ", "*", "http:", "https:"] {
            assert!(!policy.contains(too_much), "{path}: {policy}");
        }
        let page = text_of(response).await;
        assert!(!page.contains("src=\"http") && !page.contains("href=\"http://"), "{path} asks others");
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="), "{path}: its policy forbids that");
    }
}

#[tokio::test]
async fn every_file_that_a_page_names_is_there_with_its_type() {
    let app = App::empty().await;
    for path in ["/", "/graphiql", "/explorer"] {
        let page = text_of(get(&app, path, &[]).await).await;
        let names = assets(&page);
        assert!(!names.is_empty(), "{path}");
        for name in names {
            let response = get(&app, &format!("/assets/{name}"), &[]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path} names {name}");
            let expected = match name.rsplit('.').next().unwrap() {
                "js" => "text/javascript; charset=utf-8",
                "css" => "text/css; charset=utf-8",
                other => panic!("{path} names {name}, of type {other}"),
            };
            assert_eq!(text(response.headers(), "content-type"), expected);
            assert_eq!(text(response.headers(), "x-content-type-options"), "nosniff");
        }
    }
    assert_eq!(text(get(&app, "/favicon.svg", &[]).await.headers(), "content-type"), "image/svg+xml");
    for path in ["/assets/nothing.js", "/assets/..%2f..%2fCargo.toml", "/assets/", "/graphiql/x"] {
        assert_eq!(get(&app, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_a_browser_has_is_not_sent_again() {
    let app = App::core().await;
    for path in ["/", "/graphiql", "/explorer", "/assets/page.css", "/favicon.svg"] {
        for coding in ["", "gzip", "gzip, br"] {
            let first = get(&app, path, &[(header::ACCEPT_ENCODING, coding)]).await;
            let tag = text(first.headers(), "etag").to_owned();
            assert!(tag.starts_with('"'), "{path}: {tag} is weak");
            let known = [(header::ACCEPT_ENCODING, coding), (header::IF_NONE_MATCH, tag.as_str())];
            let again = get(&app, path, &known).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
            assert_eq!(text(again.headers(), "etag"), tag);
            assert!(to_bytes(again.into_body(), 1).await.unwrap().is_empty());
            let other = [(header::ACCEPT_ENCODING, coding), (header::IF_NONE_MATCH, "\"other\"")];
            assert_eq!(get(&app, path, &other).await.status(), StatusCode::OK, "{path}");
        }
    }
}

#[tokio::test]
async fn each_form_of_a_file_holds_the_same_and_has_a_tag_of_its_own() {
    let app = App::empty().await;
    let page = text_of(get(&app, "/graphiql", &[]).await).await;
    for name in assets(&page).into_iter().chain(["explorer.js"]) {
        let path = format!("/assets/{name}");
        let plain = get(&app, &path, &[]).await;
        let zipped = get(&app, &path, &[(header::ACCEPT_ENCODING, "gzip")]).await;
        assert_eq!(text(plain.headers(), "vary"), "Accept-Encoding");
        assert!(plain.headers().get("content-encoding").is_none());
        let tags = [text(plain.headers(), "etag").to_owned(), text(zipped.headers(), "etag").to_owned()];
        let plain = to_bytes(plain.into_body(), 64 << 20).await.unwrap();
        if zipped.headers().get("content-encoding").is_some() {
            assert_eq!(text(zipped.headers(), "content-encoding"), "gzip");
            assert_ne!(tags[0], tags[1], "{name}");
            let zipped = to_bytes(zipped.into_body(), 64 << 20).await.unwrap();
            let mut expanded = Vec::new();
            GzDecoder::new(&zipped[..]).read_to_end(&mut expanded).unwrap();
            assert_eq!(expanded, plain, "{name}");
            assert!(zipped.len() < plain.len());
        }
        let refused = get(&app, &path, &[(header::ACCEPT_ENCODING, "gzip;q=0, br;q=0")]).await;
        assert!(refused.headers().get("content-encoding").is_none());
    }
}

#[tokio::test]
async fn a_browser_that_opens_the_api_is_shown_a_page_and_a_client_is_answered() {
    let app = App::empty().await;
    let page = text_of(get(&app, "/graphiql", &[]).await).await;
    let opened = get(&app, "/graphql", &[(header::ACCEPT, BROWSER)]).await;
    assert_eq!(opened.status(), StatusCode::OK);
    assert_eq!(text(opened.headers(), "content-type"), "text/html; charset=utf-8");
    assert!(
        opened.headers().get_all("vary").iter().any(|value| value.to_str().unwrap().eq_ignore_ascii_case("accept"))
    );
    assert_eq!(text_of(opened).await, page);
    // With a query it is a request, whoever sends it; and a client that names no HTML is answered in JSON.
    let query = "/graphql?query=%7B__typename%7D";
    for (path, accept) in [(query, BROWSER), (query, "*/*"), ("/graphql", "*/*"), ("/graphql", "application/json")] {
        let response = get(&app, path, &[(header::ACCEPT, accept)]).await;
        assert!(text(response.headers(), "content-type").contains("json"), "{path} {accept}");
    }
    let post =
        Request::post("/graphql").header(header::ACCEPT, BROWSER).header(header::CONTENT_TYPE, "application/json");
    let answer = app.send(post.body(r#"{"query": "{ __typename }"}"#.into()).unwrap()).await;
    assert_eq!(json_of(answer).await["data"], json!({ "__typename": "Query" }));
}

#[tokio::test]
async fn the_first_page_counts_what_is_in_the_graph() {
    let core = App::core().await;
    let counts = core.data("{ graph { revision counts { kind count } } }").await;
    let roles = counts["graph"]["counts"].as_array().unwrap().iter().find(|line| line["kind"] == "ROLE").unwrap();
    let page = text_of(get(&core, "/", &[]).await).await;
    assert!(page.contains(&format!("<dt>roles</dt><dd>{}</dd>", roles["count"])), "{page}");
    assert!(page.contains(&format!("Revision {}", counts["graph"]["revision"])));
    assert!(page.contains("graphiql?query="));
    assert!(!page.contains("{{"), "a place was not filled");
    let empty = text_of(get(&App::empty().await, "/", &[]).await).await;
    assert!(empty.contains("<dt>roles</dt><dd>0</dd>") && empty.contains("The graph is empty."), "{empty}");
}

#[tokio::test]
async fn a_head_request_has_the_headers_and_no_body() {
    let app = App::empty().await;
    for path in ["/", "/graphiql", "/assets/page.css"] {
        let request = Request::builder().method(Method::HEAD).uri(path).body(Body::empty()).unwrap();
        let response = app.send(request).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(response.headers().contains_key("etag"));
        assert!(to_bytes(response.into_body(), 1).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn without_graphiql_there_is_no_page_to_write_queries_on() {
    let options = Options { pages: Pages { graphiql: false }, ..Options::default() };
    let app = App::with(Database::core().await, options).await;
    let ask = |path: &str| app.send(Request::get(path).header(header::ACCEPT, BROWSER).body(Body::empty()).unwrap());
    for path in ["/graphiql", "/explorer"] {
        assert_eq!(ask(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let opened = ask("/graphql").await;
    assert!(text(opened.headers(), "content-type").contains("json"));
    let home = text_of(ask("/").await).await;
    assert!(home.contains("<dt>roles</dt>") && home.contains("schema.graphql"));
    assert!(!home.to_lowercase().contains("graphiql\"") && !home.contains("explorer\""), "{home}");
}
