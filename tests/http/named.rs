//! Documents that are named instead of sent.

use std::path::PathBuf;

use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use skillgraph::http::{Options, Server, Trusted, TrustedMode};
use tempfile::TempDir;

use super::{REVISION, assert_answered, assert_refused, get, post};
use crate::support::{App, database::Database};

const TOTAL: &str = "{ roles { totalCount } }";

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn persisted(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

async fn with(options: Options) -> App {
    App::with(Database::empty().await, options).await
}

fn manifest(folder: &TempDir, manifest: &Value) -> PathBuf {
    let file = folder.path().join("persisted-documents.json");
    std::fs::write(&file, manifest.to_string()).unwrap();
    file
}

async fn trusting(mode: TrustedMode, documents: &Value) -> App {
    let folder = TempDir::new().unwrap();
    let files = vec![manifest(&folder, documents)];
    with(Options { trusted: Trusted { mode, files }, ..Options::default() }).await
}

#[tokio::test]
async fn a_document_that_was_sent_with_its_hash_is_known_by_it() {
    let app = App::empty().await;
    let answer = json!({ "graph": { "revision": 0 } });
    let by_hash = json!({ "extensions": persisted(&hash(REVISION)) });
    let unknown = post(&app, by_hash.to_string()).await;
    let message = assert_refused(unknown, StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND").await;
    assert_eq!(message, "PersistedQueryNotFound", "clients of Apollo go by the message");
    let with_text = json!({ "query": REVISION, "extensions": persisted(&hash(REVISION)) });
    assert_answered(post(&app, with_text.to_string()).await, answer.clone()).await;
    assert_answered(post(&app, by_hash.to_string()).await, answer.clone()).await;
    let extensions = persisted(&hash(REVISION)).to_string();
    assert_answered(get(&app, &[("extensions", &extensions)]).await, answer).await;
}

#[tokio::test]
async fn a_document_is_not_known_by_the_hash_of_another() {
    let app = App::empty().await;
    let wrong = json!({ "query": TOTAL, "extensions": persisted(&hash(REVISION)) });
    assert_refused(post(&app, wrong.to_string()).await, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    for bad in ["", "x", &hash(REVISION).to_uppercase(), &hash(REVISION)[1..]] {
        let body = json!({ "extensions": persisted(bad) }).to_string();
        assert_refused(post(&app, body).await, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    }
    for bad in [json!({ "persistedQuery": 7 }), json!({ "persistedQuery": { "version": 1 } })] {
        let body = json!({ "query": REVISION, "extensions": bad }).to_string();
        assert_refused(post(&app, body).await, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    }
    let by_hash = json!({ "extensions": persisted(&hash(REVISION)) }).to_string();
    assert_refused(post(&app, by_hash).await, StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND").await;
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_not_kept_by_its_hash() {
    let app = App::empty().await;
    let body = json!({ "query": "{", "extensions": persisted(&hash("{")) }).to_string();
    assert_refused(post(&app, body).await, StatusCode::OK, "GRAPHQL_PARSE_FAILED").await;
    let body = json!({ "extensions": persisted(&hash("{")) }).to_string();
    assert_refused(post(&app, body).await, StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND").await;
}

#[tokio::test]
async fn where_hashes_are_off_it_is_said() {
    let app = with(Options { persisted_bytes: 0, ..Options::default() }).await;
    for body in [
        json!({ "extensions": persisted(&hash(REVISION)) }),
        json!({ "query": REVISION, "extensions": persisted(&hash(REVISION)) }),
    ] {
        let response = post(&app, body.to_string()).await;
        let message = assert_refused(response, StatusCode::OK, "PERSISTED_QUERY_NOT_SUPPORTED").await;
        assert_eq!(message, "PersistedQueryNotSupported");
    }
    let app = App::empty().await;
    let other_version = json!({ "persistedQuery": { "version": 2, "sha256Hash": hash(REVISION) } });
    let body = json!({ "query": REVISION, "extensions": other_version }).to_string();
    assert_refused(post(&app, body).await, StatusCode::OK, "PERSISTED_QUERY_NOT_SUPPORTED").await;
}

#[tokio::test]
async fn a_trusted_document_is_asked_for_by_its_id() {
    let prefixed = format!("sha256:{}", hash(REVISION));
    let answer = json!({ "graph": { "revision": 0 } });
    for (documents, ids) in [
        // As GraphQL Code Generator writes it, as Relay's compiler does, and as Apollo does.
        (json!({ &prefixed: REVISION }), [prefixed.as_str(), &hash(REVISION)]),
        (json!({ hash(REVISION): REVISION }), [&prefixed, &hash(REVISION)]),
        (
            json!({
                "format": "apollo-persisted-query-manifest",
                "version": 1,
                "operations": [{ "id": hash(REVISION), "name": "", "type": "query", "body": REVISION }],
            }),
            [&prefixed, &hash(REVISION)],
        ),
        (json!({ "home": REVISION }), ["home", "home"]),
    ] {
        for mode in [TrustedMode::Prefer, TrustedMode::Only] {
            let app = trusting(mode, &documents).await;
            for id in ids {
                assert_answered(post(&app, json!({ "documentId": id }).to_string()).await, answer.clone()).await;
                assert_answered(get(&app, &[("documentId", id)]).await, answer.clone()).await;
            }
            let unknown = post(&app, json!({ "documentId": "sha256:00" }).to_string()).await;
            assert_refused(unknown, StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND").await;
            let both = json!({ "documentId": ids[0], "query": REVISION }).to_string();
            assert_refused(post(&app, both).await, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
        }
    }
}

#[tokio::test]
async fn variables_and_operation_names_go_with_a_trusted_document() {
    let document = "query A($n: Int!) { roles(first: $n) { totalCount } } query B { graph { revision } }";
    let app = trusting(TrustedMode::Only, &json!({ "two": document })).await;
    let body = json!({ "documentId": "two", "operationName": "A", "variables": { "n": 1 } }).to_string();
    assert_answered(post(&app, body).await, json!({ "roles": { "totalCount": 0 } })).await;
    let parameters = [("documentId", "two"), ("operationName", "A"), ("variables", r#"{"n":1}"#)];
    assert_answered(get(&app, &parameters).await, json!({ "roles": { "totalCount": 0 } })).await;
    let body = json!({ "documentId": "two", "operationName": "A" }).to_string();
    assert_refused(post(&app, body).await, StatusCode::OK, "BAD_USER_INPUT").await;
}

#[tokio::test]
async fn other_documents_are_answered_beside_trusted_ones_unless_only_those_are() {
    let documents = json!({ hash(REVISION): REVISION });
    let other = json!({ "query": TOTAL }).to_string();
    let same = json!({ "query": REVISION }).to_string();
    let by_hash = json!({ "extensions": persisted(&hash(REVISION)) }).to_string();
    let sent = json!({ "query": TOTAL, "extensions": persisted(&hash(TOTAL)) }).to_string();
    let prefer = trusting(TrustedMode::Prefer, &documents).await;
    assert_answered(post(&prefer, other.clone()).await, json!({ "roles": { "totalCount": 0 } })).await;
    assert_answered(post(&prefer, sent.clone()).await, json!({ "roles": { "totalCount": 0 } })).await;
    let only = trusting(TrustedMode::Only, &documents).await;
    assert_refused(post(&only, other).await, StatusCode::FORBIDDEN, "TRUSTED_DOCUMENT_REQUIRED").await;
    assert_refused(post(&only, sent).await, StatusCode::OK, "PERSISTED_QUERY_NOT_SUPPORTED").await;
    for app in [prefer, only] {
        assert_answered(post(&app, same.clone()).await, json!({ "graph": { "revision": 0 } })).await;
        assert_answered(post(&app, by_hash.clone()).await, json!({ "graph": { "revision": 0 } })).await;
    }
    let off = App::empty().await;
    let by_id = json!({ "documentId": hash(REVISION) }).to_string();
    assert_refused(post(&off, by_id).await, StatusCode::OK, "PERSISTED_QUERY_NOT_SUPPORTED").await;
}

#[tokio::test]
async fn a_manifest_that_cannot_be_used_is_named_with_what_is_wrong() {
    let app = App::empty().await;
    let folder = TempDir::new().unwrap();
    let refused = |documents: &str| {
        let file = folder.path().join("bad.json");
        std::fs::write(&file, documents).unwrap();
        let trusted = Trusted { mode: TrustedMode::Only, files: vec![file] };
        let server = Server::new(app.store.clone(), Options { trusted, ..Options::default() });
        server.err().unwrap().to_string()
    };
    for (documents, words) in [
        ("{", &["bad.json", "no manifest"][..]),
        ("[]", &["bad.json", "no manifest"]),
        (r#"{"a": 7}"#, &["bad.json", "no manifest"]),
        (r#"{"home": "{"}"#, &["bad.json", "home", "Syntax error"]),
        (r#"{"sha256:00": "{ graph { revision } }"}"#, &["bad.json", "sha256:00", &hash(REVISION)]),
    ] {
        let message = refused(documents);
        for word in words {
            assert!(message.contains(word), "{message}: not a word of {word}");
        }
    }
    let trusted = Trusted { mode: TrustedMode::Only, files: vec!["nowhere.json".into()] };
    let server = Server::new(app.store.clone(), Options { trusted, ..Options::default() });
    assert!(server.err().unwrap().to_string().contains("nowhere.json"));
}
