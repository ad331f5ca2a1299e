//! O*NET: the occupations of the United States with what they require and do, as the US Department of Labor publishes
//! them in tables of text. `docs/importing.md` says what becomes of each table.
//!
//! One file reads one concern. Each goes by the codes of the files; slugs are drawn when all labels are known.

mod activity;
mod element;
mod folder;
mod occupation;
mod rating;
mod related;
mod soc;
mod source;
mod table;
mod task;
mod tool;
mod tool_type;

use std::path::Path;

use entity::{Kind, LabelRole, NoteRole, RelationKind, Status};

use self::{folder::Folder, table::Tables};
use super::{Columns, ConceptItem, ImportError, Progress, Reading, RelationItem, slug::slug};
use crate::graph::{DEFAULT_LOCALE, concept_id};

/// Identifiers of occupations and of elements of the content model.
const SCHEME: &str = "onet";

/// Sentences are no names: in a slug they are cut to a few words.
const MAX_SENTENCE: usize = 60;

/// How a folder is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The release of O*NET, where neither its read-me file nor the name of the folder says it, or they say it wrong.
    pub source_version: Option<String>,
    /// Whether tables may be missing: what the others say is taken in, and what they do not speak of stays.
    pub allow_partial: bool,
}

/// Reads the tables in a folder.
///
/// # Errors
///
/// When the folder holds something else, tables are missing, or a file cannot be read to its end.
pub fn read(dir: &Path, options: &Options, progress: &dyn Progress) -> Result<Reading, ImportError> {
    let folder = Folder::open(dir, options.allow_partial)?;
    let version = options.source_version.clone().or_else(|| folder.version());
    let mut tables = Tables::new(folder, progress);
    source::state(&mut tables, version);
    let occupations = occupation::read(&mut tables)?;
    let elements = element::read(&mut tables)?;
    rating::read(&mut tables, &occupations, &elements)?;
    tool::read(&mut tables, &occupations)?;
    let tasks = task::read(&mut tables, &occupations)?;
    activity::read(&mut tables, &occupations, &elements, &tasks)?;
    related::read(&mut tables, &occupations)?;
    Ok(tables.finish())
}

type Reference = (Kind, String);

/// A concept whose identity is drawn from what O*NET calls it.
struct Draft<'d> {
    kind: Kind,
    /// Scheme and value of the identifier.
    identifier: (&'static str, &'d str),
    slug: String,
    label: &'d str,
    description: Option<&'d str>,
}

impl Draft<'_> {
    fn concept(&self) -> ConceptItem {
        let (scheme, value) = self.identifier;
        let locale = || DEFAULT_LOCALE.to_owned();
        let description = self.description.map(|text| (locale(), NoteRole::Description, text.to_owned()));
        ConceptItem {
            kind: self.kind,
            slug: self.slug.clone(),
            id: Some(identity(self.kind, scheme, value)),
            status: Status::Published,
            labels: vec![(locale(), LabelRole::Preferred, self.label.to_owned())],
            notes: description.into_iter().collect(),
            identifiers: vec![(scheme.to_owned(), value.to_owned())],
            columns: Columns::default(),
        }
    }
}

/// What stays the same when the label changes.
fn identity(kind: Kind, scheme: &str, value: &str) -> i64 {
    concept_id(kind, &format!("{scheme}:{value}"))
}

/// The slug of a concept that has a name; one without letters goes by what else it has.
fn named(label: &str, own: impl FnOnce() -> String) -> String {
    match slug(label) {
        words if words.is_empty() => format!("onet-{}", own()),
        words => format!("onet-{words}"),
    }
}

/// Tells concepts apart that have the same name and no code: the first digits of their identity.
fn digits(id: i64) -> String {
    format!("{id:016x}")[..8].to_owned()
}

/// The slug of a concept that has a sentence and a code.
fn described(sentence: &str, code: &str) -> String {
    let words = slug(sentence);
    let end = match words.len() > MAX_SENTENCE {
        true => words[..=MAX_SENTENCE].rfind('-').unwrap_or(MAX_SENTENCE),
        false => words.len(),
    };
    slug(&format!("onet {} {code}", &words[..end]))
}

fn broader(from: &Reference, to: &Reference) -> RelationItem {
    RelationItem::new(from.clone(), RelationKind::Broader, to.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_between_words_in_a_slug() {
        let sentence = "Write, read and check the long and winding specifications of all that there is to be built.";
        assert_eq!(
            described(sentence, "4.A.1"),
            "onet-write-read-and-check-the-long-and-winding-specifications-of-4-a-1"
        );
        assert_eq!(described("Write letters.", "12"), "onet-write-letters-12");
    }
}
