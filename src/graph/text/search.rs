//! Which concepts are meant by some words? Ranked, with what they were found by.

use std::cmp::Reverse;

use entity::{Kind, Status};
use rustc_hash::FxHashMap;

use super::{
    KindSet, TextIndex,
    hit::{Hit, How, Match},
    query::{Meaning, Query, Spread, Texts},
    segment::{Field, Segment, Text, TextId},
};
use crate::graph::{Graph, NodeIndex};

/// How many concepts a search finds at most.
const MAX_HITS: usize = 1_000;
/// How many texts of a segment are looked at.
const MAX_TEXTS: usize = 8_192;
/// What is worse than this share of the best is left out.
const WORTH: f32 = 0.4;
/// With less than this, what was asked for is perhaps misspelt.
const DOUBTFUL: f32 = 0.55;

impl Graph {
    /// The concepts that a text names or describes, the best first, and deprecated ones after all others.
    ///
    /// Labels of `locale`, or of its language, count fully, others for a little less; without one all count alike.
    /// What is looked at is bounded: the texts with the rarest words first, some thousands of them.
    pub fn search(&self, text: &str, kinds: KindSet, locale: Option<&str>) -> Vec<Hit> {
        let index = &self.indexes().text;
        let Some(query) = Query::of(index, text) else { return Vec::new() };
        let asked = Asked { graph: self, index, kinds, locale };
        let found = asked.find(&query);
        let best = found.iter().map(|found| found.score).fold(0.0, f32::max);
        if best >= DOUBTFUL {
            return asked.ranked(found);
        }
        let again = asked.find(&query.in_doubt());
        asked.ranked(found.into_iter().chain(again).collect())
    }
}

/// Where and for whom is searched.
#[derive(Clone, Copy)]
pub(super) struct Asked<'g> {
    pub(super) graph: &'g Graph,
    pub(super) index: &'g TextIndex,
    pub(super) kinds: KindSet,
    pub(super) locale: Option<&'g str>,
}

/// A text that fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) level: usize,
    pub(super) text: TextId,
    pub(super) score: f32,
    pub(super) how: How,
    /// Whether every word of what was asked for is there.
    pub(super) is_all: bool,
    /// How much of what was asked for is there.
    pub(super) of_query: f32,
    /// How much of what is there was asked for.
    pub(super) of_text: f32,
}

