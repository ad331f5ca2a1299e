//! The tables of O*NET, and how their rows are gone through: what is wrong with a row is said of one of its cells.

use super::folder::Folder;
use crate::{
    graph::{MAX_NAME, MAX_TEXT, is_text},
    import::{
        Extent, ImportError, Item, Place, Progress, Reading,
        sheet::{Column, Separator, Sheet},
    },
};

pub(super) const OCCUPATIONS: &str = "Occupation Data";
pub(super) const ALTERNATE_TITLES: &str = "Alternate Titles";
pub(super) const REPORTED_TITLES: &str = "Sample of Reported Titles";
pub(super) const JOB_ZONES: &str = "Job Zones";
pub(super) const CONTENT_MODEL: &str = "Content Model Reference";
pub(super) const SCALES: &str = "Scales Reference";
pub(super) const SKILLS: &str = "Skills";
pub(super) const KNOWLEDGE: &str = "Knowledge";
pub(super) const WORK_STYLES: &str = "Work Styles";
pub(super) const TECHNOLOGY_SKILLS: &str = "Technology Skills";
pub(super) const TOOLS_USED: &str = "Tools Used";
pub(super) const TASKS: &str = "Task Statements";
pub(super) const EMERGING_TASKS: &str = "Emerging Tasks";
pub(super) const INTERMEDIATE_ACTIVITIES: &str = "IWA Reference";
pub(super) const DETAILED_ACTIVITIES: &str = "DWA Reference";
pub(super) const TASK_ACTIVITIES: &str = "Tasks to DWAs";
pub(super) const SKILL_ACTIVITIES: &str = "Skills to Work Activities";
pub(super) const RELATED: &str = "Related Occupations";

/// All tables that are read.
pub(super) const TABLES: [&str; 18] = [
    OCCUPATIONS,
    ALTERNATE_TITLES,
    REPORTED_TITLES,
    JOB_ZONES,
    CONTENT_MODEL,
    SCALES,
    SKILLS,
    KNOWLEDGE,
    WORK_STYLES,
    TECHNOLOGY_SKILLS,
    TOOLS_USED,
    TASKS,
    EMERGING_TASKS,
    INTERMEDIATE_ACTIVITIES,
    DETAILED_ACTIVITIES,
    TASK_ACTIVITIES,
    SKILL_ACTIVITIES,
    RELATED,
];

/// The column by which all tables name an occupation.
pub(super) const CODE: &str = "O*NET-SOC Code";

/// Why what a row says is not taken, where the table that it refers to is missing.
pub(super) const NOT_THERE: &str = "rows, or links of rows, to a table that is not there";

/// What O*NET writes where there is nothing.
const NOTHING: &str = "n/a";

/// The tables of a folder, and what has been read of them.
pub(super) struct Tables<'t> {
    folder: Folder,
    progress: &'t dyn Progress,
    reading: Reading,
}

/// What stands in a column of a row.
#[derive(Clone, Copy)]
pub(super) struct Cell<'r> {
    pub(super) text: &'r str,
    column: Column,
}

/// Why a row cannot be taken in, and which of its cells shows it.
pub(super) struct Fault {
    column: Column,
    value: String,
    reason: &'static str,
}

impl<'t> Tables<'t> {
    /// What is not there is said, and makes the reading one of a part.
    pub(super) fn new(folder: Folder, progress: &'t dyn Progress) -> Self {
        let missing: Vec<_> = folder.missing().collect();
        let mut reading = Reading { extent: Extent::Whole, ..Reading::default() };
        if !missing.is_empty() {
            reading.extent = Extent::Part;
            reading.remarks.push(format!("there is no {}: nothing is deprecated", missing.join(", ")));
        }
        Self { folder, progress, reading }
    }

    /// Whether a table is there.
    pub(super) fn has(&self, table: &str) -> bool {
        self.folder.file(table).is_some()
    }

