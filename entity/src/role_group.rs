//! What only role groups have.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Columns of a role group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_group", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// Code in ISCO-08: one to four digits.
    #[sea_orm(column_type = "Text", nullable)]
    pub code: Option<String>,
    /// Level in ISCO-08: 1 major group to 4 unit group.
    pub level: Option<i16>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
