//! What is refused of the questions about what somebody has.

use serde_json::json;

use crate::{queries::small, support::App};

const PYTHON: &str = r#"{concept: {slug: {kind: LANGUAGE, slug: "python"}}}"#;
const BACKEND: &str = r#"{slug: "backend-developer"}"#;

async fn assert_refused(app: &App, query: &str, words: &[&str]) {
    let (code, message) = app.error(query).await;
    assert_eq!(code, "BAD_USER_INPUT", "{query}\n{message}");
    for word in words {
        assert!(message.contains(word), "{query}\n{message}: not a word of {word}");
    }
}

#[tokio::test]
async fn what_nobody_can_have_is_refused_by_its_place() {
    let app = small::app().await;
    for (have, words) in [
        (r#"{concept: {slug: {kind: LANGUAGE, slug: "cobol"}}}"#, &["have[1]", "does not exist"][..]),
        (r#"{concept: {slug: {kind: ROLE, slug: "developer"}}}"#, &["have[1]", "ROLE", "QUALIFICATION"]),
        (r#"{concept: {slug: {kind: SKILL_GROUP, slug: "software"}}}"#, &["have[1]", "SKILL_GROUP"]),
        (r#"{concept: {id: "nonsense"}}"#, &["id", "no id"]),
        (r#"{concept: {slug: {kind: TOOL, slug: "a\u0000b"}}}"#, &["slug", "NUL"]),
        (r#"{concept: {slug: {kind: TOOL, slug: "🦀"}}}"#, &["have[1]", "does not exist"]),
    ] {
        for question in [
            format!("{{ gap(have: [{PYTHON}, {have}], role: {BACKEND}) {{ role {{ slug }} }} }}"),
            format!("{{ matchRoles(have: [{PYTHON}, {have}]) {{ totalCount }} }}"),
            format!("{{ learningPath(have: [{PYTHON}, {have}], role: {BACKEND}) {{ totalSteps }} }}"),
        ] {
            assert_refused(&app, &question, words).await;
        }
    }
}

#[tokio::test]
async fn a_level_that_is_not_on_its_scale_is_refused() {
    let app = small::app().await;
    for (level, words) in [
        (r#"{scale: "onet-level", value: -1}"#, &["have[0].level.value", "from 0 to 7", "-1"][..]),
        (r#"{scale: "onet-level", value: 7.01}"#, &["from 0 to 7", "7.01"]),
        (r#"{scale: "onet-level", value: 1e300}"#, &["from 0 to 7"]),
        (r#"{scale: "stars", value: 3}"#, &["have[0].level.scale", "does not exist", "onet-level"]),
        (r#"{scale: "", value: 3}"#, &["have[0].level.scale"]),
    ] {
        let have = PYTHON.replace("}}}", &format!("}}}}, level: {level}}}"));
        assert_refused(&app, &format!("{{ matchRoles(have: [{have}]) {{ totalCount }} }}"), words).await;
    }
}

#[tokio::test]
async fn more_than_can_be_looked_at_is_refused() {
    let app = small::app().await;
    let (most, too_many) = (vec![PYTHON; 500].join(" "), vec![PYTHON; 501].join(" "));
    let roles = |have: &str| format!("{{ matchRoles(have: [{have}]) {{ totalCount }} }}");
    assert_eq!(app.data(&roles(&most)).await["matchRoles"]["totalCount"], 1);
    let one = r#"{slug: {kind: LANGUAGE, slug: "python"}}"#;
    let references = vec![one; 501].join(" ");
    // No list can be longer, whatever it is for: that is found before the question is looked at.
    for query in [
        roles(&too_many),
        format!("{{ implied(of: [{references}]) {{ totalCount }} }}"),
        format!("{{ learningPath(targets: [{references}]) {{ totalSteps }} }}"),
    ] {
        let (code, message) = app.error(&query).await;
        assert!(code == "LIMIT_EXCEEDED" && message.contains("500"), "{code}: {message}");
    }
}

#[tokio::test]
async fn a_role_that_does_not_exist_is_refused_by_its_argument() {
    let app = small::app().await;
    for (query, argument) in [
        (r#"{ gap(have: [], role: {slug: "nobody"}) { role { slug } } }"#, "role"),
        (r#"{ roleGap(from: {slug: "nobody"}, to: {slug: "developer"}) { role { slug } } }"#, "from"),
        (r#"{ roleGap(from: {slug: "developer"}, to: {slug: "nobody"}) { role { slug } } }"#, "to"),
        (r#"{ learningPath(role: {slug: "nobody"}) { totalSteps } }"#, "role"),
        (r#"{ matchRoles(have: [], filter: {group: {slug: "nobody"}}) { totalCount } }"#, "group"),
    ] {
        assert_refused(&app, query, &[argument, "does not exist"]).await;
    }
}

#[tokio::test]
async fn a_path_has_one_aim_and_a_number_of_steps() {
    let app = small::app().await;
    let target = r#"targets: [{slug: {kind: LANGUAGE, slug: "python"}}]"#;
    for (arguments, words) in [
        (String::from("have: []"), &["role", "targets"][..]),
        (format!("role: {BACKEND}, {target}"), &["role", "targets", "not both"]),
        (format!("{target}, first: 0"), &["first", "1 to 100", "0"]),
        (format!("{target}, first: 101"), &["first", "1 to 100", "101"]),
        (r#"targets: [{slug: {kind: RESPONSIBILITY, slug: "write-code"}}]"#.into(), &["targets[0]", "RESPONSIBILITY"]),
    ] {
        assert_refused(&app, &format!("{{ learningPath({arguments}) {{ totalSteps }} }}"), words).await;
    }
    for first in ["0", "-1", "101"] {
        let to_learn = format!("{{ gap(have: [], role: {BACKEND}) {{ toLearn(first: {first}) {{ stage }} }} }}");
        assert_refused(&app, &to_learn, &["first", "1 to 100"]).await;
    }
}

#[tokio::test]
async fn a_certainty_that_is_none_is_refused() {
    let app = small::app().await;
    for certainty in ["0", "-0.5", "1.5", "0.001"] {
        let query = format!(r#"{{ implied(of: [], minCertainty: {certainty}) {{ totalCount }} }}"#);
        assert_refused(&app, &query, &["minCertainty", "0.01 to 1"]).await;
    }
}

#[tokio::test]
async fn a_cursor_of_another_person_is_refused() {
    let app = small::app().await;
    let query = |have: &str, page: &str| format!("{{ matchRoles(have: [{have}] {page}) {{ edges {{ cursor }} }} }}");
    let data = app.data(&query(PYTHON, "")).await;
    let cursor = data["matchRoles"]["edges"][0]["cursor"].as_str().unwrap();
    let next = app.data(&query(PYTHON, &format!("after: \"{cursor}\""))).await;
    assert_eq!(next["matchRoles"]["edges"], json!([]));
    let git = r#"{concept: {slug: {kind: TOOL, slug: "git"}}}"#;
    assert_refused(&app, &query(git, &format!("after: \"{cursor}\"")), &["after", "not of this list"]).await;
}

#[tokio::test]
async fn who_has_nothing_and_is_asked_for_nothing_gets_empty_answers() {
    let app = small::app().await;
    let query = format!(
        r#"{{
            matchRoles(have: []) {{ totalCount }}
            implied(of: []) {{ totalCount }}
            gap(have: [], role: {BACKEND}) {{ coverage {{ overall essential weighted }} counts {{ status count }} }}
            old: gap(have: [], role: {{slug: "webmaster"}}) {{ coverage {{ overall essential weighted }} toLearn {{ stage }} }}
            learningPath(targets: []) {{ totalSteps stages {{ number }} }}
        }}"#
    );
    let expected = json!({
        "matchRoles": { "totalCount": 0 },
        "implied": { "totalCount": 0 },
        "gap": {
            "coverage": { "overall": 0.0, "essential": 0.0, "weighted": 0.0 },
            "counts": [{ "status": "MISSING", "count": 6 }],
        },
        "old": { "coverage": { "overall": null, "essential": null, "weighted": null }, "toLearn": [] },
        "learningPath": { "totalSteps": 0, "stages": [] },
    });
    assert_eq!(app.data(&query).await, expected);
}
