//! What is read of an outside taxonomy, row by row: what can be taken in, and what cannot.

use std::collections::BTreeMap;

use super::{
    Extent, ImportError, Place, Placed,
    sheet::{Column, Row, Sheet},
};

/// How many rows are read between two words on how far it has come.
const STEP: u64 = 1_000;

/// Values are shown to people; nobody reads more of one than this.
const MAX_VALUE: usize = 200;

/// What was read of an outside taxonomy.
#[derive(Debug, Default)]
pub struct Reading {
    /// What can be taken in.
    pub items: Vec<Placed>,
    /// What cannot, in the order in which it was read.
    pub rejected: Vec<Rejected>,
    /// How many rows are sound and yet not taken, and why: their publisher asks for it, or they add nothing.
    pub left_out: BTreeMap<&'static str, usize>,
    /// How many rows there were.
    pub rows: u64,
    /// What whoever imports should know besides: which files were left out, say, and why.
    pub remarks: Vec<String>,
    /// Whether the files are all that their source says.
    pub extent: Extent,
}

/// A row that cannot be taken in, or a cell without which the rest of its row can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where the row begins.
    pub place: Place,
    /// The column that is wrong.
    pub column: &'static str,
    /// What stands there, or as much of it as can be shown.
    pub value: String,
    /// What is wrong with it: the same words for all rows with the same fault, so that they can be counted.
    pub reason: &'static str,
}

/// Who wants to know how far an import has come.
pub trait Progress {
    /// Something new begins, of so many steps, if that is known.
    fn phase(&self, name: &str, steps: Option<u64>);

    /// So many steps more are done.
    fn advance(&self, steps: u64);

    /// This part of the phase is done, from 0 to 1, where its steps were not known at its beginning.
    fn share(&self, _done: f64) {}
}

/// For nobody.
impl Progress for () {
    fn phase(&self, _: &str, _: Option<u64>) {}

    fn advance(&self, _: u64) {}
}

impl Reading {
    /// Reads a sheet to its end and hands out its rows.
    ///
    /// # Errors
    ///
    /// When the file cannot be read to its end, and when there are no rows in it: whatever it spoke of before would go.
    pub(super) fn each_row(
        &mut self,
        mut sheet: Sheet,
        phase: &str,
        progress: &dyn Progress,
        mut take: impl FnMut(&mut Self, &Row<'_>),
    ) -> Result<(), ImportError> {
        progress.phase(phase, None);
        let (file, before) = (sheet.file().clone(), self.rows);
        while let Some(row) = sheet.next_row()? {
            take(self, &row);
            self.rows += 1;
            if (self.rows - before).is_multiple_of(STEP) {
                progress.advance(STEP);
                progress.share(sheet.share());
            }
        }
        progress.advance((self.rows - before) % STEP);
        if self.rows == before {
            let reason = "there are no rows in it, only column names: download it again".to_owned();
            return Err(ImportError::WrongContent { path: file.to_string(), reason });
        }
        Ok(())
    }

    /// Puts a row aside for what stands in a column.
    pub(super) fn reject(&mut self, row: &Row<'_>, column: Column, reason: &'static str) {
        self.reject_value(row, column, row.text(column), reason);
    }

    /// Puts a row aside for part of what stands in a column.
    pub(super) fn reject_value(&mut self, row: &Row<'_>, column: Column, value: &str, reason: &'static str) {
        let value = value.chars().take(MAX_VALUE).collect();
        self.rejected.push(Rejected { place: row.place(), column: column.name, value, reason });
    }
}
