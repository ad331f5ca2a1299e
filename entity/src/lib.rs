//! What is kept: the vocabulary of a skills graph and its tables, a file each.
//!
//! Two tables hold identities that never change, [`concept`] and [`source`]. All others hold *facts*: rows that are
//! true from revision `since` until revision `until` (open while it is null). A fact is never updated: a change closes
//! one row and opens another, so every older revision can be read from the same rows.
//!
//! This crate knows SeaORM and nothing of what is done with the rows.

pub mod relation_rule;
pub mod vocabulary;

pub mod collection;
pub mod concept;
pub mod concept_state;
pub mod evidence;
pub mod framework;
pub mod identifier;
pub mod label;
pub mod language;
pub mod member;
pub mod note;
pub mod qualification;
pub mod relation;
pub mod revision;
pub mod role;
pub mod role_group;
pub mod scale;
pub mod skill;
pub mod skill_group;
pub mod source;
pub mod source_state;
pub mod tool;

pub use relation_rule::RelationRule;
pub use vocabulary::{
    FrameworkSide, FrameworkType, Kind, LabelRole, LanguageType, NoteRole, RelationKind, ReuseLevel, SkillType, Status,
    Strength, ToolType,
};
