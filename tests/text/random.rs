//! Whatever is typed: no panic, places that are those of the text, and the answers of slow and obvious ways.

use std::{collections::BTreeSet, sync::LazyLock};

use entity::Kind;
use proptest::prelude::*;
use skillgraph::graph::{Graph, KindSet};

use super::{slug, small};

static GRAPH: LazyLock<Graph> = LazyLock::new(small);

/// Texts of all sorts: names and bits of names, signs, and what no keyboard has.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "Python", "python", "Go", "go", "C", "C++", "c#", ".NET", "Node.js", "nodejs", "java developer", "CI/CD",
            "Backend", "back-end", "engineers", "docker", "Django", "golang", "R&D", "Développeur serveur",
        ]).prop_map(str::to_owned),
        2 => proptest::sample::select(vec![" ", ", ", ". ", "/", "\n", "-", " and ", "(", ")", "\u{2022} ", "'s ", "…"])
            .prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["\0", "\u{1f980}", "\u{301}", "\u{202e}", "مطور", "\u{ad}", "\u{feff}", "ﬁ", "İ", "ß"])
            .prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn places_of_mentions_are_those_of_the_text(text in texts(), least in 0_f32..1.0) {
        let found = GRAPH.extract(&text, None, least);
        let points: Vec<char> = text.chars().collect();
        for mention in &found.mentions {
            let by_points: String = points[mention.start..mention.end].iter().collect();
            prop_assert_eq!(text.get(mention.bytes.clone()), Some(by_points.as_str()));
            prop_assert!(mention.start < mention.end);
            prop_assert!(mention.confidence >= least && mention.confidence <= 1.0);
            // It begins and ends with whole words.
            let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            prop_assert!(!touches(text[..mention.bytes.start].chars().next_back()) || by_points.starts_with('.'));
            prop_assert!(!touches(text[mention.bytes.end..].chars().next()) || by_points.ends_with(['+', '#']));
        }
        prop_assert!(found.mentions.is_sorted_by_key(|mention| mention.bytes.start));
        let named: BTreeSet<_> = found.concepts.iter().map(|named| named.node).collect();
        prop_assert_eq!(named, found.mentions.iter().map(|mention| mention.node).collect());
        prop_assert!(found.concepts.iter().all(|named| named.weight > 0.0 && named.weight <= 1.0));
        prop_assert!(found.roles.iter().all(|role| (0.0..=1.0).contains(&role.score)));
    }

    #[test]
    fn what_is_typed_is_answered_with_scores_in_order(text in texts()) {
        let hits = GRAPH.search(&text, KindSet::ALL, None);
        prop_assert!(hits.is_sorted_by(|left, right| left.score >= right.score - 1e-5));
        prop_assert!(hits.iter().all(|hit| hit.score > 0.0 && hit.score <= 1.0 && !hit.matched.text(&GRAPH).is_empty()));
        prop_assert!(GRAPH.suggest(&text, KindSet::ALL, Some("en"), 20).len() <= 20);
        prop_assert!(GRAPH.resolve(&text, KindSet::ALL).candidates.iter().all(|found| found.score <= 1.0));
    }

    /// The obvious way: every label with the real number of slips to it.
    #[test]
    fn a_name_with_a_slip_is_found_as_by_looking_at_every_label(place in 0_usize..60, at in 0_usize..40, change in 0..4, letter in "[a-z]") {
        let words: Vec<(String, String)> = GRAPH.concepts().flat_map(|index| {
            let labels = GRAPH.node(index).labels.iter();
            labels.filter(|label| label.text.chars().all(|c| c.is_ascii_alphabetic()) && label.text.len() >= 4)
                .map(move |label| (label.text.to_lowercase(), slug(&GRAPH, index))).collect::<Vec<_>>()
        }).collect();
        let (word, owner) = &words[place % words.len()];
        let at = at % (word.len() - 1);
        let mut letters: Vec<char> = word.chars().collect();
        match change {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letter.chars().next().unwrap()),
            2 => letters[at] = letter.chars().next().unwrap(),
            _ => letters.swap(at, at + 1),
        }
        let typed: String = letters.into_iter().collect();
        let found: Vec<_> = GRAPH.search(&typed, KindSet::ALL, None).iter().map(|hit| slug(&GRAPH, hit.node)).collect();
        // Four letters with one left out are three, of which any can be part of another name.
        prop_assume!(typed.len() >= 4);
        prop_assert!(found.contains(owner), "{} for {}: {:?}", typed, word, found);
    }

    /// The obvious way: every label of several words or telling form, at every place, letter by letter.
    #[test]
    fn names_that_can_mean_nothing_else_are_found_wherever_they_stand(text in texts()) {
        let found = GRAPH.extract(&text, None, 0.5);
        for name in ["Python", "Docker", "Django", "C++"] {
            for (at, _) in text.match_indices(name) {
                let (before, after) = (&text[..at], &text[at + name.len()..]);
                let inside = |c: Option<char>| c.is_some_and(|c| !c.is_ascii_whitespace() && !matches!(c, ',' | '(' | ')'));
                if inside(before.chars().next_back()) || inside(after.chars().next()) {
                    continue;
                }
                let span = at..at + name.len();
                let covered = found.mentions.iter().any(|mention| {
                    mention.bytes.start <= span.start && span.end <= mention.bytes.end
                });
                prop_assert!(covered, "{} at {} in {:?}: {:?}", name, at, text, found.mentions);
            }
        }
    }
}

#[test]
fn long_texts_of_any_make_are_read_in_bounded_work() {
    let kinds = KindSet::ALL.without(Kind::Responsibility);
    for text in
        ["a".repeat(100_000), "c ".repeat(50_000), "C, ".repeat(33_000), "\u{301}".repeat(50_000), "Go/".repeat(33_000)]
    {
        let found = GRAPH.extract(&text, Some(kinds), 0.0);
        assert!(found.mentions.len() <= 5_000);
        assert!(GRAPH.search(&text, kinds, None).len() <= 1_000);
        assert!(GRAPH.resolve(&text, kinds).candidates.len() <= 10);
        assert!(GRAPH.suggest(&text, kinds, None, 20).len() <= 20);
    }
}
