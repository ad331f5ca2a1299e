//! What is no package, or a broken one: everything that is said of it names the file, and says what to do.

use std::{fs, fs::File};

use skillgraph::import::{
    Rejected,
    esco::{self, Options},
};

use super::{
    desk::{Desk, compressed},
    options,
};

#[test]
fn what_is_no_package_is_named_for_what_it_is() {
    let desk = Desk::empty();
    let nowhere = esco::read(&desk.path("nowhere"), &Options::default(), &()).unwrap_err().to_string();
    assert!(nowhere.contains("cannot read") && nowhere.contains("nowhere"), "{nowhere}");
    assert!(desk.error().contains("there are no files of ESCO, such as occupations_en.csv: download"));
    desk.write("esco.zip", b"PK");
    let file = esco::read(&desk.path("esco.zip"), &Options::default(), &()).unwrap_err().to_string();
    assert!(file.contains("this is a file: name the folder"), "{file}");
    desk.write("Occupation Data.txt", b"O*NET-SOC Code\tTitle\tDescription\n");
    assert!(desk.error().contains("`skillgraph import onet`"));
}

#[test]
fn a_language_that_is_not_there_is_told_with_those_that_are() {
    let desk = Desk::with_package();
    for locales in [["nl", "en"], ["en", "nl"]] {
        let error = desk.error_with(&options(&locales));
        assert!(error.contains("no files in `nl`: the languages here are en, fr"), "{error}");
    }
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    for (name, column) in [
        ("en/occupations_en.csv", "conceptUri"),
        ("en/occupations_en.csv", "iscoGroup"),
        ("en/skills_en.csv", "skillType"),
        ("en/skillGroups_en.csv", "status"),
        ("en/ISCOGroups_en.csv", "status"),
        ("relations/broaderRelationsOccPillar.csv", "conceptUri"),
        ("relations/occupationSkillRelations.csv", "relationType"),
        ("en/digitalSkillsCollection_en.csv", "conceptUri"),
    ] {
        let desk = Desk::with_package();
        desk.replace(name, &format!("{column},"), "other,");
        let error = desk.error();
        let file = name.rsplit('/').next().unwrap();
        assert!(error.contains(file) && error.contains(&format!("no column `{column}`, only")), "{error}");
    }
}

#[test]
fn a_column_that_is_called_otherwise_at_the_end_of_a_line_is_missing_too() {
    let desk = Desk::with_package();
    desk.replace("relations/occupationSkillRelations.csv", ",skillUri\r\n", ",skill\r\n");
    assert!(desk.error().contains("no column `skillUri`"));
}

#[test]
fn a_file_that_breaks_off_is_downloaded_again() {
    let desk = Desk::with_package();
    let whole = desk.compress("relations/occupationSkillRelations.csv");
    desk.remove("relations/occupationSkillRelations.csv");
    for length in [whole.len() - 1, whole.len() - 9, whole.len() / 2, 20, 5] {
        desk.write("relations/occupationSkillRelations.csv.gz", &whole[..length]);
        let error = desk.error();
        assert!(error.contains("occupationSkillRelations.csv.gz: "), "{length}: {error}");
        assert!(error.contains("download it again"), "{length}: {error}");
    }
    desk.write("relations/occupationSkillRelations.csv.gz", b"not compressed at all");
    assert!(desk.error().contains("download it again"), "{}", desk.error());
}

#[test]
fn a_file_without_rows_does_not_empty_the_graph() {
    let desk = Desk::with_package();
    let text = fs::read_to_string(desk.path("en/skills_en.csv")).unwrap();
    desk.write("en/skills_en.csv", format!("{}\n", text.lines().next().unwrap()).as_bytes());
    assert!(desk.error().contains("skills_en.csv: there are no rows in it"), "{}", desk.error());
    desk.write("en/skills_en.csv", b"");
    assert!(desk.error().contains("skills_en.csv: the file is empty"), "{}", desk.error());
}

#[test]
fn an_encoding_other_than_utf_8_is_told_with_its_line() {
    let desk = Desk::with_package();
    let text = fs::read(desk.path("en/ISCOGroups_en.csv")).unwrap();
    desk.write("en/ISCOGroups_en.csv", &[&text, &b"ISCOGroup,x,9,Caf\xe9,released,,,\n"[..]].concat());
    let error = desk.error();
    assert!(error.contains("ISCOGroups_en.csv") && error.contains("is not UTF-8: convert the file"), "{error}");
    let utf_16: Vec<_> = "conceptType,conceptUri\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("en/ISCOGroups_en.csv", &[&b"\xff\xfe"[..], &utf_16].concat());
    assert!(desk.error().contains("is not UTF-8"), "{}", desk.error());
}

#[test]
fn a_line_of_2_gb_is_refused_before_it_fills_the_memory() {
    let desk = Desk::with_package();
    // A hole of that size takes no room on the disk.
    File::create(desk.path("en/skills_en.csv")).unwrap().set_len(2 << 30).unwrap();
    assert!(desk.error().contains("skills_en.csv: ") && desk.error().contains("more than 16 MiB"), "{}", desk.error());
    desk.remove("en/skills_en.csv");
    desk.write("en/skills_en.csv.gz", &compressed(&vec![b'x'; 64 << 20]));
    assert!(desk.error().contains("more than 16 MiB"), "{}", desk.error());
}