impl Asked<'_> {
    /// The texts that fit a query.
    pub(super) fn find(&self, query: &Query) -> Vec<Found> {
        let mut found = Vec::new();
        for (level, segment) in self.index.segments() {
            let meanings = query.meanings(segment, |word| self.index.knows(word));
            let scorer = Scorer::new(query, segment, &meanings, self.locale);
            for text in self.candidates(level, segment, query, &meanings) {
                found.extend(scorer.score(level, text));
            }
        }
        found
    }

    /// The texts to look at: those that have the rarest of the words, as many as can be looked at.
    fn candidates(&self, level: usize, segment: &Segment, query: &Query, meanings: &[Meaning]) -> Vec<TextId> {
        let counts = Spread::of(query, segment, meanings).counts;
        let telling = |place: &usize| counts[*place] > 0 && query.weights[*place] > 0.3;
        let mut places: Vec<_> = (0..counts.len()).filter(telling).collect();
        if places.is_empty() {
            places = (0..counts.len()).filter(|place| counts[*place] > 0).collect();
        }
        places.sort_by_key(|place| counts[*place]);
        let is_wanted = |text: TextId| self.is_wanted(level, segment, text) && query.has_room_for(segment, text);
        // Those that must have the rarest word are few, and sorted in the end; a set of all texts is large.
        let mut seen = (!query.is_whole).then(|| Texts::none(segment));
        let mut is_new = |text: TextId| seen.as_mut().is_none_or(|seen| seen.insert(text));
        let mut found = Vec::new();
        for (rank, place) in places.iter().enumerate() {
            // Where every word must be there, so must the rarest.
            if rank > 0 && query.is_whole {
                break;
            }
            if found.len() + counts[*place] <= MAX_TEXTS {
                let texts = standing_for(meanings, *place).flat_map(|word| segment.postings.get(word));
                found.extend(texts.filter(|text| is_wanted(**text) && is_new(**text)));
                continue;
            }
            if rank > 0 && !found.is_empty() {
                break;
            }
            self.too_many(segment, meanings, (*place, places.get(rank + 1).copied()), |text| {
                if found.len() < MAX_TEXTS && is_wanted(text) && is_new(text) {
                    found.push(text);
                }
            });
        }
        if query.is_whole {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    /// Of the texts that have a frequent word those that have the next word too, then those that are most likely meant.
    fn too_many(
        &self,
        segment: &Segment,
        meanings: &[Meaning],
        (place, next): (usize, Option<usize>),
        mut add: impl FnMut(TextId),
    ) {
        if let Some(next) = next {
            let mut with_next = Texts::none(segment);
            for word in standing_for(meanings, next) {
                with_next.extend(segment.postings.get(word));
            }
            for word in standing_for(meanings, place) {
                segment.postings.get(word).iter().filter(|text| with_next.has(**text)).for_each(|text| add(*text));
            }
        }
        for word in standing_for(meanings, place) {
            let best = segment.postings.best(word..word + 1, MAX_TEXTS / 8, |_| true, self.kinds);
            best.into_iter().for_each(&mut add);
        }
    }

    /// The concepts of texts, the best first; what is much worse than the best is left out.
    pub(super) fn ranked(&self, mut found: Vec<Found>) -> Vec<Hit> {
        let best = found.iter().map(|found| found.score).fold(0.0, f32::max);
        found.retain(|found| found.score >= best * WORTH);
        let mut hits: FxHashMap<u32, (Found, NodeIndex)> = FxHashMap::default();
        for found in found {
            let node = self.index.segments[found.level].text(found.text).node;
            let shown = self.graph.shown(node, self.kinds);
            let known = hits.entry(shown.0).or_insert((found, shown));
            if is_better(&found, &known.0) {
                known.0 = found;
            }
        }
        let deprecated = |node: NodeIndex| self.graph.node(node).state.status == Status::Deprecated;
        let mut hits: Vec<_> = hits.into_values().map(|(found, node)| (deprecated(node), found, node)).collect();
        let key = |(deprecated, found, node): &(bool, Found, NodeIndex)| {
            (*deprecated, Reverse((found.score * 1e6) as u32), *node)
        };
        if hits.len() > MAX_HITS {
            hits.select_nth_unstable_by_key(MAX_HITS, key);
            hits.truncate(MAX_HITS);
        }
        hits.sort_unstable_by_key(key);
        hits.into_iter().map(|(_, found, node)| self.hit(&found, node)).collect()
    }

    pub(super) fn hit(&self, found: &Found, node: NodeIndex) -> Hit {
        let segment = &self.index.segments[found.level];
        let matched = Match::of(self.graph, segment, segment.text(found.text), found.how);
        Hit { node, score: found.score, matched }
    }
}

/// The better score counts; of texts with the same the one that is shown first, so that the answer is always the same.
fn is_better(left: &Found, right: &Found) -> bool {
    let key = |found: &Found| (found.how, Reverse(found.level), found.text);
    left.score.total_cmp(&right.score).reverse().then_with(|| key(left).cmp(&key(right))).is_lt()
}

fn standing_for(meanings: &[Meaning], place: usize) -> impl Iterator<Item = u32> {
    let stands = move |meaning: &&Meaning| {
        let first = usize::from(meaning.first);
        (first..first + usize::from(meaning.length)).contains(&place)
    };
    meanings.iter().filter(stands).map(|meaning| meaning.word)
}

/// How well texts fit a query.
pub(super) struct Scorer<'s> {
    query: &'s Query,
    segment: &'s Segment,
    meanings: &'s [Meaning],
    /// Bits of words that mean something: most words do not, and are told from these at a glance.
    glance: [u64; 16],
    total: f32,
    /// How much each locale of the segment counts.
    locales: Vec<f32>,
}

/// The best that a text has for a word of the query.
#[derive(Clone, Copy, Default)]
struct Best {
    quality: f32,
    how: Option<How>,
    /// Where the text has it, from 1.
    at: usize,
}

