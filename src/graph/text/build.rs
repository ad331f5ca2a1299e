//! From concepts to a segment: their texts are read in two halves at a time, then joined.

use std::{hash::Hasher, thread};

use entity::{Kind, NoteRole, Status};
use rustc_hash::{FxHashMap, FxHasher};

use super::{
    dictionary::{Dictionary, WordId},
    postings::Postings,
    segment::{Field, Join, Keys, Lists, Segment, Text, TextId, hash, hash_bag},
    stem::stem,
    token::Words,
};
use crate::graph::{Graph, Node, NodeIndex};

/// Fewer concepts than these are read by one thread.
const WORTH_A_THREAD: usize = 4_000;
/// How many different words of a description are kept.
const MAX_DESCRIPTION: usize = 250;
/// Labels with more words are not looked for in texts.
pub(super) const MAX_PHRASE: usize = 12;
/// Two words are also one if together they are no longer than this, in bytes.
const MAX_JOIN: usize = 24;

impl Segment {
    /// The index over some concepts, which are sorted and all there.
    pub(super) fn of(graph: &Graph, nodes: &[NodeIndex]) -> Self {
        let locales = locales(graph, nodes);
        let half = if nodes.len() < WORTH_A_THREAD { nodes.len() } else { nodes.len() / 2 };
        let (first, second) = nodes.split_at(half);
        let (first, second) = thread::scope(|scope| {
            let second = (!second.is_empty()).then(|| scope.spawn(|| Part::of(graph, second, &locales)));
            let first = Part::of(graph, first, &locales);
            (first, second.and_then(|second| second.join().ok()).unwrap_or_default())
        });
        joined(first, second, locales)
    }
}

/// What is read from some of the concepts: words are numbered as they come.
#[derive(Default)]
struct Part {
    numbers: FxHashMap<Box<str>, WordId>,
    nodes: Vec<(NodeIndex, u64)>,
    texts: Vec<Text>,
    contents: Lists<WordId>,
    joins: Lists<Join>,
    compact: Vec<(u64, TextId)>,
    bags: Vec<(u64, TextId)>,
}

impl Part {
    fn of(graph: &Graph, nodes: &[NodeIndex], locales: &[Box<str>]) -> Self {
        let mut part = Self::default();
        let mut words = Words::default();
        for index in nodes {
            let node = graph.node(*index);
            part.nodes.push((*index, print(node)));
            for place in 0..node.labels.len() {
                part.label(node, *index, place, locales, &mut words);
            }
            part.descriptions(node, *index, locales, &mut words);
        }
        part
    }

    fn label(&mut self, node: &Node, index: NodeIndex, place: usize, locales: &[Box<str>], words: &mut Words) {
        let label = &node.labels[place];
        words.read(&label.text);
        if words.len() == 0 {
            return;
        }
        let text = self.texts.len() as TextId;
        for place in 0..words.len() {
            let word = self.number(words.folded(place));
            self.contents.items.push(word);
        }
        self.punctuated(words);
        self.compact.push((hash(words.compact()), text));
        self.bags.push((hash_bag((0..words.len()).map(|place| stem(words.folded(place)))), text));
        self.end(node, index, place, label.role.into(), locale(locales, &label.locale));
    }

    /// What is joined by signs is also one word: `Node.js`, `back-end`; and `.NET` is also `net`.
    fn punctuated(&mut self, words: &Words) {
        for at in 0..words.len().min(usize::from(u8::MAX)) {
            if let Some(bare) = words.folded(at).strip_prefix('.') {
                let word = self.number(bare);
                self.joins.items.push(Join { word, at: at as u8, length: 1 });
            }
            if at > 0 && words.words[at].joined && words.folded(at - 1).len() + words.folded(at).len() <= MAX_JOIN {
                let word = self.number(&[words.folded(at - 1), words.folded(at)].concat());
                self.joins.items.push(Join { word, at: at as u8 - 1, length: 2 });
            }
        }
    }

