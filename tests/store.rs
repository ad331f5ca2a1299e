//! The store: one conformance suite, run on SQLite and on Postgres.

mod upgrade;

use entity::{Kind, LabelRole, RelationKind};
use skillgraph::{
    graph::{Change, Graph, source_id},
    store::{CommitError, Store, StoreError},
};

use crate::support::{
    database::{Database, postgres},
    facts::{collection, commit, concept, label, language_columns, member, named, relation, scale, source},
};

const PYTHON: (Kind, &str) = (Kind::Language, "python");

async fn open(database: &Database) -> Store {
    Store::open(database.url()).await.unwrap()
}

fn renamed(name: &str) -> Vec<Change> {
    vec![Change::Assert(label(Kind::Language, "python", LabelRole::Preferred, name))]
}

#[tokio::test]
async fn an_empty_database_holds_the_empty_graph_at_revision_0() {
    let database = Database::empty().await;
    assert_eq!(*open(&database).await.graph(), Graph::default());
}

#[tokio::test]
async fn what_is_committed_is_there_after_opening_again() {
    let database = Database::empty().await;
    let store = open(&database).await;
    let mut changes = named(Kind::Language, "python", "Python");
    changes.push(Change::Assert(language_columns("python", 1991)));
    let committed = store.commit(commit(changes)).await.unwrap();
    assert!(committed.changed);
    store.close().await;
    assert_eq!(*open(&database).await.graph(), *committed.graph);
}

#[tokio::test]
async fn a_commit_that_says_nothing_new_makes_no_revision() {
    let database = Database::empty().await;
    let store = open(&database).await;
    store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap();
    let again = store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap();
    assert!(!again.changed);
    assert_eq!(again.graph.revision().number, 1);
}

#[tokio::test]
async fn a_refused_commit_leaves_database_and_graph_as_they_were() {
    let database = Database::empty().await;
    let store = open(&database).await;
    store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap();
    let before = store.graph();
    let mut changes = named(Kind::Tool, "git", "Git");
    changes.push(Change::Assert(concept(Kind::Tool, "no slug")));
    assert!(matches!(store.commit(commit(changes)).await, Err(CommitError::Refused(_))));
    assert_eq!(*store.graph(), *before);
    store.close().await;
    assert_eq!(*open(&database).await.graph(), *before);
}

#[tokio::test]
async fn every_revision_can_be_read_as_it_was() {
    let database = Database::empty().await;
    let store = open(&database).await;
    let mut graphs = vec![store.graph()];
    graphs.push(store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap().graph);
    graphs.push(store.commit(commit(renamed("Python 3"))).await.unwrap().graph);
    graphs.push(store.commit(commit(named(Kind::Tool, "git", "Git"))).await.unwrap().graph);
    let gone = vec![Change::Retract(concept(Kind::Tool, "git"))];
    graphs.push(store.commit(commit(gone)).await.unwrap().graph);
    graphs.push(store.commit(commit(named(Kind::Tool, "git", "Git again"))).await.unwrap().graph);
    store.close().await;
    let store = open(&database).await;
    for (number, graph) in graphs.iter().enumerate() {
        let number = i64::try_from(number).unwrap();
        assert_eq!(store.graph_at(number).await.unwrap().as_deref(), Some(&**graph), "revision {number}");
    }
    assert!(store.graph_at(6).await.unwrap().is_none());
    assert!(store.graph_at(-1).await.unwrap().is_none());
}

#[tokio::test]
async fn a_revision_says_whose_data_it_brought() {
    let database = Database::empty().await;
    let store = open(&database).await;
    let mut of_book = commit(named(Kind::Language, "python", "Python"));
    of_book.changes.push(Change::Assert(source("book")));
    of_book.source = Some(source_id("book"));
    of_book.source_version = Some("2nd edition".to_owned());
    let committed = store.commit(of_book).await.unwrap().graph;
    store.commit(commit(renamed("Python 3"))).await.unwrap();
    store.close().await;
    let store = open(&database).await;
    assert_eq!((store.graph().revision().source, &store.graph().revision().source_version), (None, &None));
    let first = store.graph_at(1).await.unwrap().unwrap();
    assert_eq!(first.revision(), committed.revision());
    assert_eq!(first.revision().source, Some(source_id("book")));
    assert_eq!(first.revision().source_version.as_deref(), Some("2nd edition"));
}

#[tokio::test]
async fn a_commit_of_a_source_that_is_not_there_is_refused() {
    let database = Database::empty().await;
    let store = open(&database).await;
    let mut of_nobody = commit(named(Kind::Language, "python", "Python"));
    of_nobody.source = Some(source_id("nobody"));
    assert!(matches!(store.commit(of_nobody).await, Err(CommitError::Refused(_))));
    assert_eq!(*store.graph(), Graph::default());
}