    /// Goes through a table, if it is there. `take` reads a row, given the cells of the named columns.
    pub(super) fn rows<const N: usize>(
        &mut self,
        table: &'static str,
        names: [&'static str; N],
        mut take: impl FnMut(&mut Reading, Place, [Cell<'_>; N]) -> Result<(), Fault>,
    ) -> Result<(), ImportError> {
        let Some(path) = self.folder.file(table) else { return Ok(()) };
        let sheet = Sheet::open(path, Separator::Tab)?;
        let mut columns = Vec::with_capacity(N);
        for name in names {
            columns.push(sheet.column(name)?);
        }
        let columns: [Column; N] = columns.try_into().expect("there is a column for each name");
        let width = sheet.width();
        self.reading.each_row(sheet, table, self.progress, |reading, row| {
            if row.cells() != width {
                reading.reject(row, columns[0], "the row does not have as many cells as there are columns");
                return;
            }
            let cells = columns.map(|column| Cell { text: row.text(column), column });
            if let Err(Fault { column, value, reason }) = take(reading, row.place(), cells) {
                reading.reject_value(row, column, &value, reason);
            }
        })
    }

    /// States the source, at the file that every folder has.
    pub(super) fn state_source(&mut self, source: Item) {
        let file = self.folder.file(OCCUPATIONS).map(|path| path.display().to_string()).unwrap_or_default();
        self.take(Place { file: file.into(), line: 1 }, source);
    }

    /// Takes an item in.
    pub(super) fn take(&mut self, place: Place, item: Item) {
        self.reading.items.push((place, item));
    }

    /// Says something to whoever imports.
    pub(super) fn remark(&mut self, remark: String) {
        self.reading.remarks.push(remark);
    }

    /// Counts rows that are sound and not taken.
    pub(super) fn leave_out(&mut self, reason: &'static str, rows: usize) {
        leave_out(&mut self.reading, reason, rows);
    }

    pub(super) fn finish(self) -> Reading {
        self.reading
    }
}

/// Counts rows that are sound and not taken.
pub(super) fn leave_out(reading: &mut Reading, reason: &'static str, rows: usize) {
    if rows > 0 {
        *reading.left_out.entry(reason).or_default() += rows;
    }
}

impl<'r> Cell<'r> {
    /// What stands there, if anything does.
    pub(super) fn given(self) -> Option<&'r str> {
        Some(self.text).filter(|text| !text.is_empty() && *text != NOTHING)
    }

    /// A name that can be shown.
    pub(super) fn name(self) -> Result<&'r str, Fault> {
        let name = self.given().ok_or_else(|| self.fault("there must be a name"))?;
        self.check(name, MAX_NAME)
    }

    /// A text that can be shown, if there is one.
    pub(super) fn note(self) -> Result<Option<&'r str>, Fault> {
        self.given().map(|text| self.check(text, MAX_TEXT)).transpose()
    }

    fn check(self, text: &'r str, max: usize) -> Result<&'r str, Fault> {
        match is_text(text, max) {
            true => Ok(text),
            false => Err(self.fault("the text is too long, or has control characters")),
        }
    }

    /// A number from the one to the other.
    pub(super) fn within(self, (minimum, maximum): (f64, f64)) -> Result<f64, Fault> {
        let number = self.number()?;
        match (minimum..=maximum).contains(&number) {
            true => Ok(number),
            false => Err(self.fault("the value lies outside of its scale")),
        }
    }

    /// A number.
    pub(super) fn number(self) -> Result<f64, Fault> {
        let number = self.text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.fault("this is no number"))
    }

    /// Yes or no; where nothing stands, it is no.
    pub(super) fn flag(self) -> Result<bool, Fault> {
        match self.given() {
            Some("Y") => Ok(true),
            Some("N") | None => Ok(false),
            Some(_) => Err(self.fault("this must be Y or N")),
        }
    }

    /// Says what is wrong with it.
    pub(super) fn fault(self, reason: &'static str) -> Fault {
        Fault { column: self.column, value: self.text.to_owned(), reason }
    }
}
