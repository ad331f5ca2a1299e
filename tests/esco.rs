//! The importer of ESCO: on small packages of the same shape, and on the published ones where they are at hand.

mod compared;
mod counted;
mod desk;
mod published;
mod shapes;
mod upgraded;
mod wrong;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use entity::{Kind, LabelRole, NoteRole, Status};
use skillgraph::{
    graph::{Graph, concept_id},
    import::{
        ConceptItem, Extent, Item, Reading, SourceItem,
        esco::{self, Options},
        plan,
    },
};

use self::{compared::Asked, counted::Package};
use crate::support::facts::revision;

/// A package that was written for these tests.
fn fixture(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/esco").join(version)
}

fn options(locales: &[&str]) -> Options {
    Options { locales: locales.iter().map(|&locale| locale.to_owned()).collect(), ..Options::default() }
}

fn read(dir: &Path, options: &Options) -> Reading {
    esco::read(dir, options, &()).unwrap()
}

/// The graph that is made of what was read.
fn graph(reading: Reading) -> Graph {
    let plan = plan(&Graph::default(), reading.items, reading.extent, None).unwrap();
    let applied = Graph::default().apply(&plan.changes, revision(1));
    applied.unwrap_or_else(|rejections| panic!("{}", plan.problem(&rejections[0]))).graph
}

/// How many rows were rejected, by file, column and reason.
fn rejected(reading: &Reading) -> BTreeMap<(String, &'static str, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for row in &reading.rejected {
        let file = Path::new(&*row.place.file).file_name().unwrap().to_str().unwrap();
        let file = file.split('.').next().unwrap().to_owned();
        *counts.entry((file, row.column, row.reason)).or_default() += 1;
    }
    counts
}

fn concepts(reading: &Reading) -> impl Iterator<Item = &ConceptItem> {
    reading.items.iter().filter_map(|(_, item)| match item {
        Item::Concept(concept) => Some(&**concept),
        _ => None,
    })
}

fn concept<'r>(reading: &'r Reading, slug: &str) -> &'r ConceptItem {
    concepts(reading).find(|concept| concept.slug == slug).unwrap_or_else(|| panic!("there is no {slug}"))
}

fn labels<'r>(concept: &'r ConceptItem, locale: &str, role: LabelRole) -> Vec<&'r str> {
    let wanted = concept.labels.iter().filter(|(of, as_role, _)| of == locale && *as_role == role);
    wanted.map(|(_, _, text)| text.as_str()).collect()
}

fn source(reading: &Reading) -> &SourceItem {
    let Item::Source(source) = &reading.items[0].1 else { panic!("the source comes first") };
    source
}

fn version(reading: &Reading) -> Option<&str> {
    source(reading).version.as_deref()
}

const NOT_DESCRIBED: &str = "no file describes this concept";
const TO_ITSELF: &str = "the concept would be joined to itself";
const REPEATED: &str = "another row describes the same concept, and is newer or comes first";

// ---- small packages -----------------------------------------------------------------------------------------------

#[tokio::test]
async fn what_the_graph_answers_is_what_the_files_say() {
    for version in ["v9.0.0", "v9.1.0"] {
        let dir = fixture(version);
        let package = Package::read(&dir);
        let reading = read(&dir, &Options::default());
        assert_eq!(reading.rejected.len(), package.bad.values().sum::<usize>());
        Asked::of(graph(reading)).await.compare(&package).await;
    }
}

#[test]
fn rows_that_contradict_others_are_put_aside_with_their_place_and_their_reason() {
    let reading = read(&fixture("v9.0.0"), &Options::default());
    let of = |file: &str, column, reason| (file.to_owned(), column, reason);
    assert_eq!(
        rejected(&reading),
        BTreeMap::from([
            (of("occupationSkillRelations", "occupationUri", NOT_DESCRIBED), 3),
            (of("broaderRelationsOccPillar", "conceptUri", NOT_DESCRIBED), 1),
            (of("broaderRelationsSkillPillar", "conceptUri", NOT_DESCRIBED), 2),
            (of("skillSkillRelations", "relatedSkillUri", TO_ITSELF), 1),
        ])
    );
    let first = reading.rejected.iter().find(|row| row.column == "occupationUri").unwrap();
    assert_eq!(first.place.line, 11, "the line at which the row begins");
    assert_eq!(first.value, "http://data.europa.eu/esco/occupation/0cc00063-0000-4000-8000-000000000099");
    assert_eq!(reading.rows, 159);
    assert_eq!(reading.extent, Extent::Whole);
}

