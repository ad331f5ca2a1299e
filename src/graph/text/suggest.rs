//! What may somebody be typing? Answered at every keystroke.

use std::cmp::Reverse;

use entity::Status;

use super::{
    KindSet,
    hash::hash,
    hit::{Hit, How},
    query::Query,
    search::{Asked, Found},
    segment::{Field, Segment, TextId},
    stem::stem,
    token::Words,
};
use crate::graph::Graph;

/// How many texts with the words before the last are looked at.
const MAX_TEXTS: usize = 4_096;
/// The least number of letters for which slips are looked for.
const WORTH_A_SEARCH: usize = 3;

impl Graph {
    /// The concepts that somebody may mean who has typed so much, the best first; at most so many.
    ///
    /// The last word is taken for the beginning of one. Where too few names have such words, those are added that a
    /// [search](Self::search) finds.
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
            found.extend(texts.iter().enumerate().map(|(place, text)| Found {
                level,
                text: *text,
                score: asked.likely(segment, *text, place < whole),
                how: if place < whole { How::Exact } else { How::Prefix },
                is_all: true,
                of_query: 1.0,
                of_text: 1.0,
            }));
        }
        let mut hits = asked.best(found, most);
        if hits.len() < most && words.compact().len() >= WORTH_A_SEARCH {
            asked.fill(&mut hits, prefix, most);
        }
        hits
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
        let last = words.len() - 1;
        let range = segment.words.starting_with(words.folded(last));
        let is_wanted = |text: TextId| self.is_wanted(level, segment, text);
        if last == 0 {
            return segment.postings.best(range, most, is_wanted, self.kinds);
        }
        let mut texts = Vec::new();
        if last == 1 {
            // Two words that others write as one.
            let together = segment.words.starting_with(words.compact());
            texts = segment.postings.best(together, most, is_wanted, self.kinds);
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
            own.chain(joined).any(|word| range.contains(word))
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
        texts
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

    /// Adds what a search finds: behind what begins with what was typed.
    fn fill(&self, hits: &mut Vec<Hit>, prefix: &str, most: usize) {
        let Some(query) = Query::of(self.index, prefix) else { return };
        let least = hits.last().map_or(1.0, |hit| hit.score);
        for mut hit in self.ranked(self.find(&query)) {
            if hits.len() == most {
                break;
            }
            if hits.iter().all(|known| known.node != hit.node) {
                hit.score *= least;
                hits.push(hit);
            }
        }
    }
}
