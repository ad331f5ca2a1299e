//! The words of names and texts, as features: lower case, without common words and endings.

use std::collections::BTreeMap;

use super::space::Features;

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

/// Endings that are cut off where four letters are left: English ones, the longest first.
const ENDINGS: &[&str] = &["ing", "ers", "ors", "ies", "er", "or", "es", "ed", "ly", "s"];

/// The words of some texts. A word that is there n times has the value 1 + ln n.
pub(super) fn words<'t>(texts: impl Iterator<Item = &'t str>) -> Features {
    let mut counts = BTreeMap::<u64, u32>::new();
    let mut word = String::new();
    for text in texts {
        for character in text.chars().flat_map(char::to_lowercase).chain([' ']) {
            match character.is_alphanumeric() || matches!(character, '+' | '#') {
                true => word.push(character),
                false => {
                    if let Some(key) = key(&word) {
                        *counts.entry(key).or_default() += 1;
                    }
                    word.clear();
                }
            }
        }
    }
    counts.into_iter().map(|(key, count)| (key, 1.0 + (count as f32).ln())).collect()
}

/// The key of a word that says something.
fn key(word: &str) -> Option<u64> {
    let says = !word.is_empty() && COMMON.binary_search(&word).is_err();
    says.then(|| {
        // FNV-1a with 64 bits: the same everywhere; two of 10^5 words clash once in 10^9 graphs.
        let bytes = stem(word).bytes();
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
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
        words([text].into_iter()).into_keys().collect()
    }

    #[test]
    fn the_common_words_are_sorted_so_that_they_are_found() {
        assert!(COMMON.is_sorted());
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
        let values = |text: &str| words([text].into_iter()).into_values().collect::<Vec<_>>();
        assert_eq!(values("pilot"), [1.0]);
        assert_eq!(values("pilot pilots"), [1.0 + 2.0_f32.ln()]);
    }
}
