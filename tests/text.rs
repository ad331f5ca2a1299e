//! Search, completion, resolution and tagging: by the graph itself, whatever is typed.

mod asked;
mod commits;
mod random;

use entity::{Kind, LabelRole, RelationKind, Status, concept_state, note};
use skillgraph::graph::{Change, Fact, Graph, How, KindSet, MatchKind, NodeIndex, concept_id};

use crate::support::facts::{label, named, relation, revision};

/// The graph after changes that must be taken.
fn grown(graph: &Graph, changes: &[Change]) -> Graph {
    graph.apply(changes, revision(graph.revision().number + 1)).unwrap().graph
}

fn also(kind: Kind, slug: &str, role: LabelRole, text: &str) -> Change {
    Change::Assert(label(kind, slug, role, text))
}

fn described(kind: Kind, slug: &str, text: &str) -> Change {
    let (concept, locale, role) = (concept_id(kind, slug), "en".to_owned(), entity::NoteRole::Description);
    Change::Assert(note::Model { row: 0, concept, locale, role, text: text.to_owned(), since: 0, until: None }.into())
}

/// A small graph with names that are easily confused.
fn small() -> Graph {
    let mut changes = Vec::new();
    for (kind, slug, name) in [
        (Kind::Language, "c", "C"),
        (Kind::Language, "cpp", "C++"),
        (Kind::Language, "csharp", "C#"),
        (Kind::Language, "go", "Go"),
        (Kind::Language, "java", "Java"),
        (Kind::Language, "javascript", "JavaScript"),
        (Kind::Language, "python", "Python"),
        (Kind::Framework, "dotnet", ".NET"),
        (Kind::Framework, "node-js", "Node.js"),
        (Kind::Framework, "django", "Django"),
        (Kind::Tool, "docker", "Docker"),
        (Kind::Skill, "databases", "Database management"),
        (Kind::Skill, "ci-cd", "CI/CD"),
        (Kind::Role, "backend-developer", "Backend developer"),
        (Kind::Role, "java-developer", "Java developer"),
    ] {
        changes.extend(named(kind, slug, name));
    }
    changes.push(also(Kind::Role, "backend-developer", LabelRole::Alternative, "Back-end engineer"));
    changes.push(also(Kind::Role, "backend-developer", LabelRole::Alternative, "Développeur serveur"));
    changes.push(also(Kind::Language, "go", LabelRole::Hidden, "golang"));
    changes.push(described(Kind::Framework, "django", "A framework for websites."));
    let uses = relation((Kind::Framework, "django"), RelationKind::UsesLanguage, (Kind::Language, "python"), None);
    changes.push(Change::Assert(uses));
    let strength = Some(entity::Strength::Essential);
    for (kind, slug) in [(Kind::Language, "python"), (Kind::Tool, "docker")] {
        let requires = relation((Kind::Role, "backend-developer"), RelationKind::Requires, (kind, slug), strength);
        changes.push(Change::Assert(requires));
    }
    grown(&Graph::default(), &changes)
}

fn slug(graph: &Graph, index: NodeIndex) -> String {
    graph.node(index).slug().to_owned()
}

fn first(graph: &Graph, text: &str) -> Option<String> {
    graph.search(text, KindSet::ALL, None).first().map(|hit| slug(graph, hit.node))
}

fn mentions(graph: &Graph, text: &str) -> Vec<(String, String)> {
    let found = graph.extract(text, None, 0.5);
    found.mentions.iter().map(|mention| (text[mention.bytes.clone()].to_owned(), slug(graph, mention.node))).collect()
}

