//! What only languages have.

use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::vocabulary::LanguageType;

/// File extensions, kept as a JSON array.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Extensions(pub Vec<String>);

/// Columns of a language.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "language", model_attrs(derive(Deserialize)))]
pub struct Model {
    /// Identity of the row: the revision that opened it, and a number within that revision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row: i64,
    /// The concept that this is said of.
    pub concept: i64,
    /// What sort of language.
    pub language_type: LanguageType,
    /// Year of the first appearance.
    pub first_appeared: Option<i16>,
    /// Extensions of its files, with the dot.
    #[sea_orm(column_type = "Json")]
    pub extensions: Extensions,
    /// The revision from which this holds.
    pub since: i64,
    /// The revision from which it no longer holds; null while it does.
    pub until: Option<i64>,
    /// The concept itself.
    #[sea_orm(belongs_to, from = "concept", to = "id")]
    pub concept_row: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
