//! Names of concepts in outside schemes.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One outside name. A scheme and value together name one concept.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identifier", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// The scheme, such as `linguist` or `esco`.
    #[sea_orm(column_type = "Text")]
    pub scheme: String,
    /// The name within the scheme.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
