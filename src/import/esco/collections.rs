//! Lists of concepts that ESCO keeps for one purpose or another.

use std::collections::HashSet;

use super::{
    super::{
        CollectionItem, ImportError, Item, Place, Progress, Reading,
        sheet::{Separator, Sheet},
        slug::slug,
    },
    files::Package,
    naming::Named,
};

const DANGLING: &str = "no file describes this concept";
const REPEATED: &str = "an earlier row puts this concept into the collection";

/// The collections that have a page of their own: file, title, and the end of the URI.
const KNOWN: &[(&str, &str, &str)] = &[
    ("digCompSkillsCollection", "ESCO DigComp skills", "digcomp"),
    ("digitalSkillsCollection", "ESCO digital skills", "6c930acd-c104-4ece-acf7-f44fd7333036"),
    ("greenSkillsCollection", "ESCO green skills", "green"),
    ("ictSkillsCollection", "ESCO ICT skills", "skill-ict-groups"),
    ("languageSkillsCollection", "ESCO language skills", "skill-language-groups"),
    ("researchOccupationsCollection", "ESCO research occupations", "8ae4b9f3-507e-4057-a145-2f96f0132613"),
    ("researchSkillsCollection", "ESCO research skills", "research"),
    ("transversalSkillsCollection", "ESCO transversal skills", "skill-transversal-groups"),
];

/// Reads all files of collections.
pub(super) fn read(
    reading: &mut Reading,
    package: &Package,
    named: &Named,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    for (name, path) in package.collections()? {
        let sheet = Sheet::open(path, Separator::Comma)?;
        let (place, uri) = (Place { file: sheet.file().clone(), line: 1 }, sheet.column("conceptUri")?);
        let mut collection = described(name);
        let mut members = HashSet::new();
        reading.each_row(sheet, &collection.title.clone(), progress, |reading, row| {
            match named.find(row.text(uri)) {
                None => reading.reject(row, uri, DANGLING),
                Some(member) if !members.insert(member) => reading.reject(row, uri, REPEATED),
                Some(member) => collection.members.push(named.name(member).clone()),
            }
        })?;
        reading.items.push((place, Item::Collection(collection)));
    }
    Ok(())
}

/// A collection after the name of its file.
fn described(name: &str) -> CollectionItem {
    let known = KNOWN.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
    let title = known.map_or_else(|| format!("ESCO {}", words(name)), |(_, title, _)| (*title).to_owned());
    let url = known.map(|(_, _, end)| format!("http://data.europa.eu/esco/concept-scheme/{end}"));
    CollectionItem { slug: slug(&title), title, description: None, url, members: Vec::new() }
}

/// The words of `wiseWordsCollection` but the last, in small letters.
fn words(name: &str) -> String {
    let mut words = String::new();
    for character in name[..name.len() - "collection".len()].chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_that_nobody_knew_is_named_after_its_file() {
        let collection = described("circularEconomySkillsCollection");
        assert_eq!(
            (&*collection.slug, &*collection.title),
            ("esco-circular-economy-skills", "ESCO circular economy skills")
        );
        assert_eq!(described("digitalskillscollection").slug, "esco-digital-skills");
    }
}
