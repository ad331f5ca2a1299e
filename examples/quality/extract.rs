//! How good is `extract`?

use std::{collections::BTreeSet, fmt, fs, ops::Range, path::Path};

use entity::Kind;
use serde::Deserialize;
use skillgraph::graph::{Graph, KindSet};

use super::gold::{self, Share};

#[derive(Deserialize)]
struct Case {
    text: String,
    mentions: Vec<Wanted>,
    #[serde(default)]
    skills: Vec<String>,
}

#[derive(Deserialize)]
struct Wanted {
    text: String,
    #[serde(default = "first")]
    nth: usize,
    want: String,
    #[serde(default)]
    also: Vec<String>,
}

const fn first() -> usize {
    1
}

#[derive(Deserialize)]
struct Article {
    file: String,
    must: Vec<String>,
}

/// The least confidence that counts.
const LEAST: f32 = 0.5;

/// What came out: for the cases with even places, and for the others.
#[derive(Default)]
pub(crate) struct Scores {
    /// How many of the technologies that are found are there.
    pub(crate) precision: [Share; 2],
    /// How many of the technologies that are there are found.
    pub(crate) recall: [Share; 2],
    /// How many of the skills that are asked for are found.
    pub(crate) skills: [Share; 2],
    /// How much of what must come out of the articles does; none where they are not at hand.
    pub(crate) articles: Option<Share>,
}

/// The harmonic mean of precision and recall.
pub(crate) fn f1(precision: Share, recall: Share) -> f64 {
    2.0 * precision.value() * recall.value() / (precision.value() + recall.value())
}

pub(crate) fn score(graph: &Graph) -> Scores {
    let mut scores = Scores { articles: articles(graph), ..Scores::default() };
    for (place, case) in gold::cases::<Case>("extract").into_iter().enumerate() {
        case.score(graph, &mut scores, place);
    }
    scores
}

impl Case {
    fn score(&self, graph: &Graph, scores: &mut Scores, place: usize) {
        let found = graph.extract(&self.text, None, LEAST);
        let technologies = KindSet::NONE.with(Kind::Language).with(Kind::Framework).with(Kind::Tool);
        let is_technology = |index| technologies.has(graph.node(index).kind());
        let mentions: Vec<_> = found.mentions.iter().filter(|mention| is_technology(mention.node)).collect();
        let mut right = BTreeSet::new();
        for wanted in &self.mentions {
            let span = occurrence(&self.text, &wanted.text, wanted.nth);
            let names = std::iter::once(&wanted.want).chain(&wanted.also);
            let accepted: Vec<_> = names.map(|name| gold::concept(graph, name)).collect();
            let fits = |place: &usize| {
                let mention = mentions[*place];
                let overlaps = mention.bytes.start < span.end && span.start < mention.bytes.end;
                overlaps && accepted.contains(&mention.node)
            };
            let hit = (0..mentions.len()).find(fits);
            right.extend(hit);
            scores.recall[place % 2].count(hit.is_some());
            if gold::tell(place) && hit.is_none() {
                println!("  missed {} at {:?} in {:?}", wanted.want, wanted.text, excerpt(&self.text, &span));
            }
        }
        for (number, mention) in mentions.iter().enumerate() {
            scores.precision[place % 2].count(right.contains(&number));
            if gold::tell(place) && !right.contains(&number) {
                let (name, around) = (gold::name(graph, mention.node), excerpt(&self.text, &mention.bytes));
                println!("  wrong {name} {:.2} {:?} in {around:?}", mention.confidence, mention.why);
            }
        }
        for skill in &self.skills {
            let wanted = gold::concept(graph, skill);
            let is_there = found.concepts.iter().any(|named| named.node == wanted);
            scores.skills[place % 2].count(is_there);
            if gold::tell(place) && !is_there {
                println!("  missed {skill} in {:?}", self.text);
            }
        }
    }
}

/// Where a text has another for the n-th time, standing alone.
fn occurrence(text: &str, wanted: &str, nth: usize) -> Range<usize> {
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '#'));
    let alone = |at: &usize| {
        let (before, after) = (text[..*at].chars().next_back(), text[*at + wanted.len()..].chars().next());
        !touches(before) && !touches(after)
    };
    let places = text.match_indices(wanted).map(|(at, _)| at).filter(alone);
    let at = places.take(nth).last().unwrap_or_else(|| panic!("{wanted:?} is not in {text:?}"));
    at..at + wanted.len()
}

fn excerpt<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    let start = text.floor_char_boundary(span.start.saturating_sub(30));
    let end = text.ceil_char_boundary(span.end + 30);
    &text[start..end]
}

/// How much of what must come out of the articles does.
fn articles(graph: &Graph) -> Option<Share> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles");
    let mut share = Share::default();
    for article in gold::cases::<Article>("articles") {
        let text = fs::read_to_string(folder.join(&article.file)).ok()?;
        let found = graph.extract(&text, None, LEAST);
        for name in &article.must {
            let wanted = gold::concept(graph, name);
            let is_there = found.concepts.iter().any(|named| named.node == wanted);
            share.count(is_there);
            if gold::tell(0) && !is_there {
                println!("  {} lacks {name}", article.file);
            }
        }
        if gold::tell(0) {
            let roles =
                found.roles.iter().take(3).map(|role| format!("{} {:.2}", gold::name(graph, role.node), role.score));
            println!("  {} looks like {}", article.file, roles.collect::<Vec<_>>().join(", "));
        }
    }
    Some(share)
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, half) in ["tuned ", "unseen"].into_iter().enumerate() {
            let (precision, recall, skills) = (self.precision[place], self.recall[place], self.skills[place]);
            let f1 = f1(precision, recall);
            writeln!(f, "extract  {half}  F1 {f1:.3}, precision {precision}, recall {recall}; skills {skills}")?;
        }
        match self.articles {
            Some(share) => write!(f, "extract  of what must come out of the articles {share}"),
            None => write!(f, "extract  SKIPPED: the articles are not at hand"),
        }
    }
}
