//! The words of names and texts, as features: lower case, without common words and endings.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::features::Features;

/// English words that say nothing of what a text is about.
const COMMON: &[&str] = &[
    "a",
    "all",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "both",
    "by",
    "each",
    "for",
    "from",
    "in",
    "include",
    "including",
    "into",
    "is",
    "it",
    "its",
    "may",
    "not",
    "of",
    "on",
    "or",
    "other",
    "such",
    "that",
    "the",
    "their",
    "they",
    "this",
    "through",
    "to",
    "under",
    "up",
    "use",
    "used",
    "using",
    "which",
    "who",
    "will",
    "with",
    "within",
];

/// How long they are at most.
const MAX_COMMON: usize = 9;

/// Endings that are cut off where four letters are left: English ones, the longest first.
const ENDINGS: &[&str] = &["ing", "ers", "ors", "ies", "er", "or", "es", "ed", "ly", "s"];

/// The words of some texts. A word that is there n times has the value 1 + ln n.
pub(super) fn words<'t>(texts: impl Iterator<Item = &'t str>) -> Features {
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    let (mut keys, mut lower) = (Vec::new(), String::new());
    for text in texts {
        lower.clear();
        match text.is_ascii() {
            true => lower.extend([text]),
            false => lower.extend(text.chars().flat_map(char::to_lowercase)),
        }
        lower.make_ascii_lowercase();
        keys.extend(lower.split(|c| !is_of_word(c)).filter_map(key));
    }
    Features::counted(keys, |count| if count == 1 { 1.0 } else { 1.0 + (count as f32).ln() })
}

/// The key of a word that says something.
fn key(word: &str) -> Option<u64> {
    let says = !word.is_empty() && (word.len() > MAX_COMMON || COMMON.binary_search(&word).is_err());
    says.then(|| {
        // Of 64 bits, so that two of 10^5 words clash once in 10^9 graphs.
        let mut hasher = FxHasher::default();
        hasher.write(stem(word).as_bytes());
        hasher.finish()
    })
}

fn stem(word: &str) -> &str {
    let cut = |ending: &&str| word.strip_suffix(*ending).filter(|stem| stem.len() >= 4);
    ENDINGS.iter().find_map(cut).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<u64> {
        words([text].into_iter()).iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn the_common_words_are_sorted_so_that_they_are_found() {
        assert!(COMMON.is_sorted());
        assert_eq!(COMMON.iter().map(|word| word.len()).max(), Some(MAX_COMMON));
    }

    #[test]
    fn words_are_the_same_in_every_case_and_with_every_ending() {
        assert_eq!(of("Developers developing"), of("developer, DEVELOPED"));
        assert!(of("the and of").is_empty());
        assert_ne!(of("C++"), of("C"));
        assert_ne!(of("C#"), of("C"));
    }

    #[test]
    fn a_word_counts_more_the_oftener_it_stands_there_but_ever_less_so() {
        let values = |text: &str| words([text].into_iter()).iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(values("pilot"), [1.0]);
        assert_eq!(values("pilot pilots"), [1.0 + 2.0_f32.ln()]);
    }
}
