//! Which source says so, and where.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use crate::vocabulary::RelationKind;

/// One piece of evidence: for a concept, or for the relation from it to another.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that the statement is about, or where the relation starts.
    pub subject: i64,
    /// Which relation; none when the statement is about the concept itself.
    pub kind: Option<RelationKind>,
    /// Where the relation leads; none when the statement is about the concept itself.
    pub object: Option<i64>,
    /// The source that says so.
    pub source: i64,
    /// Where in the source: a section, a row, a file.
    #[sea_orm(column_type = "Text")]
    pub locator: String,
    /// From 0 to 1: how sure the reading is.
    pub confidence: f64,
    /// How the source puts it, where that differs from what is held here.
    #[sea_orm(column_type = "Text", nullable)]
    pub comment: Option<String>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept that the statement is about.
    #[sea_orm(belongs_to, relation_enum = "Subject", from = "subject", to = "id")]
    pub subject_row: BelongsTo<super::concept::Entity>,
    /// Where the relation leads.
    #[sea_orm(belongs_to, relation_enum = "Object", from = "object", to = "id")]
    pub object_row: BelongsTo<Option<super::concept::Entity>>,
    /// The source that says so.
    #[sea_orm(belongs_to, from = "source", to = "id")]
    pub source_row: BelongsTo<super::source::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
