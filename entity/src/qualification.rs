//! What only qualifications have.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Columns of a qualification.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// Level in the European Qualifications Framework, 1 to 8.
    pub eqf_level: Option<i16>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