    /// The words of all that is said of a concept in a locale, and of its name there: what the name leaves out is found
    /// together with it.
    fn descriptions(&mut self, node: &Node, index: NodeIndex, locales: &[Box<str>], words: &mut Words) {
        let mut rest = node.notes.as_slice();
        while let Some(first) = rest.first() {
            let length = rest.iter().take_while(|note| note.locale == first.locale).count();
            let (notes, others) = rest.split_at(length);
            rest = others;
            let start = self.contents.items.len();
            let told = notes.iter().filter(|note| note.role != NoteRole::EditorialNote).map(|note| note.text.as_str());
            for text in told.chain([node.preferred_label(&first.locale)]) {
                words.read(text);
                for place in 0..words.len() {
                    let word = self.number(words.folded(place));
                    self.contents.items.push(word);
                }
            }
            let own = &mut self.contents.items[start..];
            own.sort_unstable();
            let mut kept = start;
            for place in start..self.contents.items.len() {
                let word = self.contents.items[place];
                if kept == start || self.contents.items[kept - 1] != word {
                    self.contents.items[kept] = word;
                    kept += 1;
                }
            }
            self.contents.items.truncate(kept.min(start + MAX_DESCRIPTION));
            self.end(node, index, 0, Field::Description, locale(locales, &first.locale));
        }
    }

    fn end(&mut self, node: &Node, index: NodeIndex, place: usize, field: Field, locale: u8) {
        self.contents.end();
        self.joins.end();
        let (place, kind, prior) = (place as u32, node.kind(), prior(node));
        self.texts.push(Text { node: index, place, field, kind, locale, prior });
    }

    fn number(&mut self, word: &str) -> WordId {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.numbers.len() as WordId;
        self.numbers.insert(word.into(), number);
        number
    }
}

/// How well known a concept is, from 0 to 15: the logarithm of the number of its relations.
fn prior(node: &Node) -> u8 {
    let links = node.outgoing.len() + node.incoming.len();
    let scaled = f64::from(u32::try_from(links).unwrap_or(u32::MAX)).ln_1p() * 2.2;
    scaled.min(15.0) as u8
}

/// What the texts of a concept are read from: rows never change, so their numbers say it all.
pub(super) fn print(node: &Node) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_i64(node.state.row);
    hasher.write_u32(u32::from(prior(node)) << 1 | u32::from(node.state.status == Status::Deprecated));
    let rows = node.labels.iter().map(|label| label.row).chain(node.notes.iter().map(|note| note.row));
    rows.for_each(|row| hasher.write_i64(row));
    hasher.finish()
}

/// The locales that occur, the first 255 of them.
fn locales(graph: &Graph, nodes: &[NodeIndex]) -> Vec<Box<str>> {
    let mut locales: Vec<Box<str>> = Vec::new();
    for index in nodes {
        let node = graph.node(*index);
        let named = node.labels.iter().map(|label| &label.locale).chain(node.notes.iter().map(|note| &note.locale));
        for locale in named {
            if locales.len() < 255 && locales.iter().all(|known| **known != **locale) {
                locales.push(locale.as_str().into());
            }
        }
    }
    locales
}

fn locale(locales: &[Box<str>], locale: &str) -> u8 {
    locales.iter().position(|known| **known == *locale).unwrap_or(255) as u8
}

/// Puts the halves together: words get their numbers in order.
fn joined(first: Part, second: Part, locales: Vec<Box<str>>) -> Segment {
    let all = first.numbers.keys().chain(second.numbers.keys());
    let mut all: Vec<_> = all.map(|word| (beginning(word), word.as_ref())).collect();
    all.sort_unstable();
    all.dedup();
    let all: Vec<&str> = all.into_iter().map(|(_, word)| word).collect();
    let places: FxHashMap<&str, WordId> = (0..).zip(&all).map(|(place, word)| (*word, place)).collect();
    let mut segment = Segment { locales, ..Segment::default() };
    let (mut compact, mut bags) = (Vec::new(), Vec::new());
    let mut joins = Lists::default();
    for part in [&first, &second] {
        let offset = segment.texts.len() as TextId;
        let mut renumbered = vec![0; part.numbers.len()];
        for (word, number) in &part.numbers {
            renumbered[*number as usize] = places[word.as_ref()];
        }
        append(&mut segment, &mut joins, part, &renumbered);
        compact.extend(part.compact.iter().map(|(key, text)| (*key, text + offset)));
        bags.extend(part.bags.iter().map(|(key, text)| (*key, text + offset)));
    }
    segment.joins = with_blanks_left_out(&segment, joins, &all, &places);
    segment.words = Dictionary::of(all.iter().copied()).with_signatures();
    (segment.compact, segment.bags) = (Keys::of(compact), Keys::of(bags));
    add_stems(&mut segment, &all);
    segment.postings = Postings::of(all.len(), &segment.texts, &segment.contents, &segment.joins);
    segment.phrases = phrases(&segment);
    segment.phrase_starts = phrase_starts(&segment);
    segment
}

