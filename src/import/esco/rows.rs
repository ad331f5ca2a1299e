//! Rows by the concept that they describe: of several for one concept, the one that was changed last.

use std::collections::HashMap;

use super::super::{
    Place, Reading, Rejected,
    sheet::{Column, Row, Sheet},
};
use crate::{graph::MAX_NAME, import::ImportError};

const NO_URI: &str = "there is no URI of a concept";
const REPEATED: &str = "another row describes the same concept, and is newer or comes first";

/// The columns that say what a row describes, in the official layout or in that of the Tabiya platform.
pub(super) struct Key {
    pub(super) uri: Column,
    modified: Option<Column>,
}

impl Key {
    pub(super) fn of(sheet: &Sheet) -> Result<Self, ImportError> {
        let tabiya = sheet.optional_column("ORIGINURI");
        let uri = tabiya.map_or_else(|| sheet.column("conceptUri"), Ok)?;
        Ok(Self { uri, modified: sheet.optional_column("modifiedDate") })
    }

    /// The concept that a row describes.
    pub(super) fn uri<'r>(&self, reading: &mut Reading, row: &'r Row<'_>) -> Option<&'r str> {
        let uri = row.text(self.uri);
        let sound =
            !uri.is_empty() && uri.len() <= MAX_NAME && !uri.contains(|c: char| c.is_whitespace() || c.is_control());
        if !sound {
            reading.reject(row, self.uri, NO_URI);
        }
        sound.then_some(uri)
    }

    /// When the row was changed. All moments are in UTC, with or without parts of a second.
    fn modified<'r>(&self, row: &'r Row<'_>) -> &'r str {
        row.optional(self.modified).trim_end_matches('Z')
    }
}

/// What rows say, by concept.
pub(super) struct Rows<T> {
    pub(super) list: Vec<Described<T>>,
    pub(super) by_uri: HashMap<String, usize>,
}

/// What a row says of a concept.
pub(super) struct Described<T> {
    pub(super) place: Place,
    pub(super) uri: String,
    pub(super) modified: String,
    pub(super) value: T,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { list: Vec::new(), by_uri: HashMap::new() }
    }
}

impl<T> Rows<T> {
    /// Takes in what a row says. If it is not the only one for the concept, one of them is rejected.
    pub(super) fn put(&mut self, reading: &mut Reading, row: &Row<'_>, key: &Key, value: T) {
        let (uri, modified) = (row.text(key.uri).to_owned(), key.modified(row).to_owned());
        let described = Described { place: row.place(), uri, modified, value };
        let Some(&known) = self.by_uri.get(&described.uri) else {
            self.by_uri.insert(described.uri.clone(), self.list.len());
            return self.list.push(described);
        };
        let known = &mut self.list[known];
        let newer = described.modified > known.modified;
        let other = if newer { std::mem::replace(known, described) } else { described };
        let Described { place, uri: value, .. } = other;
        reading.rejected.push(Rejected { place, column: key.uri.name, value, reason: REPEATED });
    }
}
