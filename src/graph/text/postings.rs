//! Which texts is a word in? And which of them are the ones that people most likely mean?

use std::{cmp::Reverse, collections::BinaryHeap, ops::Range};

use super::{
    KindSet,
    dictionary::WordId,
    segment::{Field, Join, Lists, Text, TextId},
};

/// How many postings share a summary.
const BLOCK: usize = 64;

/// The texts of each word, with how likely they are meant.
#[derive(Debug, Default)]
pub(super) struct Postings {
    texts: Lists<TextId>,
    ranks: Vec<u8>,
    /// For each block of postings the highest rank and the kinds that are there.
    blocks: Vec<(u8, KindSet)>,
}

impl Postings {
    /// Turns the words of texts round.
    pub(super) fn of(words: usize, texts: &[Text], contents: &Lists<WordId>, joins: &Lists<Join>) -> Self {
        let each = |text: TextId| {
            let own = contents.get(text).iter().enumerate().map(|(at, word)| (*word, at));
            own.chain(joins.get(text).iter().map(|join| (join.word, usize::from(join.at))))
        };
        let mut starts = vec![0_u32; words + 1];
        for text in 0..texts.len() as u32 {
            each(text).for_each(|(word, _)| starts[word as usize + 1] += 1);
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        let total = *starts.last().unwrap_or(&0) as usize;
        let (mut items, mut ranks) = (vec![0; total], vec![0; total]);
        for text in 0..texts.len() as u32 {
            let length = contents.get(text).len();
            for (word, at) in each(text) {
                let place = next[word as usize] as usize;
                next[word as usize] += 1;
                items[place] = text;
                ranks[place] = rank(&texts[text as usize], at, length);
            }
        }
        let blocks = items.chunks(BLOCK).zip(ranks.chunks(BLOCK)).map(|(items, ranks)| {
            let kinds = items.iter().fold(KindSet::NONE, |kinds, text| kinds.with(texts[*text as usize].kind));
            (ranks.iter().copied().max().unwrap_or_default(), kinds)
        });
        let blocks = blocks.collect();
        Self { texts: Lists { starts, items }, ranks, blocks }
    }

    /// How many texts a word is in; one counts twice that has it twice.
    pub(super) fn count(&self, word: WordId) -> usize {
        self.texts.range(word).len()
    }

    /// The texts of a word, in order.
    pub(super) fn get(&self, word: WordId) -> &[TextId] {
        self.texts.get(word)
    }

    /// The texts of neighbouring words, that is of those with a prefix, that are most likely meant: at most so many.
    /// Blocks in which nothing can be better are not looked into.
    pub(super) fn best(
        &self,
        words: Range<WordId>,
        most: usize,
        is_wanted: impl Fn(TextId) -> bool,
        kinds: KindSet,
    ) -> Vec<TextId> {
        let range = self.texts.starts[words.start as usize] as usize..self.texts.starts[words.end as usize] as usize;
        let mut best = BinaryHeap::with_capacity(most + 1);
        let mut place = range.start;
        while place < range.end {
            let end = ((place / BLOCK + 1) * BLOCK).min(range.end);
            let (highest, there) = self.blocks[place / BLOCK];
            let least = if best.len() < most { None } else { best.peek().map(|Reverse((rank, _))| *rank) };
            if there.meets(kinds) && least.is_none_or(|least| highest > least) {
                for place in place..end {
                    let found = (self.ranks[place], Reverse(self.texts.items[place]));
                    let better = best.len() < most || best.peek().is_some_and(|Reverse(least)| found > *least);
                    if better && is_wanted(found.1.0) {
                        best.push(Reverse(found));
                        if best.len() > most {
                            best.pop();
                        }
                    }
                }
            }
            place = end;
        }
        let mut best: Vec<_> = best.into_iter().map(|Reverse(found)| found).collect();
        best.sort_unstable_by_key(|found| Reverse(*found));
        best.into_iter().map(|(_, Reverse(text))| text).collect()
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        4 * (self.texts.starts.len() + self.texts.items.len()) + self.ranks.len() + 4 * self.blocks.len()
    }
}

/// How likely a text is meant by one of its words, from 0 to 255: well-known concepts, short names and first words
/// before others.
fn rank(text: &Text, at: usize, length: usize) -> u8 {
    let field = match text.field {
        Field::Preferred => 60,
        Field::Alternative => 40,
        Field::Hidden => 30,
        Field::Description => return text.prior,
    };
    let prior = usize::from(text.prior) * 6;
    let short = 60 / length.max(1);
    let first = if at == 0 { 40 } else { 0 };
    u8::try_from(field + prior + short + first).unwrap_or(u8::MAX)
}
