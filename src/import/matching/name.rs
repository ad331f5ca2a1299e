//! Names of technologies in the forms in which they are compared: publishers write one name in many ways.

use std::collections::BTreeSet;

use crate::graph::fold;

/// Makers that stand in front of the names of their products, in small letters.
const MAKERS: &[&str] = &[
    "adobe",
    "amazon",
    "amazon web services",
    "apache",
    "apple",
    "atlassian",
    "autodesk",
    "aws",
    "canonical",
    "cisco",
    "citrix",
    "corel",
    "embarcadero",
    "esri",
    "facebook",
    "gnu",
    "google",
    "hashicorp",
    "ibm",
    "intel",
    "jetbrains",
    "jfrog",
    "mathworks",
    "meta",
    "microsoft",
    "mozilla",
    "nvidia",
    "oracle",
    "progress",
    "rapid7",
    "red hat",
    "sap",
    "sas",
    "statacorp",
    "sybase",
    "tenable",
    "the mathworks",
    "tibco",
    "vmware",
];

/// What stands behind a name and only says what sort of thing it is.
const SORTS: &[&str] = &["software", "programming language", "language", "database", "framework", "cms", "ide"];

/// Names that are words of every day, or so short that they mean many things: they need something else that tells what
/// is meant.
const ORDINARY: &[&str] = &[
    "access",
    "acrobat",
    "ads",
    "airflow",
    "analytics",
    "android",
    "angular",
    "ansible",
    "ant",
    "assembly",
    "axis",
    "bamboo",
    "beam",
    "bison",
    "brave",
    "calendar",
    "camel",
    "canvas",
    "cassandra",
    "chef",
    "chrome",
    "cloud",
    "club",
    "composer",
    "concrete",
    "consul",
    "crystal",
    "dart",
    "database",
    "dash",
    "delta",
    "directory",
    "docs",
    "drive",
    "drill",
    "dynamics",
    "eclipse",
    "edge",
    "elixir",
    "elm",
    "ember",
    "express",
    "falcon",
    "fiber",
    "flask",
    "flow",
    "forms",
    "foundation",
    "fusion",
    "gatsby",
    "ghost",
    "gin",
    "go",
    "graphite",
    "grid",
    "groovy",
    "haystack",
    "hive",
    "hydra",
    "icon",
    "impala",
    "ink",
    "io",
    "iris",
    "jasmine",
    "julia",
    "kestrel",
    "keynote",
    "knockout",
    "lambda",
    "less",
    "locust",
    "logic",
    "luigi",
    "make",
    "maps",
    "mocha",
    "mono",
    "mustache",
    "nomad",
    "notes",
    "numbers",
    "office",
    "oracle",
    "outlook",
    "pages",
    "phoenix",
    "photos",
    "pig",
    "play",
    "poetry",
    "processing",
    "project",
    "puppet",
    "python",
    "quarto",
    "ray",
    "react",
    "ruby",
    "rust",
    "salt",
    "sass",
    "scheme",
    "scratch",
    "search",
    "self",
    "server",
    "sheets",
    "shell",
    "shiny",
    "sketch",
    "slack",
    "source",
    "spark",
    "spring",
    "sprite",
    "stencil",
    "storage",
    "storm",
    "strapi",
    "studio",
    "swift",
    "teams",
    "trello",
    "unity",
    "vault",
    "vector",
    "visual",
    "windows",
    "word",
    "yarn",
    "yoga",
    "zoom",
];

/// A name without the words in parentheses behind it, and those words.
pub(super) fn qualified(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let parts = name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
    match parts {
        Some((bare, qualifier)) if !bare.trim().is_empty() => (bare.trim(), Some(qualifier.trim())),
        _ => (name, None),
    }
}

/// A name as it is compared: without what stands in parentheses behind it, small, without signs of trade marks.
pub(super) fn bare(name: &str) -> String {
    fold(&joined(qualified(name).0).replace(['®', '™', '\u{a0}'], " "))
}

