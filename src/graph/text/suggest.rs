//! What may somebody be typing? Answered at every keystroke.

use std::{cmp::Reverse, ops::Range};

use entity::Status;

use super::{
    KindSet,
    dictionary::WordId,
    hit::{Hit, How},
    query::Query,
    search::{Asked, Found},
    segment::{Field, Segment, TextId, hash},
    stem::stem,
    token::Words,
};
use crate::graph::Graph;

/// How many texts with the words before the last are looked at.
const MAX_TEXTS: usize = 4_096;
/// The least number of letters with which a search is worth while.
const WORTH_A_SEARCH: usize = 3;
/// The least number of letters of a word that is being typed in which a slip is thought of.
const WORTH_A_DOUBT: usize = 4;

impl Graph {
    /// The concepts that somebody may mean who has typed so much, the best first; at most so many.
    ///
    /// The last word is taken for the beginning of one. Where too few names have such words, those are added that a
    /// [search](Self::search) finds, and those that have them but for a slip in the last one, if that has four letters or
    /// more. A slip comes first where no name begins as it was typed.
    pub fn suggest(&self, prefix: &str, kinds: KindSet, locale: Option<&str>, most: usize) -> Vec<Hit> {
        let index = &self.indexes().text;
        let words = Words::of(prefix);
        if words.len() == 0 || words.len() > super::query::MAX_WORDS {
            return Vec::new();
        }
        let asked = Asked { graph: self, index, kinds, locale };
        let mut found = Vec::new();
        for (level, segment) in index.segments() {
            let mut texts = asked.named_so(level, segment, &words);
            let whole = texts.len();
            texts.extend(asked.begun(level, segment, &words, 3 * most + 8));
            found.extend(texts.iter().enumerate().map(|(place, text)| {
                let (is_whole, how) = if place < whole { (true, How::Exact) } else { (false, How::Prefix) };
                typed(level, *text, asked.likely(segment, *text, is_whole), how)
            }));
        }
        let mut hits = asked.best(found, most);
        if hits.is_empty() {
            add(&mut hits, most, || asked.slipped(&words, most));
        }
        let begun = hits.len();
        if words.compact().len() >= WORTH_A_SEARCH {
            add(&mut hits, most, || asked.searched(prefix));
        }
        if begun > 0 {
            add(&mut hits, most, || asked.slipped(&words, most));
        }
        hits
    }
}

/// A text that is found by what was typed.
const fn typed(level: usize, text: TextId, score: f32, how: How) -> Found {
    Found { level, text, score, how, is_all: true, of_query: 1.0, of_text: 1.0 }
}

/// Adds others behind those that are there, if there is room.
fn add(hits: &mut Vec<Hit>, most: usize, others: impl FnOnce() -> Vec<Hit>) {
    if hits.len() >= most {
        return;
    }
    let least = hits.last().map_or(1.0, |hit| hit.score);
    for hit in others() {
        if hits.len() < most && hits.iter().all(|known| known.node != hit.node) {
            hits.push(Hit { score: hit.score * least, ..hit });
        }
    }
}

