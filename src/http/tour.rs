//! The tour of the README: the queries that the pages show, read from it so that they cannot drift from what it says.

use std::sync::LazyLock;

use serde::Serialize;

static README: &str = include_str!("../../README.md");

/// One query of the tour.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    /// What it asks, in words.
    pub(super) title: String,
    /// The document, with a name.
    pub(super) query: String,
}

/// The queries, in the order of the README: the first below each of its bold sentences.
pub(super) static TOUR: LazyLock<Vec<Example>> = LazyLock::new(|| read(README));

fn read(readme: &str) -> Vec<Example> {
    let (_, tour) = readme.split_once("\n## A tour\n").unwrap_or_default();
    let tour = tour.split("\n## ").next().unwrap_or_default();
    let mut names = Vec::new();
    let mut examples = Vec::new();
    for part in tour.split("\n**").skip(1) {
        let Some((title, rest)) = part.split_once("**") else { continue };
        let Some((_, rest)) = rest.split_once("```graphql\n") else { continue };
        let Some((query, _)) = rest.split_once("\n```") else { continue };
        let title = title.replace('`', "").replace('\n', " ").trim_end_matches('.').to_owned();
        let query = format!("# {title}\n{}\n", named(query, &mut names));
        examples.push(Example { title, query });
    }
    examples
}

/// The query under a name that no other has: that of what it looks up, or of its first field.
fn named(query: &str, names: &mut Vec<String>) -> String {
    if !query.starts_with('{') {
        return query.to_owned();
    }
    let line = query.trim_start_matches(['{', ' ', '\n']).lines().next().unwrap_or_default();
    let slug = line.split_once("(by: {slug: \"").and_then(|(_, rest)| rest.split('"').next());
    let word = slug.unwrap_or_else(|| line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
    let mut name: String = word.split('-').map(capitalised).collect();
    if names.contains(&name) {
        let number = names.iter().filter(|other| other.starts_with(&name)).count() + 1;
        name = format!("{name}{number}");
    }
    names.push(name.clone());
    format!("query {name} {query}")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::parser::parse_query;

    use super::{TOUR, read};

    #[test]
    fn every_bold_sentence_of_the_tour_is_an_example_that_parses() {
        let tour = super::README.split("\n## A tour\n").nth(1).unwrap().split("\n## ").next().unwrap();
        assert!(TOUR.len() >= 10);
        assert_eq!(TOUR.len(), tour.matches("\n**").count());
        for example in TOUR.iter() {
            parse_query(&example.query).unwrap_or_else(|error| panic!("{}: {error}", example.query));
        }
        let second_lines: BTreeSet<_> = TOUR.iter().map(|example| example.query.lines().nth(1).unwrap()).collect();
        assert_eq!(second_lines.len(), TOUR.len(), "a name comes twice: {second_lines:?}");
    }

    #[test]
    fn a_query_is_named_after_what_it_looks_up_and_no_name_comes_twice() {
        let readme = "\n## A tour\n\n**Is it `x`?**\n\n```graphql\n{\n  role(by: {slug: \"a-b\"}) { id }\n}\n```\n\n\
                      **Lists.** Many.\n\n```graphql\n{ roles { id } }\n```\n\n**Again.**\n\n```graphql\n{ roles { id } }\n```\n\
                      \n**Its own.**\n\n```graphql\nquery Own { x }\n```\n\n## Next\n\n**No.**\n\n```graphql\n{ no }\n```\n";
        let found: Vec<_> = read(readme).into_iter().map(|example| (example.title, example.query)).collect();
        let expected = [
            ("Is it x?", "# Is it x?\nquery AB {\n  role(by: {slug: \"a-b\"}) { id }\n}\n"),
            ("Lists", "# Lists\nquery Roles { roles { id } }\n"),
            ("Again", "# Again\nquery Roles2 { roles { id } }\n"),
            ("Its own", "# Its own\nquery Own { x }\n"),
        ];
        assert_eq!(found, expected.map(|(title, query)| (title.to_owned(), query.to_owned())));
    }
}
