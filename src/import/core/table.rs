//! The tables of the files, as TOML has them.

use std::collections::BTreeMap;

use entity::{Kind, LabelRole, NoteRole, RelationKind, Status, Strength};
use serde::Deserialize;
use toml::Spanned;

use super::super::{Columns, SourceItem};
use crate::graph::DEFAULT_LOCALE;

/// A file: tables of concepts by kind and slug, sources by slug, and statements.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) source: BTreeMap<Spanned<String>, SourceItem>,
    #[serde(default)]
    pub(super) statement: Vec<Spanned<StatementTable>>,
    #[serde(default)]
    pub(super) role: Concepts,
    #[serde(default, rename = "role-group")]
    pub(super) role_group: Concepts,
    #[serde(default)]
    pub(super) skill: Concepts,
    #[serde(default, rename = "skill-group")]
    pub(super) skill_group: Concepts,
    #[serde(default)]
    pub(super) language: Concepts,
    #[serde(default)]
    pub(super) framework: Concepts,
    #[serde(default)]
    pub(super) tool: Concepts,
    #[serde(default)]
    pub(super) responsibility: Concepts,
    #[serde(default)]
    pub(super) qualification: Concepts,
}

pub(super) type Concepts = BTreeMap<Spanned<String>, ConceptTable>;
pub(super) type References = Vec<Spanned<String>>;
pub(super) type Weights = BTreeMap<Spanned<String>, f64>;

/// A concept with the relations that start from it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConceptTable {
    pub(super) pref_label: Localised<String>,
    #[serde(default)]
    pub(super) alt_labels: Localised<Vec<String>>,
    #[serde(default)]
    pub(super) hidden_labels: Localised<Vec<String>>,
    pub(super) definition: Option<Localised<String>>,
    pub(super) description: Option<Localised<String>>,
    pub(super) scope_note: Option<Localised<String>>,
    pub(super) editorial_note: Option<Localised<String>>,
    #[serde(default)]
    pub(super) identifiers: BTreeMap<String, OneOrMore>,
    pub(super) status: Option<Status>,
    #[serde(default)]
    pub(super) broader: References,
    #[serde(default)]
    pub(super) related: References,
    #[serde(default)]
    pub(super) prerequisites: References,
    #[serde(default)]
    pub(super) implies: Weights,
    #[serde(default)]
    pub(super) essential: Weights,
    #[serde(default)]
    pub(super) optional: Weights,
    #[serde(default)]
    pub(super) responsibilities: References,
    #[serde(default)]
    pub(super) optional_responsibilities: References,
    #[serde(default)]
    pub(super) calls_for: References,
    #[serde(default)]
    pub(super) calls_for_optional: References,
    #[serde(default)]
    pub(super) languages: References,
    #[serde(default)]
    pub(super) built_on: References,
    #[serde(default)]
    pub(super) works_with: References,
    #[serde(default)]
    pub(super) exact_match: References,
    #[serde(default)]
    pub(super) close_match: References,
    #[serde(default)]
    pub(super) broad_match: References,
    #[serde(default)]
    pub(super) narrow_match: References,
    #[serde(default)]
    pub(super) related_match: References,
    #[serde(default)]
    pub(super) replaced_by: References,
    #[serde(flatten)]
    pub(super) columns: Columns,
}

/// What a source says: of a concept, or of its relation to others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementTable {
    pub(super) source: String,
    pub(super) locator: String,
    pub(super) subject: Spanned<String>,
    pub(super) relation: Option<RelationKind>,
    pub(super) strength: Option<Strength>,
    #[serde(default)]
    pub(super) objects: References,
    pub(super) confidence: Option<f64>,
    pub(super) comment: Option<String>,
}

/// A value in the default locale, or one for each locale.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Localised<T> {
    Default(T),
    ByLocale(BTreeMap<String, T>),
}