/// A name with a blank in the place of each hyphen between two letters: "Objective-C", "Objective C".
fn joined(name: &str) -> String {
    let letters: Vec<_> = name.chars().collect();
    let is_letter = |place: usize| letters.get(place).is_some_and(|letter| letter.is_alphanumeric());
    let shown = |(place, letter): (usize, &char)| match *letter {
        '-' if place > 0 && is_letter(place - 1) && is_letter(place + 1) => ' ',
        letter => letter,
    };
    letters.iter().enumerate().map(shown).collect()
}

/// Whether a name, as [`bare`] has it, tells too little by itself.
pub(super) fn is_ordinary(bare: &str) -> bool {
    let words = SORTS.iter().find_map(|sort| bare.strip_suffix(sort)).unwrap_or(bare).trim_end();
    words.chars().count() < 3 || ORDINARY.contains(&words)
}

/// A name and its shorter forms: without its maker, and without the sort of thing that it is.
pub(super) fn forms(name: &str) -> BTreeSet<String> {
    let mut open = vec![bare(name)];
    let mut found = BTreeSet::new();
    while let Some(form) = open.pop() {
        open.extend(without_sort(&form));
        open.extend(MAKERS.iter().filter_map(|maker| without_maker(&form, maker)).map(str::to_owned));
        found.insert(form);
    }
    found
}

/// A name without its maker, unless that is the name: "language" says nothing of "SAS language".
fn without_maker<'n>(name: &'n str, maker: &str) -> Option<&'n str> {
    name.strip_prefix(maker)?.strip_prefix(' ').filter(|rest| !SORTS.contains(rest))
}

/// A name without what only says what sort of thing it is.
fn without_sort(bare: &str) -> Option<String> {
    SORTS.iter().find_map(|sort| bare.strip_suffix(sort)?.strip_suffix(' ')).map(str::to_owned)
}

/// The forms of a name, and of the acronym and the words that it is made of, as O*NET has them: "Cascading style sheets
/// CSS", "IBM Information Management System (IMS)".
fn wide_forms(name: &str) -> BTreeSet<String> {
    let mut found = forms(name);
    found.extend(forms(&name.replace(['(', ')'], " ")));
    let split = |form: &String| -> Option<[String; 2]> {
        let (words, acronym) = form.rsplit_once(' ').filter(|(words, last)| stands_for(last, words))?;
        Some([words.to_owned(), acronym.to_owned()])
    };
    let parts: Vec<_> = found.iter().filter_map(split).flatten().collect();
    found.extend(parts);
    found
}

/// Whether two names mean the same where it is known that they are about the same: by their forms, or an acronym and what
/// it stands for. Both may leave out what sort of thing they are.
pub(super) fn are_forms(left: &str, right: &str) -> bool {
    let whole = |name: &str| [Some(bare(name)), without_sort(&bare(name))].into_iter().flatten().collect::<Vec<_>>();
    let is_form = |short: &str, long: &str| {
        let long = wide_forms(long);
        whole(short).iter().any(|short| long.contains(short))
    };
    is_form(left, right) || is_form(right, left)
}

/// Whether the one name is a form of the other, where nothing else is known of the two. Only one of them may leave
/// something out: "Relational database software" is no "Oracle Relational Database". An acronym is not enough: there is
/// more than one Apex.
pub(super) fn agree(left: &str, right: &str) -> bool {
    let shortest = |name: &str| forms(name).iter().any(|form| is_ordinary(form));
    let is_form = |short: &str, long: &str| forms(long).contains(&bare(short));
    (is_form(left, right) || is_form(right, left)) && !shortest(left) && !shortest(right)
}

