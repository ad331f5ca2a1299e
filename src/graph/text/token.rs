//! A text in words, as this field writes them: `C++`, `C#`, `.NET`, `Node.js`, `CI/CD`.

use std::ops::Range;

use super::fold::{fold_char, is_word};

/// How many characters of a word are looked at: no word of any use is longer.
const MAX_WORD: usize = 48;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where its folded form stands among those of all words, in bytes.
    folded: (u32, u32),
    /// Where it stands in the text, in bytes.
    at: (u32, u32),
    /// Whether nothing but punctuation stands between it and the word before, as in `back-end`.
    pub(super) joined: bool,
    /// Whether a sentence may begin here: capitals tell nothing then.
    pub(super) begins: bool,
    /// What separates it from the word before.
    pub(super) gap: Gap,
}

/// What stands between two words, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks, or a sign within a word.
    Blank,
    /// A comma, a slash, a bullet or the like, as in lists.
    List,
    /// The end of a line, of a sentence or of a bracket: no name goes on over it.
    Break,
}

/// The words of a text, folded.
#[derive(Debug, Default)]
pub(super) struct Words {
    folded: String,
    pub(super) words: Vec<Word>,
}

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text);
        words
    }

    /// Replaces the words by those of another text, and keeps the memory.
    pub(super) fn read(&mut self, text: &str) {
        self.folded.clear();
        self.words.clear();
        let mut rest = 0;
        while let Some(start) = next_word(text, rest) {
            let end = self.push(text, rest, start);
            rest = end;
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The folded form of a word.
    pub(super) fn folded(&self, place: usize) -> &str {
        let (start, end) = self.words[place].folded;
        &self.folded[start as usize..end as usize]
    }

    /// Where words stand in the text, from the first to the last.
    pub(super) fn span(&self, places: Range<usize>) -> Range<usize> {
        let (first, last) = (self.words[places.start], self.words[places.end - 1]);
        first.at.0 as usize..last.at.1 as usize
    }

    /// All words without what separates them.
    pub(super) fn compact(&self) -> &str {
        &self.folded
    }

    /// Adds the word that starts at a place, and says where it ends.
    fn push(&mut self, text: &str, rest: usize, start: usize) -> usize {
        let from = self.folded.len();
        let end = self.fold(text, start);
        if self.folded.len() == from {
            return end;
        }
        let gap = &text[rest..start];
        let is_first = self.words.is_empty();
        let joins = |c: char| !c.is_whitespace() && !matches!(c, ',' | ';');
        let narrow = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let word = Word {
            folded: (narrow(from), narrow(self.folded.len())),
            at: (narrow(start), narrow(end)),
            joined: gap != " " && !is_first && gap.chars().all(joins) && gap.chars().count() == 1,
            begins: is_first || gap != " " && begins(gap),
            gap: if gap == " " { Gap::Blank } else { gap_of(gap) },
        };
        self.words.push(word);
        end
    }

    /// Adds the folded form of the word that starts at a place, and says where it ends.
    fn fold(&mut self, text: &str, start: usize) -> usize {
        let from = self.folded.len();
        if let Some(end) = end_of_plain_word(text, start) {
            self.folded.push_str(&text[start..end.min(start + MAX_WORD)]);
            self.folded[from..].make_ascii_lowercase();
            return end;
        }
        let end = end_of_word(text, start);
        for c in text[start..end].chars().filter(|c| !is_apostrophe(*c) && *c != ' ').take(MAX_WORD) {
            fold_char(c, |c| self.folded.push(c));
        }
        strip_possessive(&text[start..end], &mut self.folded, from);
        end
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// Where the next word starts: at a letter or digit, or at the dot of `.NET`.
fn next_word(text: &str, from: usize) -> Option<usize> {
    if let [b' ', first, ..] = &text.as_bytes()[from..]
        && first.is_ascii_alphanumeric()
    {
        return Some(from + 1);
    }
    let mut before = text[..from].chars().next_back();
    let mut places = text[from..].char_indices().peekable();
    while let Some((at, c)) = places.next() {
        let follows = places.peek().map(|(_, c)| *c);
        let dot =
            c == '.' && before.is_none_or(|c| !is_word(c) && c != '.') && follows.is_some_and(char::is_alphabetic);
        if dot || (is_word(c) && fold_len(c) > 0) {
            return Some(from + at);
        }
        before = Some(c);
    }
    None
}

fn fold_len(c: char) -> usize {
    let mut length = 0;
    fold_char(c, |_| length += 1);
    length
}

/// Where the word ends that starts at a place, if nothing that follows can belong to it: most words are so, and need not
/// be looked at character by character.
fn end_of_plain_word(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start..];
    let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let ends = |follows: &u8| follows.is_ascii() && !matches!(follows, b'\'' | b'+' | b'#');
    (length > 1 && rest.get(length).is_none_or(ends)).then_some(start + length)
}

/// Where the word ends that starts at a place.
fn end_of_word(text: &str, start: usize) -> usize {
    let dot = usize::from(text[start..].starts_with('.'));
    let body = &text[start + dot..];
    let mut places = body.char_indices().peekable();
    let mut end = body.len();
    let mut letters = 0;
    while let Some((at, c)) = places.next() {
        let follows = places.peek().map(|(_, c)| *c);
        let inner = is_apostrophe(c) && letters > 2 && follows.is_some_and(is_word);
        if !is_word(c) && !inner {
            end = at;
            break;
        }
        letters += 1;
    }
    let word = &body[..end];
    start + dot + end + signs(word, &body[end..])
}

/// How many bytes of signs belong to the word before: `C++`, `C#`, but neither `5+` nor `html+css`.
fn signs(word: &str, rest: &str) -> usize {
    if !word.chars().all(char::is_alphabetic) {
        return 0;
    }
    // `C #` is `C#`, but a sign that stands alone belongs to single letters only.
    if word.chars().count() == 1
        && let Some(sign) = [" ++", " #"].iter().find(|sign| rest.starts_with(**sign))
    {
        let follows = rest[sign.len()..].chars().next();
        return if follows.is_some_and(is_word) { 0 } else { sign.len() };
    }
    let length = if rest.starts_with("++") { 2 } else { usize::from(rest.starts_with(['+', '#', '\u{266f}'])) };
    let follows = rest.get(length..).and_then(|rest| rest.chars().next());
    match length {
        1 if follows.is_some_and(is_word) => 0,
        1 if rest.starts_with('\u{266f}') => 0,
        length => length,
    }
}

/// Takes the `s` of `driver's` off.
fn strip_possessive(word: &str, folded: &mut String, from: usize) {
    let mut last = word.chars().rev();
    if matches!(last.next(), Some('s' | 'S')) && last.next().is_some_and(is_apostrophe) && folded.len() > from + 1 {
        folded.pop();
    }
}

/// Whether a sentence, a line or an item of a list may begin after what stands between two words.
fn begins(gap: &str) -> bool {
    gap.contains(['\n', '\r', ':', '!', '?', '\u{2022}', '\u{b7}', '"', '\u{201c}'])
        || gap.contains(". ")
        || gap.contains(".\t")
}

fn gap_of(gap: &str) -> Gap {
    let lone = gap.trim();
    match gap {
        _ if gap.contains(['\n', '\r']) => Gap::Break,
        _ if lone.is_empty() => Gap::Blank,
        _ if lone.contains([',', ';', '/', '|', '\u{2022}', '\u{b7}', '&']) => Gap::List,
        _ if matches!(lone, "-" | "." | "+" | "_" | "'" | "\u{2019}" | "\u{2010}" | "\u{2011}")
            && gap.len() == lone.len() =>
        {
            Gap::Blank
        }
        _ => Gap::Break,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_plain_word_ends_where_it_would_if_it_were_looked_at_more_closely(text in "[aB3 .+#'e\u{301}s-]{0,12}") {
            let mut words = Words::default();
            for (start, _) in text.char_indices().filter(|(_, c)| is_word(*c)) {
                if let Some(end) = end_of_plain_word(&text, start) {
                    prop_assert_eq!(end, end_of_word(&text, start));
                    words.read(&text[start..end]);
                    prop_assert_eq!(words.compact(), text[start..end].to_lowercase());
                }
            }
            let next = |from: usize| text[from..].find(|c: char| c.is_ascii_alphanumeric()).map(|at| from + at);
            for (from, _) in text.match_indices(' ').filter(|(from, _)| next(*from) == Some(from + 1)) {
                prop_assert_eq!(next_word(&text, from), Some(from + 1));
            }
        }
    }

    fn words(text: &str) -> Vec<String> {
        let words = Words::of(text);
        (0..words.len()).map(|place| words.folded(place).to_owned()).collect()
    }

    #[test]
    fn signs_that_matter_stay_with_their_words() {
        for (text, expected) in [
            ("C, C++ and C#", vec!["c", "c++", "and", "c#"]),
            ("F#/.NET", vec!["f#", ".net"]),
            ("ASP.NET Core", vec!["asp", "net", "core"]),
            ("Node.js", vec!["node", "js"]),
            ("CI/CD", vec!["ci", "cd"]),
            ("html+css 5+ years", vec!["html", "css", "5", "years"]),
            ("the driver's licence", vec!["the", "driver", "licence"]),
            ("C # and C ++ x # y", vec!["c#", "and", "c++", "x#", "y"]),
            ("l'informatique", vec!["l", "informatique"]),
            ("Let's go.", vec!["let", "go"]),
            ("R&D... ", vec!["r", "d"]),
            ("\u{202e}Go\u{301}\0\u{1f980}", vec!["go"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_knows_whether_it_is_joined_to_the_one_before() {
        let words = Words::of("back-end, web apps");
        let joined: Vec<_> = words.words.iter().map(|word| word.joined).collect();
        assert_eq!(joined, [false, true, false, false]);
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "Été: C++ Entwickler";
        let words = Words::of(text);
        assert_eq!(&text[words.span(1..3)], "C++ Entwickler");
    }
}
