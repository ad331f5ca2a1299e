//! The built-in graph: TOML files that a curator reads and edits. `data/core/README.md` describes the format.

mod reader;
mod table;

use std::{fs, path::Path};

use include_dir::{Dir, include_dir};

use self::reader::Reader;
use super::{ImportError, Origin, Placed};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/core");

/// The source that stands behind whatever the files say on their own account.
const OWN_SOURCE: &str = "skillgraph-core";

/// Whose data these are: our own, of the version of this program.
pub fn origin() -> Origin {
    Origin { source: OWN_SOURCE.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }
}

/// The items of the graph that this program carries inside.
///
/// # Errors
///
/// When the files are wrong, which a test rules out.
pub fn embedded() -> Result<Vec<Placed>, ImportError> {
    let mut files = Vec::new();
    collect_embedded(&FILES, &mut files);
    read_files(files)
}

fn collect_embedded(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files().filter(|file| is_toml(file.path())) {
        let text = file.contents_utf8().unwrap_or_default();
        files.push((file.path().to_string_lossy().into_owned(), text.to_owned()));
    }
    for folder in folder.dirs() {
        collect_embedded(folder, files);
    }
}

/// The items of the TOML files in a folder and below it.
///
/// # Errors
///
/// When the folder or a file cannot be read, when there is no such file, or when files are wrong in places.
pub fn read_folder(folder: &Path) -> Result<Vec<Placed>, ImportError> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    if files.is_empty() {
        let reason = "there are no .toml files in it: name a folder like data/core".to_owned();
        return Err(ImportError::WrongContent { path: folder.display().to_string(), reason });
    }
    read_files(files)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<(), ImportError> {
    let entries = fs::read_dir(folder).map_err(|error| ImportError::cannot_read(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| ImportError::cannot_read(folder, &error))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if is_toml(&path) {
            let text = fs::read_to_string(&path).map_err(|error| ImportError::cannot_read(&path, &error))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn read_files(mut files: Vec<(String, String)>) -> Result<Vec<Placed>, ImportError> {
    files.sort();
    let mut items = Vec::new();
    let mut problems = Vec::new();
    for (name, text) in files {
        let mut reader = Reader::new(&name, &text);
        reader.read(&text);
        items.append(&mut reader.items);
        problems.append(&mut reader.problems);
    }
    match problems.is_empty() {
        true => Ok(items),
        false => Err(ImportError::Problems(problems)),
    }
}
