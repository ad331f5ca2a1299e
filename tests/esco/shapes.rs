//! The shapes in which packages go round.

use skillgraph::import::{Extent, Item, esco::Options};

use super::{desk::Desk, fixture, options, read};

/// From a folder and the name of a file in it to where the file lies.
type Rename = &'static dyn Fn(&str, &str) -> Option<String>;

/// What was read, without the places.
fn items(reading: skillgraph::import::Reading) -> Vec<String> {
    let items = reading.items.into_iter().map(|(_, item)| match item {
        // Its version may come from the name of the folder.
        Item::Source(source) => format!("{:?}", source.slug),
        item => format!("{item:?}"),
    });
    let mut items: Vec<_> = items.collect();
    items.sort();
    items
}

fn bare(name: &str) -> String {
    name.replace("_en.csv", ".csv")
}

#[test]
fn the_same_files_are_read_the_same_wherever_they_lie_and_however_they_are_called() {
    let expected = items(read(&fixture("v9.0.0"), &options(&["en", "fr"])));
    let shapes: [(&str, Rename); 5] = [
        ("flat, with the language behind the name", &|folder, name| match folder {
            "fr-tabiya" => Some(name.replace(".csv", "_fr.csv")),
            _ => Some(name.to_owned()),
        }),
        ("flat, but for the other language", &|folder, name| match folder {
            "fr-tabiya" => Some(format!("fr/{name}")),
            _ => Some(bare(name)),
        }),
        ("in folders, without the language", &|folder, name| Some(format!("{folder}/{}", bare(name)))),
        ("in capitals", &|folder, name| {
            Some(format!("{folder}/{}", bare(name).to_uppercase().replace(".CSV", ".csv")))
        }),
        ("in the folders of the official packages", &|folder, name| match folder {
            "fr-tabiya" => {
                Some(format!("ESCO dataset - v9.0.0 - classification - fr - csv/{}", name.replace(".csv", "_fr.csv")))
            }
            "en" => Some(format!("ESCO dataset - v9.0.0 - classification - en - csv/{name}")),
            _ => Some(format!("ESCO dataset - v9.0.0 - language independent - csv/{name}")),
        }),
    ];
    for (shape, rename) in shapes {
        let desk = Desk::with_package();
        desk.rearrange(rename);
        let reading = desk.try_read(&options(&["en", "fr"])).unwrap_or_else(|error| panic!("{shape}: {error}"));
        assert!(items(reading) == expected, "{shape}");
    }
}

#[test]
fn files_may_be_compressed() {
    let desk = Desk::with_package();
    let expected = items(desk.read());
    for name in ["en/occupations_en.csv", "relations/occupationSkillRelations.csv", "en/skillGroups_en.csv"] {
        desk.write(&format!("{name}.gz"), &desk.compress(name));
        desk.remove(name);
    }
    assert!(items(desk.read()) == expected);
}

#[test]
fn another_language_may_have_the_official_layout() {
    let desk = Desk::with_package();
    let french = "conceptType,conceptUri,preferredLabel,altLabels,status,description\n\
                  Occupation,http://data.europa.eu/esco/occupation/0cc00003-0000-4000-8000-000000000003,boulanger,boulangère,released,\n";
    desk.write("de/occupations_de.csv", french.replace("boulang", "bäck").as_bytes());
    let reading = desk.try_read(&options(&["en", "de", "fr", "de"])).unwrap();
    let baker = super::concept(&reading, "esco-baker");
    let preferred: Vec<_> =
        ["en", "de", "fr"].map(|locale| super::labels(baker, locale, entity::LabelRole::Preferred)).concat();
    assert_eq!(preferred, ["baker", "bäcker", "boulanger/boulangère"]);
}

#[test]
fn a_file_that_is_there_twice_is_not_chosen_by_chance() {
    let desk = Desk::with_package();
    desk.write("en/skills_en.csv.gz", &desk.compress("en/skills_en.csv"));
    let error = desk.error();
    assert!(error.contains("skills_en.csv.gz are the same file twice"), "{error}");
}

#[test]
fn a_package_without_some_files_is_refused_unless_a_part_is_what_is_wanted() {
    let desk = Desk::with_package();
    desk.remove("en/skills_en.csv");
    desk.remove("relations/occupationSkillRelations.csv");
    let error = desk.error();
    for word in ["there is no skills_en.csv, occupationSkillRelations_en.csv", "--allow-partial", "https://esco.ec"] {
        assert!(error.contains(word), "{error}");
    }
    let partial = Options { allow_partial: true, ..Options::default() };
    let reading = desk.try_read(&partial).unwrap();
    assert_eq!(reading.extent, Extent::Part);
    assert_eq!(super::concepts(&reading).count(), 11 + 12 + 13);
    // What joins skills is left out as a whole, and not row by row.
    assert_eq!(
        super::rejected(&reading).keys().map(|(file, ..)| &**file).collect::<Vec<_>>(),
        ["broaderRelationsOccPillar"]
    );
    let remarks = reading.remarks.join("\n");
    for word in ["nothing is deprecated", "skillSkillRelations.csv", "digitalSkillsCollection_en.csv"] {
        assert!(remarks.contains(word), "{remarks}");
    }
    let whole = Desk::with_package().try_read(&partial).unwrap();
    assert_eq!(whole.extent, Extent::Whole, "nothing is missing");
}

#[test]
fn the_version_is_not_guessed() {
    let desk = Desk::with_package();
    let reading = desk.read();
    assert_eq!(super::version(&reading), None);
    assert!(reading.remarks.iter().any(|remark| remark.contains("--source-version")));
}
