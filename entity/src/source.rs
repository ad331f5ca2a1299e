//! Identities of sources.

use sea_orm::entity::prelude::*;

/// One source. What is known of it stands in `source_state`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// The identity: positive, drawn from kind and slug at birth, never changed, never given to anything else.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What is known of it.
    #[sea_orm(has_many)]
    pub states: HasMany<super::source_state::Entity>,
    /// What it says.
    #[sea_orm(has_many)]
    pub evidence: HasMany<super::evidence::Entity>,
    /// The commits that its imports made.
    #[sea_orm(has_many)]
    pub revisions: HasMany<super::revision::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
