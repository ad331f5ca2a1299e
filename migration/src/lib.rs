//! The frozen history of the tables. A migration that has been released is never edited; the next change is a new file.
//!
//! This crate does not know the entities: what a migration does must not drift when they change.

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::MigratorTrait;

mod m20261121_000001_the_graph;
mod m20261121_000002_scales_and_collections;

/// All migrations, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_the_graph::Migration),
            Box::new(m20261121_000002_scales_and_collections::Migration),
        ]
    }
}
