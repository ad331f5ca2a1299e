//! Where do labels stand in a text? Every place where one could, sure or not.

use super::super::{
    build::{MAX_PHRASE, has_proper_names},
    search::Asked,
    segment::{Field, Segment, TextId, hash},
    stem::stem,
    token::{Gap, Words},
};

/// How many labels with the same words are looked at.
const MAX_SAME: usize = 48;
/// Names of so many letters have a plural.
const LONG: usize = 8;
/// Up to so many words of a text are taken together as one: `Node JS`.
const MAX_TOGETHER: usize = 3;

/// A place where a label could stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// The first word.
    pub(super) first: usize,
    /// How many words it has.
    pub(super) length: usize,
    pub(super) level: usize,
    /// The label.
    pub(super) text: TextId,
    /// Whether its words are those of the label, and not only their stems.
    pub(super) is_same: bool,
}

/// All places where labels could stand.
pub(super) fn spots(asked: &Asked<'_>, text: &str, words: &Words) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (level, segment) in asked.index.segments() {
        let spotter = Spotter { asked, segment, level, text, words };
        let stems: Vec<_> = (0..words.len()).map(|place| segment.stems.find(stem(words.folded(place)))).collect();
        for first in 0..words.len() {
            let before = spots.len();
            spotter.by_stems(first, &stems, &mut spots);
            spotter.together(first, &mut spots);
            if spots.len() == before {
                spotter.without_version(first, &mut spots);
            }
        }
    }
    spots
}

struct Spotter<'s, 'g> {
    asked: &'s Asked<'g>,
    segment: &'s Segment,
    level: usize,
    text: &'s str,
    words: &'s Words,
}

impl Spotter<'_, '_> {
    /// Labels whose stems are those of the words from here on.
    fn by_stems(&self, first: usize, stems: &[Option<u32>], spots: &mut Vec<Spot>) {
        let Some(stem) = stems[first] else { return };
        let starts = &self.segment.phrase_starts[stem as usize..];
        let mut range = &self.segment.phrases[starts[0] as usize..starts[1] as usize];
        for length in 1..=MAX_PHRASE {
            // Labels that end here come first: they are the shortest with these stems.
            let ended = range.iter().take_while(|text| self.segment.contents.get(**text).len() == length);
            for text in ended.take(MAX_SAME) {
                self.add(first, length, *text, spots);
            }
            let next = first + length;
            let Some(Some(stem)) = stems.get(next).filter(|_| self.goes_on(next)) else { return };
            let at = |text: &TextId| {
                let word = self.segment.contents.get(*text).get(length)?;
                Some(self.segment.stem_of[*word as usize])
            };
            let start = range.partition_point(|text| at(text) < Some(*stem));
            let end = range.partition_point(|text| at(text) <= Some(*stem));
            range = &range[start..end];
            if range.is_empty() {
                return;
            }
        }
    }

    /// Whether a name can go on with a word.
    fn goes_on(&self, place: usize) -> bool {
        let word = &self.words.words[place];
        word.gap == Gap::Blank || word.joined
    }

    /// Labels that are written with other blanks or signs.
    fn together(&self, first: usize, spots: &mut Vec<Spot>) {
        let mut together = String::new();
        for length in 1..=MAX_TOGETHER.min(self.words.len() - first) {
            let place = first + length - 1;
            if length > 1 && !self.goes_on(place) {
                return;
            }
            together.push_str(self.words.folded(place));
            if together.len() > 32 {
                return;
            }
            for text in self.segment.compact.get(hash(&together)).take(MAX_SAME) {
                let contents = self.segment.contents.get(text);
                let letters = contents.iter().flat_map(|word| self.segment.words.word(*word).bytes());
                if contents.len() != length && letters.eq(together.bytes()) {
                    self.add(first, length, text, spots);
                }
            }
        }
    }

    /// `python3` is a name with a version.
    fn without_version(&self, first: usize, spots: &mut Vec<Spot>) {
        let word = self.words.folded(first);
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if bare.len() == word.len() || bare.len() < 3 || !bare.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return;
        }
        for text in self.segment.compact.get(hash(bare)).take(MAX_SAME) {
            if let [own] = self.segment.contents.get(text)
                && self.segment.words.word(*own) == bare
            {
                self.add(first, 1, text, spots);
            }
        }
    }

    fn add(&self, first: usize, length: usize, text: TextId, spots: &mut Vec<Spot>) {
        let entry = self.segment.text(text);
        if entry.field == Field::Description || !self.asked.is_wanted(self.level, self.segment, text) {
            return;
        }
        let own = self.segment.contents.get(text);
        let is_same = own.len() == length
            && own.iter().enumerate().all(|(at, word)| self.segment.words.word(*word) == self.words.folded(first + at));
        // Short names of things have no plural, and none has other endings.
        if has_proper_names(entry.kind) && own.len() == length && !is_same && !self.is_near_enough(first, own) {
            return;
        }
        let spot = Spot { first, length, level: self.level, text, is_same };
        if !self.is_part_of_a_sign(first, length) {
            spots.push(spot);
        }
    }

    /// Whether a word is a name with a version, or the plural of a long one: `python3`, `Dockerfiles`.
    fn is_near_enough(&self, first: usize, own: &[u32]) -> bool {
        let [own] = own else { return false };
        let (word, own) = (self.words.folded(first), self.segment.words.word(*own));
        let rest = word.strip_prefix(own);
        rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()) || rest == "s" && own.len() >= LONG)
    }

    /// `R` in `R&D`, `C` in `C-level`, `go` in `go-to-market`: a short word that signs join to others is not a name.
    fn is_part_of_a_sign(&self, first: usize, length: usize) -> bool {
        if length > 1 || self.words.folded(first).chars().count() > 2 {
            return false;
        }
        let span = self.words.span(first..first + 1);
        let joins = |sign: Option<char>, beyond: Option<char>| {
            matches!(sign, Some('&' | '-' | '\'' | '\u{2019}' | '.' | '@')) && beyond.is_some_and(char::is_alphanumeric)
        };
        let mut after = self.text[span.end..].chars();
        let mut before = self.text[..span.start].chars().rev();
        joins(after.next(), after.next()) || joins(before.next(), before.next())
    }
}
