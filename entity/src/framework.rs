//! What only frameworks have.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use crate::vocabulary::{FrameworkSide, FrameworkType};

/// Columns of a framework, library or runtime.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "framework", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// What sort of code base.
    pub framework_type: FrameworkType,
    /// Which side of a system it is made for.
    pub side: FrameworkSide,
    /// Address of its home page.
    #[sea_orm(column_type = "Text", nullable)]
    pub homepage: Option<String>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
