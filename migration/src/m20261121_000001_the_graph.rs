//! The tables of the graph: identities, facts with the revisions between which they hold, and the revisions.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for statement in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        for table in FACTS {
            for statement in [
                format!("CREATE INDEX {table}_opened ON {table} (since)"),
                format!("CREATE INDEX {table}_closed ON {table} (until) WHERE until IS NOT NULL"),
            ] {
                manager.get_connection().execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in FACTS.iter().chain(IDENTITIES) {
            manager.drop_table(Table::drop().table(*name).to_owned()).await?;
        }
        Ok(())
    }
}

const FACTS: &[&str] = &[
    "evidence",
    "relation",
    "identifier",
    "note",
    "label",
    "qualification",
    "tool",
    "framework",
    "language",
    "skill_group",
    "skill",
    "role_group",
    "role",
    "concept_state",
    "source_state",
];

const IDENTITIES: &[&str] = &["source", "concept", "revision"];

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("revision")
            .col(schema::big_integer("number").primary_key())
            .col(schema::timestamp_with_time_zone("at"))
            .col(schema::text("author"))
            .col(schema::text("message"))
            .to_owned(),
        Table::create()
            .table("concept")
            .col(schema::big_integer("id").primary_key())
            .col(schema::text("kind"))
            .to_owned(),
        Table::create().table("source").col(schema::big_integer("id").primary_key()).to_owned(),
        facts("source_state", |table| {
            references(table, "source_state", "source", "source")
                .col(schema::text("slug"))
                .col(schema::text("title"))
                .col(schema::text_null("publisher"))
                .col(schema::text_null("version"))
                .col(schema::text_null("licence"))
                .col(schema::text_null("attribution"))
                .col(schema::text_null("url"))
                .col(schema::text_null("date"))
        }),
        about_concepts("concept_state", |table| {
            table.col(schema::text("kind")).col(schema::text("slug")).col(schema::text("status"))
        }),
        about_concepts("role", |table| {
            table
                .col(schema::text_null("isco_code"))
                .col(schema::text_null("regulated_profession_note"))
                .col(schema::small_integer_null("job_zone"))
        }),
        about_concepts("role_group", |table| {
            table.col(schema::text_null("code")).col(schema::small_integer_null("level"))
        }),
        about_concepts("skill", |table| {
            table.col(schema::text_null("skill_type")).col(schema::text_null("reuse_level"))
        }),
        about_concepts("skill_group", |table| table.col(schema::text_null("code"))),
        about_concepts("language", |table| {
            table
                .col(schema::text("language_type"))
                .col(schema::small_integer_null("first_appeared"))
                .col(schema::json("extensions"))
        }),
        about_concepts("framework", |table| {
            table.col(schema::text("framework_type")).col(schema::text("side")).col(schema::text_null("homepage"))
        }),
        about_concepts("tool", |table| table.col(schema::text("tool_type")).col(schema::text_null("homepage"))),
        about_concepts("qualification", |table| table.col(schema::small_integer_null("eqf_level"))),
        about_concepts("label", |table| {
            table.col(schema::text("locale")).col(schema::text("role")).col(schema::text("text"))
        }),
        about_concepts("note", |table| {
            table.col(schema::text("locale")).col(schema::text("role")).col(schema::text("text"))
        }),
        about_concepts("identifier", |table| table.col(schema::text("scheme")).col(schema::text("value"))),
        facts("relation", |table| {
            references(table, "relation", "from", "concept");
            references(table, "relation", "to", "concept")
                .col(schema::text("kind"))
                .col(schema::text_null("strength"))
                .col(schema::double_null("importance"))
                .col(schema::text_null("level_scale"))
                .col(schema::double_null("level_value"))
        }),
        facts("evidence", |table| {
            references(table, "evidence", "subject", "concept");
            references(table, "evidence", "source", "source");
            table
                .col(schema::text_null("kind"))
                .col(schema::big_integer_null("object"))
                .foreign_key(
                    ForeignKey::create().name("evidence_object").from("evidence", "object").to("concept", "id"),
                )
                .col(schema::text("locator"))
                .col(schema::double("confidence"))
                .col(schema::text_null("comment"))
        }),
    ]
}

/// A table of facts: rows that hold from one revision until another.
fn facts(
    name: &'static str,
    columns: impl FnOnce(&mut TableCreateStatement) -> &mut TableCreateStatement,
) -> TableCreateStatement {
    let mut table = Table::create().table(name).col(schema::big_integer("row").primary_key()).take();
    columns(&mut table);
    references_revision(&mut table, name, "since", schema::big_integer("since"));
    references_revision(&mut table, name, "until", schema::big_integer_null("until"));
    table
}

/// A table of facts about concepts.
fn about_concepts(
    name: &'static str,
    columns: impl FnOnce(&mut TableCreateStatement) -> &mut TableCreateStatement,
) -> TableCreateStatement {
    facts(name, |table| columns(references(table, name, "concept", "concept")))
}

fn references<'t>(
    table: &'t mut TableCreateStatement,
    name: &'static str,
    column: &'static str,
    target: &'static str,
) -> &'t mut TableCreateStatement {
    table
        .col(schema::big_integer(column))
        .foreign_key(ForeignKey::create().name(format!("{name}_{column}")).from(name, column).to(target, "id"))
}

fn references_revision(
    table: &mut TableCreateStatement,
    name: &'static str,
    column: &'static str,
    definition: ColumnDef,
) {
    table
        .col(definition)
        .foreign_key(ForeignKey::create().name(format!("{name}_{column}")).from(name, column).to("revision", "number"));
}

/// Unique indexes speak of what holds now; the others serve the loads, the history and the keys.
/// Plain SQL, because the builder has no partial indexes; the same words serve SQLite and Postgres.
const INDEXES: &[&str] = &[
    r#"CREATE UNIQUE INDEX concept_state_current ON concept_state (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX concept_state_slug ON concept_state (kind, slug) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX source_state_current ON source_state (source) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX source_state_slug ON source_state (slug) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX role_current ON role (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX role_group_current ON role_group (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX skill_current ON skill (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX skill_group_current ON skill_group (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX language_current ON language (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX framework_current ON framework (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX tool_current ON tool (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX qualification_current ON qualification (concept) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX label_current ON label (concept, locale, role, text) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX label_preferred ON label (concept, locale) WHERE role = 'PREFERRED' AND until IS NULL"#,
    r#"CREATE UNIQUE INDEX note_current ON note (concept, locale, role) WHERE until IS NULL"#,
    r#"CREATE UNIQUE INDEX identifier_current ON identifier (scheme, value) WHERE until IS NULL"#,
    r#"CREATE INDEX identifier_concept ON identifier (concept)"#,
    r#"CREATE UNIQUE INDEX relation_current ON relation ("from", kind, "to") WHERE until IS NULL"#,
    r#"CREATE INDEX relation_to ON relation ("to")"#,
    r#"CREATE UNIQUE INDEX evidence_current
        ON evidence (subject, COALESCE(kind, ''), COALESCE(object, 0), source, locator) WHERE until IS NULL"#,
    r#"CREATE INDEX evidence_object ON evidence (object)"#,
    r#"CREATE INDEX evidence_source ON evidence (source)"#,
];
