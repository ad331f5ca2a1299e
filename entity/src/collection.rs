//! Collections of concepts, as SKOS has them.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One collection: a pick-list of concepts. It is no concept itself, and not in the hierarchy.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collection", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// Name in addresses, unique: members name their collection by it.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// Title, as the publisher gives it.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// What it collects.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Where it can be found.
    #[sea_orm(column_type = "Text", nullable)]
    pub url: Option<String>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
