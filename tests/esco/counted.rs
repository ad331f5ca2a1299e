//! What a package of ESCO says, read without the importer: a small reader of its own, to compare with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

/// A table: its column names, and the rows below them.
pub(crate) struct Table {
    columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A row with its column names.
#[derive(Clone, Copy)]
pub(crate) struct Line<'t>(&'t Table, usize);

impl<'t> Line<'t> {
    /// What stands in a column; nothing where there is no such column or the row is short.
    pub(crate) fn get(self, column: &str) -> &'t str {
        let place = self.0.columns.iter().position(|name| name == column);
        place.and_then(|place| self.0.rows[self.1].get(place)).map_or("", |cell| cell.trim())
    }
}

impl Table {
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.rows.len()).map(|row| Line(self, row))
    }

    fn parse(text: &[u8]) -> Self {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), Vec::new());
        let mut quoted = false;
        let mut bytes = text.iter().copied().peekable();
        let take = |cell: &mut Vec<u8>| String::from_utf8(std::mem::take(cell)).unwrap();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if quoted && bytes.peek() == Some(&b'"') => cell.extend(bytes.next()),
                b'"' => quoted = !quoted,
                b',' if !quoted => row.push(take(&mut cell)),
                b'\r' if !quoted => {}
                b'\n' if !quoted => {
                    row.push(take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                _ => cell.push(byte),
            }
        }
        assert!(row.is_empty() && cell.is_empty() && !quoted, "the last line has no end");
        Self { columns: rows.remove(0), rows }
    }
}

/// The table of this name, wherever it lies in the folder; in English, unless the name has the folder in front.
pub(crate) fn table(dir: &Path, name: &str) -> Option<Table> {
    let candidates = ["", "en/", "relations/"].into_iter().flat_map(|folder| {
        ["", "_en"].into_iter().flat_map(move |locale| {
            [".csv", ".csv.gz"].map(|ending| PathBuf::from(format!("{folder}{name}{locale}{ending}")))
        })
    });
    let path = candidates.map(|path| dir.join(path)).find(|path| path.exists())?;
    let mut bytes = Vec::new();
    let mut file = File::open(&path).unwrap();
    match path.extension().unwrap() == "gz" {
        true => GzDecoder::new(file).read_to_end(&mut bytes).unwrap(),
        false => file.read_to_end(&mut bytes).unwrap(),
    };
    Some(Table::parse(&bytes))
}

/// A concept as the files have it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Concept {
    pub(crate) preferred: String,
    pub(crate) alternative: BTreeSet<String>,
    pub(crate) hidden: BTreeSet<String>,
    /// Description, definition and scope note.
    pub(crate) notes: [String; 3],
    /// Code, ISCO group, regulation, skill type and reuse level, whichever the file has.
    pub(crate) columns: [String; 5],
    pub(crate) status: String,
}

/// A package.
pub(crate) struct Package {
    /// By kind and URI.
    pub(crate) concepts: BTreeMap<&'static str, BTreeMap<String, Concept>>,
    /// By kind, then by both ends; with the strength.
    pub(crate) relations: BTreeMap<&'static str, BTreeMap<(String, String), String>>,
    /// How many rows of which file cannot be taken in.
    pub(crate) bad: BTreeMap<&'static str, usize>,
    /// The members, by file.
    pub(crate) collections: BTreeMap<&'static str, BTreeSet<String>>,
}

const CONCEPTS: [(&str, &str); 4] =
    [("ROLE_GROUP", "ISCOGroups"), ("ROLE", "occupations"), ("SKILL_GROUP", "skillGroups"), ("SKILL", "skills")];

const RELATIONS: [(&str, &str, &str, &str); 4] = [
    ("BROADER", "broaderRelationsOccPillar", "conceptUri", "broaderUri"),
    ("BROADER", "broaderRelationsSkillPillar", "conceptUri", "broaderUri"),
    ("REQUIRES", "occupationSkillRelations", "occupationUri", "skillUri"),
    ("CALLS_FOR", "skillSkillRelations", "originalSkillUri", "relatedSkillUri"),
];

