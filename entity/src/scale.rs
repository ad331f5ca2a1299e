//! Scales on which importance and level are given.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One scale. Values on different scales cannot be compared by number.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "scale", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// Name in addresses, unique: relations name their scale by it.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// Title, as the publisher gives it.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The least value on it.
    pub minimum: f64,
    /// The greatest value on it.
    pub maximum: f64,
    /// What its values mean.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
