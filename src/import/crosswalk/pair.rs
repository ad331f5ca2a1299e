//! The rows of the file.

use std::{collections::HashSet, path::Path};

use super::super::{
    ImportError, Place, Progress, Reading,
    sheet::{Column, Row, Separator, Sheet},
};

pub(super) const ESCO_CODE: &str = "ESCO/ISCO Code";
const ESCO_TITLE: &str = "ESCO/ISCO Title";
pub(super) const ONET_CODE: &str = "O*NET-SOC 2019 Code";
const ONET_TITLE: &str = "O*NET-SOC 2019 Title";

const NO_ESCO_CODE: &str = "this is no code of ESCO, such as `2512.4`, nor of ISCO, such as `2512`";
const NO_ONET_CODE: &str = "this is no code of O*NET-SOC, such as `15-1252.00`";
const NO_TITLE: &str = "there is no title: without it nobody can tell whether the code still means the same";
const REPEATED: &str = "pairs that stand in the file already";

/// What to do about a file of other columns.
const ADVICE: &str = "is this the ESCO to O*NET-SOC 2019 crosswalk of the O*NET Resource Center? Save its sheet as CSV \
                      (UTF-8), without the lines above the names of the columns";

/// A code with the title that the file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coded {
    pub(super) code: String,
    pub(super) title: String,
}

/// A row: an occupation or group on the side of ESCO, and an occupation of O*NET.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) place: Place,
    pub(super) esco: Coded,
    pub(super) onet: Coded,
}

impl Pair {
    /// Whether the side of ESCO is an ISCO group. Codes of occupations go on behind the group with a point.
    pub(super) fn is_of_group(&self) -> bool {
        !self.esco.code.contains('.')
    }

    /// The ISCO unit group that the side of ESCO is, or lies in.
    pub(super) fn isco(&self) -> &str {
        self.esco.code.split('.').next().unwrap_or_default()
    }
}

/// The sound rows of a file.
pub(super) fn read(file: &Path, reading: &mut Reading, progress: &dyn Progress) -> Result<Vec<Pair>, ImportError> {
    let wrong = |reason: String| ImportError::WrongContent { path: file.display().to_string(), reason };
    if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return Err(wrong("this is a spreadsheet: save its sheet as CSV (UTF-8)".to_owned()));
    }
    let sheet = Sheet::open(file, Separator::Comma)?;
    let column = |name| {
        sheet.column(name).map_err(|error| match error {
            ImportError::WrongContent { path, reason } => {
                ImportError::WrongContent { path, reason: format!("{reason}: {ADVICE}") }
            }
            other => other,
        })
    };
    let columns = [column(ESCO_CODE)?, column(ESCO_TITLE)?, column(ONET_CODE)?, column(ONET_TITLE)?];
    let (mut pairs, mut known, mut lost) = (Vec::new(), HashSet::new(), None);
    reading.each_row(sheet, "pairs", progress, |reading, row| {
        if lost.is_none() && has_lost_zeros(row.text(columns[0])) {
            lost = Some((row.place().line, row.text(columns[0]).to_owned()));
        }
        let Some(pair) = sound(reading, row, columns) else { return };
        match known.insert((pair.esco.code.clone(), pair.onet.code.clone())) {
            true => pairs.push(pair),
            false => *reading.left_out.entry(REPEATED).or_default() += 1,
        }
    })?;
    match lost {
        None => Ok(pairs),
        Some((line, code)) => Err(wrong(format!(
            "`{code}` on line {line} has lost its zeros: a spreadsheet has taken the codes for numbers, and others may now \
             mean other occupations. Take the file as published, or keep the column as text when you save it"
        ))),
    }
}

fn sound(reading: &mut Reading, row: &Row<'_>, columns: [Column; 4]) -> Option<Pair> {
    let [esco_code, esco_title, onet_code, onet_title] = columns;
    let is_empty = |title: &Column| row.text(*title).is_empty();
    let fault = if !is_esco_code(row.text(esco_code)) {
        Some((esco_code, NO_ESCO_CODE))
    } else if !is_onet_code(row.text(onet_code)) {
        Some((onet_code, NO_ONET_CODE))
    } else {
        [esco_title, onet_title].into_iter().find(is_empty).map(|title| (title, NO_TITLE))
    };
    if let Some((column, reason)) = fault {
        reading.reject(row, column, reason);
        return None;
    }
    let coded = |code, title| Coded { code: row.text(code).to_owned(), title: row.text(title).to_owned() };
    Some(Pair { place: row.place(), esco: coded(esco_code, esco_title), onet: coded(onet_code, onet_title) })
}

/// `2512`, or a group on a higher level, or `2512.4` and so on.
fn is_esco_code(code: &str) -> bool {
    let mut parts = code.split('.');
    let group = parts.next().is_some_and(|group| is_digits(group) && (1..=4).contains(&group.len()));
    group && parts.all(is_digits)
}

/// `15-1252.00`.
fn is_onet_code(code: &str) -> bool {
    let part = |part: &str, length| is_digits(part) && part.len() == length;
    code.split_once('-').is_some_and(|(major, rest)| {
        part(major, 2) && rest.split_once('.').is_some_and(|(minor, last)| part(minor, 4) && part(last, 2))
    })
}

/// A code such as `110.1`, which was `0110.10` before somebody took it for a number: groups of occupations have four
/// digits.
fn has_lost_zeros(code: &str) -> bool {
    code.split_once('.').is_some_and(|(group, rest)| is_digits(group) && group.len() < 4 && is_digits(rest))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_their_form() {
        for code in ["0110.10", "2512", "2512.4", "1324.3.1.6.24", "213", "0"] {
            assert!(is_esco_code(code) && !has_lost_zeros(code), "{code}");
        }
        for code in ["", "C2512", "2512.", ".4", "2512.4a", "25120", "2512,4"] {
            assert!(!is_esco_code(code), "{code}");
        }
        for code in ["110.1", "0.5", "12.3"] {
            assert!(has_lost_zeros(code), "{code}");
        }
        assert!(is_onet_code("15-1252.00"));
        for code in ["", "15-1252", "15-1252.0", "151252.00", "15-12520.0", "ab-1252.00"] {
            assert!(!is_onet_code(code), "{code}");
        }
    }
}