#[test]
fn a_row_that_says_something_strange_is_put_aside_and_the_others_are_taken() {
    let occupation = "http://data.europa.eu/esco/occupation/0cc00003-0000-4000-8000-000000000003";
    let skill = "http://data.europa.eu/esco/skill/5c100009-0000-4000-8000-000000000009";
    for (name, line, column, value, reason) in [
        ("en/ISCOGroups_en.csv", "ISCOGroup,,9,Nine,released,,,", "conceptUri", "", "no URI"),
        ("en/ISCOGroups_en.csv", "ISCOGroup,a b,9,Nine,released,,,", "conceptUri", "a b", "no URI"),
        (
            "en/ISCOGroups_en.csv",
            "ISCOGroup,x:9,9,\u{200b},released,,,",
            "preferredLabel",
            "\u{200b}",
            "no preferred label",
        ),
        ("en/ISCOGroups_en.csv", "ISCOGroup,x:9", "preferredLabel", "", "no preferred label"),
        ("en/ISCOGroups_en.csv", "ISCOGroup,x:9,9,Nine,proposed,,,", "status", "proposed", "neither `released` nor"),
        ("en/ISCOGroups_en.csv", "ISCOGroup,x:9,7512,Nine,released,,,", "code", "7512", "without it"),
        ("en/skills_en.csv", "K,x:s,magic,,spells,,,released,,,,,", "skillType", "magic", "without it"),
        ("en/skills_en.csv", "K,x:s,,wide,spells,,,released,,,,,", "reuseLevel", "wide", "without it"),
        (
            "relations/occupationSkillRelations.csv",
            &format!("{occupation},needed,,{skill}9"),
            "skillUri",
            &format!("{skill}9"),
            "no file describes",
        ),
        (
            "relations/occupationSkillRelations.csv",
            &format!("{occupation},needed,,{skill}"),
            "relationType",
            "needed",
            "neither `essential`",
        ),
        (
            "relations/occupationSkillRelations.csv",
            &format!("{occupation},optional,,{skill}"),
            "skillUri",
            skill,
            "an earlier row",
        ),
        (
            "relations/occupationSkillRelations.csv",
            &format!("{skill},optional,,{occupation}"),
            "skillUri",
            occupation,
            "these kinds",
        ),
        ("en/digitalSkillsCollection_en.csv", "K,x:nothing", "conceptUri", "x:nothing", "no file describes"),
        (
            "en/languageSkillsCollection_en.csv",
            "K,http://data.europa.eu/esco/skill/5c10000b-0000-4000-8000-000000000011",
            "conceptUri",
            "http://data.europa.eu/esco/skill/5c10000b-0000-4000-8000-000000000011",
            "an earlier row",
        ),
    ] {
        let desk = Desk::with_package();
        let before = desk.read();
        desk.append(name, line);
        let after = desk.read();
        let new: Vec<_> = after.rejected.iter().filter(|row| !before.rejected.contains(row)).collect();
        let [Rejected { place, column: of, value: what, reason: why }] = new[..] else { panic!("{line}: {new:?}") };
        assert!(place.file.ends_with(name), "{line}: {place}");
        assert_eq!((*of, &**what), (column, value), "{line}");
        assert!(why.contains(reason), "{line}: {why}");
        let taken = after.items.len() - before.items.len();
        assert_eq!(taken, usize::from(why.contains("without it")), "{line}");
    }
}

#[test]
fn a_label_or_a_text_that_nobody_could_read_is_put_aside_and_its_concept_is_taken() {
    let desk = Desk::with_package();
    let (label, text) = ("x".repeat(513), "y".repeat(20_001));
    desk.append("en/skills_en.csv", &format!("K,x:s,,,spells,{label},,released,,,,,{text}"));
    let reading = desk.read();
    let columns: Vec<_> = reading.rejected.iter().filter(|row| row.place.file.ends_with("skills_en.csv")).collect();
    assert_eq!(columns.iter().map(|row| row.column).collect::<Vec<_>>(), ["altLabels", "description"]);
    assert!(columns.iter().all(|row| row.value.len() == 200), "no more of it is shown");
    assert_eq!(super::concept(&reading, "esco-spells").notes, []);
    super::graph(reading);
}

#[test]
fn a_circle_is_refused_by_the_graph_with_the_line_that_closes_it() {
    let desk = Desk::with_package();
    let group = |number| format!("http://data.europa.eu/esco/skill/96f0000{number}-0000-4000-8000-00000000000{number}");
    desk.append(
        "relations/broaderRelationsSkillPillar.csv",
        &format!("SkillGroup,{},SkillGroup,{}", group(4), group(5)),
    );
    let (reading, empty) = (desk.read(), skillgraph::graph::Graph::default());
    let plan = skillgraph::import::plan(&empty, reading.items, reading.extent, None).unwrap();
    let rejections = empty.apply(&plan.changes, crate::support::facts::revision(1)).err().unwrap();
    let problem = plan.problem(&rejections[0]).to_string();
    assert!(problem.contains("broaderRelationsSkillPillar.csv:36: "), "{problem}");
}
