//! What is asked for, word by word, and which words of a segment can be meant.

use super::{
    TextIndex,
    dictionary::WordId,
    hit::How,
    lexicon::is_stop_word,
    segment::{Field, Segment, TextId},
    stem::stem,
    token::Words,
    typo::slips,
};

/// How many words of a query are looked at.
pub(super) const MAX_WORDS: usize = 24;
/// How many longer words a beginning stands for.
const MAX_LONGER: usize = 64;
/// How many words a misspelt one stands for.
const MAX_NEAR: usize = 24;

/// What is asked for.
#[derive(Debug)]
pub(super) struct Query {
    /// The words, folded.
    pub(super) words: Vec<Box<str>>,
    /// How much each word says, from how rare it is.
    pub(super) weights: Vec<f32>,
    /// Whether slips are looked for in words that are known too.
    doubts: bool,
    /// Whether every word is whole and must be there, and the last not perhaps the beginning of one.
    pub(super) is_whole: bool,
}

/// A word of the segment that stands for one or two words of the query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    pub(super) word: WordId,
    /// The first word of the query that it stands for.
    pub(super) first: u8,
    /// How many it stands for.
    pub(super) length: u8,
    /// How well it stands for them, from 0 to 1.
    pub(super) quality: f32,
    pub(super) how: How,
}

impl Query {
    /// The query that a text is; none if it has no words.
    pub(super) fn of(index: &TextIndex, text: &str) -> Option<Self> {
        let read = Words::of(text);
        let mut words: Vec<Box<str>> = Vec::new();
        for place in 0..read.len().min(MAX_WORDS) {
            match index.split(read.folded(place)) {
                Some((left, right)) => words.extend([left.into(), right.into()]),
                None => words.push(read.folded(place).into()),
            }
        }
        let weights = words.iter().map(|word| index.weight(word)).collect();
        (!words.is_empty()).then_some(Self { words, weights, doubts: false, is_whole: false })
    }

    /// The same query, in doubt whether words are spelt as they were meant.
    pub(super) fn in_doubt(mut self) -> Self {
        self.doubts = true;
        self
    }

    /// The same query, of which every word is whole, but perhaps misspelt.
    pub(super) fn whole(mut self) -> Self {
        self.is_whole = true;
        self.in_doubt()
    }

    /// Whether a text can be nothing but the words of the query, if it must be: two of its words may be one here, or one
    /// of its words two.
    pub(super) fn has_room_for(&self, segment: &Segment, text: TextId) -> bool {
        let words = segment.contents.range(text).len();
        !self.is_whole
            || segment.text(text).field != Field::Description
                && (self.words.len() <= 2 * words && words <= 2 * self.words.len())
    }

    /// The words of a segment that can be meant, sorted.
    pub(super) fn meanings(&self, segment: &Segment, known: impl Fn(&str) -> bool) -> Vec<Meaning> {
        let mut meanings = Vec::new();
        // Where a word is not known, it is that one which is misspelt.
        let all_known = self.words.iter().all(|word| known(word));
        for (place, word) in self.words.iter().enumerate() {
            let mut add = |word, length, quality, how| {
                meanings.push(Meaning { word, first: place as u8, length, quality, how });
            };
            same(segment, word, |word, quality, how| add(word, 1, quality, how));
            if let Some(next) = self.words.get(place + 1) {
                let together = [word.as_ref(), next].concat();
                same(segment, &together, |word, quality, _| add(word, 2, quality * 0.97, How::Normalised));
            }
            let is_known = known(word);
            let is_last = place + 1 == self.words.len();
            let mut is_begun = false;
            if !self.is_whole && (!is_known || is_last) {
                longer(segment, word, |word, quality| {
                    is_begun = true;
                    add(word, 1, quality, How::Prefix);
                });
            }
            // What is still being typed is not misspelt yet.
            let is_being_typed = is_last && is_begun && !self.doubts;
            if !(is_known || is_being_typed) || self.doubts && all_known {
                let mut is_near = false;
                near(segment, word, |word, quality| {
                    is_near = true;
                    add(word, 1, quality, How::Typo);
                });
                if let Some(next) = self.words.get(place + 1).filter(|_| self.doubts && !is_near) {
                    let together = [word.as_ref(), next].concat();
                    near(segment, &together, |word, quality| add(word, 2, quality * 0.97, How::Typo));
                }
            }
        }
        meanings.sort_by(|left, right| {
            let key = |meaning: &Meaning| (meaning.word, meaning.first);
            key(left).cmp(&key(right)).then_with(|| right.quality.total_cmp(&left.quality))
        });
        meanings.dedup_by_key(|meaning| (meaning.word, meaning.first));
        meanings
    }
}

/// The word itself, and those with the same stem.
fn same(segment: &Segment, word: &str, mut add: impl FnMut(WordId, f32, How)) {
    if let Some(word) = segment.words.find(word) {
        add(word, 1.0, How::Exact);
    }
    segment.akin(stem(word)).iter().for_each(|word| add(*word, 0.96, How::Normalised));
    if let Some(word) = word.strip_prefix('.').and_then(|bare| segment.words.find(bare)) {
        add(word, 0.9, How::Normalised);
    }
}