const COLLECTIONS: [&str; 8] = [
    "digCompSkillsCollection",
    "digitalSkillsCollection",
    "greenSkillsCollection",
    "ictSkillsCollection",
    "languageSkillsCollection",
    "researchOccupationsCollection",
    "researchSkillsCollection",
    "transversalSkillsCollection",
];

impl Package {
    pub(crate) fn read(dir: &Path) -> Self {
        let mut package = Self {
            concepts: BTreeMap::new(),
            relations: BTreeMap::new(),
            bad: BTreeMap::new(),
            collections: BTreeMap::new(),
        };
        for (kind, name) in CONCEPTS {
            let Some(table) = table(dir, name) else { continue };
            let of_kind = package.concepts.entry(kind).or_default();
            for line in table.lines() {
                if of_kind.insert(line.get("conceptUri").to_owned(), concept(line)).is_some() {
                    *package.bad.entry(name).or_default() += 1;
                }
            }
        }
        let known: BTreeSet<_> = package.concepts.values().flat_map(BTreeMap::keys).cloned().collect();
        for (kind, name, from, to) in RELATIONS {
            let Some(table) = table(dir, name) else { continue };
            let of_kind = package.relations.entry(kind).or_default();
            for line in table.lines() {
                let (from, to) = (line.get(from).to_owned(), line.get(to).to_owned());
                if known.contains(&from) && known.contains(&to) && from != to {
                    assert_eq!(of_kind.insert((from, to), line.get("relationType").to_uppercase()), None);
                } else {
                    *package.bad.entry(name).or_default() += 1;
                }
            }
        }
        for name in COLLECTIONS {
            if let Some(table) = table(dir, name) {
                let members = table.lines().map(|line| line.get("conceptUri").to_owned()).collect();
                package.collections.insert(name, members);
            }
        }
        package
    }

    /// What a concept leads to: the other ends, with the strength.
    pub(crate) fn targets<'p>(&'p self, kind: &str, from: &str) -> BTreeSet<(&'p str, &'p str)> {
        let start = (from.to_owned(), String::new());
        let relations = self.relations.get(kind).into_iter().flat_map(|relations| relations.range(start.clone()..));
        let from_it = relations.take_while(|((source, _), _)| source == from);
        from_it.map(|((_, to), strength)| (to.as_str(), strength.as_str())).collect()
    }

    /// How many concepts of a kind there are.
    pub(crate) fn count(&self, kind: &str) -> usize {
        self.concepts.get(kind).map_or(0, BTreeMap::len)
    }
}

fn concept(line: Line<'_>) -> Concept {
    let [preferred, alternative, hidden] =
        ["preferredLabel", "altLabels", "hiddenLabels"].map(|column| labels(line.get(column)));
    let alternative: BTreeSet<_> = alternative.difference(&preferred).cloned().collect();
    let hidden = hidden.into_iter().filter(|label| !preferred.contains(label) && !alternative.contains(label));
    Concept {
        hidden: hidden.collect(),
        alternative,
        preferred: preferred.into_iter().next().unwrap(),
        notes: ["description", "definition", "scopeNote"].map(|column| line.get(column).to_owned()),
        columns: ["code", "iscoGroup", "regulatedProfessionNote", "skillType", "reuseLevel"]
            .map(|column| line.get(column).to_owned()),
        status: line.get("status").to_owned(),
    }
}

/// The labels of a cell as they are shown: one a line, without what cannot be seen.
pub(crate) fn labels(cell: &str) -> BTreeSet<String> {
    let invisible = ['\u{ad}', '\u{200b}'];
    let shown = |label: &str| {
        let words: Vec<_> = label.split_whitespace().map(|word| word.replace(invisible, "")).collect();
        words.join(" ")
    };
    cell.lines().map(shown).filter(|label| !label.is_empty()).collect()
}
