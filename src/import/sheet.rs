//! Tables in text files: comma-separated or tab-separated, plain or compressed by gzip, with a line of column names.
//!
//! Rows are read one at a time, so that a file of any length needs the memory of its longest row. What is wrong with a
//! file as a whole ends the reading; what is wrong with a row is for the reader of the format to say.

use std::{
    cell::Cell,
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
    rc::Rc,
    sync::Arc,
};

use csv::{ErrorKind, StringRecord, Terminator};
use flate2::read::MultiGzDecoder;

use super::{ImportError, Place};

/// No row of a real taxonomy comes near. Rows without an end come of files that are no tables, and of quotes that are
/// not closed.
const MAX_ROW: usize = 16 << 20;

/// How a file separates its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// Commas, with quotes around cells that hold commas, quotes or line ends (RFC 4180).
    Comma,
    /// Tabs, and no quoting.
    Tab,
}

/// A table that is being read.
pub(super) struct Sheet {
    file: Arc<str>,
    reader: csv::Reader<Limited<Box<dyn Read>>>,
    columns: HashMap<String, usize>,
    record: StringRecord,
    /// How many bytes were read since the row began.
    row: Rc<Cell<usize>>,
    /// Bytes of the file in all, and those that were read.
    size: u64,
    consumed: Rc<Cell<u64>>,
}

/// A column of one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    place: usize,
    /// Its name in the first line.
    pub(super) name: &'static str,
}

/// A row, with the place that it stands at.
pub(super) struct Row<'s> {
    file: &'s Arc<str>,
    line: usize,
    record: &'s StringRecord,
}

impl Sheet {
    /// Opens a file and reads its column names.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no text, or is empty.
    pub(super) fn open(path: &Path, separator: Separator) -> Result<Self, ImportError> {
        let file = File::open(path).map_err(|error| ImportError::cannot_read(path, &error))?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        let consumed = Rc::new(Cell::new(0));
        let file = BufReader::with_capacity(1 << 16, Counted { inner: file, read: consumed.clone() });
        let compressed = path.extension().is_some_and(|extension| extension == "gz");
        let text: Box<dyn Read> = if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        Ok(Self { size, consumed, ..Self::read(path.display().to_string().into(), text, separator)? })
    }

    fn read(file: Arc<str>, text: Box<dyn Read>, separator: Separator) -> Result<Self, ImportError> {
        let mut builder = csv::ReaderBuilder::new();
        // Left to itself, the parser takes the second half of CR LF for the beginning of the next row, and counts lines
        // one short. What is left of the first half goes with the blanks around a cell.
        builder.flexible(true).terminator(Terminator::Any(b'\n'));
        if separator == Separator::Tab {
            builder.delimiter(b'\t').quoting(false);
        }
        let row = Rc::new(Cell::new(0));
        let mut reader = builder.from_reader(Limited { inner: text, row: row.clone() });
        let names = reader.headers().map_err(|error| unreadable(&file, &error))?;
        if names.is_empty() {
            let reason = "the file is empty; it must begin with a line of column names".to_owned();
            return Err(ImportError::WrongContent { path: file.to_string(), reason });
        }
        let bare = |name: &str| name.trim_start_matches('\u{feff}').trim().to_owned();
        let columns = names.iter().enumerate().map(|(place, name)| (bare(name), place)).collect();
        Ok(Self { file, reader, columns, record: StringRecord::new(), row, size: 0, consumed: Rc::default() })
    }

    /// A column that must be there.
    ///
    /// # Errors
    ///
    /// When it is not: names the columns that are.
    pub(super) fn column(&self, name: &'static str) -> Result<Column, ImportError> {
        self.optional_column(name).ok_or_else(|| {
            let mut present: Vec<_> = self.columns.iter().map(|(name, place)| (place, name.as_str())).collect();
            present.sort_unstable();
            let present: Vec<_> = present.into_iter().map(|(_, name)| name).collect();
            let present = present.join(", ");
            let reason = format!("there is no column `{name}`, only {present}: is it the file that its name says?");
            ImportError::WrongContent { path: self.file.to_string(), reason }
        })
    }

    /// A column that some editions do not have.
    pub(super) fn optional_column(&self, name: &'static str) -> Option<Column> {
        self.columns.get(name).map(|place| Column { place: *place, name })
    }

    /// How much of the file was read, from 0 to 1.
    pub(super) fn share(&self) -> f64 {
        // Nearer than a share can be shown, whatever the size.
        if self.size == 0 { 0.0 } else { self.consumed.get() as f64 / self.size as f64 }
    }

    /// How many columns have names.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// The name of the file, as it was opened.
    pub(super) fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The next row in which something stands; none at the end.
    ///
    /// # Errors
    ///
    /// When the file cannot be read on: it ends too early, it is not UTF-8, or a row is endless.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, ImportError> {
        loop {
            self.row.set(0);
            match self.reader.read_record(&mut self.record) {
                Err(error) => return Err(unreadable(&self.file, &error)),
                Ok(false) => return Ok(None),
                Ok(true) if self.record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(true) => break,
            }
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        Ok(Some(Row { file: &self.file, line, record: &self.record }))
    }
}

