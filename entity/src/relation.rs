//! How concepts hang together.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use crate::vocabulary::{RelationKind, Strength};

/// One relation, from a concept to another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "relation", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that the relation starts from.
    pub from: i64,
    /// Which relation.
    pub kind: RelationKind,
    /// The concept that it leads to.
    pub to: i64,
    /// Essential or optional, where the relation knows that.
    pub strength: Option<Strength>,
    /// From 0 to 1: how much it matters; for `IMPLIES`, how certain it is.
    pub importance: Option<f64>,
    /// Slug of the scale on which the level is given.
    #[sea_orm(column_type = "Text", nullable)]
    pub level_scale: Option<String>,
    /// The level on that scale.
    pub level_value: Option<f64>,
    /// Slug of the scale on which the source rates the importance.
    #[sea_orm(column_type = "Text", nullable)]
    pub importance_scale: Option<String>,
    /// The importance on that scale.
    pub importance_value: Option<f64>,
    /// Whether employers often ask for it.
    pub in_demand: Option<bool>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// Where it starts.
    #[sea_orm(belongs_to, relation_enum = "From", from = "from", to = "id")]
    pub from_row: BelongsTo<super::concept::Entity>,
    /// Where it leads.
    #[sea_orm(belongs_to, relation_enum = "To", from = "to", to = "id")]
    pub to_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A relation of which nothing more is said.
    pub const fn new(from: i64, kind: RelationKind, to: i64) -> Self {
        Self {
            row: 0,
            from,
            kind,
            to,
            strength: None,
            importance: None,
            level_scale: None,
            level_value: None,
            importance_scale: None,
            importance_value: None,
            in_demand: None,
            since: 0,
            until: None,
        }
    }
}
