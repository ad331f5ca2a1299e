//! Identities of concepts: one id space over all kinds.

use sea_orm::entity::prelude::*;

use crate::vocabulary::Kind;

/// One concept. Everything that is said of it stands in other tables, with the revisions between which it holds.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concept")]
pub struct Model {
    /// The identity: positive, drawn from kind and slug at birth, never changed, never given to anything else.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// What sort of thing it is; this never changes.
    pub kind: Kind,
    /// Its life.
    #[sea_orm(has_many)]
    pub states: HasMany<super::concept_state::Entity>,
    /// Its names.
    #[sea_orm(has_many)]
    pub labels: HasMany<super::label::Entity>,
    /// Texts about it.
    #[sea_orm(has_many)]
    pub notes: HasMany<super::note::Entity>,
    /// Its outside names.
    #[sea_orm(has_many)]
    pub identifiers: HasMany<super::identifier::Entity>,
    /// The collections that it is in.
    #[sea_orm(has_many)]
    pub memberships: HasMany<super::member::Entity>,
    /// What only kind role has.
    #[sea_orm(has_many)]
    pub role: HasMany<super::role::Entity>,
    /// What only kind role_group has.
    #[sea_orm(has_many)]
    pub role_group: HasMany<super::role_group::Entity>,
    /// What only kind skill has.
    #[sea_orm(has_many)]
    pub skill: HasMany<super::skill::Entity>,
    /// What only kind skill_group has.
    #[sea_orm(has_many)]
    pub skill_group: HasMany<super::skill_group::Entity>,
    /// What only kind language has.
    #[sea_orm(has_many)]
    pub language: HasMany<super::language::Entity>,
    /// What only kind framework has.
    #[sea_orm(has_many)]
    pub framework: HasMany<super::framework::Entity>,
    /// What only kind tool has.
    #[sea_orm(has_many)]
    pub tool: HasMany<super::tool::Entity>,
    /// What only kind qualification has.
    #[sea_orm(has_many)]
    pub qualification: HasMany<super::qualification::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
