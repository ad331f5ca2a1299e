//! Facts to rows and back, the same for every table.

use std::collections::BTreeMap;

use entity::{
    collection, concept, concept_state, evidence, framework, identifier, label, language, member, note, qualification,
    relation, role, role_group, scale, skill, skill_group, source, source_state, tool,
};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable,
    sea_query::{Expr, ExprTrait, Query},
};

use tokio::sync::mpsc::Sender;

use super::packed::{self, Moment, Part};
use crate::graph::{Fact, Table};

/// SQLite takes 32,766 bound values in a statement, Postgres 65,535.
const MAX_VALUES: usize = 32_000;

/// Runs the same code for the entity of each table.
macro_rules! for_each_table {
    ($table:expr, $entity:ident => $body:expr) => {
        match $table {
            Table::Source => {
                use source_state as $entity;
                $body
            }
            Table::Scale => {
                use scale as $entity;
                $body
            }
            Table::Collection => {
                use collection as $entity;
                $body
            }
            Table::Concept => {
                use concept_state as $entity;
                $body
            }
            Table::Role => {
                use role as $entity;
                $body
            }
            Table::RoleGroup => {
                use role_group as $entity;
                $body
            }
            Table::Skill => {
                use skill as $entity;
                $body
            }
            Table::SkillGroup => {
                use skill_group as $entity;
                $body
            }
            Table::Language => {
                use language as $entity;
                $body
            }
            Table::Framework => {
                use framework as $entity;
                $body
            }
            Table::Tool => {
                use tool as $entity;
                $body
            }
            Table::Qualification => {
                use qualification as $entity;
                $body
            }
            Table::Label => {
                use label as $entity;
                $body
            }
            Table::Note => {
                use note as $entity;
                $body
            }
            Table::Identifier => {
                use identifier as $entity;
                $body
            }
            Table::Member => {
                use member as $entity;
                $body
            }
            Table::Relation => {
                use relation as $entity;
                $body
            }
            Table::Evidence => {
                use evidence as $entity;
                $body
            }
        }
    };
}

/// Hands out all facts of a moment, table by table and some thousand at a time, until nobody wants more.
pub(super) async fn read(db: &impl ConnectionTrait, moment: Moment, facts: &Sender<Vec<Fact>>) -> Result<(), DbErr> {
    for table in Table::ALL {
        let mut last = None;
        loop {
            let part = for_each_table!(table, entity => packed::read::<entity::Entity>(db, moment, last).await?);
            let Some(Part { rows, last: row }) = part else { break };
            if facts.send(rows).await.is_err() {
                return Ok(());
            }
            last = Some(row);
        }
    }
    Ok(())
}

/// Closes rows: from this revision on they no longer hold.
pub(super) async fn close(db: &impl ConnectionTrait, rows: &[(Table, i64)], revision: i64) -> Result<(), DbErr> {
    let mut by_table: BTreeMap<Table, Vec<i64>> = BTreeMap::new();
    for (table, row) in rows {
        by_table.entry(*table).or_default().push(*row);
    }
    for (table, rows) in by_table {
        for rows in rows.chunks(MAX_VALUES) {
            let update = Query::update()
                .table(table.name())
                .value("until", revision)
                .and_where(Expr::col("row").is_in(rows.iter().copied()))
                .and_where(Expr::col("until").is_null())
                .to_owned();
            let closed = db.execute(&update).await?.rows_affected();
            if closed != rows.len() as u64 {
                let name = table.name();
                return Err(DbErr::Custom(format!("{} rows of {name} to close, {closed} found open", rows.len())));
            }
        }
    }
    Ok(())
}

/// Writes new rows, with the identities that they bring into being.
pub(super) async fn open(db: &impl ConnectionTrait, facts: &[Fact]) -> Result<(), DbErr> {
    open_identities(db, facts).await?;
    // A part of a table at a time: what is written is copied first, and should not all be in memory twice.
    let parts = facts.chunk_by(|left, right| left.table() == right.table()).flat_map(|facts| facts.chunks(MAX_VALUES));
    for facts in parts.collect::<Vec<_>>() {
        let Some(table) = facts.first().map(Fact::table) else { continue };
        for_each_table!(table, entity => {
            let rows = facts.iter().filter_map(|fact| <&entity::Model>::try_from(fact).ok()).cloned();
            insert(db, rows.map(entity::Model::into_active_model).collect(), Again::Fails).await?;
        });
    }
    Ok(())
}

/// An identity that was retracted and comes again is there already.
async fn open_identities(db: &impl ConnectionTrait, facts: &[Fact]) -> Result<(), DbErr> {
    let mut concepts = Vec::new();
    let mut sources = Vec::new();
    for fact in facts {
        match fact {
            Fact::Concept(row) => {
                concepts.push(concept::Model { id: row.concept, kind: row.kind }.into_active_model());
            }
            Fact::Source(row) => sources.push(source::Model { id: row.source }.into_active_model()),
            _ => {}
        }
    }
    insert(db, concepts, Again::IsFine).await?;
    insert(db, sources, Again::IsFine).await
}

/// What it means that a row is there already.
#[derive(Clone, Copy)]
enum Again {
    /// Something is wrong.
    Fails,
    /// It is the same row: an identity holds nothing else.
    IsFine,
}

/// As many rows a statement as the databases take.
async fn insert<A>(db: &impl ConnectionTrait, rows: Vec<A>, again: Again) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk = rows.by_ref().take(MAX_VALUES / columns);
        let insert = A::Entity::insert_many(chunk);
        match again {
            Again::Fails => insert.exec_without_returning(db).await.map(drop)?,
            Again::IsFine => insert.on_conflict_do_nothing().exec_without_returning(db).await.map(drop)?,
        }
    }
    Ok(())
}
