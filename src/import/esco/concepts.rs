//! Occupations, skills and their groups, in the main language.

use std::{collections::HashMap, path::Path};

use entity::{LabelRole, ReuseLevel, SkillType, Status};

use super::{
    super::{
        Columns, ConceptItem, ImportError, Progress, Reading,
        sheet::{Column, Row, Separator, Sheet},
    },
    files::Part,
    locale::{TextColumns, Texts},
    rows::{Key, Rows},
    text,
};
use crate::graph::{MAX_NAME, concept_id};

const NO_LABEL: &str = "there is no preferred label";
const UNKNOWN_STATUS: &str = "the status is neither `released` nor `obsolete`";
const UNKNOWN_SKILL_TYPE: &str = "there is no such skill type: the skill is taken in without it";
const UNKNOWN_REUSE_LEVEL: &str = "there is no such reuse level: the skill is taken in without it";
const BAD_CODE: &str = "the code is too long, or another concept has it: the concept is taken in without it";

/// The scheme of the URIs of ESCO.
const URI: &str = "esco";
/// The scheme of the codes that ESCO gives to occupations and to groups of skills.
pub(super) const CODE: &str = "esco-code";

/// The concepts that were read, as items that have no slug yet.
pub(super) type Concepts = Rows<ConceptItem>;

/// Reads a file of concepts in the main language.
pub(super) fn read(
    reading: &mut Reading,
    concepts: &mut Concepts,
    path: &Path,
    (part, locale): (Part, &str),
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    let sheet = Sheet::open(path, Separator::Comma)?;
    let (key, texts, own) = (Key::of(&sheet)?, TextColumns::of(&sheet)?, OwnColumns::of(part, &sheet)?);
    let mut codes = HashMap::new();
    reading.each_row(sheet, part.title(), progress, |reading, row| {
        let Some(uri) = key.uri(reading, row) else { return };
        let Texts { labels, notes } = texts.read(reading, row, locale);
        if !labels.iter().any(|(_, role, _)| *role == LabelRole::Preferred) {
            return reading.reject(row, texts.preferred, NO_LABEL);
        }
        let Some(status) = status(row.text(own.status)) else {
            return reading.reject(row, own.status, UNKNOWN_STATUS);
        };
        let mut identifiers = vec![(URI.to_owned(), uri.to_owned())];
        let code = own.code(reading, row, uri, &mut codes);
        // Codes of ISCO are not codes of ESCO, though ESCO has them in the same column.
        identifiers.extend(code.clone().filter(|_| part != Part::IscoGroups).map(|code| (CODE.to_owned(), code)));
        let columns = own.columns(reading, row, code.or_else(|| isced_code(uri).map(str::to_owned)));
        let (kind, id) = (part.kind(), Some(concept_id(part.kind(), uri)));
        let item = ConceptItem { kind, slug: String::new(), id, status, labels, notes, identifiers, columns };
        concepts.put(reading, row, &key, item);
    })
}

/// The columns that only files of one part have.
struct OwnColumns {
    part: Part,
    status: Column,
    code: Option<Column>,
    isco_group: Option<Column>,
    regulated: Option<Column>,
    skill_type: Option<Column>,
    reuse_level: Option<Column>,
}

impl OwnColumns {
    fn of(part: Part, sheet: &Sheet) -> Result<Self, ImportError> {
        let only = |parts: &[Part], name| parts.contains(&part).then(|| sheet.column(name)).transpose();
        Ok(Self {
            part,
            status: sheet.column("status")?,
            code: only(&[Part::IscoGroups, Part::Occupations, Part::SkillGroups], "code")?,
            isco_group: only(&[Part::Occupations], "iscoGroup")?,
            regulated: only(&[Part::Occupations], "regulatedProfessionNote")?,
            skill_type: only(&[Part::Skills], "skillType")?,
            reuse_level: only(&[Part::Skills], "reuseLevel")?,
        })
    }

    /// The code of a concept, if no other has it.
    fn code(
        &self,
        reading: &mut Reading,
        row: &Row<'_>,
        uri: &str,
        codes: &mut HashMap<String, String>,
    ) -> Option<String> {
        let column = self.code?;
        let code = row.text(column);
        if code.is_empty() {
            return None;
        }
        let holder = codes.entry(code.to_owned()).or_insert_with(|| uri.to_owned());
        if holder != uri || code.len() > MAX_NAME {
            reading.reject(row, column, BAD_CODE);
            return None;
        }
        Some(code.to_owned())
    }

    fn columns(&self, reading: &mut Reading, row: &Row<'_>, code: Option<String>) -> Columns {
        let none = Columns::default();
        match self.part {
            Part::IscoGroups => {
                let level = code.as_ref().and_then(|code| i16::try_from(code.len()).ok());
                Columns { code, level, ..none }
            }
            Part::SkillGroups => Columns { code, ..none },
            Part::Skills => Columns {
                skill_type: word(reading, row, self.skill_type, skill_type, UNKNOWN_SKILL_TYPE),
                reuse_level: word(reading, row, self.reuse_level, reuse_level, UNKNOWN_REUSE_LEVEL),
                ..none
            },
            _ => Columns {
                isco_code: given(row.optional(self.isco_group)),
                regulated_profession_note: given(&text::note(row.optional(self.regulated))),
                ..none
            },
        }
    }
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a word in a column means: an empty cell says nothing, a strange word is reported.
fn word<T>(
    reading: &mut Reading,
    row: &Row<'_>,
    column: Option<Column>,
    read: impl Fn(&str) -> Option<T>,
    reason: &'static str,
) -> Option<T> {
    let column = column?;
    let word = row.text(column);
    let meaning = read(word);
    if meaning.is_none() && !word.is_empty() {
        reading.reject(row, column, reason);
    }
    meaning
}

fn status(word: &str) -> Option<Status> {
    match word {
        "released" => Some(Status::Published),
        "obsolete" => Some(Status::Deprecated),
        _ => None,
    }
}

fn skill_type(word: &str) -> Option<SkillType> {
    match word {
        "skill/competence" => Some(SkillType::Skill),
        "knowledge" => Some(SkillType::Knowledge),
        "language" => Some(SkillType::Language),
        "attitude" => Some(SkillType::Attitude),
        _ => None,
    }
}

fn reuse_level(word: &str) -> Option<ReuseLevel> {
    match word {
        "transversal" => Some(ReuseLevel::Transversal),
        "cross-sector" => Some(ReuseLevel::CrossSector),
        "sector-specific" => Some(ReuseLevel::SectorSpecific),
        "occupation-specific" => Some(ReuseLevel::OccupationSpecific),
        _ => None,
    }
}

/// The code of a group of ISCED-F, which stands in its URI only.
pub(super) fn isced_code(uri: &str) -> Option<&str> {
    let (_, code) = uri.split_once("/isced-f/")?;
    Some(code).filter(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()))
}
