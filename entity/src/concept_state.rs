//! The life of a concept: its slug and status over time.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use crate::vocabulary::{Kind, Status};

/// What a concept is called in addresses, and where it is in its life.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_state", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// The kind, as in the identity row.
    pub kind: Kind,
    /// Name in addresses, unique within the kind: lower-case words joined by `-`.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// Where the concept is in its life.
    pub status: Status,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