#[tokio::test]
async fn two_servers_that_write_at_once_lose_no_change() {
    let database = Database::empty().await;
    let (left, right) = (open(&database).await, open(&database).await);
    let write = |store: Store, side: &'static str| {
        tokio::spawn(async move {
            for number in 0..10 {
                let slug = format!("{side}-{number}");
                store.commit(commit(named(Kind::Skill, &slug, &slug))).await.unwrap();
            }
        })
    };
    let (one, other) = (write(left.clone(), "left"), write(right.clone(), "right"));
    one.await.unwrap();
    other.await.unwrap();
    left.refresh().await.unwrap();
    right.refresh().await.unwrap();
    assert_eq!(left.graph().count(Kind::Skill), 20);
    assert_eq!(left.graph().revision().number, 20);
    assert_eq!(*left.graph(), *right.graph());
}

#[tokio::test]
async fn a_reader_keeps_the_graph_that_it_took() {
    let database = Database::empty().await;
    let store = open(&database).await;
    store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap();
    let pinned = store.graph();
    store.commit(commit(renamed("Python 3"))).await.unwrap();
    let name = |graph: &Graph| {
        let index = graph.by_slug(Kind::Language, "python").unwrap();
        graph.node(index).preferred_label("en").to_owned()
    };
    assert_eq!((name(&pinned), name(&store.graph())), ("Python".to_owned(), "Python 3".to_owned()));
}

#[tokio::test]
async fn a_row_that_something_else_wrote_against_the_rules_is_not_served() {
    use sea_orm::{ConnectionTrait, Database as Connection};
    let database = Database::empty().await;
    let store = open(&database).await;
    let mut changes = named(Kind::Language, "python", "Python");
    changes.extend(named(Kind::Framework, "django", "Django"));
    changes.push(Change::Assert(relation(
        (Kind::Framework, "django"),
        RelationKind::UsesLanguage,
        (Kind::Language, "python"),
        None,
    )));
    let good = store.commit(commit(changes)).await.unwrap().graph;
    store.close().await;
    let connection = Connection::connect(database.url()).await.unwrap();
    let spoil = r#"INSERT INTO relation (row, "from", kind, "to", since)
        SELECT 99, "to", 'REQUIRES', "from", 1 FROM relation"#;
    connection.execute_unprepared(spoil).await.unwrap();
    connection.close().await.unwrap();
    assert_eq!(*open(&database).await.graph(), *good);
}

#[tokio::test]
async fn the_migrated_tables_have_the_columns_of_the_entities() {
    // Loading the built-in graph writes and reads nearly every table of facts through its entity.
    let database = Database::core().await;
    let store = open(&database).await;
    let facts = [scale("level", 0.0, 7.0), collection("web", Some("What runs in a browser.")), member("web", PYTHON)];
    let committed = store.commit(commit(facts.map(Change::Assert).into())).await.unwrap();
    store.close().await;
    let graph = open(&database).await.graph();
    assert_eq!(*graph, *committed.graph);
    for table in skillgraph::graph::Table::ALL {
        assert!(graph.facts().any(|fact| fact.table() == *table), "{}", table.name());
    }
}

// ---- databases that cannot be used --------------------------------------------------------------------------------

async fn refusal(url: &str) -> StoreError {
    match Store::open(url).await {
        Err(error) => error,
        Ok(_) => panic!("{url} was opened"),
    }
}

#[tokio::test]
async fn an_address_of_no_known_kind_is_refused() {
    for url in ["mysql://localhost/x", "skillgraph.db", "", "http://example.org"] {
        assert!(matches!(refusal(url).await, StoreError::BadUrl(_)), "{url}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let database = Database::in_file();
    let text = "This is a letter, and it is long enough to be taken for the head of a database file. ".repeat(20);
    std::fs::write(database.path(), &text).unwrap();
    assert!(matches!(refusal(database.url()).await, StoreError::NotADatabase(_)));
    assert_eq!(std::fs::read_to_string(database.path()).unwrap(), text);
}

#[tokio::test]
async fn a_file_in_a_folder_that_does_not_exist_is_refused() {
    let error = refusal("sqlite:///nowhere/at/all/test.db").await;
    assert!(matches!(&error, StoreError::CannotOpen { .. }), "{error}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused() {
    use sea_orm::{ConnectionTrait, Database as Connection};
    let database = Database::empty().await;
    let url = if postgres().is_some() { database.url().to_owned() } else { format!("{}?mode=rwc", database.url()) };
    let connection = Connection::connect(url).await.unwrap();
    connection.execute_unprepared("CREATE TABLE invoices (number INTEGER)").await.unwrap();
    connection.close().await.unwrap();
    let error = refusal(database.url()).await;
    assert!(matches!(&error, StoreError::Foreign { table, .. } if table == "invoices"), "{error}");
}

#[tokio::test]
async fn a_database_that_is_newer_than_the_program_is_refused() {
    use sea_orm::{ConnectionTrait, Database as Connection};
    let database = Database::empty().await;
    open(&database).await.close().await;
    let connection = Connection::connect(database.url()).await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_flying_cars', 0)";
    connection.execute_unprepared(later).await.unwrap();
    connection.close().await.unwrap();
    assert!(matches!(refusal(database.url()).await, StoreError::Newer(version) if version.contains("flying_cars")));
}

#[tokio::test]
async fn a_password_does_not_show_in_an_error() {
    let error = refusal("postgres://curator:hunter2@127.0.0.1:1/skills").await;
    let text = error.to_string();
    assert!(text.contains("curator") && !text.contains("hunter2"), "{text}");
}
