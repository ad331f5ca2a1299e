//! The moments of the graph: each commit makes one.

use sea_orm::entity::prelude::*;

/// One commit. Two writers cannot both make the same number: the second is refused by the key and tries again.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    /// Numbers without a gap, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// When it was committed.
    pub at: TimeDateTimeWithTimeZone,
    /// Who committed it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// What was changed and why.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// The source whose import made it, where one did: what its rows say, they say for that source.
    pub source: Option<i64>,
    /// The version of the source that was imported.
    #[sea_orm(column_type = "Text", nullable)]
    pub source_version: Option<String>,
    /// The source itself.
    #[sea_orm(belongs_to, from = "source", to = "id")]
    pub source_row: BelongsTo<Option<super::source::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