impl<'s> Scorer<'s> {
    pub(super) fn new(query: &'s Query, segment: &'s Segment, meanings: &'s [Meaning], locale: Option<&str>) -> Self {
        let mut glance = [0; 16];
        for meaning in meanings {
            glance[meaning.word as usize / 64 % 16] |= 1 << (meaning.word % 64);
        }
        let language = |locale: &str| locale.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let wanted = locale.map(language);
        let counts = |known: &str| wanted.as_ref().is_none_or(|wanted| language(known) == *wanted);
        let locales = segment.locales.iter().map(|known| if counts(known) { 1.0 } else { 0.85 }).collect();
        Self { query, segment, meanings, glance, total: query.weights.iter().sum(), locales }
    }

    /// How well a text fits; none if it has none of the words.
    pub(super) fn score(&self, level: usize, text: TextId) -> Option<Found> {
        let entry = self.segment.text(text);
        let mut best = [Best::default(); 2 * super::query::MAX_WORDS];
        let best = &mut best[..self.query.words.len()];
        let words = self.segment.contents.get(text);
        let mut covered = 0_u64;
        for (at, word) in words.iter().enumerate() {
            self.note(best, *word, at, 1, &mut covered);
        }
        if entry.field == Field::Description {
            // Among so many words some are near to any.
            best.iter_mut().filter(|best| best.how == Some(How::Typo)).for_each(|best| *best = Best::default());
        }
        for join in self.segment.joins.get(text) {
            self.note(best, join.word, usize::from(join.at), usize::from(join.length), &mut covered);
        }
        let found: f32 = best.iter().zip(&self.query.weights).map(|(best, weight)| best.quality * weight).sum();
        let of_query = found / self.total;
        let how = best.iter().filter_map(|best| best.how).max()?;
        let of_text = match entry.field {
            Field::Description => 0.4,
            _ => covered.count_ones() as f32 / words.len().min(64) as f32,
        };
        let fit = of_query.powf(1.5) * (0.6 + 0.4 * of_text);
        let order = if entry.field == Field::Description { 0.0 } else { in_order(best) };
        let known = f32::from(entry.prior) / 15.0;
        let score = fit * self.field(entry) * kind(entry.kind) * (0.86 + 0.07 * order + 0.07 * known);
        let is_all = best.iter().all(|best| best.how.is_some());
        Some(Found { level, text, score, how, is_all, of_query, of_text })
    }

    fn note(&self, best: &mut [Best], word: u32, at: usize, length: usize, covered: &mut u64) {
        if self.glance[word as usize / 64 % 16] & 1 << (word % 64) == 0 {
            return;
        }
        let start = self.meanings.partition_point(|meaning| meaning.word < word);
        for meaning in self.meanings[start..].iter().take_while(|meaning| meaning.word == word) {
            for place in at..(at + length).min(64) {
                *covered |= 1 << place;
            }
            let first = usize::from(meaning.first);
            for known in &mut best[first..first + usize::from(meaning.length)] {
                if meaning.quality > known.quality {
                    // What is written otherwise than it was asked for is not found exactly.
                    let how = if length > 1 { meaning.how.max(How::Normalised) } else { meaning.how };
                    *known = Best { quality: meaning.quality, how: Some(how), at: at + 1 };
                }
            }
        }
    }

    fn field(&self, text: &Text) -> f32 {
        let field = match text.field {
            Field::Preferred => 1.0,
            Field::Alternative => 0.97,
            Field::Hidden => 0.94,
            Field::Description => 0.72,
        };
        field * self.locales.get(usize::from(text.locale)).copied().unwrap_or(0.85)
    }
}

/// Groups are seldom meant, and what somebody does even less: they are found behind others that fit as well.
const fn kind(kind: Kind) -> f32 {
    match kind {
        Kind::RoleGroup | Kind::SkillGroup => 0.92,
        Kind::Responsibility => 0.85,
        _ => 1.0,
    }
}

/// The share of neighbours in the query that are neighbours in the text, in the same order; 1 for a single word.
fn in_order(best: &[Best]) -> f32 {
    if best.len() < 2 {
        return f32::from(u8::from(best.iter().all(|best| best.at > 0)));
    }
    let pairs =
        best.windows(2).filter(|pair| pair[0].at > 0 && (pair[1].at == pair[0].at + 1 || pair[1].at == pair[0].at));
    pairs.count() as f32 / (best.len() - 1) as f32
}
