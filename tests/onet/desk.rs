//! A copy of the small release that a test may change.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use skillgraph::import::{
    Reading, Rejected,
    onet::{self, Options},
};
use tempfile::TempDir;

/// The release that was written for these tests.
pub(crate) fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onet/db_90_1_text")
}

/// A folder with tables.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        for entry in fs::read_dir(fixture()).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, desk.path(path.file_name().unwrap().to_str().unwrap())).unwrap();
        }
        desk
    }

    pub(crate) fn dir(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn table(&self, table: &str) -> PathBuf {
        self.path(&format!("{table}.txt"))
    }

    pub(crate) fn text(&self, table: &str) -> String {
        fs::read_to_string(self.table(table)).unwrap()
    }

    pub(crate) fn remove(&self, table: &str) {
        fs::remove_file(self.table(table)).unwrap();
    }

    /// Replaces what stands once in a table.
    pub(crate) fn replace(&self, table: &str, old: &str, new: &str) {
        let text = self.text(table);
        assert_eq!(text.matches(old).count(), 1, "{table}: {old}");
        fs::write(self.table(table), text.replace(old, new)).unwrap();
    }

    /// Puts a row below those of a table, its cells separated by `|`.
    pub(crate) fn append(&self, table: &str, row: &str) {
        let text = format!("{}{}\n", self.text(table), row.replace('|', "\t"));
        fs::write(self.table(table), text).unwrap();
    }

    /// Compresses a table, and leaves out so many bytes of the end.
    pub(crate) fn compress(&self, table: &str, without: usize) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(self.text(table).as_bytes()).unwrap();
        let bytes = encoder.finish().unwrap();
        fs::write(self.path(&format!("{table}.txt.gz")), &bytes[..bytes.len() - without]).unwrap();
        self.remove(table);
    }

    pub(crate) fn read(&self) -> Reading {
        read(self.dir(), &Options::default())
    }

    /// What is wrong with the one row that is put below a table.
    pub(crate) fn rejects(table: &str, row: &str) -> Rejected {
        let desk = Self::new();
        let line = desk.text(table).lines().count() + 1;
        desk.append(table, row);
        let mut rejected = desk.read().rejected;
        assert_eq!(rejected.len(), 1, "{table}: {row}\n{rejected:#?}");
        let rejected = rejected.remove(0);
        assert_eq!((&*rejected.place.file, rejected.place.line), (&*desk.table(table).to_string_lossy(), line));
        rejected
    }

    /// Why the folder cannot be read.
    pub(crate) fn error(&self) -> String {
        onet::read(self.dir(), &Options::default(), &()).expect_err("the folder can be read").to_string()
    }
}

pub(crate) fn read(dir: &Path, options: &Options) -> Reading {
    onet::read(dir, options, &()).unwrap()
}
