//! What any format comes down to: sources, scales, concepts, collections, relations and evidence, in the words of the
//! API.

use entity::{
    FrameworkSide, FrameworkType, Kind, LabelRole, LanguageType, NoteRole, RelationKind, ReuseLevel, SkillType, Status,
    Strength, ToolType, framework, language, qualification, relation, role, role_group, skill, skill_group, tool,
};
use serde::{Deserialize, Serialize};

use super::Place;
use crate::graph::Fact;

/// One thing that was read.
#[derive(Clone, Debug)]
pub enum Item {
    /// A source and what is known of it.
    Source(SourceItem),
    /// A scale.
    Scale(ScaleItem),
    /// A concept with all that is said of it.
    Concept(Box<ConceptItem>),
    /// A relation.
    Relation(RelationItem),
    /// A collection with its members.
    Collection(CollectionItem),
    /// A piece of evidence.
    Evidence(EvidenceItem),
    /// A relation that does not hold any more.
    Retraction(RetractionItem),
}

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceItem {
    /// Name in addresses; in TOML it is the name of the table.
    #[serde(default)]
    pub slug: String,
    /// Title, as the publisher gives it.
    pub title: String,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Version or edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Terms of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The acknowledgement that the terms ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Where it can be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A scale on which ratings and levels are given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScaleItem {
    /// Name in addresses, such as `onet-im`.
    pub slug: String,
    /// Title, as the publisher gives it.
    pub title: String,
    /// The least value on it.
    pub minimum: f64,
    /// The greatest value on it.
    pub maximum: f64,
    /// What its values mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A concept by itself, without its relations.
#[derive(Clone, Debug)]
pub struct ConceptItem {
    /// What sort of thing it is.
    pub kind: Kind,
    /// Name in addresses.
    pub slug: String,
    /// Its identity, where it is not the one that its slug gives.
    pub id: Option<i64>,
    /// Where it is in its life.
    pub status: Status,
    /// Names: locale, role and text.
    pub labels: Vec<(String, LabelRole, String)>,
    /// Texts: locale, role and text.
    pub notes: Vec<(String, NoteRole, String)>,
    /// Outside names: scheme and value.
    pub identifiers: Vec<(String, String)>,
    /// Columns of its kind.
    pub columns: Columns,
}

/// A relation, its ends given as `kind/slug`.
#[derive(Clone, Debug)]
pub struct RelationItem {
    /// Where it starts.
    pub from: (Kind, String),
    /// Which relation.
    pub kind: RelationKind,
    /// Where it leads.
    pub to: (Kind, String),
    /// Essential or optional.
    pub strength: Option<Strength>,
    /// From 0 to 1.
    pub importance: Option<f64>,
    /// Slug of the scale and value on it: how well it must be mastered.
    pub level: Option<(String, f64)>,
    /// Slug of the scale and value on it: the importance as the source rates it.
    pub importance_rating: Option<(String, f64)>,
    /// Whether employers often ask for it.
    pub in_demand: Option<bool>,
}

impl RelationItem {
    /// A relation of which nothing more is said.
    pub const fn new(from: (Kind, String), kind: RelationKind, to: (Kind, String)) -> Self {
        let (strength, importance, level, importance_rating, in_demand) = (None, None, None, None, None);
        Self { from, kind, to, strength, importance, level, importance_rating, in_demand }
    }

    /// The row of the relation, between these identities.
    pub fn into_row(self, from: i64, to: i64) -> relation::Model {
        let (level_scale, level_value) = self.level.unzip();
        let (importance_scale, importance_value) = self.importance_rating.unzip();
        relation::Model {
            strength: self.strength,
            importance: self.importance,
            level_scale,
            level_value,
            importance_scale,
            importance_value,
            in_demand: self.in_demand,
            ..relation::Model::new(from, self.kind, to)
        }
    }
}

/// A relation that is taken back, its ends given as `kind/slug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetractionItem {
    /// Where it starts.
    pub from: (Kind, String),
    /// Which relation.
    pub kind: RelationKind,
    /// Where it leads.
    pub to: (Kind, String),
}

/// A pick-list of concepts: no concept itself, and not in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionItem {
    /// Name in addresses.
    pub slug: String,
    /// Title, as the publisher gives it.
    pub title: String,
    /// What it collects.
    pub description: Option<String>,
    /// Where it can be found.
    pub url: Option<String>,
    /// All that it collects.
    pub members: Vec<(Kind, String)>,
}

/// What a piece of evidence is about: a concept, or a relation from it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The concept, or where the relation starts.
    pub subject: (Kind, String),
    /// The relation and where it leads.
    pub relation: Option<(RelationKind, (Kind, String))>,
}

/// A piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceItem {
    /// What it is about.
    pub about: Statement,
    /// Slug of the source.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// How the source puts it, where that differs.
    pub comment: Option<String>,
    /// Strength of the relation, for a statement that makes the relation.
    pub strength: Option<Strength>,
}

