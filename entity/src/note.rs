//! Texts about concepts, by locale: definition, description, scope note, editorial note.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

use crate::vocabulary::NoteRole;

/// One text about a concept; one for each role and locale.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "note", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// Language tag (BCP 47) of the text.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// What the note is for.
    pub role: NoteRole,
    /// The text.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