/// The first eight bytes of a word as a number: the words that two are of are in the same order, if the two differ.
fn beginning(word: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = word.len().min(8);
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

fn append(segment: &mut Segment, joins: &mut Lists<Join>, part: &Part, renumbered: &[WordId]) {
    segment.nodes.extend_from_slice(&part.nodes);
    segment.texts.extend_from_slice(&part.texts);
    for (text, entry) in part.texts.iter().enumerate() {
        let own = part.contents.get(text as TextId).iter().map(|word| renumbered[*word as usize]);
        let start = segment.contents.items.len();
        segment.contents.items.extend(own);
        if entry.field == Field::Description {
            segment.contents.items[start..].sort_unstable();
        }
        segment.contents.end();
        let own = part.joins.get(text as TextId).iter();
        joins.items.extend(own.map(|join| Join { word: renumbered[join.word as usize], ..*join }));
        joins.end();
    }
}

/// Neighbouring words that others write as one word: `data base`, `Java Script`, where that word occurs.
fn with_blanks_left_out(
    segment: &Segment,
    punctuated: Lists<Join>,
    all: &[&str],
    places: &FxHashMap<&str, WordId>,
) -> Lists<Join> {
    let mut joins = Lists::default();
    let mut together = String::new();
    for (text, entry) in segment.texts.iter().enumerate() {
        let known = punctuated.get(text as TextId);
        joins.items.extend_from_slice(known);
        let words = segment.contents.get(text as TextId);
        if entry.field != Field::Description && words.len() <= MAX_PHRASE {
            for (at, pair) in words.windows(2).enumerate() {
                let [left, right] = [pair[0], pair[1]].map(|word| all[word as usize]);
                if left.len() + right.len() > MAX_JOIN || left.len() < 2 && right.len() < 2 {
                    continue;
                }
                together.clear();
                together.extend([left, right]);
                let Some(word) = places.get(together.as_str()) else { continue };
                let is_new = known.iter().all(|join| (join.word, usize::from(join.at)) != (*word, at));
                if is_new {
                    joins.items.push(Join { word: *word, at: at as u8, length: 2 });
                }
            }
        }
        joins.end();
    }
    joins
}

fn add_stems(segment: &mut Segment, words: &[&str]) {
    let stems = words.iter().map(|word| stem(word)).zip(0..);
    let mut stems: Vec<_> = stems.map(|(stem, word)| (beginning(stem), stem, word)).collect();
    stems.sort_unstable();
    segment.stem_of = vec![0; words.len()];
    let mut names: Vec<&str> = Vec::new();
    for (_, name, word) in stems {
        if names.last() != Some(&name) {
            if !names.is_empty() {
                segment.stem_words.end();
            }
            names.push(name);
        }
        segment.stem_of[word as usize] = names.len() as WordId - 1;
        segment.stem_words.items.push(word);
    }
    if !names.is_empty() {
        segment.stem_words.end();
    }
    segment.stems = Dictionary::of(names.into_iter());
}

/// The labels that can be looked for in texts, in order of their stems. Most are told apart by the first five, which
/// are compared as one number.
fn phrases(segment: &Segment) -> Vec<TextId> {
    let eligible = |text: &TextId| {
        let length = segment.contents.range(*text).len();
        segment.text(*text).field != Field::Description && (1..=MAX_PHRASE).contains(&length)
    };
    let stems = |text: TextId| segment.contents.get(text).iter().map(|word| segment.stem_of[*word as usize]);
    let key = |text: TextId| {
        let first = stems(text).map(|stem| u128::from(stem) + 1).chain(std::iter::repeat(0)).take(5);
        first.fold(0_u128, |key, stem| key << 25 | stem)
    };
    let mut phrases: Vec<_> =
        (0..segment.texts.len() as TextId).filter(eligible).map(|text| (key(text), text)).collect();
    phrases.sort_unstable_by(|(left, a), (right, b)| {
        left.cmp(right).then_with(|| stems(*a).cmp(stems(*b))).then_with(|| a.cmp(b))
    });
    phrases.into_iter().map(|(_, text)| text).collect()
}

fn phrase_starts(segment: &Segment) -> Vec<u32> {
    let mut starts = vec![0; segment.stems.len() + 1];
    for text in &segment.phrases {
        let first = segment.contents.get(*text)[0];
        starts[segment.stem_of[first as usize] as usize + 1] += 1;
    }
    for place in 1..starts.len() {
        starts[place] += starts[place - 1];
    }
    starts
}

/// Whether concepts of a kind are known by proper names, which have no plural and no other endings.
pub(super) const fn has_proper_names(kind: Kind) -> bool {
    matches!(kind, Kind::Language | Kind::Framework | Kind::Tool)
}