impl<T: Default> Default for Localised<T> {
    fn default() -> Self {
        Self::Default(T::default())
    }
}

impl<T> Localised<T> {
    fn into_pairs(self) -> Vec<(String, T)> {
        match self {
            Self::Default(value) => vec![(DEFAULT_LOCALE.to_owned(), value)],
            Self::ByLocale(values) => values.into_iter().collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Every key of a concept. `deny_unknown_fields` does not go together with the shared columns, so they are compared here.
pub(super) const CONCEPT_KEYS: &[&str] = &[
    "prefLabel",
    "altLabels",
    "hiddenLabels",
    "definition",
    "description",
    "scopeNote",
    "editorialNote",
    "identifiers",
    "status",
    "broader",
    "related",
    "prerequisites",
    "implies",
    "essential",
    "optional",
    "responsibilities",
    "optionalResponsibilities",
    "callsFor",
    "callsForOptional",
    "languages",
    "builtOn",
    "worksWith",
    "exactMatch",
    "closeMatch",
    "broadMatch",
    "narrowMatch",
    "relatedMatch",
    "replacedBy",
    "iscoCode",
    "regulatedProfessionNote",
    "jobZone",
    "code",
    "level",
    "skillType",
    "reuseLevel",
    "languageType",
    "firstAppeared",
    "extensions",
    "frameworkType",
    "side",
    "toolType",
    "homepage",
    "hotTechnology",
    "eqfLevel",
];

impl File {
    /// The concepts by kind.
    pub(super) fn concepts(&self) -> [(Kind, &Concepts); 9] {
        [
            (Kind::Role, &self.role),
            (Kind::RoleGroup, &self.role_group),
            (Kind::Skill, &self.skill),
            (Kind::SkillGroup, &self.skill_group),
            (Kind::Language, &self.language),
            (Kind::Framework, &self.framework),
            (Kind::Tool, &self.tool),
            (Kind::Responsibility, &self.responsibility),
            (Kind::Qualification, &self.qualification),
        ]
    }
}

impl ConceptTable {
    /// Takes the labels out: locale, role and text.
    pub(super) fn take_labels(&mut self) -> Vec<(String, LabelRole, String)> {
        let preferred = std::mem::replace(&mut self.pref_label, Localised::Default(String::new()));
        let mut labels: Vec<_> =
            preferred.into_pairs().into_iter().map(|(locale, text)| (locale, LabelRole::Preferred, text)).collect();
        for (lists, role) in [
            (std::mem::take(&mut self.alt_labels), LabelRole::Alternative),
            (std::mem::take(&mut self.hidden_labels), LabelRole::Hidden),
        ] {
            for (locale, texts) in lists.into_pairs() {
                labels.extend(texts.into_iter().map(|text| (locale.clone(), role, text)));
            }
        }
        labels
    }

    /// Takes the notes out: locale, role and text.
    pub(super) fn take_notes(&mut self) -> Vec<(String, NoteRole, String)> {
        let notes = [
            (self.definition.take(), NoteRole::Definition),
            (self.description.take(), NoteRole::Description),
            (self.scope_note.take(), NoteRole::ScopeNote),
            (self.editorial_note.take(), NoteRole::EditorialNote),
        ];
        let given = notes.into_iter().filter_map(|(note, role)| Some((note?, role)));
        given
            .flat_map(|(note, role)| note.into_pairs().into_iter().map(move |(locale, text)| (locale, role, text)))
            .collect()
    }

    /// Takes the identifiers out: scheme and value.
    pub(super) fn take_identifiers(&mut self) -> Vec<(String, String)> {
        let pairs = std::mem::take(&mut self.identifiers).into_iter().flat_map(|(scheme, values)| {
            let values = match values {
                OneOrMore::One(value) => vec![value],
                OneOrMore::More(values) => values,
            };
            values.into_iter().map(move |value| (scheme.clone(), value))
        });
        pairs.collect()
    }
}
