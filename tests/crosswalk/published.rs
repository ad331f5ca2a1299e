//! The crosswalk as it was published, beside ESCO 1.1.1 and the occupations of O*NET 29.3.

use std::{
    collections::{BTreeMap, HashSet},
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use entity::{Kind, LabelRole, RelationKind, Status};
use flate2::read::GzDecoder;
use skillgraph::{
    graph::{Graph, concept_id},
    import::{Columns, ConceptItem, Extent, Item, Place, Placed, Reading, crosswalk, esco},
};
use tempfile::TempDir;

use super::{import, matches};
use crate::support::published;

/// The folder with the published data, where the crosswalk is among them.
fn data() -> Option<PathBuf> {
    published("esco-onet-crosswalk")?.parent().map(Path::to_owned)
}

/// The occupations and ISCO groups of a release; what else it has makes no difference here.
fn occupations_of_esco(data: &Path, release: &str) -> Vec<Placed> {
    let folder = TempDir::new().unwrap();
    for name in ["occupations_en.csv.gz", "ISCOGroups_en.csv.gz"] {
        fs::copy(data.join(release).join("en").join(name), folder.path().join(name)).unwrap();
    }
    let options = esco::Options { allow_partial: true, ..esco::Options::default() };
    esco::read(folder.path(), &options, &()).unwrap().items
}

/// The occupations of O*NET, read here and not by the importer.
fn occupations_of_onet(data: &Path) -> Vec<Placed> {
    let mut text = String::new();
    let file = File::open(data.join("onet-29.3/Occupation Data.txt.gz")).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let rows = text.lines().enumerate().skip(1).map(|(line, row)| (line, row.split('\t').collect::<Vec<_>>()));
    let item = |(line, cells): (usize, Vec<&str>)| {
        let concept = ConceptItem {
            kind: Kind::Role,
            slug: format!("onet-{}", cells[0].replace('.', "-")),
            id: Some(concept_id(Kind::Role, &format!("onet:{}", cells[0]))),
            status: Status::Published,
            labels: vec![("en".to_owned(), LabelRole::Preferred, cells[1].to_owned())],
            notes: Vec::new(),
            identifiers: vec![("onet".to_owned(), cells[0].to_owned())],
            columns: Columns::default(),
        };
        (Place { file: "onet".into(), line }, Item::Concept(Box::new(concept)))
    };
    rows.map(item).collect()
}

fn graph(data: &Path, release: &str) -> Graph {
    let graph = import(&Graph::default(), occupations_of_esco(data, release), Extent::Part);
    import(&graph, occupations_of_onet(data), Extent::Part)
}

fn read(data: &Path, codes: bool, graph: &Graph) -> Reading {
    let file = data.join("esco-onet-crosswalk/ESCO_to_ONET-SOC_2019.csv.gz");
    let package = data.join("esco-1.1.0");
    crosswalk::read(&file, codes.then_some(&package), graph, &()).unwrap()
}

/// The pairs of the file whose code is not among these, read here and not by the importer.
fn pairs_without(data: &Path, codes: &HashSet<String>) -> usize {
    let file = File::open(data.join("esco-onet-crosswalk/ESCO_to_ONET-SOC_2019.csv.gz")).unwrap();
    let mut rows = csv::Reader::from_reader(GzDecoder::new(file));
    rows.records().filter(|row| !codes.contains(&row.as_ref().unwrap()[0])).count()
}

/// The codes of the occupations of a release, and those of all ISCO groups.
fn codes(data: &Path, release: &str) -> HashSet<String> {
    let mut codes = HashSet::new();
    for name in ["occupations_en.csv.gz", "ISCOGroups_en.csv.gz"] {
        let file = File::open(data.join(release).join("en").join(name)).unwrap();
        let mut rows = csv::Reader::from_reader(GzDecoder::new(file));
        let column = rows.headers().unwrap().iter().position(|name| name == "code").unwrap();
        codes.extend(rows.records().map(|row| row.unwrap()[column].to_owned()));
    }
    codes
}

fn counts(reading: &Reading) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (_, kind, ..) in matches(reading) {
        *counts.entry(kind.as_str()).or_default() += 1;
    }
    counts
}

/// What a concept is matched with by more than being listed.
fn told(reading: &Reading, slug: &str) -> Vec<(RelationKind, String)> {
    let of =
        matches(reading).into_iter().filter(|(from, kind, ..)| from == slug && *kind != RelationKind::RelatedMatch);
    of.map(|(_, kind, to, _)| (kind, to)).collect()
}

#[test]
fn every_pair_is_taken_beside_the_release_that_it_was_made_for() {
    let Some(data) = data() else { return };
    let reading = read(&data, false, &graph(&data, "esco-1.1.0"));
    assert_eq!(reading.rows, 8_627);
    assert_eq!(reading.rejected, []);
    let expected = [
        ("BROAD_MATCH", 701),
        ("CLOSE_MATCH", 92),
        ("EXACT_MATCH", 143),
        ("NARROW_MATCH", 879),
        ("RELATED_MATCH", 6_812),
    ];
    assert_eq!(counts(&reading), expected.into());
}

#[test]
fn beside_a_newer_release_the_package_leads_from_codes_to_all_that_is_still_there() {
    let Some(data) = data() else { return };
    let graph = graph(&data, "esco-1.1.1");
    let (with, without) = (read(&data, true, &graph), read(&data, false, &graph));
    // One occupation is gone, therapeutic radiographer; 23 others have new codes.
    assert_eq!((matches(&with).len(), with.rejected.len()), (8_621, 6));
    assert!(with.rejected.iter().all(|row| row.value == "2269.8.3"));
    let vanished = pairs_without(&data, &codes(&data, "esco-1.1.1"));
    assert_eq!((matches(&without).len(), without.rejected.len()), (8_627 - vanished, vanished));
    assert_eq!(vanished, 90);
    let again = import(&graph, with.items, Extent::Whole);
    assert_eq!(again.relation_count(RelationKind::ExactMatch), 143);
}

#[test]
fn what_people_know_is_matched_as_they_would() {
    use RelationKind::{BroadMatch, CloseMatch, ExactMatch};
    let Some(data) = data() else { return };
    let reading = read(&data, true, &graph(&data, "esco-1.1.1"));
    for (esco, relation, onet) in [
        ("esco-software-developer", ExactMatch, "onet-15-1252-00"),
        ("esco-web-developer", ExactMatch, "onet-15-1254-00"),
        ("esco-senator", BroadMatch, "onet-11-1031-00"),
        ("esco-isco-1111-legislators", CloseMatch, "onet-11-1031-00"),
        ("esco-nurse-assistant", CloseMatch, "onet-31-1131-00"),
        ("esco-specialist-nurse", CloseMatch, "onet-29-1171-00"),
    ] {
        assert_eq!(told(&reading, esco), [(relation, onet.to_owned())], "{esco}");
    }
}