/// The columns of all kinds; a concept has those of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "they are the columns of the entities, where they are documented")]
pub struct Columns {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isco_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regulated_profession_note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_zone: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skill_type: Option<SkillType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reuse_level: Option<ReuseLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_type: Option<LanguageType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_appeared: Option<i16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework_type: Option<FrameworkType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<FrameworkSide>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_type: Option<ToolType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hot_technology: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eqf_level: Option<i16>,
}

impl Columns {
    /// The row of the kind's own table; none for a kind that has no such table.
    ///
    /// # Errors
    ///
    /// When a column is missing that the kind must have, or one is given that it does not have.
    pub fn into_fact(mut self, kind: Kind, concept: i64) -> Result<Option<Fact>, String> {
        let (row, since, until) = (0, 0, None);
        let missing = |column: &str| format!("a {} must have `{column}`", kind.word());
        let take = &mut self;
        let fact: Option<Fact> = match kind {
            Kind::Role => {
                let (isco_code, job_zone) = (take.isco_code.take(), take.job_zone.take());
                let regulated_profession_note = take.regulated_profession_note.take();
                Some(role::Model { row, concept, isco_code, regulated_profession_note, job_zone, since, until }.into())
            }
            Kind::RoleGroup => {
                let (code, level) = (take.code.take(), take.level.take());
                Some(role_group::Model { row, concept, code, level, since, until }.into())
            }
            Kind::Skill => {
                let (skill_type, reuse_level) = (take.skill_type.take(), take.reuse_level.take());
                Some(skill::Model { row, concept, skill_type, reuse_level, since, until }.into())
            }
            Kind::SkillGroup => Some(skill_group::Model { row, concept, code: take.code.take(), since, until }.into()),
            Kind::Language => {
                let language_type = take.language_type.take().ok_or_else(|| missing("languageType"))?;
                let first_appeared = take.first_appeared.take();
                let extensions = language::Extensions(std::mem::take(&mut take.extensions));
                Some(language::Model { row, concept, language_type, first_appeared, extensions, since, until }.into())
            }
            Kind::Framework => {
                let framework_type = take.framework_type.take().ok_or_else(|| missing("frameworkType"))?;
                let side = take.side.take().ok_or_else(|| missing("side"))?;
                let homepage = take.homepage.take();
                Some(framework::Model { row, concept, framework_type, side, homepage, since, until }.into())
            }
            Kind::Tool => {
                let tool_type = take.tool_type.take().ok_or_else(|| missing("toolType"))?;
                let (homepage, hot_technology) = (take.homepage.take(), take.hot_technology.take());
                Some(tool::Model { row, concept, tool_type, homepage, hot_technology, since, until }.into())
            }
            Kind::Responsibility => None,
            Kind::Qualification => {
                Some(qualification::Model { row, concept, eqf_level: take.eqf_level.take(), since, until }.into())
            }
        };
        match self == Self::default() {
            true => Ok(fact),
            false => Err(format!("a {} does not have {}", kind.word(), self.given())),
        }
    }

    /// The columns of a row.
    pub fn from_fact(fact: Option<&Fact>) -> Self {
        let none = Self::default();
        match fact.cloned() {
            Some(Fact::Role(row)) => Self {
                isco_code: row.isco_code,
                regulated_profession_note: row.regulated_profession_note,
                job_zone: row.job_zone,
                ..none
            },
            Some(Fact::RoleGroup(row)) => Self { code: row.code, level: row.level, ..none },
            Some(Fact::Skill(row)) => Self { skill_type: row.skill_type, reuse_level: row.reuse_level, ..none },
            Some(Fact::SkillGroup(row)) => Self { code: row.code, ..none },
            Some(Fact::Language(row)) => Self {
                language_type: Some(row.language_type),
                first_appeared: row.first_appeared,
                extensions: row.extensions.0,
                ..none
            },
            Some(Fact::Framework(row)) => {
                Self { framework_type: Some(row.framework_type), side: Some(row.side), homepage: row.homepage, ..none }
            }
            Some(Fact::Tool(row)) => Self {
                tool_type: Some(row.tool_type),
                homepage: row.homepage,
                hot_technology: row.hot_technology,
                ..none
            },
            Some(Fact::Qualification(row)) => Self { eqf_level: row.eqf_level, ..none },
            _ => none,
        }
    }

    /// The names of the columns that are given.
    fn given(&self) -> String {
        let names = serde_json::to_value(self).ok().and_then(|value| {
            let columns = value.as_object()?;
            Some(columns.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
        });
        names.unwrap_or_default()
    }
}

/// Reads a reference such as `role/backend-developer`; the kind may be left out where only one is meant.
///
/// # Errors
///
/// Says how a reference is written.
pub(super) fn parse_reference(text: &str, only: Option<Kind>) -> Result<(Kind, String), String> {
    match (text.split_once('/'), only) {
        (Some((kind, slug)), _) => match Kind::from_word(kind) {
            Some(kind) => Ok((kind, slug.to_owned())),
            None => Err(format!("`{text}` is no reference: there is no kind `{kind}`")),
        },
        (None, Some(kind)) => Ok((kind, text.to_owned())),
        (None, None) => Err(format!("`{text}` is no reference: write `kind/slug`, as in `language/python`")),
    }
}

/// An item with the place that it was read from.
pub type Placed = (Place, Item);
