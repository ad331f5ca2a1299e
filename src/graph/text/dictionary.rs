//! The words that occur, sorted, and how those are found that are meant by others: the same, longer ones, near ones.

use std::ops::Range;

use super::typo::{are_apart, distance, is_moved, signature, slips};

/// How many words are passed by at a time.
const AT_ONCE: usize = 8;

/// A word of a dictionary.
pub(super) type WordId = u32;

/// Words in order, each once.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    letters: String,
    ends: Vec<u32>,
    /// The words by number of letters: those with as many stand together.
    by_length: Vec<WordId>,
    /// The signatures in the same order.
    signatures: Vec<u64>,
    /// Where each number of letters begins.
    lengths: Vec<u32>,
}

impl Dictionary {
    /// A dictionary of words that are sorted, each once.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let (mut letters, mut ends) = (String::new(), Vec::new());
        for word in words {
            letters.push_str(word);
            ends.push(u32::try_from(letters.len()).expect("words of a graph have less than 4 GiB"));
        }
        letters.shrink_to_fit();
        Self { letters, ends, ..Self::default() }
    }

    /// Makes ready for [`Self::near`].
    pub(super) fn with_signatures(mut self) -> Self {
        let mut sorted: Vec<_> = self.ids().map(|id| (self.word(id).chars().count(), id)).collect();
        sorted.sort_unstable();
        let most = sorted.last().map_or(0, |(length, _)| *length);
        let begins = |length: usize| sorted.partition_point(|(other, _)| *other < length) as u32;
        self.lengths = (0..=most + 1).map(begins).collect();
        self.signatures = sorted.iter().map(|(_, id)| signature(self.word(*id))).collect();
        self.by_length = sorted.into_iter().map(|(_, id)| id).collect();
        self
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn ids(&self) -> Range<WordId> {
        0..self.len() as u32
    }

    /// A word by its number.
    pub(super) fn word(&self, id: WordId) -> &str {
        let start = if id == 0 { 0 } else { self.ends[id as usize - 1] };
        &self.letters[start as usize..self.ends[id as usize] as usize]
    }

    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Option<WordId> {
        let place = self.first_from(self.ids(), |known| known < word);
        (place < self.ids().end && self.word(place) == word).then_some(place)
    }

    /// The words that begin with a prefix.
    pub(super) fn starting_with(&self, prefix: &str) -> Range<WordId> {
        self.starting_among(self.ids(), prefix)
    }

    /// Those of neighbouring words that begin with a prefix.
    fn starting_among(&self, among: Range<WordId>, prefix: &str) -> Range<WordId> {
        let start = self.first_from(among.clone(), |word| word < prefix);
        let end = self.first_from(start..among.end, |word| word < prefix || word.starts_with(prefix));
        start..end
    }

    /// The words that begin with a prefix but for one slip: a letter of it is left out, put in or changed, or two
    /// neighbours are swapped. The first letter and the last are those that were meant, unless they are swapped: people
    /// seldom get the first one wrong, and what comes after the last one will tell. In order.
    pub(super) fn starting_nearly(&self, prefix: &str) -> Vec<Range<WordId>> {
        let mut found = Vec::new();
        for (at, this) in prefix.char_indices() {
            let (before, rest) = (&prefix[..at], &prefix[at + this.len_utf8()..]);
            let among = self.starting_among(self.ids(), before);
            let mut add = |letters: &[char], rest: &str| {
                let slipped: String = before.chars().chain(letters.iter().copied()).chain(rest.chars()).collect();
                found.push(self.starting_among(among.clone(), &slipped));
            };
            if let Some(next) = rest.chars().next() {
                add(&[next, this], &rest[next.len_utf8()..]);
            }
            if at == 0 {
                continue;
            }
            if !rest.is_empty() {
                add(&[], rest);
            }
            for other in self.letters_after(among.clone(), before.len()) {
                add(&[other, this], rest);
                if !rest.is_empty() {
                    add(&[other], rest);
                }
            }
        }
        found.retain(|range| !range.is_empty());
        merged(found)
    }

    /// The letters that neighbouring words have after so many bytes that are the same in all, each once.
    fn letters_after(&self, mut among: Range<WordId>, length: usize) -> impl Iterator<Item = char> {
        std::iter::from_fn(move || {
            // A word that ends here comes before all others.
            while !among.is_empty() && self.word(among.start).len() == length {
                among.start += 1;
            }
            let word = among.clone().next().map(|first| self.word(first))?;
            let letter = word[length..].chars().next()?;
            among.start = self.starting_among(among.clone(), &word[..length + letter.len_utf8()]).end;
            Some(letter)
        })
    }

    /// The first of neighbouring words that is not before what is sought.
    fn first_from(&self, among: Range<WordId>, is_before: impl Fn(&str) -> bool) -> WordId {
        let (mut low, mut high) = (among.start, among.end);
        while low < high {
            let middle = low + (high - low) / 2;
            match is_before(self.word(middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// The words that are a slip or two away from one, as many as a word of its length can have; each with how many. A
    /// letter that stands elsewhere is one slip.
    pub(super) fn near(&self, word: &str) -> Vec<(WordId, usize)> {
        let length = word.chars().count();
        let most = slips(length);
        if most == 0 {
            return Vec::new();
        }
        let wanted = signature(word);
        let place = |length: usize| self.lengths.get(length).map_or(self.signatures.len(), |place| *place as usize);
        let range = place(length.saturating_sub(most).max(1))..place(length + most + 1);
        let slips = |known: u64, id: WordId| {
            let moved = || (known == wanted && length > 4 && is_moved(word, self.word(id))).then_some(1);
            distance(word, self.word(id), most).or_else(moved)
        };
        let mut near = Vec::new();
        // Nearly all words are far away: they are passed by many at a time, which processors do quickly.
        let many = self.signatures[range.clone()].chunks(AT_ONCE).zip(self.by_length[range].chunks(AT_ONCE));
        for (signatures, ids) in many {
            if signatures.iter().fold(true, |all, known| all & are_apart(*known, wanted, most)) {
                continue;
            }
            let some = signatures.iter().zip(ids).filter(|(known, _)| !are_apart(**known, wanted, most));
            near.extend(some.filter_map(|(known, id)| Some((*id, slips(*known, *id)?))));
        }
        near
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        self.letters.len()
            + 4 * (self.ends.len() + self.by_length.len() + self.lengths.len())
            + 8 * self.signatures.len()
    }
}

/// Ranges in order, those as one that meet.
fn merged(mut ranges: Vec<Range<WordId>>) -> Vec<Range<WordId>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<WordId>> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// A prefix with one slip, as [`Dictionary::starting_nearly`] has it.
    fn slipped(prefix: &str) -> BTreeSet<String> {
        let letters: Vec<_> = prefix.chars().collect();
        let mut slipped = Vec::new();
        for place in 1..letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(place - 1, place);
            slipped.push(swapped);
            let (before, rest) = (&letters[..place], &letters[place + 1..]);
            for other in ['a', 'b', '+', 'é'] {
                slipped.push([before, &[other], &letters[place..]].concat());
                if !rest.is_empty() {
                    slipped.push([before, rest].concat());
                    slipped.push([before, &[other], rest].concat());
                }
            }
        }
        slipped.into_iter().map(|letters| letters.into_iter().collect()).collect()
    }

    proptest! {
        #[test]
        fn words_are_found_as_by_looking_at_each(
            words in proptest::collection::btree_set("[ab+é]{1,9}", 0..40),
            asked in "[ab+é]{0,9}",
        ) {
            let known: Vec<_> = words.into_iter().collect();
            let dictionary = Dictionary::of(known.iter().map(String::as_str)).with_signatures();
            let place = known.iter().position(|word| *word == asked);
            prop_assert_eq!(dictionary.find(&asked).map(|id| id as usize), place);

            let longer: Vec<_> = dictionary.starting_with(&asked).map(|id| known[id as usize].clone()).collect();
            let expected: Vec<_> = known.iter().filter(|word| word.starts_with(&asked)).cloned().collect();
            prop_assert_eq!(longer, expected);

            let nearly: BTreeSet<_> = dictionary.starting_nearly(&asked).into_iter().flatten().collect();
            let slipped = slipped(&asked);
            let begins = |word: &String| slipped.iter().any(|prefix| word.starts_with(prefix));
            let expected: BTreeSet<_> = (0..).zip(&known).filter(|(_, word)| begins(word)).map(|(id, _)| id).collect();
            prop_assert_eq!(nearly, expected);

            let mut near: Vec<_> = dictionary.near(&asked).into_iter().map(|(id, slips)| (id as usize, slips)).collect();
            near.sort_unstable();
            let most = slips(asked.chars().count());
            let known = if most == 0 { Vec::new() } else { known };
            let expected: Vec<_> = known.iter().enumerate()
                .filter_map(|(place, word)| {
                    let moved = signature(word) == signature(&asked) && asked.chars().count() > 4 && is_moved(&asked, word);
                    Some((place, distance(&asked, word, most).or(moved.then_some(1))?))
                }).collect();
            prop_assert_eq!(near, expected);
        }
    }
}
