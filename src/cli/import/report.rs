//! What is wrong with the data, in a file for machines and in a few lines for people.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use serde_json::json;

use super::super::say;
use crate::import::{Problem, Rejected};

/// Writes what is wrong to the file that was asked for, if one was: nothing is an empty file.
pub(super) fn write(path: Option<&Path>, rejected: &[Rejected], problems: &[Problem]) {
    if let Some(path) = path
        && let Err(error) = write_lines(path, rejected, problems)
    {
        say(format_args!("error: cannot write {}: {error}", path.display()));
    }
}

fn write_lines(path: &Path, rejected: &[Rejected], problems: &[Problem]) -> std::io::Result<()> {
    let mut report = BufWriter::new(File::create(path)?);
    for Rejected { place, column, value, reason } in rejected {
        let (file, line) = (&*place.file, place.line);
        let line = json!({ "file": file, "line": line, "column": column, "value": value, "reason": reason });
        writeln!(report, "{line}")?;
    }
    for Problem { place, message } in problems {
        let line = json!({ "file": &*place.file, "line": place.line, "message": message });
        writeln!(report, "{line}")?;
    }
    report.flush()
}

/// Says how many rows of which file were rejected for which reason, and where the first of them is.
pub(super) fn summarise(rejected: &[Rejected]) {
    let mut reasons: BTreeMap<(&str, &str), (usize, &Rejected)> = BTreeMap::new();
    for row in rejected {
        reasons.entry((&row.place.file, row.reason)).or_insert((0, row)).0 += 1;
    }
    for ((_, reason), (count, first)) in reasons {
        let Rejected { place, column, value, .. } = first;
        say(format_args!("{place}: {reason}: {column} `{value}`{}", and_more(count - 1)));
    }
}

fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", and 1 more row".to_owned(),
        _ => format!(", and {count} more rows"),
    }
}
