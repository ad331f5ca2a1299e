//! Which concepts bear a label, as people write labels?

use std::cmp::Reverse;

use entity::Status;

use super::{
    KindSet,
    hit::{How, Match},
    lexicon,
    query::Query,
    search::{Asked, Found},
    segment::{Field, Segment, TextId, hash, hash_bag},
    stem::stem,
    token::Words,
};
use crate::graph::{Graph, NodeIndex, fold};

/// How many candidates there are at most.
const MAX_CANDIDATES: usize = 10;
/// How many texts with the same key are looked at.
const MAX_SAME: usize = 256;
/// How many things a label can name at once.
const MAX_PARTS: usize = 4;
/// A label is ambiguous if the second candidate is no further behind the first.
const NEARLY: f32 = 0.07;

/// How a label is borne by a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// It is the preferred label in some locale, but for case and blanks.
    Preferred,
    /// It is an alternative label.
    Alternative,
    /// It is a hidden label.
    Hidden,
    /// It is a label but for accents, signs, endings, the order of words, or what says no more than a version, a
    /// level or a bracket.
    Normalised,
    /// It is a label but for a slip or two in its words.
    Typo,
}

/// A concept that a label may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The concept: of several that are the same, the one that stands for them.
    pub node: NodeIndex,
    /// How it bears the label.
    pub kind: MatchKind,
    /// How well it fits, from 0 to 1.
    pub score: f32,
    /// The label that it has.
    pub matched: Match,
}

/// What a label may mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The concepts, the best first: at most ten.
    pub candidates: Vec<Candidate>,
    /// Whether several concepts fit as well, or nearly.
    pub ambiguous: bool,
}

impl Graph {
    /// The concepts that a label may mean.
    ///
    /// Labels as they are come first; only where there are none, those that differ in form; then those with slips.
    pub fn resolve(&self, label: &str, kinds: KindSet) -> Resolution {
        let asked = Asked { graph: self, index: &self.indexes().text, kinds, locale: None };
        let candidates = asked.same_label(label).unwrap_or_else(|| {
            let bare = variants(label);
            let found =
                bare.iter().find_map(|bare| asked.same_label(bare)).or_else(|| asked.several(label)).map(normalised);
            let found = found.or_else(|| asked.with_slips(label));
            found.or_else(|| bare.iter().find_map(|bare| asked.with_slips(bare))).unwrap_or_default()
        });
        asked.resolution(label, candidates)
    }
}