#[test]
fn a_search_finds_words_in_any_order_form_and_spelling() {
    let graph = small();
    for (text, expected) in [
        ("python", "python"),
        ("developer backend", "backend-developer"),
        ("backend developers", "backend-developer"),
        ("back end developer", "backend-developer"),
        ("developpeur", "backend-developer"),
        ("DÉVELOPPEUR SERVEUR", "backend-developer"),
        ("managing databases", "databases"),
        ("pyhton", "python"),
        ("javascirpt", "javascript"),
        ("jav", "java"),
        ("c", "c"),
        ("C++", "cpp"),
        ("c#", "csharp"),
        (".net", "dotnet"),
        ("net", "dotnet"),
        ("nodejs", "node-js"),
        ("node js", "node-js"),
        ("cicd", "ci-cd"),
        ("framework for websites", "django"),
        ("golang", "go"),
    ] {
        assert_eq!(first(&graph, text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_search_for_nothing_finds_nothing() {
    let graph = small();
    for text in ["", " \n\t", "\0", "\u{1f980}", "!!!", "\u{301}\u{301}", "\u{202e}", "qqqqqqqqqqqq"] {
        assert_eq!(graph.search(text, KindSet::ALL, None), [], "{text:?}");
        assert_eq!(graph.suggest(text, KindSet::ALL, None, 10), [], "{text:?}");
        assert_eq!(graph.resolve(text, KindSet::ALL).candidates, [], "{text:?}");
        assert_eq!(graph.extract(text, None, 0.0).mentions, [], "{text:?}");
    }
    assert_eq!(Graph::default().search("python", KindSet::ALL, None), []);
    assert_eq!(graph.search("python", KindSet::NONE, None), []);
}

#[test]
fn a_hit_says_by_which_label_and_how() {
    let graph = small();
    for (text, label, how) in [
        ("golang", "golang", How::Exact),
        ("back end engineers", "Back-end engineer", How::Normalised),
        ("pyth", "Python", How::Prefix),
        ("pythno", "Python", How::Typo),
    ] {
        let hit = graph.search(text, KindSet::ALL, None)[0];
        assert_eq!((hit.matched.text(&graph), hit.matched.how), (label, how), "{text}");
        assert!(hit.score > 0.0 && hit.score <= 1.0, "{text} {}", hit.score);
    }
}

#[test]
fn deprecated_concepts_come_last_however_well_they_fit() {
    let graph = small();
    let mut state = graph.node(graph.by_slug(Kind::Language, "java").unwrap()).state.clone();
    state = concept_state::Model { row: 0, status: Status::Deprecated, ..state };
    let graph = grown(&graph, &[Change::Assert(state.into())]);
    let hits = graph.search("java", KindSet::ALL, None);
    let slugs: Vec<_> = hits.iter().map(|hit| slug(&graph, hit.node)).collect();
    assert_eq!(slugs.last().map(String::as_str), Some("java"));
    assert!(slugs.len() > 1);
}

#[test]
fn concepts_that_are_the_same_are_found_once_by_the_labels_of_all() {
    let graph = small();
    let mut changes = named(Kind::Skill, "python-programming", "Serpent programming");
    let (skill, python) = ((Kind::Skill, "python-programming"), (Kind::Language, "python"));
    changes.push(Change::Assert(relation(skill, RelationKind::ExactMatch, python, None)));
    let graph = grown(&graph, &changes);
    assert_eq!(first(&graph, "serpent programming").as_deref(), Some("python"));
    let skills = graph.search("python", KindSet::NONE.with(Kind::Skill), None);
    assert_eq!(skills.len(), 0, "no skill has that label");
    let skills = graph.search("serpent", KindSet::NONE.with(Kind::Skill), None);
    assert_eq!(slug(&graph, skills[0].node), "python-programming", "the one of the kind that was asked for");
}

#[test]
fn suggestions_complete_the_last_word() {
    let graph = small();
    let suggested = |prefix: &str| {
        let hits = graph.suggest(prefix, KindSet::ALL, None, 20);
        hits.into_iter().map(|hit| slug(&graph, hit.node)).collect::<Vec<_>>()
    };
    assert_eq!(suggested("java")[0], "java", "what is nothing but the prefix comes first");
    assert!(["javascript", "java-developer"].iter().all(|longer| suggested("java").contains(&(*longer).to_owned())));
    assert_eq!(suggested("backend dev"), ["backend-developer"]);
    assert_eq!(suggested("back e"), ["backend-developer"]);
    assert_eq!(suggested("pyth"), ["python"]);
    assert_eq!(suggested("pyhton"), ["python"], "a slip");
    for slip in ["pyhto", "ptyho", "pyto", "pythpo", "pytgo", "ypth"] {
        assert_eq!(suggested(slip), ["python"], "{slip}: a slip in a word that is not yet whole");
    }
    assert_eq!(suggested("backend dveel"), ["backend-developer"], "a slip in the last of several words");
    assert!(suggested("pyx").is_empty() && suggested("pxhtno").is_empty(), "three letters, or two slips");
    assert_eq!(graph.suggest("j", KindSet::ALL, None, 1).len(), 1);
}

#[test]
fn a_label_is_resolved_as_it_is_then_in_another_form_then_with_slips() {
    let graph = small();
    for (text, expected, kind) in [
        ("PYTHON", "python", MatchKind::Preferred),
        ("back-end engineer", "backend-developer", MatchKind::Alternative),
        ("Golang", "go", MatchKind::Hidden),
        ("NodeJS", "node-js", MatchKind::Normalised),
        ("developers, backend", "backend-developer", MatchKind::Normalised),
        ("Python 3.11", "python", MatchKind::Normalised),
        ("Python (advanced)", "python", MatchKind::Normalised),
        ("Pyton", "python", MatchKind::Typo),
        ("Bakend developer", "backend-developer", MatchKind::Typo),
    ] {
        let found = graph.resolve(text, KindSet::ALL);
        let first = found.candidates.first().map(|candidate| (slug(&graph, candidate.node), candidate.kind));
        assert_eq!(first, Some((expected.to_owned(), kind)), "{text}");
        assert!(!found.ambiguous, "{text}");
    }
    assert_eq!(graph.resolve("Python developer for Django", KindSet::ALL).candidates, []);
}

#[test]
fn a_label_that_two_concepts_bear_is_ambiguous() {
    let graph = grown(&small(), &[also(Kind::Role, "java-developer", LabelRole::Alternative, "Back-end engineer")]);
    let found = graph.resolve("back-end engineer", KindSet::ALL);
    assert!(found.ambiguous);
    assert_eq!(found.candidates.len(), 2);
}

#[test]
fn a_text_names_what_it_says_and_not_what_it_only_spells() {
    let graph = small();
    let pair = |text: &str, slug: &str| (text.to_owned(), slug.to_owned());
    assert_eq!(mentions(&graph, "We go far, c is a letter, and so it goes."), []);
    assert_eq!(
        mentions(&graph, "Skills: Python, Go, C++ and C#; .NET; docker."),
        [
            pair("Python", "python"),
            pair("Go", "go"),
            pair("C++", "cpp"),
            pair("C#", "csharp"),
            pair(".NET", "dotnet"),
            pair("docker", "docker"),
        ]
    );
    assert_eq!(
        mentions(&graph, "python, go, java"),
        [pair("python", "python"), pair("go", "go"), pair("java", "java")]
    );
    assert_eq!(mentions(&graph, "R&D, C-level and Go-to-market"), []);
    assert_eq!(mentions(&graph, "a NodeJS job"), [pair("NodeJS", "node-js")]);
    assert_eq!(mentions(&graph, "Pythons"), []);
}

#[test]
fn the_longest_label_counts_and_technologies_within_roles_too() {
    let graph = small();
    let pair = |text: &str, slug: &str| (text.to_owned(), slug.to_owned());
    let expected = [pair("Java developers", "java-developer"), pair("Java", "java")];
    assert_eq!(mentions(&graph, "We seek Java developers."), expected);
}

#[test]
fn offsets_are_counted_in_code_points() {
    let text = "é🦀 Python";
    let found = small().extract(text, None, 0.5);
    let mention = &found.mentions[0];
    assert_eq!((mention.start, mention.end, mention.bytes.clone()), (3, 9, 7..13));
}

#[test]
fn a_text_looks_like_the_roles_that_require_what_it_names() {
    let graph = small();
    let found = graph.extract("You know Python and Docker.", None, 0.5);
    assert_eq!(slug(&graph, found.roles[0].node), "backend-developer");
    assert_eq!(found.roles[0].shared, 2);
    assert!(found.roles[0].score > 0.9 && !found.roles[0].is_named);
}

#[test]
fn what_is_done_and_groups_are_tagged_only_if_they_are_asked_for() {
    let graph = grown(&small(), &named(Kind::Responsibility, "test", "Test the software"));
    let text = "You test the software.";
    assert_eq!(mentions(&graph, text), []);
    let asked = graph.extract(text, Some(KindSet::NONE.with(Kind::Responsibility)), 0.5);
    assert_eq!(asked.mentions.len(), 1);
}

/// Facts of the same graph, to be loaded anew.
fn facts(graph: &Graph) -> Vec<Fact> {
    graph.facts().collect()
}