impl Row<'_> {
    /// What stands in a column, without blanks around it; nothing where the row is too short.
    pub(super) fn text(&self, column: Column) -> &str {
        self.record.get(column.place).unwrap_or_default().trim()
    }

    /// What stands in a column that may be missing.
    pub(super) fn optional(&self, column: Option<Column>) -> &str {
        column.map_or("", |column| self.text(column))
    }

    /// How many cells the row has.
    pub(super) fn cells(&self) -> usize {
        self.record.len()
    }

    /// Where the row begins.
    pub(super) fn place(&self) -> Place {
        Place { file: self.file.clone(), line: self.line }
    }
}

fn unreadable(file: &str, error: &csv::Error) -> ImportError {
    let line = error.position().map(|position| format!(" near line {}", position.line())).unwrap_or_default();
    let reason = match error.kind() {
        ErrorKind::Utf8 { .. } => format!("the text{line} is not UTF-8: convert the file, or download it again"),
        ErrorKind::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "the compressed file ends too early: download it again".to_owned()
        }
        ErrorKind::Io(error) => format!("cannot be read{line}: {error}: download it again"),
        _ => format!("cannot be read{line}: {error}"),
    };
    ImportError::WrongContent { path: file.to_owned(), reason }
}

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.read.update(|before| before + length as u64);
        Ok(length)
    }
}

/// Ends the reading of a row that has no end.
struct Limited<R> {
    inner: R,
    /// Bytes since the row began.
    row: Rc<Cell<usize>>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row.get() > MAX_ROW {
            let message = format!("a row has more than {} MiB, as if a quote were not closed", MAX_ROW >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let length = self.inner.read(buffer)?;
        self.row.update(|before| before + length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn sheet(text: &'static [u8], separator: Separator) -> Result<Sheet, ImportError> {
        Sheet::read("a file".into(), Box::new(Cursor::new(text)), separator)
    }

    #[test]
    fn cells_may_hold_commas_quotes_and_line_ends_and_rows_know_their_line() {
        let text = b"\xef\xbb\xbfname,labels\r\nweb developer,\"a, \"\"b\"\"\nc\"\r\nshort\r\n\r\n,\r\nlast,x\r\n";
        let mut sheet = sheet(text, Separator::Comma).unwrap();
        let (name, labels) = (sheet.column("name").unwrap(), sheet.column("labels").unwrap());
        let row = sheet.next_row().unwrap().unwrap();
        assert_eq!((row.text(name), row.text(labels), row.place().line), ("web developer", "a, \"b\"\nc", 2));
        let row = sheet.next_row().unwrap().unwrap();
        assert_eq!((row.text(name), row.text(labels), row.cells(), row.place().line), ("short", "", 1, 4));
        let row = sheet.next_row().unwrap().unwrap();
        assert_eq!((row.text(name), row.text(labels), row.place().line), ("last", "x", 7), "empty rows are none");
        assert!(sheet.next_row().unwrap().is_none());
    }

    #[test]
    fn quotes_mean_nothing_where_tabs_separate() {
        let mut sheet = sheet(b"a\tb\n\"x\ty\"\n", Separator::Tab).unwrap();
        let b = sheet.column("b").unwrap();
        assert_eq!(sheet.next_row().unwrap().unwrap().text(b), "y\"");
    }

    #[test]
    fn a_missing_column_is_named_with_those_that_are_there() {
        let error = sheet(b"a,b\n", Separator::Comma).unwrap().column("c").unwrap_err().to_string();
        assert_eq!(error, "a file: there is no column `c`, only a, b: is it the file that its name says?");
    }

    #[test]
    fn text_that_is_not_utf_8_names_its_line() {
        let mut sheet = sheet(b"a\nok\ncaf\xe9\n", Separator::Comma).unwrap();
        sheet.next_row().unwrap();
        let error = sheet.next_row().err().unwrap().to_string();
        assert!(error.contains("line 3 is not UTF-8"), "{error}");
    }

    #[test]
    fn a_row_without_an_end_is_refused_before_it_fills_the_memory() {
        let endless = Box::new(io::repeat(b'x').take(1 << 40));
        let error = Sheet::read("a file".into(), endless, Separator::Comma).err().unwrap().to_string();
        assert!(error.contains("more than 16 MiB"), "{error}");
        let unclosed = Box::new(Cursor::new(b"a\n\"").chain(Cursor::new(b"b\n".repeat(16 << 20))));
        let error = Sheet::read("a file".into(), unclosed, Separator::Comma).unwrap().next_row().err().unwrap();
        assert!(error.to_string().contains("more than 16 MiB"), "{error}");
    }
}
