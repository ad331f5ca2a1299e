//! What only roles have.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Columns of a role.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// Code of the ISCO-08 unit group: four digits.
    #[sea_orm(column_type = "Text", nullable)]
    pub isco_code: Option<String>,
    /// Whether and how the profession is regulated by law.
    #[sea_orm(column_type = "Text", nullable)]
    pub regulated_profession_note: Option<String>,
    /// Preparation needed, 1 (little) to 5 (extensive), as in O*NET.
    pub job_zone: Option<i16>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
