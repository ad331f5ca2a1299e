//! ESCO, the European classification of skills, competences and occupations: the official packages of CSV files.
//!
//! `docs/importing.md` says what becomes of what. The packages of all versions from 1.1.0 are read, and of other
//! languages besides the official layout that of the Tabiya platform.

mod collections;
mod concepts;
mod files;
mod locale;
mod naming;
mod relations;
mod rows;
mod text;
mod version;

use std::{collections::HashMap, path::Path};

use self::{
    concepts::Concepts,
    files::{Package, Part},
};
use super::{ConceptItem, ImportError, Item, Place, Progress, Reading, SourceItem};

/// How a package is to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The languages to take in. The first must be there for every concept; the others add labels and notes.
    pub locales: Vec<String>,
    /// The version of ESCO, where the package does not say it, or says it wrong.
    pub source_version: Option<String>,
    /// Whether a package may lack files: what it says is taken in, and what it does not speak of stays.
    pub allow_partial: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { locales: vec!["en".to_owned()], source_version: None, allow_partial: false }
    }
}

/// Reads a package.
///
/// # Errors
///
/// When files are missing, cannot be read, or are not what their names say.
pub fn read(dir: &Path, options: &Options, progress: &dyn Progress) -> Result<Reading, ImportError> {
    let package = Package::open(dir, options)?;
    let (main, others) = package.locales();
    let mut reading = Reading { extent: package.extent(), remarks: package.remarks(), ..Reading::default() };
    let mut concepts = Concepts::default();
    for &part in Part::CONCEPTS {
        if let Some(path) = package.concepts(part, main)? {
            concepts::read(&mut reading, &mut concepts, path, (part, main), progress)?;
        }
    }
    for locale in others {
        for &part in Part::CONCEPTS {
            if let Some(path) = package.concepts(part, locale)? {
                locale::read(&mut reading, &mut concepts, path, (part, locale), progress)?;
            }
        }
    }
    let version = version::of(&package, options, &concepts);
    if version.is_none() {
        reading.remarks.push("the version of ESCO is not known: name it with --source-version".to_owned());
    }
    let file = package.first_file().display().to_string().into();
    reading.items.push((Place { file, line: 1 }, Item::Source(source(version))));
    let named = naming::name(concepts, &mut reading.items);
    relations::read(&mut reading, &package, &named, progress)?;
    collections::read(&mut reading, &package, &named, progress)?;
    Ok(reading)
}

/// The occupations of a package by their codes: what their URIs and English names are.
///
/// # Errors
///
/// As [`read`]; of all files, only that of the occupations must be there.
pub(super) fn occupations_by_code(
    dir: &Path,
    progress: &dyn Progress,
) -> Result<HashMap<String, ConceptItem>, ImportError> {
    let options = Options { allow_partial: true, ..Options::default() };
    let package = Package::open(dir, &options)?;
    let (part, (main, _)) = (Part::Occupations, package.locales());
    let Some(path) = package.concepts(part, main)? else { return Err(package.lacks(part)) };
    let (mut reading, mut concepts) = (Reading::default(), Concepts::default());
    concepts::read(&mut reading, &mut concepts, path, (part, main), progress)?;
    let coded = concepts.list.into_iter().filter_map(|described| {
        let item = described.value;
        let code = item.identifiers.iter().find(|(scheme, _)| scheme == concepts::CODE)?.1.clone();
        Some((code, item))
    });
    Ok(coded.collect())
}

fn source(version: Option<String>) -> SourceItem {
    let text = |text: &str| Some(text.to_owned());
    SourceItem {
        slug: "esco".to_owned(),
        title: "ESCO classification".to_owned(),
        publisher: text("European Commission"),
        version,
        licence: text("Reuse under Commission Decision 2011/833/EU, with acknowledgement"),
        attribution: text("This service uses the ESCO classification of the European Commission."),
        url: text("https://esco.ec.europa.eu/"),
        date: None,
    }
}