#[test]
fn labels_are_cleaned_and_each_is_said_once() {
    let reading = read(&fixture("v9.0.0"), &Options::default());
    let baker = concept(&reading, "esco-baker");
    assert_eq!(labels(baker, "en", LabelRole::Preferred), ["baker"]);
    assert_eq!(labels(baker, "en", LabelRole::Alternative), ["bread maker", "Baker"], "case tells labels apart");
    let developer = concept(&reading, "esco-software-developer");
    assert_eq!(
        labels(developer, "en", LabelRole::Alternative),
        ["developer of software", "software programmer", "programmer"]
    );
    assert_eq!(labels(developer, "en", LabelRole::Hidden), ["softwaredeveloper"], "the other is shown already");
    let team = concept(&reading, "esco-work-in-a-team");
    assert_eq!(labels(team, "en", LabelRole::Alternative), ["cooperate with others"]);
    assert_eq!(labels(concept(&reading, "esco-cutwafers"), "en", LabelRole::Preferred), ["cutwafers"]);
    assert_eq!(reading.left_out.values().sum::<usize>(), 5);
    let note =
        |concept: &ConceptItem| concept.notes.iter().find(|(_, role, _)| *role == NoteRole::Description).cloned();
    let (_, _, upkeep) = note(concept(&reading, "esco-industrial-baker")).unwrap();
    assert!(upkeep.contains("the machines’ upkeep"), "{upkeep}");
}

#[test]
fn slugs_follow_labels_and_codes_and_those_that_would_be_shared_are_told_apart() {
    let reading = read(&fixture("v9.0.0"), &Options::default());
    for (kind, slug) in [
        (Kind::RoleGroup, "esco-isco-0110-commissioned-officers"),
        (Kind::SkillGroup, "esco-s5-1-programming"),
        (Kind::SkillGroup, "esco-isced-f-0613-software-development"),
        (Kind::SkillGroup, "esco-ict-safety"),
        (Kind::Skill, "esco-c"),
        (Kind::Skill, "esco-cplusplus"),
        (Kind::Role, "esco-csharp-developer"),
        (Kind::Role, "esco-test-engineer-0cc00009"),
        (Kind::Role, "esco-test-engineer-0cc0000a"),
    ] {
        assert_eq!(concept(&reading, slug).kind, kind, "{slug}");
    }
    assert!(concepts(&reading).all(|concept| concept.slug != "esco-test-engineer"));
}

#[test]
fn identity_is_drawn_from_the_uri_so_that_it_stays_when_the_label_changes() {
    let uri = "http://data.europa.eu/esco/occupation/0cc00001-0000-4000-8000-000000000001";
    let (before, after) =
        (read(&fixture("v9.0.0"), &Options::default()), read(&fixture("v9.1.0"), &Options::default()));
    let (before, after) = (concept(&before, "esco-software-developer"), concept(&after, "esco-software-engineer"));
    assert_eq!((before.id, after.id), (Some(concept_id(Kind::Role, uri)), before.id));
    let identifiers = [("esco", uri), ("esco-code", "2512.4")].map(|(scheme, value)| (scheme.into(), value.into()));
    assert_eq!(before.identifiers, identifiers);
}

