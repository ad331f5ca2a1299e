//! Which concepts a collection has.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One concept in one collection.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// Slug of the collection.
    #[sea_orm(column_type = "Text")]
    pub collection: String,
    /// The concept that is in it.
    pub concept: i64,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
