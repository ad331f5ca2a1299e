//! The packages as they were published, where they are at hand.

use std::collections::BTreeMap;

use entity::{Kind, LabelRole};
use skillgraph::import::{
    ConceptItem, Extent, Item,
    esco::{self, Options},
};

use super::{
    NOT_DESCRIBED, REPEATED, TO_ITSELF, compared::Asked, concepts, counted, counted::Package, graph, labels, options,
    read, rejected, version,
};
use crate::support::published;

#[tokio::test]
async fn esco_1_1_1_is_in_the_graph_as_it_is_in_its_files() {
    let Some(dir) = published("esco-1.1.1") else { return };
    let package = Package::read(&dir);
    let reading = read(&dir, &Options::default());
    let of = |file: &str, column, reason| (file.to_owned(), column, reason);
    assert_eq!(
        rejected(&reading),
        BTreeMap::from([
            (of("occupationSkillRelations", "occupationUri", NOT_DESCRIBED), 67),
            (of("broaderRelationsOccPillar", "conceptUri", NOT_DESCRIBED), 1),
            (of("broaderRelationsSkillPillar", "conceptUri", NOT_DESCRIBED), 7),
            (of("skillSkillRelations", "relatedSkillUri", TO_ITSELF), 1),
        ])
    );
    let lines = ["occupationUri", "relatedSkillUri"]
        .map(|column| reading.rejected.iter().find(|row| row.column == column).map(|row| row.place.line));
    assert_eq!((lines, reading.rows), ([Some(84_425), Some(4_645)], 174_590));
    for (kind, count) in [("ROLE", 3_007), ("SKILL", 13_896), ("SKILL_GROUP", 640), ("ROLE_GROUP", 619)] {
        assert_eq!(package.count(kind), count, "{kind}");
    }
    assert_eq!(package.relations["REQUIRES"].len(), 123_788);
    Asked::of(graph(reading)).await.compare(&package).await;
}

#[test]
fn esco_1_1_0_has_one_row_that_is_wrong() {
    let Some(dir) = published("esco-1.1.0") else { return };
    let package = Package::read(&dir);
    let reading = read(&dir, &Options::default());
    assert_eq!(package.bad, BTreeMap::from([("skillSkillRelations", 1)]));
    assert_eq!((reading.rejected.len(), reading.rejected[0].reason, reading.rows), (1, TO_ITSELF, 173_393));
    assert_eq!(concepts(&reading).count(), 3_008 + 13_891 + 643 + 619);
    assert_eq!(package.relations["REQUIRES"].len(), 123_852);
    let relations = reading.items.iter().filter(|(_, item)| matches!(item, Item::Relation(_))).count();
    assert_eq!(relations, package.relations.values().map(BTreeMap::len).sum::<usize>());
    assert_eq!(version(&reading), Some("1.1.0"));
}

#[test]
fn esco_1_2_1_without_its_skills_is_taken_in_as_a_part_in_two_languages() {
    let Some(dir) = published("esco-1.2.1-partial") else { return };
    let refused = esco::read(&dir, &Options::default(), &()).unwrap_err().to_string();
    for name in ["skills_en.csv", "broaderRelationsSkillPillar_en.csv", "occupationSkillRelations_en.csv"] {
        assert!(refused.contains(name), "{refused}");
    }
    let reading = read(&dir, &Options { allow_partial: true, ..options(&["en", "nl"]) });
    let of = |file: &str| (file.to_owned(), "conceptUri", REPEATED);
    assert_eq!(rejected(&reading), BTreeMap::from([(of("occupations_en"), 4), (of("occupations_nl"), 4)]));
    assert_eq!((reading.extent, concepts(&reading).count()), (Extent::Part, 3_039 + 640 + 619));
    let preferred = |locale: &str| {
        let named = |concept: &&ConceptItem| labels(concept, locale, LabelRole::Preferred).len() == 1;
        concepts(&reading).filter(named).count()
    };
    assert_eq!([preferred("en"), preferred("nl")], [3_039 + 640 + 619; 2]);
    let relations = reading.items.iter().filter(|(_, item)| matches!(item, Item::Relation(_))).count();
    assert_eq!(relations, 3_648);
    assert_eq!(version(&reading), Some("1.2.1"));
    let remarks = reading.remarks.join("\n");
    for left_out in ["skillSkillRelations_en", "digitalSkillsCollection_en", "greenShareOcc_nl"] {
        assert!(remarks.contains(left_out), "{remarks}");
    }
    graph(reading);
}

#[test]
fn esco_1_1_1_has_french_names_for_all_its_occupations_and_groups() {
    let Some(dir) = published("esco-1.1.1") else { return };
    let reading = read(&dir, &options(&["en", "fr"]));
    assert_eq!(reading.rejected.len(), 76);
    let french = counted::table(&dir.join("fr-tabiya"), "occupations").unwrap();
    let expected: BTreeMap<_, _> = french
        .lines()
        .map(|line| {
            let preferred = counted::labels(line.get("PREFERREDLABEL")).pop_first().unwrap();
            let mut alternative = counted::labels(line.get("ALTLABELS"));
            alternative.remove(&preferred);
            (line.get("ORIGINURI").to_owned(), (preferred, alternative))
        })
        .collect();
    let roles = concepts(&reading).filter(|concept| concept.kind == Kind::Role);
    let read: BTreeMap<_, _> = roles
        .map(|role| {
            let preferred = labels(role, "fr", LabelRole::Preferred)[0].to_owned();
            let alternative = labels(role, "fr", LabelRole::Alternative).into_iter().map(str::to_owned).collect();
            (role.identifiers[0].1.clone(), (preferred, alternative))
        })
        .collect();
    assert_eq!(read.len(), 3_007);
    assert!(read == expected);
}
