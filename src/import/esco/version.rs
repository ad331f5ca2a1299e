//! Which version of ESCO a package is: none of its files says so.

use entity::Kind;

use super::{Options, concepts::Concepts, files::Package};

/// When an occupation was changed last, for the versions that were seen.
const LAST_CHANGES: &[(&str, &str)] =
    &[("2022-01-17T10:13:50", "1.1.0"), ("2022-07-27T07:21:24", "1.1.1"), ("2025-12-15T12:48:20", "1.2.1")];

/// The version that was named, or the one that a folder is named after, or the one that has this last change.
pub(super) fn of(package: &Package, options: &Options, concepts: &Concepts) -> Option<String> {
    let in_folder = || package.folders().find_map(|name| in_name(&name).map(str::to_owned));
    let by_date = || {
        let occupations = concepts.list.iter().filter(|concept| concept.value.kind == Kind::Role);
        let modified = occupations.map(|concept| &concept.modified).max()?;
        let (_, version) = LAST_CHANGES.iter().find(|(date, _)| modified.starts_with(date))?;
        Some((*version).to_owned())
    };
    options.source_version.clone().or_else(in_folder).or_else(by_date)
}

/// Numbers with dots between them, as in `ESCO dataset - v1.1.1 - classification - en - csv`.
fn in_name(name: &str) -> Option<&str> {
    let words = name.split(|character: char| !character.is_ascii_digit() && character != '.');
    words.map(|word| word.trim_matches('.')).find(|word| word.contains('.') && !word.contains(".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_the_name_of_a_folder() {
        assert_eq!(in_name("ESCO dataset - v1.1.1 - classification - en - csv"), Some("1.1.1"));
        assert_eq!(in_name("esco-1.2.1-partial"), Some("1.2.1"));
        assert_eq!(in_name("esco.2024"), None);
        assert_eq!(in_name("en"), None);
    }
}