#[test]
fn codes_keep_their_zeros_and_groups_of_isced_f_have_the_code_of_their_uri() {
    let reading = read(&fixture("v9.0.0"), &Options::default());
    assert_eq!(concept(&reading, "esco-army-captain").columns.isco_code.as_deref(), Some("0110"));
    let officers = concept(&reading, "esco-isco-011-commissioned-officers");
    assert_eq!((officers.columns.code.as_deref(), officers.columns.level), (Some("011"), Some(3)));
    assert_eq!(officers.identifiers.len(), 1, "a code of ISCO is none of ESCO");
    let software = concept(&reading, "esco-isced-f-0613-software-development");
    assert_eq!((software.columns.code.as_deref(), software.identifiers.len()), (Some("0613"), 1));
    assert_eq!(concept(&reading, "esco-rusk-maker").status, Status::Deprecated);
}

#[test]
fn other_languages_add_labels_and_texts_in_the_layout_of_tabiya_too() {
    let reading = read(&fixture("v9.0.0"), &options(&["en", "fr"]));
    let baker = concept(&reading, "esco-baker");
    assert_eq!(labels(baker, "fr", LabelRole::Preferred), ["boulanger/boulangère"]);
    assert_eq!(labels(baker, "fr", LabelRole::Alternative), ["boulangère", "boulanger"]);
    let description = ("fr".to_owned(), NoteRole::Description, "Pétrit, façonne et cuit le pain.".to_owned());
    assert!(baker.notes.contains(&description));
    assert_eq!(labels(concept(&reading, "esco-s5-1-programming"), "fr", LabelRole::Preferred), ["programmation"]);
    assert!(reading.remarks.contains(&"`fr` has no skills: they are in other languages only".to_owned()));
    let unknown = reading.rejected.iter().find(|row| row.column == "ORIGINURI").unwrap();
    assert_eq!(unknown.reason, "no file in the main language describes this concept");
}

#[test]
fn of_several_rows_for_one_concept_the_one_that_was_changed_last_counts() {
    let reading = read(&fixture("v9.1.0"), &options(&["en", "nl"]));
    let of = |file: &str| (file.to_owned(), "conceptUri", REPEATED);
    assert_eq!(rejected(&reading), BTreeMap::from([(of("occupations_en"), 1), (of("occupations_nl"), 1)]));
    assert_eq!(labels(concept(&reading, "esco-baker"), "nl", LabelRole::Preferred), ["bakker"]);
    assert_eq!(labels(concept(&reading, "esco-dutch"), "nl", LabelRole::Alternative), ["Nederlandse taal"]);
    assert!(reading.remarks.iter().any(|remark| remark.starts_with("not read: ") && remark.contains("greenShareOcc")));
}

#[test]
fn collections_name_their_members() {
    let reading = read(&fixture("v9.0.0"), &Options::default());
    let collections: BTreeMap<_, _> = reading
        .items
        .iter()
        .filter_map(|(_, item)| match item {
            Item::Collection(collection) => Some((collection.slug.as_str(), collection)),
            _ => None,
        })
        .collect();
    let slugs: Vec<_> = collections.keys().copied().collect();
    assert_eq!(
        slugs,
        ["esco-digcomp-skills", "esco-digital-skills", "esco-language-skills", "esco-research-occupations"]
    );
    assert_eq!(collections["esco-digital-skills"].members.len(), 5);
    assert_eq!(collections["esco-digcomp-skills"].members, [(Kind::Skill, "esco-protect-devices".to_owned())]);
    assert_eq!(collections["esco-research-occupations"].members[0].0, Kind::Role);
    let url = "http://data.europa.eu/esco/concept-scheme/digcomp";
    assert_eq!(collections["esco-digcomp-skills"].url.as_deref(), Some(url));
}

#[test]
fn the_source_is_named_with_the_version_that_the_folder_has() {
    for (options, version) in [
        (Options::default(), "9.0.0"),
        (Options { source_version: Some("2.0".to_owned()), ..Options::default() }, "2.0"),
    ] {
        let reading = read(&fixture("v9.0.0"), &options);
        let attribution = "This service uses the ESCO classification of the European Commission.";
        let source = source(&reading);
        assert_eq!((&*source.slug, source.version.as_deref()), ("esco", Some(version)));
        assert_eq!(source.attribution.as_deref(), Some(attribution));
    }
}