impl Asked<'_> {
    /// The labels that are nothing but what was typed.
    fn named_so(&self, level: usize, segment: &Segment, words: &Words) -> Vec<TextId> {
        let compact = words.compact();
        let texts = segment.compact.get(hash(compact)).filter(|text| self.is_wanted(level, segment, *text));
        let is_same = |text: &TextId| {
            let entry = segment.text(*text);
            Words::of(&self.graph.node(entry.node).labels[entry.place as usize].text).compact() == compact
        };
        texts.take(64).filter(is_same).collect()
    }

    /// The labels that have all words but the last, and one that begins with it.
    fn begun(&self, level: usize, segment: &Segment, words: &Words, most: usize) -> Vec<TextId> {
        let mut texts = Vec::new();
        if words.len() == 2 {
            // Two words that others write as one.
            let together = segment.words.starting_with(words.compact());
            let is_wanted = |text: TextId| self.is_wanted(level, segment, text);
            texts = segment.postings.best(together, most, is_wanted, self.kinds);
        }
        let range = segment.words.starting_with(words.folded(words.len() - 1));
        self.with_last(level, segment, words, (&[range], most), &mut texts);
        texts
    }

    /// What has all words but the last, and one that begins with it but for a slip, the best first.
    fn slipped(&self, words: &Words, most: usize) -> Vec<Hit> {
        let last = words.folded(words.len() - 1);
        if last.chars().count() < WORTH_A_DOUBT {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (level, segment) in self.index.segments() {
            let mut texts = Vec::new();
            let ranges = segment.words.starting_nearly(last);
            self.with_last(level, segment, words, (&ranges, 3 * most + 8), &mut texts);
            let slipped = |text| typed(level, text, 0.8 * self.likely(segment, text, false), How::Typo);
            found.extend(texts.into_iter().map(slipped));
        }
        self.best(found, most)
    }

    /// Adds the labels that have all words but the last, and one of some ranges, which are in order: the likeliest of
    /// each, or of all; and puts them in order if there are several words.
    fn with_last(
        &self,
        level: usize,
        segment: &Segment,
        words: &Words,
        (ranges, most): (&[Range<WordId>], usize),
        texts: &mut Vec<TextId>,
    ) {
        let last = words.len() - 1;
        let is_wanted = |text: TextId| self.is_wanted(level, segment, text);
        if last == 0 {
            let best = |range: &Range<WordId>| segment.postings.best(range.clone(), most, is_wanted, self.kinds);
            texts.extend(ranges.iter().flat_map(best));
            return;
        }
        if ranges.is_empty() {
            return;
        }
        let before: Vec<_> = (0..last).map(|place| segment.akin(stem(words.folded(place)))).collect();
        let count = |akin: &[u32]| akin.iter().map(|word| segment.postings.count(*word)).sum::<usize>();
        let rarest = before.iter().min_by_key(|akin| count(akin)).copied().unwrap_or_default();
        let has = |text: TextId, word: &u32| {
            segment.contents.get(text).contains(word) || segment.joins.get(text).iter().any(|join| join.word == *word)
        };
        let begins = |text: TextId| {
            let own = segment.contents.get(text).iter();
            let joined = segment.joins.get(text).iter().map(|join| &join.word);
            let in_range = |word: &WordId| {
                let after = ranges.partition_point(|range| range.start <= *word);
                after > 0 && ranges[after - 1].contains(word)
            };
            own.chain(joined).any(in_range)
        };
        for word in rarest {
            let all = segment.postings.get(*word);
            let likely = (all.len() > MAX_TEXTS)
                .then(|| segment.postings.best(*word..word + 1, MAX_TEXTS, |_| true, self.kinds));
            let fits = |text: &TextId| {
                segment.text(*text).field != Field::Description
                    && begins(*text)
                    && before.iter().all(|akin| akin.iter().any(|word| has(*text, word)))
                    && is_wanted(*text)
            };
            texts.extend(likely.as_deref().unwrap_or(all).iter().copied().filter(fits));
        }
        texts.sort_by_cached_key(|text| Reverse((self.likely(segment, *text, false) * 1e6) as u32));
        texts.dedup();
        texts.truncate(most);
    }

    pub(super) fn is_wanted(&self, level: usize, segment: &Segment, text: TextId) -> bool {
        segment.wanted(text, self.kinds) && self.index.counts(level, segment.text(text).node)
    }

    /// How likely it is that a label is meant, from 0 to 1: what is typed in full first, then what is well known, short
    /// and no mere synonym.
    fn likely(&self, segment: &Segment, text: TextId, is_whole: bool) -> f32 {
        let entry = segment.text(text);
        let field = match entry.field {
            Field::Preferred => 1.0,
            Field::Alternative => 0.8,
            Field::Hidden => 0.6,
            Field::Description => 0.1,
        };
        let locale = segment.locales.get(usize::from(entry.locale)).map_or("", AsRef::as_ref);
        let fits = self.locale.is_none_or(|wanted| wanted.split('-').next() == locale.split('-').next());
        let short = 1.0 / segment.contents.get(text).len() as f32;
        let known = f32::from(entry.prior) / 15.0;
        let likely = 0.4 * field + 0.25 * short + 0.35 * known;
        let likely = if is_whole { 0.8 + 0.2 * likely } else { 0.8 * likely };
        if fits { likely } else { 0.85 * likely }
    }

    /// The best texts of so many concepts.
    fn best(&self, mut found: Vec<Found>, most: usize) -> Vec<Hit> {
        let node = |found: &Found| self.index.segments[found.level].text(found.text).node;
        let deprecated = |found: &Found| self.graph.node(node(found)).state.status == Status::Deprecated;
        found.sort_by_cached_key(|found| {
            (deprecated(found), Reverse((found.score * 1e6) as u32), node(found), found.text)
        });
        let mut hits: Vec<Hit> = Vec::new();
        for found in &found {
            let shown = self.graph.shown(node(found), self.kinds);
            if hits.len() < most && hits.iter().all(|hit| hit.node != shown) {
                hits.push(self.hit(found, shown));
            }
        }
        hits
    }

    /// What a search finds.
    fn searched(&self, prefix: &str) -> Vec<Hit> {
        Query::of(self.index, prefix).map_or_else(Vec::new, |query| self.ranked(self.find(&query)))
    }
}
