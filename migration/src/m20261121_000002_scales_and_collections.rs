//! Scales, collections, ratings, and the source behind a revision.

use std::collections::BTreeMap;

use sea_orm_migration::{
    prelude::*,
    schema,
    sea_orm::{QueryResult, Statement},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [scale(), collection(), member()] {
            manager.create_table(table).await?;
        }
        for (table, column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        for statement in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        describe_scales_in_use(manager).await
    }
}

fn scale() -> TableCreateStatement {
    facts("scale", |table| {
        table
            .col(schema::text("slug"))
            .col(schema::text("title"))
            .col(schema::double("minimum"))
            .col(schema::double("maximum"))
            .col(schema::text_null("description"))
    })
}

fn collection() -> TableCreateStatement {
    facts("collection", |table| {
        table
            .col(schema::text("slug"))
            .col(schema::text("title"))
            .col(schema::text_null("description"))
            .col(schema::text_null("url"))
    })
}

fn member() -> TableCreateStatement {
    facts("member", |table| {
        table
            .col(schema::text("collection"))
            .col(schema::big_integer("concept"))
            .foreign_key(ForeignKey::create().name("member_concept").from("member", "concept").to("concept", "id"))
    })
}

/// A table of facts: rows that hold from one revision until another.
fn facts(
    name: &'static str,
    columns: impl FnOnce(&mut TableCreateStatement) -> &mut TableCreateStatement,
) -> TableCreateStatement {
    let mut table = Table::create().table(name).col(schema::big_integer("row").primary_key()).take();
    columns(&mut table);
    for (column, definition) in [("since", schema::big_integer("since")), ("until", schema::big_integer_null("until"))]
    {
        let key = format!("{name}_{column}");
        table.col(definition).foreign_key(ForeignKey::create().name(key).from(name, column).to("revision", "number"));
    }
    table
}

/// The columns that tables get. SQLite takes one at a time.
fn columns() -> [(&'static str, ColumnDef); 6] {
    // A source can be born in the very commit that names it, and the revision is written before it.
    let source =
        schema::big_integer_null("source").extra("REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED").to_owned();
    [
        ("revision", source),
        ("revision", schema::text_null("source_version")),
        ("relation", schema::text_null("importance_scale")),
        ("relation", schema::double_null("importance_value")),
        ("relation", schema::boolean_null("in_demand")),
        ("tool", schema::boolean_null("hot_technology")),
    ]
}

/// As in the first migration: unique indexes speak of what holds now, the others serve the loads and the keys.
const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX scale_current ON scale (slug) WHERE until IS NULL",
    "CREATE INDEX scale_opened ON scale (since)",
    "CREATE INDEX scale_closed ON scale (until) WHERE until IS NOT NULL",
    "CREATE UNIQUE INDEX collection_current ON collection (slug) WHERE until IS NULL",
    "CREATE INDEX collection_opened ON collection (since)",
    "CREATE INDEX collection_closed ON collection (until) WHERE until IS NOT NULL",
    "CREATE UNIQUE INDEX member_current ON member (collection, concept) WHERE until IS NULL",
    "CREATE INDEX member_concept_of ON member (concept)",
    "CREATE INDEX member_opened ON member (since)",
    "CREATE INDEX member_closed ON member (until) WHERE until IS NOT NULL",
];

/// Levels named their scale freely until now, with values from 0 to 1,000. From now on a scale must be described, so
/// each that was named gets a description that is true, from the revision that named it first.
async fn describe_scales_in_use(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let named = "SELECT level_scale AS name, MIN(since) AS since FROM relation
        WHERE level_scale IS NOT NULL GROUP BY level_scale ORDER BY level_scale";
    let named = db.query_all_raw(Statement::from_string(db.get_database_backend(), named)).await?;
    let read = |row: &QueryResult| Ok::<(String, i64), DbErr>((row.try_get("", "name")?, row.try_get("", "since")?));
    let mut scales: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for row in &named {
        let (name, since) = read(row)?;
        let slug = slug(&name);
        if slug != name {
            let rename = Query::update()
                .table("relation")
                .value("level_scale", &slug)
                .and_where(Expr::col("level_scale").eq(&name))
                .to_owned();
            db.execute(&rename).await?;
        }
        let (_, first) = scales.entry(slug).or_insert((name, since));
        *first = Ord::min(since, *first);
    }
    for (ordinal, (slug, (title, since))) in (0..).zip(scales) {
        // Row numbers count up from the revision's own; these count down from the next one's.
        let row: i64 = ((since + 1) << 32) - 1 - ordinal;
        let values = [row.into(), slug.into(), title.into(), 0.0.into(), 1_000.0.into(), since.into()];
        let insert = Query::insert()
            .into_table("scale")
            .columns(["row", "slug", "title", "minimum", "maximum", "since"])
            .values_panic(values)
            .to_owned();
        db.execute(&insert).await?;
    }
    Ok(())
}

/// The words of a name in lower case, joined by `-`.
fn slug(name: &str) -> String {
    let name = name.to_lowercase();
    let words: Vec<_> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.is_empty() {
        true => "scale".to_owned(),
        false => words.join("-").chars().take(200).collect::<String>().trim_end_matches('-').to_owned(),
    }
}