/// Longer words that begin so, the most frequent of them.
fn longer(segment: &Segment, word: &str, mut add: impl FnMut(WordId, f32)) {
    let range = segment.words.starting_with(word);
    let mut longer: Vec<_> = range.take(4_096).map(|id| (segment.postings.count(id), id)).collect();
    if longer.len() > MAX_LONGER {
        longer.select_nth_unstable_by(MAX_LONGER, |left, right| right.cmp(left));
        longer.truncate(MAX_LONGER);
    }
    for (_, id) in longer {
        let share = word.len() as f32 / segment.words.word(id).len() as f32;
        add(id, 0.55 + 0.37 * share);
    }
}

/// Words that are a slip or two away, the nearest and most frequent of them.
fn near(segment: &Segment, word: &str, mut add: impl FnMut(WordId, f32)) {
    // A number is as it was meant, and so is a word of which every text is full.
    if slips(word.chars().count()) == 0 || word.bytes().all(|byte| byte.is_ascii_digit()) || is_stop_word(word) {
        return;
    }
    let mut near: Vec<_> = segment
        .words
        .near(word)
        .into_iter()
        .map(|(id, slips)| (slips, usize::MAX - segment.postings.count(id), id))
        .collect();
    near.sort_unstable();
    for (slips, _, id) in near.into_iter().take(MAX_NEAR) {
        // The first letter is seldom wrong.
        let same_first = segment.words.word(id).chars().next() == word.chars().next();
        let quality = if slips == 1 { 0.82 } else { 0.66 };
        add(id, quality - if same_first { 0.0 } else { 0.08 });
    }
}

impl TextIndex {
    /// Whether any segment has a word, or one with the same stem.
    pub(super) fn knows(&self, word: &str) -> bool {
        let stem = stem(word);
        self.segments().any(|(_, segment)| segment.words.find(word).is_some() || segment.stems.find(stem).is_some())
    }

    /// How much a word says: the logarithm of how rare it and its other forms are.
    fn weight(&self, word: &str) -> f32 {
        let (mut found, mut all) = (0, 1);
        for (_, segment) in self.segments() {
            found += segment.akin(stem(word)).iter().map(|word| segment.postings.count(*word)).sum::<usize>();
            all += segment.texts.len();
        }
        let rarity = (1.0 + all as f32 / (1.0 + found as f32)).ln();
        if is_stop_word(word) { rarity.min(1.0) * 0.3 } else { rarity }
    }

    /// The two words that an unknown one is made of, if both are known: of several ways the one with the rarer words.
    fn split<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        let begins = |segment: &Segment| !segment.words.starting_with(word).is_empty();
        if word.len() < 6 || self.knows(word) || self.segments().any(|(_, segment)| begins(segment)) {
            return None;
        }
        let parts = (3..=word.len() - 3).filter(|at| word.is_char_boundary(*at)).map(|at| word.split_at(at));
        let known = parts.filter(|(left, right)| self.knows(left) && self.knows(right));
        let found = known.max_by(|left, right| self.commoner(*left).total_cmp(&self.commoner(*right)))?;
        let is_near = |segment: &Segment| segment.words.near(word).iter().any(|(_, slips)| *slips == 1);
        (!self.segments().any(|(_, segment)| is_near(segment))).then_some(found)
    }

    fn commoner(&self, (left, right): (&str, &str)) -> f32 {
        -self.weight(left).max(self.weight(right))
    }
}

/// Which words of the query a segment's text can have, by the rarest.
#[derive(Debug)]
pub(super) struct Spread {
    /// For each word of the query how many postings its meanings have.
    pub(super) counts: Vec<usize>,
}

impl Spread {
    pub(super) fn of(query: &Query, segment: &Segment, meanings: &[Meaning]) -> Self {
        let mut counts = vec![0; query.words.len()];
        for meaning in meanings {
            let count = segment.postings.count(meaning.word);
            for place in 0..usize::from(meaning.length) {
                counts[usize::from(meaning.first) + place] += count;
            }
        }
        Self { counts }
    }
}

/// A set of texts of a segment.
#[derive(Debug)]
pub(super) struct Texts(Vec<u64>);

impl Texts {
    pub(super) fn none(segment: &Segment) -> Self {
        Self(vec![0; segment.texts.len() / 64 + 1])
    }

    /// Adds a text; whether it is new.
    pub(super) fn insert(&mut self, text: TextId) -> bool {
        let (word, bit) = (&mut self.0[text as usize / 64], 1 << (text % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub(super) fn extend(&mut self, texts: &[TextId]) {
        for text in texts {
            self.0[*text as usize / 64] |= 1 << (text % 64);
        }
    }

    pub(super) fn has(&self, text: TextId) -> bool {
        self.0[text as usize / 64] & 1 << (text % 64) != 0
    }
}