impl Asked<'_> {
    /// The labels that are the same, in the same form or in another; none if there are none.
    fn same_label(&self, label: &str) -> Option<Vec<Candidate>> {
        let words = Words::of(label);
        if words.len() == 0 {
            return None;
        }
        let folded = fold(label);
        let mut found = Vec::new();
        for (level, segment) in self.index.segments() {
            let key = hash(words.compact());
            for text in segment.compact.get(key).take(MAX_SAME).filter(|text| self.is_wanted(level, segment, *text)) {
                let own = self.label(segment, text);
                if fold(own) == folded {
                    let (kind, score) = as_it_is(segment.text(text).field);
                    found.push(self.candidate(segment, text, (kind, score), How::Exact));
                } else if Words::of(own).compact() == words.compact() {
                    let score = 0.92 - behind(segment.text(text).field);
                    found.push(self.candidate(segment, text, (MatchKind::Normalised, score), How::Normalised));
                }
            }
        }
        if found.iter().any(|candidate| candidate.kind != MatchKind::Normalised) {
            found.retain(|candidate| candidate.kind != MatchKind::Normalised);
        }
        if found.is_empty() {
            found = self.same_words(&words);
        }
        (!found.is_empty()).then_some(found)
    }

    /// What a list such as `C/C++` names, if all of it is a label of something.
    fn several(&self, label: &str) -> Option<Vec<Candidate>> {
        let parts: Vec<_> = label.split(['/', ',', ';', '&', '|']).filter(|part| !part.trim().is_empty()).collect();
        if !(2..=MAX_PARTS).contains(&parts.len()) {
            return None;
        }
        let each: Option<Vec<_>> = parts.iter().map(|part| self.same_label(part)).collect();
        Some(each?.concat())
    }

    /// The labels with the same words in another order, or with other endings.
    fn same_words(&self, words: &Words) -> Vec<Candidate> {
        let wanted = stems(words);
        let key = hash_bag(wanted.iter().map(AsRef::as_ref));
        let mut found = Vec::new();
        for (level, segment) in self.index.segments() {
            for text in segment.bags.get(key).take(MAX_SAME).filter(|text| self.is_wanted(level, segment, *text)) {
                if stems(&Words::of(self.label(segment, text))) == wanted {
                    let score = 0.88 - behind(segment.text(text).field);
                    found.push(self.candidate(segment, text, (MatchKind::Normalised, score), How::Normalised));
                }
            }
        }
        found
    }

    /// The labels whose words are all those of the label but for slips.
    fn with_slips(&self, label: &str) -> Option<Vec<Candidate>> {
        let query = Query::of(self.index, label)?.whole();
        let fits = |found: &Found| {
            let segment = &self.index.segments[found.level];
            found.is_all && found.of_text > 0.99 && segment.text(found.text).field != Field::Description
        };
        let found: Vec<_> = self.find(&query).into_iter().filter(fits).collect();
        let candidates = found.iter().map(|found| {
            let kind = if found.how == How::Typo { MatchKind::Typo } else { MatchKind::Normalised };
            let score = 0.35 + 0.5 * found.of_query;
            self.candidate(&self.index.segments[found.level], found.text, (kind, score), found.how)
        });
        (!found.is_empty()).then(|| candidates.collect())
    }

    fn label(&self, segment: &Segment, text: TextId) -> &str {
        let entry = segment.text(text);
        &self.graph.node(entry.node).labels[entry.place as usize].text
    }

    fn candidate(&self, segment: &Segment, text: TextId, (kind, score): (MatchKind, f32), how: How) -> Candidate {
        let entry = segment.text(text);
        let matched = Match::of(self.graph, segment, entry, how);
        Candidate { node: self.graph.shown(entry.node, self.kinds), kind, score, matched }
    }

    /// The share of the words of a label and of the preferred label of a candidate that both have.
    fn alike(&self, wanted: &[Box<str>], candidate: &Candidate) -> f32 {
        if wanted.is_empty() {
            return 0.0;
        }
        let own =
            stems(&Words::of(self.graph.node(candidate.node).preferred_label(candidate.matched.locale(self.graph))));
        let both = own.iter().filter(|stem| wanted.contains(stem)).count();
        both as f32 / (own.len() + wanted.len() - both).max(1) as f32
    }

    /// Each concept once, by the best of its labels; deprecated ones last. Of several that fit as well that one comes
    /// first whose preferred label has most in common with the label: for the others it is an example of what they stand
    /// for, rather than another name. Then the one with the most relations.
    fn resolution(&self, label: &str, mut candidates: Vec<Candidate>) -> Resolution {
        let node = |candidate: &Candidate| self.graph.node(candidate.node);
        let known = |candidate: &Candidate| node(candidate).outgoing.len() + node(candidate).incoming.len();
        let deprecated = |candidate: &Candidate| node(candidate).state.status == Status::Deprecated;
        let wanted = if candidates.len() > 1 { stems(&Words::of(label)) } else { Vec::new() };
        candidates.sort_by_cached_key(|candidate| {
            let (score, alike) = ((candidate.score * 1e6) as u32, self.alike(&wanted, candidate));
            let order = (Reverse(score), Reverse((alike * 1e3) as u32), Reverse(known(candidate)));
            (deprecated(candidate), order, candidate.node, candidate.kind)
        });
        let mut kept: Vec<Candidate> = Vec::new();
        for candidate in candidates {
            if kept.len() < MAX_CANDIDATES && kept.iter().all(|known| known.node != candidate.node) {
                kept.push(candidate);
            }
        }
        let ambiguous = match kept.as_slice() {
            [first, second, ..] => deprecated(first) == deprecated(second) && second.score >= first.score - NEARLY,
            _ => false,
        };
        Resolution { candidates: kept, ambiguous }
    }
}

/// The stems of words, sorted.
fn stems(words: &Words) -> Vec<Box<str>> {
    let mut stems: Vec<Box<str>> = (0..words.len()).map(|place| stem(words.folded(place)).into()).collect();
    stems.sort_unstable();
    stems
}

/// How far a label stands behind a preferred one that fits in the same way.
const fn behind(field: Field) -> f32 {
    match field {
        Field::Preferred => 0.0,
        Field::Alternative => 0.01,
        Field::Hidden | Field::Description => 0.02,
    }
}

const fn as_it_is(field: Field) -> (MatchKind, f32) {
    match field {
        Field::Preferred => (MatchKind::Preferred, 1.0),
        Field::Alternative => (MatchKind::Alternative, 0.98),
        Field::Hidden | Field::Description => (MatchKind::Hidden, 0.94),
    }
}

/// What is found under another form of the label does not bear the label itself.
fn normalised(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for candidate in &mut candidates {
        candidate.kind = MatchKind::Normalised;
        candidate.score *= 0.9;
    }
    candidates
}

/// The label without what says nothing of which concept is meant: brackets, versions, levels; and what a bracket has.
fn variants(label: &str) -> Vec<String> {
    let mut variants = Vec::new();
    let opened = label.find(['(', '[']);
    if let Some((start, end)) = opened.and_then(|start| Some((start, start + label[start..].find([')', ']'])?))) {
        variants.push(format!("{} {}", &label[..start], &label[end + 1..]));
        variants.push(label[start + 1..end].to_owned());
    }
    let first = variants.first().map_or(label, String::as_str);
    let told: Vec<_> = first.split_whitespace().filter(|word| !says_nothing(word)).collect();
    let kept: Vec<_> = told.iter().map(|word| without_version(word)).collect();
    variants.push(kept.join(" "));
    variants.retain(|variant| !variant.trim().is_empty() && variant.trim() != label.trim());
    variants
}

/// Whether a word speaks of a version, a time or a level.
fn says_nothing(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let number = bare.trim_start_matches('v').trim_end_matches(['x', '+']);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | ','));
    is_number || lexicon::is_level(&bare)
}

/// `python3` and `Java11` without their numbers.
fn without_version(word: &str) -> &str {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    match bare.chars().count() >= 3 && bare.chars().all(char::is_alphabetic) {
        true => bare,
        false => word,
    }
}
