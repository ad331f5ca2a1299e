//! The folder of the files: which table is in which, and which release it is.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use super::table::{OCCUPATIONS, TABLES};
use crate::import::ImportError;

/// Where the publisher says which release the files are.
const READ_ME: &str = "read me";

/// A folder with tables of O*NET.
pub(super) struct Folder {
    path: PathBuf,
    /// The files by the name of their table, in small letters and with blanks.
    files: HashMap<String, PathBuf>,
}

impl Folder {
    /// Looks through a folder; tables may be missing from it only where that is allowed.
    pub(super) fn open(path: &Path, allow_partial: bool) -> Result<Self, ImportError> {
        let files = list(path)?;
        let folder = Self { path: path.to_owned(), files };
        if folder.file(OCCUPATIONS).is_none() {
            return Err(folder.wrong(folder.why_not()));
        }
        let missing: Vec<_> = folder.missing().collect();
        if !allow_partial && !missing.is_empty() {
            let missing = missing.join(", ");
            let advice = "download the release again, or take in what is there with --allow-partial";
            return Err(folder.wrong(format!("these tables are missing: {missing}; {advice}")));
        }
        Ok(folder)
    }

    /// The file of a table, if it is there.
    pub(super) fn file(&self, table: &str) -> Option<&Path> {
        self.files.get(&table.to_lowercase()).map(PathBuf::as_path)
    }

    /// The tables that are read and are not there.
    pub(super) fn missing(&self) -> impl Iterator<Item = &'static str> {
        TABLES.iter().copied().filter(|table| self.file(table).is_none())
    }

    /// Which release this is, by the folder's own words or by its name.
    pub(super) fn version(&self) -> Option<String> {
        let said = self.file(READ_ME).and_then(|path| fs::read(path).ok());
        let said = said.and_then(|text| number(&String::from_utf8_lossy(&text)));
        let whole = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        said.or_else(|| number(&whole.file_name()?.to_string_lossy()))
    }

    fn why_not(&self) -> String {
        let has = |name: &str| self.files.keys().any(|file| file.contains(name));
        let below = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let below = below.map(|entry| entry.path()).find(|path| {
            path.is_dir() && list(path).is_ok_and(|files| files.contains_key(&OCCUPATIONS.to_lowercase()))
        });
        match below {
            Some(folder) => format!("the tables are one folder further down: name {}", folder.display()),
            None if has("skills en") || has("occupations en") || has("broaderrelations") => {
                "these are files of ESCO: use `skillgraph import esco`".to_owned()
            }
            None => format!(
                "there is no `{OCCUPATIONS}.txt` in it: name the folder of the text files of O*NET, such as db_29_3_text"
            ),
        }
    }

    fn wrong(&self, reason: String) -> ImportError {
        ImportError::WrongContent { path: self.path.display().to_string(), reason }
    }
}

/// The text files of a folder; where one is there twice, the one that is not compressed.
fn list(path: &Path) -> Result<HashMap<String, PathBuf>, ImportError> {
    let entries = fs::read_dir(path).map_err(|error| ImportError::cannot_read(path, &error))?;
    let mut files = HashMap::new();
    for entry in entries {
        let file = entry.map_err(|error| ImportError::cannot_read(path, &error))?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase().replace(['_', '-'], " ");
        let (name, compressed) = name.strip_suffix(".gz").map_or((&*name, false), |name| (name, true));
        let name = [".txt", ".csv"].iter().find_map(|extension| name.strip_suffix(extension));
        if let Some(name) = name.filter(|name| !(compressed && files.contains_key(*name))) {
            files.insert(name.to_owned(), file);
        }
    }
    Ok(files)
}

/// The first number with a point, or what stands for one, as in `db_29_3_text` and `O*NET 29.3 Database`.
fn number(text: &str) -> Option<String> {
    let mut parts = text.split(|character: char| !character.is_ascii_digit() && !matches!(character, '.' | '_'));
    parts.find_map(|part| {
        let (whole, rest) = part.trim_matches(['.', '_']).split_once(['.', '_'])?;
        let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(whole) && digits(rest)).then(|| format!("{whole}.{rest}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_found_in_names_and_sentences() {
        for text in ["db_29_3_text", "onet-29.3", "O*NET® 29.3 Database (May 2025)", "29.3."] {
            assert_eq!(number(text).as_deref(), Some("29.3"), "{text}");
        }
        for text in ["onet", "db_29_text", "2025", "1.2.3", "O*NET-SOC 2019"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
