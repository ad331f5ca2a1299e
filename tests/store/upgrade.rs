//! Databases that an older version of the program made.

use entity::{Kind, RelationKind};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database as Connection};
use skillgraph::{
    graph::{Change, Direction, Graph},
    store::Store,
};

use crate::support::{
    database::{Database, postgres},
    facts::{commit, named},
};

/// A database with so many of the migrations, and rows in it.
async fn made_by(migrations: u32, rows: &[&str]) -> Database {
    let database = Database::empty().await;
    let url = if postgres().is_some() { database.url().to_owned() } else { format!("{}?mode=rwc", database.url()) };
    let connection = Connection::connect(url).await.unwrap();
    Migrator::up(&connection, Some(migrations)).await.unwrap();
    for row in rows {
        connection.execute_unprepared(row).await.unwrap();
    }
    connection.close().await.unwrap();
    database
}

/// The levels of what the one role requires: scale and value.
fn levels(graph: &Graph) -> Vec<(&str, f64)> {
    let role = graph.by_slug(Kind::Role, "developer").unwrap();
    let links = graph.links(role, Direction::Outgoing, RelationKind::Requires).iter();
    let rows = links.map(|link| &link.edge.relation);
    rows.filter_map(|row| row.level_scale.as_deref().zip(row.level_value)).collect()
}

#[tokio::test]
async fn levels_of_before_there_were_scales_are_served_on_scales() {
    let at = "'2026-11-21 09:30:00+00:00'";
    let database = made_by(
        1,
        &[
            &format!("INSERT INTO revision (number, at, author, message) VALUES (1, {at}, 'maria', 'One')"),
            &format!("INSERT INTO revision (number, at, author, message) VALUES (2, {at}, 'maria', 'Two')"),
            "INSERT INTO concept (id, kind) VALUES (1, 'ROLE'), (2, 'SKILL'), (3, 'SKILL')",
            "INSERT INTO concept_state (row, concept, kind, slug, status, since) VALUES
                (4294967296, 1, 'ROLE', 'developer', 'PUBLISHED', 1),
                (4294967297, 2, 'SKILL', 'testing', 'PUBLISHED', 1),
                (4294967298, 3, 'SKILL', 'debugging', 'PUBLISHED', 1)",
            r#"INSERT INTO relation (row, "from", kind, "to", level_scale, level_value, since, until) VALUES
                (4294967299, 1, 'REQUIRES', 2, 'onet-level', 4.5, 1, NULL),
                (4294967300, 1, 'REQUIRES', 3, 'onet-level', 2, 1, 2),
                (8589934592, 1, 'REQUIRES', 3, 'Levels of the house', 3, 2, NULL)"#,
        ],
    )
    .await;
    let store = Store::open(database.url()).await.unwrap();
    let graph = store.graph();
    assert_eq!(graph.revision().number, 2);
    assert_eq!((graph.revision().source, graph.revision().source_version.as_deref()), (None, None));
    assert_eq!(levels(&graph), [("levels-of-the-house", 3.0), ("onet-level", 4.5)]);
    let scales: Vec<_> = graph.scales().map(|scale| (scale.slug.as_str(), scale.title.as_str(), scale.since)).collect();
    let expected = [("levels-of-the-house", "Levels of the house", 2), ("onet-level", "onet-level", 1)];
    assert_eq!(scales, expected);

    let first = store.graph_at(1).await.unwrap().unwrap();
    assert_eq!(levels(&first), [("onet-level", 2.0), ("onet-level", 4.5)]);
    assert_eq!(first.scales().count(), 1);

    let next = store.commit(commit(named(Kind::Tool, "git", "Git"))).await.unwrap().graph;
    assert_eq!(levels(&next), levels(&graph));
    let again: Vec<_> = next.facts().map(Change::Assert).collect();
    assert!(!store.commit(commit(again)).await.unwrap().changed);
}
