//! Labels and notes in any language, in the official layout or in that of the Tabiya platform.

use std::path::Path;

use entity::{LabelRole, NoteRole};

use super::{
    super::{
        ConceptItem, ImportError, Progress, Reading,
        sheet::{Column, Row, Separator, Sheet},
    },
    files::Part,
    rows::{Key, Rows},
    text,
};
use crate::graph::{MAX_NAME, MAX_TEXT};

const UNKNOWN: &str = "no file in the main language describes this concept";
const LONG_LABEL: &str = "a label is too long: the concept is taken in without it";
const LONG_NOTE: &str = "a text is too long: the concept is taken in without it";
const SAID_ALREADY: &str = "labels that repeat another label of the same concept";

/// What a row says in one language.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) labels: Vec<(String, LabelRole, String)>,
    pub(super) notes: Vec<(String, NoteRole, String)>,
}

/// The columns with labels and notes.
pub(super) struct TextColumns {
    pub(super) preferred: Column,
    labels: [(LabelRole, Option<Column>); 3],
    notes: [(NoteRole, Option<Column>); 3],
}

/// Reads a file in another language than the main one, and adds what it says to the concepts.
pub(super) fn read(
    reading: &mut Reading,
    concepts: &mut Rows<ConceptItem>,
    path: &Path,
    (part, locale): (Part, &str),
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    let sheet = Sheet::open(path, Separator::Comma)?;
    let (key, columns) = (Key::of(&sheet)?, TextColumns::of(&sheet)?);
    let mut rows = Rows::default();
    reading.each_row(sheet, &format!("{} in `{locale}`", part.title()), progress, |reading, row| {
        match key.uri(reading, row) {
            None => {}
            Some(uri) if !concepts.by_uri.contains_key(uri) => reading.reject(row, key.uri, UNKNOWN),
            Some(_) => {
                let texts = columns.read(reading, row, locale);
                rows.put(reading, row, &key, texts);
            }
        }
    })?;
    for row in rows.list {
        let Texts { labels, notes } = row.value;
        let item = &mut concepts.list[concepts.by_uri[&row.uri]].value;
        item.labels.extend(labels);
        item.notes.extend(notes);
    }
    Ok(())
}

impl TextColumns {
    pub(super) fn of(sheet: &Sheet) -> Result<Self, ImportError> {
        let tabiya = sheet.optional_column("ORIGINURI").is_some();
        let name = |esco, other| if tabiya { other } else { esco };
        let preferred = sheet.column(name("preferredLabel", "PREFERREDLABEL"))?;
        let alternative = sheet.column(name("altLabels", "ALTLABELS"))?;
        let description = sheet.column(name("description", "DESCRIPTION"))?;
        let optional = |esco, other| sheet.optional_column(name(esco, other));
        Ok(Self {
            preferred,
            labels: [
                (LabelRole::Preferred, Some(preferred)),
                (LabelRole::Alternative, Some(alternative)),
                (LabelRole::Hidden, optional("hiddenLabels", "HIDDENLABELS")),
            ],
            notes: [
                (NoteRole::Description, Some(description)),
                (NoteRole::Definition, optional("definition", "DEFINITION")),
                (NoteRole::ScopeNote, optional("scopeNote", "SCOPENOTE")),
            ],
        })
    }

    pub(super) fn read(&self, reading: &mut Reading, row: &Row<'_>, locale: &str) -> Texts {
        let mut texts = Texts::default();
        for (role, column) in self.labels {
            let Some(column) = column else { continue };
            for label in row.text(column).split('\n').map(text::label).filter(|label| !label.is_empty()) {
                if label.chars().nth(MAX_NAME).is_some() {
                    reading.reject_value(row, column, &label, LONG_LABEL);
                } else if texts.labels.iter().any(|(_, _, said)| *said == label) {
                    // No two labels of a concept are the same (SKOS S13); the preferred one comes first.
                    *reading.left_out.entry(SAID_ALREADY).or_default() += 1;
                } else {
                    texts.labels.push((locale.to_owned(), role, label));
                }
            }
        }
        for (role, column) in self.notes {
            let Some(column) = column else { continue };
            let note = text::note(row.text(column));
            if note.chars().nth(MAX_TEXT).is_some() {
                reading.reject(row, column, LONG_NOTE);
            } else if !note.is_empty() {
                texts.notes.push((locale.to_owned(), role, note));
            }
        }
        texts
    }
}
