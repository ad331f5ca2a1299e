//! What a release of O*NET says, read without the importer: a small reader of its own, to compare with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::Path,
};

use flate2::read::GzDecoder;

type Names = BTreeSet<String>;
type ByName<T> = BTreeMap<String, T>;

/// Occupations by their codes, and what goes with them.
#[derive(Default)]
pub(crate) struct Release {
    pub(crate) occupations: ByName<Occupation>,
    /// Technologies and whether they are hot; for tools it is not known.
    pub(crate) tools: ByName<Option<bool>>,
    /// What stands above a task or an activity, by the ids.
    pub(crate) above: ByName<Names>,
    /// What elements, intermediate and detailed activities are called, by their ids.
    pub(crate) names: ByName<String>,
    /// How elements are described, by their ids.
    pub(crate) descriptions: ByName<String>,
    /// The skills that an activity calls for.
    pub(crate) called_for: ByName<Names>,
    /// Rows that O*NET asks not to use.
    pub(crate) suppressed: usize,
    pub(crate) irrelevant: usize,
    /// Titles that are there already.
    pub(crate) repeated: usize,
    /// Related occupations that are above or below each other.
    pub(crate) in_line: usize,
    pub(crate) rows: usize,
}

#[derive(Default)]
pub(crate) struct Occupation {
    pub(crate) title: String,
    pub(crate) description: String,
    /// All titles, in small letters.
    pub(crate) titles: Names,
    pub(crate) job_zone: Option<u64>,
    /// By element or by the name of the tool.
    pub(crate) requires: ByName<Requirement>,
    /// The sentences of the tasks by their ids, with their types; emerging tasks by their sentences.
    pub(crate) tasks: ByName<(String, String)>,
    pub(crate) related: Names,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Requirement {
    pub(crate) importance: Option<f64>,
    pub(crate) level: Option<f64>,
    pub(crate) in_demand: Option<bool>,
}

/// The rows of a table, each by the names of its columns.
fn rows(dir: &Path, table: &str) -> Vec<BTreeMap<String, String>> {
    let plain = dir.join(format!("{table}.txt"));
    let text = if plain.is_file() {
        fs::read_to_string(plain).unwrap()
    } else {
        let mut text = String::new();
        let file = fs::File::open(dir.join(format!("{table}.txt.gz"))).unwrap();
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
        text
    };
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned));
    let names: Vec<_> = lines.next().unwrap().collect();
    lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

