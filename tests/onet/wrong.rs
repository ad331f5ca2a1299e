//! What is said of rows, tables and folders that are wrong.

use std::fs;

use skillgraph::import::{
    Extent,
    onet::{self, Options},
};
use tempfile::TempDir;

use super::desk::{Desk, read};

#[test]
fn a_row_that_is_wrong_is_put_aside_with_its_place_its_column_and_a_reason() {
    let unknown = "there is no such occupation in Occupation Data";
    let skill = |element: &str, scale: &str, value: &str, flags: &str| {
        format!("15-1252.00|{element}|A name|{scale}|{value}|8|0.1|n/a|n/a|{flags}|08/2024|Analyst")
    };
    let cases: &[(&str, &str, &str, &str)] = &[
        ("Occupation Data", "1511252.00|Poets|Write.", "O*NET-SOC Code", "codes are of the form 15-1252.00"),
        (
            "Occupation Data",
            "98-1011.00|Poets|Write.",
            "O*NET-SOC Code",
            "the code belongs to no group of the SOC of 2018",
        ),
        ("Occupation Data", "15-1252.00|Poets|Write.", "O*NET-SOC Code", "the occupation is described already"),
        ("Occupation Data", "27-3043.00|n/a|Write.", "Title", "there must be a name"),
        (
            "Occupation Data",
            "27-3043.00|Poets",
            "O*NET-SOC Code",
            "the row does not have as many cells as there are columns",
        ),
        ("Alternate Titles", "27-3043.00|Poet|n/a|08", "O*NET-SOC Code", unknown),
        ("Sample of Reported Titles", "15-1252.00||Y", "Reported Job Title", "there must be a name"),
        ("Job Zones", "15-1255.01|6|08/2024|Analyst", "Job Zone", "job zones go from 1 to 5"),
        ("Job Zones", "15-1252.00|4|08/2024|Analyst", "O*NET-SOC Code", "the occupation has a job zone already"),
        ("Content Model Reference", "2.A.1|Content|Again.", "Element ID", "the element is described already"),
        ("Scales Reference", "XX|A scale|1|1", "Maximum", "the maximum must be more than the minimum"),
        ("Scales Reference", "XX|A scale|one|5", "Minimum", "this is no number"),
        ("Scales Reference", "IM|Importance|1|5", "Scale ID", "the scale is described already"),
        (
            "Skills",
            &skill("1.A.1", "IM", "2.00", "N|n/a"),
            "Element ID",
            "there is no such skill, knowledge or work style in Content Model Reference",
        ),
        ("Skills", &skill("2.C.10", "OI", "2.00", "N|n/a"), "Scale ID", "ratings are on the scales IM and LV"),
        ("Skills", &skill("2.C.10", "IM", "0.90", "N|n/a"), "Data Value", "the value lies outside of its scale"),
        ("Skills", &skill("2.C.10", "LV", "high", "N|N"), "Data Value", "this is no number"),
        ("Skills", &skill("2.C.10", "LV", "NaN", "N|N"), "Data Value", "this is no number"),
        ("Skills", &skill("2.C.10", "LV", "2.00", "maybe|N"), "Recommend Suppress", "this must be Y or N"),
        ("Skills", &skill("2.B.3.e", "LV", "2.00", "N|N"), "Scale ID", "the element is rated on this scale already"),
        (
            "Technology Skills",
            "15-1252.00|Rust|4323|Software|N|N",
            "Commodity Code",
            "codes of commodities have eight digits",
        ),
        ("Technology Skills", "15-1252.00|C|43232402|Software|N|N", "Example", "the occupation has it already"),
        (
            "Technology Skills",
            "29-1141.00|C|43232402|Software|Y|N",
            "Hot Technology",
            "the same technology is hot in one row and not in another",
        ),
        ("Tools Used", "99-9999.00|Saws|27111508|Saws", "O*NET-SOC Code", unknown),
        ("Task Statements", "15-1252.00|901|Rest.|Core|1|08/2024|Analyst", "Task ID", "the task is described already"),
        (
            "Task Statements",
            "15-1252.00|909|Rest.|Major|1|08/2024|Analyst",
            "Task Type",
            "tasks are Core or Supplemental",
        ),
        (
            "Emerging Tasks",
            "15-1252.00|Rest.|Revision|904|Look after patients.|08/2024|Analyst",
            "Original Task ID",
            "the occupation has no such task in Task Statements",
        ),
        (
            "IWA Reference",
            "4.A.9|4.A.9.I01|Rest.",
            "Element ID",
            "there is no such work activity in Content Model Reference",
        ),
        (
            "DWA Reference",
            "4.A.3.b.1|4.A.3.b.1.I09|4.A.3.b.1.I09.D01|Rest.",
            "IWA ID",
            "there is no such activity in the table of activities",
        ),
        (
            "Tasks to DWAs",
            "15-1252.00|901|4.A.3.b.1.I01.D01|08/2024|Analyst",
            "DWA ID",
            "the task is below this activity already",
        ),
        (
            "Skills to Work Activities",
            "2.B.3.e|Programming|4.A.3.b.1|Working with Computers",
            "Skills Element ID",
            "the activity calls for it already",
        ),
        (
            "Related Occupations",
            "15-1252.00|15-1252.00|Supplemental|9",
            "Related O*NET-SOC Code",
            "an occupation is not related to itself",
        ),
        (
            "Related Occupations",
            "15-1252.00|15-1254.00|Supplemental|9",
            "Related O*NET-SOC Code",
            "the pair is listed already",
        ),
    ];
    for &(table, row, column, reason) in cases {
        let rejected = Desk::rejects(table, row);
        assert_eq!((rejected.column, rejected.reason), (column, reason), "{table}: {row}");
        let value = if reason.starts_with("the row does not") { "27-3043.00" } else { &*rejected.value };
        assert!(row.split('|').any(|cell| cell == value), "{table}: {row}: {value}");
    }
}

