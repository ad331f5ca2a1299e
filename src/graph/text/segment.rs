//! The names and texts of some concepts, ready to be searched. Made once, never changed.

use std::{hash::Hasher, ops::Range};

use entity::{Kind, LabelRole};
use rustc_hash::FxHasher;

use super::{
    KindSet,
    dictionary::{Dictionary, WordId},
    postings::Postings,
};
use crate::graph::NodeIndex;

/// The number of a text within its segment.
pub(super) type TextId = u32;

/// What sort of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The preferred label of a locale.
    Preferred,
    /// An alternative label.
    Alternative,
    /// A hidden label.
    Hidden,
    /// What is said of the concept: definition, description and scope note.
    Description,
}

impl From<LabelRole> for Field {
    fn from(role: LabelRole) -> Self {
        match role {
            LabelRole::Preferred => Self::Preferred,
            LabelRole::Alternative => Self::Alternative,
            LabelRole::Hidden => Self::Hidden,
        }
    }
}

/// A label or a description: where it stands, not what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    /// Whose it is.
    pub(super) node: NodeIndex,
    /// The place among the labels of the concept; nothing for a description.
    pub(super) place: u32,
    pub(super) field: Field,
    pub(super) kind: Kind,
    /// The place of its locale among those of the segment.
    pub(super) locale: u8,
    /// How well known the concept is, from 0 to 15: by the number of its relations.
    pub(super) prior: u8,
}

/// Words of a text that are also written as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    pub(super) word: WordId,
    /// The first of the words.
    pub(super) at: u8,
    /// How many there are.
    pub(super) length: u8,
}

/// An immutable index over the texts of some concepts.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The concepts with what their texts were read from, in order.
    pub(super) nodes: Vec<(NodeIndex, u64)>,
    /// The words as they are written, folded.
    pub(super) words: Dictionary,
    /// Their stems.
    pub(super) stems: Dictionary,
    /// The stem of each word.
    pub(super) stem_of: Vec<WordId>,
    /// The words of each stem, one stem after the other.
    pub(super) stem_words: Lists<WordId>,
    pub(super) texts: Vec<Text>,
    pub(super) locales: Vec<Box<str>>,
    /// The words of each text: in order for a label, sorted for a description.
    pub(super) contents: Lists<WordId>,
    /// What is also written as one word in each text.
    pub(super) joins: Lists<Join>,
    /// The texts of each word.
    pub(super) postings: Postings,
    /// Labels by the hash of all that is left of them without blanks and signs.
    pub(super) compact: Keys,
    /// Labels by the hash of their stems in any order.
    pub(super) bags: Keys,
    /// The labels in order of their stems, for tagging.
    pub(super) phrases: Vec<TextId>,
    /// Where those begin that have a stem as their first.
    pub(super) phrase_starts: Vec<u32>,
}

/// Lists of varying length in one piece of memory.
#[derive(Debug)]
pub(super) struct Lists<T> {
    pub(super) starts: Vec<u32>,
    pub(super) items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// Ends the list that items were added to.
    pub(super) fn end(&mut self) {
        self.starts.push(self.items.len() as u32);
    }

    pub(super) fn range(&self, list: u32) -> Range<usize> {
        let list = list as usize;
        self.starts[list] as usize..self.starts[list + 1] as usize
    }

    pub(super) fn get(&self, list: u32) -> &[T] {
        &self.items[self.range(list)]
    }

    fn size(&self) -> usize {
        4 * self.starts.capacity() + size_of::<T>() * self.items.capacity()
    }
}

/// Texts by a hash.
#[derive(Debug, Default)]
pub(super) struct Keys {
    sorted: Vec<(u64, TextId)>,
    /// Where the keys begin that have the same highest bits.
    starts: Vec<u32>,
    /// How far a key is shifted to be left with those bits.
    shift: u32,
}

impl Keys {
    pub(super) fn of(mut sorted: Vec<(u64, TextId)>) -> Self {
        sorted.sort_unstable();
        sorted.shrink_to_fit();
        let bits = sorted.len().max(2).ilog2().min(20);
        let shift = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        sorted.iter().for_each(|(key, _)| starts[(key >> shift) as usize + 1] += 1);
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        Self { sorted, starts, shift }
    }

    /// The texts with a hash, in order.
    pub(super) fn get(&self, key: u64) -> impl Iterator<Item = TextId> {
        let range = match self.starts.as_slice() {
            [] => 0..0,
            starts => starts[(key >> self.shift) as usize] as usize..starts[(key >> self.shift) as usize + 1] as usize,
        };
        self.sorted[range].iter().filter(move |(known, _)| *known == key).map(|(_, text)| *text)
    }
}

/// The hash of a text.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// A hash of words that does not depend on their order.
pub(super) fn hash_bag<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    words.fold(0, |bag: u64, word| bag.wrapping_add(hash(word) | 1))
}

impl Segment {
    /// A text by its number.
    pub(super) fn text(&self, text: TextId) -> &Text {
        &self.texts[text as usize]
    }

    /// The words that have a stem in common with a word that need not be known.
    pub(super) fn akin(&self, stem: &str) -> &[WordId] {
        self.stems.find(stem).map_or(&[], |stem| self.stem_words.get(stem))
    }

    /// The texts of the kinds that are wanted, at some places of the postings.
    pub(super) fn wanted(&self, text: TextId, kinds: KindSet) -> bool {
        kinds.has(self.text(text).kind)
    }

    /// What the texts of a concept were read from; none if it is not here.
    pub(super) fn print_of(&self, node: NodeIndex) -> Option<u64> {
        let place = self.nodes.binary_search_by_key(&node, |(known, _)| *known).ok()?;
        Some(self.nodes[place].1)
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        self.words.size()
            + self.stems.size()
            + self.stem_words.size()
            + self.contents.size()
            + self.joins.size()
            + self.postings.size()
            + 4 * (self.stem_of.len() + self.phrases.len())
            + 16 * (self.nodes.len() + self.compact.sorted.len() + self.bags.sorted.len())
            + 4 * (self.compact.starts.len() + self.bags.starts.len() + self.phrase_starts.len())
            + size_of::<Text>() * self.texts.len()
    }
}
