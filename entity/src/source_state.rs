//! What is known of a source over time.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Where facts come from, and under which terms.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "source_state", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The source that this is said of.
    pub source: i64,
    /// Name in addresses, unique.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// Title, as the publisher gives it.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Who published it.
    #[sea_orm(column_type = "Text", nullable)]
    pub publisher: Option<String>,
    /// Version or edition.
    #[sea_orm(column_type = "Text", nullable)]
    pub version: Option<String>,
    /// Terms of use.
    #[sea_orm(column_type = "Text", nullable)]
    pub licence: Option<String>,
    /// The acknowledgement that the terms ask for.
    #[sea_orm(column_type = "Text", nullable)]
    pub attribution: Option<String>,
    /// Where it can be found.
    #[sea_orm(column_type = "Text", nullable)]
    pub url: Option<String>,
    /// When it was published: a year, a month or a day (ISO 8601).
    #[sea_orm(column_type = "Text", nullable)]
    pub date: Option<String>,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The source itself.
    #[sea_orm(belongs_to, from = "source", to = "id")]
    pub source_row: BelongsTo<super::source::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