#[test]
fn ratings_are_judged_by_the_scales_of_their_release() {
    let desk = Desk::new();
    fs::write(desk.table("Scales Reference"), "Scale ID\tScale Name\tMinimum\tMaximum\nIM\tImportance\t1\t4\n")
        .unwrap();
    let reasons: Vec<_> = desk.read().rejected.iter().map(|rejected| rejected.reason).collect();
    assert!(reasons.contains(&"the value lies outside of its scale"), "5 is more than 4");
    assert!(reasons.contains(&"there is no such scale in Scales Reference"), "LV is not among them");
}

#[test]
fn a_folder_of_something_else_is_told_from_one_of_o_net() {
    let desk = Desk::new();
    desk.remove("Occupation Data");
    assert!(desk.error().contains("there is no `Occupation Data.txt` in it"), "{}", desk.error());
    fs::write(desk.path("occupations_en.csv"), "conceptUri\n").unwrap();
    assert!(desk.error().contains("use `skillgraph import esco`"), "{}", desk.error());

    let above = TempDir::new().unwrap();
    fs::rename(Desk::new().dir(), above.path().join("db_90_1_text")).unwrap();
    let error = onet::read(above.path(), &Options::default(), &()).unwrap_err().to_string();
    assert!(error.contains("one folder further down: name ") && error.ends_with("db_90_1_text"), "{error}");

    let error = onet::read(&above.path().join("nowhere"), &Options::default(), &()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read ") && error.contains("nowhere"), "{error}");
}

#[test]
fn a_release_that_lacks_tables_is_refused_or_taken_in_as_a_part() {
    let desk = Desk::new();
    desk.remove("Skills");
    desk.remove("Scales Reference");
    let error = desk.error();
    assert!(error.contains("these tables are missing: Scales Reference, Skills;"), "{error}");
    assert!(error.contains("--allow-partial"), "{error}");

    let reading = read(desk.dir(), &Options { allow_partial: true, ..Options::default() });
    assert_eq!(reading.extent, Extent::Part);
    assert_eq!(reading.remarks, ["there is no Scales Reference, Skills: nothing is deprecated"]);
    assert_eq!(reading.rejected, []);
    let ratings = ["Knowledge", "Work Styles"].map(|table| desk.text(table).lines().count() - 1);
    assert_eq!(reading.left_out["rows, or links of rows, to a table that is not there"], ratings.iter().sum::<usize>());
}

#[test]
fn a_release_is_read_with_any_other_table_missing() {
    for table in fs::read_dir(super::desk::fixture()).unwrap() {
        let table = table.unwrap().path();
        let name = table.file_stem().unwrap().to_str().unwrap().to_owned();
        if !matches!(&*name, "Occupation Data" | "Read Me") {
            let desk = Desk::new();
            desk.remove(&name);
            let reading = read(desk.dir(), &Options { allow_partial: true, ..Options::default() });
            assert_eq!((reading.extent, &*reading.rejected), (Extent::Part, &[][..]), "{name}");
            super::graph_of(reading);
        }
    }
}

#[test]
fn a_table_that_breaks_off_or_is_none_ends_the_import() {
    let desk = Desk::new();
    desk.compress("Skills", 20);
    assert!(desk.error().ends_with("Skills.txt.gz: the compressed file ends too early: download it again"));

    let desk = Desk::new();
    fs::write(desk.table("Job Zones"), b"O*NET-SOC Code\tJob Zone\n15-1252.00\t\xe9\n").unwrap();
    assert!(desk.error().contains("line 2 is not UTF-8"), "{}", desk.error());

    let desk = Desk::new();
    fs::write(desk.table("Job Zones"), "O*NET-SOC Code\tZone\n").unwrap();
    let error = desk.error();
    assert!(error.contains("there is no column `Job Zone`, only O*NET-SOC Code, Zone"), "{error}");

    let desk = Desk::new();
    fs::write(desk.table("Tools Used"), "").unwrap();
    assert!(desk.error().contains("the file is empty"), "{}", desk.error());
}
