//! A copy of a small package that a test may change.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use skillgraph::import::{
    ImportError, Reading,
    esco::{self, Options},
};
use tempfile::TempDir;

use super::fixture;

/// A folder with a package.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With a copy of the first of the small packages, all files uncompressed.
    pub(crate) fn with_package() -> Self {
        let desk = Self::empty();
        for folder in ["en", "relations", "fr-tabiya"] {
            for entry in fs::read_dir(fixture("v9.0.0").join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                let name = format!("{folder}/{}", name.trim_end_matches(".gz"));
                desk.write(&name, &plain(&path));
            }
        }
        desk
    }

    pub(crate) fn dir(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// Gives files other names; `None` leaves one out.
    pub(crate) fn rearrange(&self, rename: impl Fn(&str, &str) -> Option<String>) {
        let mut files = Vec::new();
        for folder in ["en", "relations", "fr-tabiya"] {
            for entry in fs::read_dir(self.path(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                files.extend(rename(folder, name).map(|new| (new, fs::read(&path).unwrap())));
            }
            fs::remove_dir_all(self.path(folder)).unwrap();
        }
        for (name, bytes) in files {
            self.write(&name, &bytes);
        }
    }

    /// Replaces what stands once in a file.
    pub(crate) fn replace(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{name}: {old}");
        self.write(name, text.replace(old, new).as_bytes());
    }

    /// Puts a line below those of a file.
    pub(crate) fn append(&self, name: &str, line: &str) {
        let mut text = fs::read(self.path(name)).unwrap();
        text.extend(line.bytes());
        text.push(b'\n');
        self.write(name, &text);
    }

    pub(crate) fn compress(&self, name: &str) -> Vec<u8> {
        compressed(&fs::read(self.path(name)).unwrap())
    }

    pub(crate) fn try_read(&self, options: &Options) -> Result<Reading, ImportError> {
        esco::read(self.dir(), options, &())
    }

    pub(crate) fn read(&self) -> Reading {
        self.try_read(&Options::default()).unwrap()
    }

    /// Why the package cannot be read.
    pub(crate) fn error(&self) -> String {
        self.error_with(&Options::default())
    }

    pub(crate) fn error_with(&self, options: &Options) -> String {
        self.try_read(options).expect_err("the package can be read").to_string()
    }
}

pub(crate) fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn plain(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    if path.extension().unwrap() != "gz" {
        return bytes;
    }
    let mut text = Vec::new();
    GzDecoder::new(&*bytes).read_to_end(&mut text).unwrap();
    text
}