/// What stands before the one name in the other: "Side Effects" in "Side Effects Houdini".
pub(super) fn prefix(long: &str, short: &str) -> Option<String> {
    let (long, short) = (forms(long), forms(short));
    let pairs = long.iter().flat_map(|long| short.iter().map(move |short| (long, short)));
    let prefixes = pairs.filter_map(|(long, short)| long.strip_suffix(short.as_str())?.strip_suffix(' '));
    prefixes.min_by_key(|prefix| prefix.len()).map(str::to_owned)
}

/// Whether a name is the acronym of another.
pub(super) fn is_acronym(name: &str, words: &str) -> bool {
    stands_for(&bare(name), &bare(words))
}

/// Whether the letters of an acronym stand in these words, in their order and from the first on.
fn stands_for(acronym: &str, words: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<Vec<_>>();
    let (acronym, words) = (letters(acronym), (letters(words), words.split_whitespace().count()));
    let mut rest = words.0.iter();
    let long_enough = acronym.len() > 1 && words.1 > 1 && !words.0.starts_with(&acronym);
    long_enough && acronym.first() == words.0.first() && acronym.iter().all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_and_without_its_maker_or_sort_is_one() {
        for (left, right) in [
            ("PostgreSQL", "postgresql"),
            ("Apache Kafka", "Kafka"),
            ("Teradata Database", "Teradata"),
            ("SAS language", "SAS"),
            ("Objective-C", "Objective C"),
            ("Oracle Java", "Java (computer programming)"),
            ("Microsoft SQL Server", "SQL Server"),
        ] {
            assert!(agree(left, right) && are_forms(left, right), "{left} – {right}: {:?}", forms(left));
        }
    }

    #[test]
    fn an_acronym_and_its_words_are_one_where_it_is_known_what_they_are_about() {
        for (left, right) in [
            ("Cascading style sheets CSS", "CSS"),
            ("Formula translation/translator FORTRAN", "Fortran"),
            ("Very high-speed integrated circuit VHSIC hardware description language VHDL", "VHDL"),
            ("Microsoft SQL Server Integration Services SSIS", "SQL Server Integration Services"),
            ("Teradata Database", "Teradata software"),
            ("IBM Information Management System (IMS)", "IMS"),
        ] {
            assert!(are_forms(left, right), "{left} – {right}: {:?}", wide_forms(left));
        }
        assert!(!agree("Oracle Application Express APEX", "Apex"));
        assert!(is_acronym("MDX", "MultiDimensional eXpressions") && !is_acronym("Sentry", "SentryOne SQL"));
    }

    #[test]
    fn ordinary_words_are_no_names_by_themselves() {
        for (left, right) in [
            ("Apache Spark", "SPARK"),
            ("Microsoft Word", "word"),
            ("Schlumberger ECLIPSE", "Eclipse"),
            ("Oracle Database", "database"),
            ("C", "C"),
            ("Amazon EMR", "Electronic medical record EMR software"),
            ("SAS software", "ESRI software"),
            ("Microsoft Office software", "office software"),
            ("SentryOne SQL Sentry", "Sentry"),
            ("Informatica PowerCenter", "Informatica"),
            ("Relational database software", "Oracle Relational Database"),
            ("C++", "C#"),
        ] {
            assert!(!agree(left, right), "{left} – {right}");
        }
    }

    #[test]
    fn a_name_is_told_from_what_stands_around_it() {
        assert_eq!(prefix("Side Effects Houdini", "Houdini").as_deref(), Some("side effects"));
        assert_eq!(prefix("PostgreSQL", "SQL"), None);
        assert_eq!(qualified("Python (computer programming)"), ("Python", Some("computer programming")));
        assert_eq!(qualified("(only this)"), ("(only this)", None));
    }

    #[test]
    fn the_lists_are_sorted_and_small() {
        let small = |word: &&&str| **word == word.to_lowercase();
        assert!(MAKERS.is_sorted() && ORDINARY.iter().chain(MAKERS).chain(SORTS).all(|word| small(&word)));
    }
}
