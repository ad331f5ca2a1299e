//! `match`: joining what is the same in two sources.

use serde_json::Value;

use super::Desk;

const ESCO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/esco/v9.0.0");
const ONET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/onet/db_90_1_text");

fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["import", "core"]).done();
    desk.run(&["import", "esco", ESCO, "--max-rejected", "5%"]).done();
    desk.run(&["import", "onet", ONET, "--max-rejected", "50%"]).done();
    desk
}

fn lines(report: &str) -> Vec<Value> {
    report.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn matches_are_previewed_made_once_and_let_be_where_somebody_has_retracted_them() {
    let desk = desk();
    let preview = desk.run(&["match", "--dry-run", "--report", "report.jsonl"]).done();
    assert!(preview.err.contains("; nothing was changed\n"), "{}", preview.err);
    let python = "new\tEXACT_MATCH\tlanguage/python\tskill/esco-python-computer-programming\t\
                  technology-qualified-name\tPython\tPython (computer programming)\n";
    assert!(preview.out.contains(python), "{}", preview.out);
    let report = lines(&desk.read("report.jsonl"));
    assert_eq!(report.len(), preview.out.lines().count());
    for line in &report {
        let keys: Vec<_> = line.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["confidence", "fate", "from", "fromLabel", "reason", "relation", "rule", "to", "toLabel"],
            "{line}"
        );
    }

    let first = desk.run(&["match", "--author", "maria"]).done();
    assert!(first.err.contains("EXACT_MATCH technology-qualified-name: 1 new\n"), "{}", first.err);
    assert!(first.err.ends_with("revision 4\n"), "{}", first.err);
    let again = desk.run(&["match"]).done();
    assert!(again.err.contains("EXACT_MATCH technology-qualified-name: 1 stays\n"), "{}", again.err);
    assert!(again.err.ends_with("nothing new, still revision 4\n"), "{}", again.err);

    let retraction = r#"{"type":"retraction","from":"language/python","relation":"EXACT_MATCH","to":"skill/esco-python-computer-programming"}"#;
    desk.write("edit.jsonl", &format!("{}\n{retraction}\n", r#"{"type":"graph","format":1}"#));
    desk.run(&["import", "jsonl", "edit.jsonl"]).done();
    let kept = desk.run(&["match"]).done();
    assert!(kept.err.contains("EXACT_MATCH technology-qualified-name: 1 left alone\n"), "{}", kept.err);
    assert!(kept.err.ends_with("nothing new, still revision 5\n"), "{}", kept.err);
    let asked = desk.run(&["match", "--again"]).done();
    assert!(asked.err.ends_with("revision 6\n"), "{}", asked.err);
    assert!(desk.run(&["match"]).done().err.ends_with("nothing new, still revision 6\n"));
}

#[test]
fn nothing_can_be_matched_where_there_is_no_database() {
    let desk = Desk::new();
    desk.run(&["match"]).refused(&["error: there is no database at sqlite://skillgraph.db: import"]);
    assert!(!desk.path("skillgraph.db").exists());
}