impl Release {
    pub(crate) fn read(dir: &Path) -> Self {
        let mut release = Self::default();
        let table = |release: &mut Self, name: &str| {
            let rows = rows(dir, name);
            release.rows += rows.len();
            rows
        };
        for row in table(&mut release, "Occupation Data") {
            let (title, description) = (row["Title"].clone(), row["Description"].clone());
            let occupation = Occupation { title, description, ..Occupation::default() };
            assert!(release.occupations.insert(row["O*NET-SOC Code"].clone(), occupation).is_none());
        }
        for (name, columns) in [
            ("Alternate Titles", &["Alternate Title", "Short Title"][..]),
            ("Sample of Reported Titles", &["Reported Job Title"]),
        ] {
            for row in table(&mut release, name) {
                let titles = columns.iter().map(|column| &row[*column]).filter(|title| *title != "n/a");
                titles.for_each(|title| release.add_title(&row["O*NET-SOC Code"], title));
            }
        }
        for row in table(&mut release, "Job Zones") {
            release.of(&row).job_zone = Some(row["Job Zone"].parse().unwrap());
        }
        for name in ["Skills", "Knowledge", "Work Styles"] {
            let rows = table(&mut release, name);
            release.rate(&rows);
        }
        for row in table(&mut release, "Technology Skills") {
            let name = row["Example"].clone();
            release.tools.insert(name.clone(), Some(row["Hot Technology"] == "Y"));
            let in_demand = Some(row["In Demand"] == "Y");
            release.of(&row).requires.insert(name, Requirement { in_demand, ..Requirement::default() });
        }
        for row in table(&mut release, "Tools Used") {
            let name = row["Example"].clone();
            release.tools.entry(name.clone()).or_default();
            release.of(&row).requires.insert(name, Requirement::default());
        }
        for row in table(&mut release, "Task Statements") {
            let task = (row["Task"].clone(), row["Task Type"].clone());
            release.of(&row).tasks.insert(row["Task ID"].clone(), task);
        }
        for row in table(&mut release, "Emerging Tasks") {
            let task = (row["Task"].clone(), "n/a".to_owned());
            release.of(&row).tasks.insert(row["Task"].clone(), task);
        }
        for (name, id, above) in [
            ("IWA Reference", "IWA ID", "Element ID"),
            ("DWA Reference", "DWA ID", "IWA ID"),
            ("Tasks to DWAs", "Task ID", "DWA ID"),
        ] {
            for row in table(&mut release, name) {
                release.above.entry(row[id].clone()).or_default().insert(row[above].clone());
                let title = row.get(id.replace(" ID", " Title").as_str()).cloned();
                title.and_then(|title| release.names.insert(row[id].clone(), title));
            }
        }
        for row in table(&mut release, "Skills to Work Activities") {
            let skills = release.called_for.entry(row["Work Activities Element ID"].clone()).or_default();
            skills.insert(row["Skills Element ID"].clone());
        }
        for row in table(&mut release, "Related Occupations") {
            release.relate(&row["O*NET-SOC Code"], &row["Related O*NET-SOC Code"]);
        }
        for row in table(&mut release, "Content Model Reference") {
            release.names.insert(row["Element ID"].clone(), row["Element Name"].clone());
            release.descriptions.insert(row["Element ID"].clone(), row["Description"].clone());
        }
        table(&mut release, "Scales Reference");
        release
    }

    fn of(&mut self, row: &BTreeMap<String, String>) -> &mut Occupation {
        self.occupations.get_mut(&row["O*NET-SOC Code"]).unwrap()
    }

    fn add_title(&mut self, code: &str, title: &str) {
        let occupation = self.occupations.get_mut(code).unwrap();
        let folded = title.to_lowercase();
        if folded == occupation.title.to_lowercase() || !occupation.titles.insert(folded) {
            self.repeated += 1;
        }
    }

    fn rate(&mut self, rows: &[BTreeMap<String, String>]) {
        let key = |row: &BTreeMap<String, String>| (row["O*NET-SOC Code"].clone(), row["Element ID"].clone());
        let is_irrelevant = |row: &&BTreeMap<String, String>| row.get("Not Relevant").is_some_and(|flag| flag == "Y");
        let irrelevant: BTreeSet<_> = rows.iter().filter(is_irrelevant).map(key).collect();
        for row in rows {
            if row["Recommend Suppress"] == "Y" {
                self.suppressed += 1;
            } else if irrelevant.contains(&key(row)) {
                self.irrelevant += 1;
            } else {
                let value = Some(row["Data Value"].parse().unwrap());
                let rated = self.of(row).requires.entry(row["Element ID"].clone()).or_default();
                match &*row["Scale ID"] {
                    "IM" => rated.importance = value,
                    "LV" => rated.level = value,
                    other => panic!("{other}"),
                }
            }
        }
    }

    fn relate(&mut self, one: &str, other: &str) {
        let whole = |code: &str| code.strip_suffix(".00").map(str::to_owned);
        let in_line = |one: &str, other: &str| whole(one).is_some_and(|whole| other.starts_with(&whole));
        if in_line(one, other) || in_line(other, one) {
            self.in_line += 1;
            return;
        }
        for (one, other) in [(one, other), (other, one)] {
            self.occupations.get_mut(one).unwrap().related.insert(other.to_owned());
        }
    }
}
