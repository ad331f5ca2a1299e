//! Slugs of concepts that come from an outside taxonomy: drawn from their labels.

use std::collections::HashMap;

use deunicode::deunicode_char;

/// A slug has up to 200 bytes; this leaves room for a prefix and for a suffix.
const MAX_LENGTH: usize = 150;

/// A text as part of a slug: small ASCII letters and digits, and one hyphen where something else stood between them.
///
/// Letters of other scripts are written in ASCII, `+` and `#` as words, since they tell C, C++ and C# apart. A long text
/// is cut, between two words if it can be. A text without any letter, digit, `+` or `#` gives nothing.
pub(super) fn slug(text: &str) -> String {
    let mut slug = Slug::default();
    for character in text.chars() {
        match character {
            '+' => slug.take("plus"),
            '#' => slug.take("sharp"),
            _ if character.is_ascii() => slug.take(character.encode_utf8(&mut [0; 4])),
            _ => match (character.is_alphanumeric(), deunicode_char(character)) {
                (true, Some(written)) => slug.take(written),
                // Accents that stand by themselves, soft hyphens, and what joins letters: the word goes on.
                (false, Some("")) => {}
                _ => slug.take(" "),
            },
        }
    }
    cut(slug.text)
}

/// Tells those apart that would have the same slug: each of them gets what is its own behind it.
pub(super) fn tell_apart(slugs: &mut [String], own: impl Fn(usize) -> String) {
    let mut times: HashMap<&str, usize> = HashMap::with_capacity(slugs.len());
    for slug in &*slugs {
        *times.entry(slug).or_default() += 1;
    }
    let shared: Vec<_> = slugs.iter().map(|slug| times[slug.as_str()] > 1).collect();
    for (place, slug) in slugs.iter_mut().enumerate().filter(|(place, _)| shared[*place]) {
        *slug = format!("{slug}-{}", own(place));
    }
}

#[derive(Default)]
struct Slug {
    text: String,
    /// Whether something stood behind the last word.
    ended: bool,
}

impl Slug {
    fn take(&mut self, ascii: &str) {
        for character in ascii.chars() {
            if !character.is_ascii_alphanumeric() {
                self.ended = !self.text.is_empty();
                continue;
            }
            if std::mem::take(&mut self.ended) {
                self.text.push('-');
            }
            self.text.push(character.to_ascii_lowercase());
        }
    }
}

/// The words that there is room for; of a single word, as much of it as there is room for.
fn cut(mut slug: String) -> String {
    if slug.len() > MAX_LENGTH {
        let end = slug[..=MAX_LENGTH].rfind('-').unwrap_or(MAX_LENGTH);
        slug.truncate(end);
    }
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slug_has_small_letters_digits_and_single_hyphens() {
        assert_eq!(slug("  Python (computer\u{a0}programming) "), "python-computer-programming");
        assert_eq!(slug("3D -- modelling & l'histoire"), "3d-modelling-l-histoire");
    }

    #[test]
    fn plus_and_sharp_are_words_of_their_own() {
        assert_eq!([slug("C"), slug("C++"), slug("C#")], ["c", "cplusplus", "csharp"]);
    }

    #[test]
    fn letters_of_other_scripts_are_written_in_ascii_and_accents_do_not_break_a_word() {
        assert_eq!(slug("Chargé d’études / Œuvre, Straße"), "charge-d-etudes-oeuvre-strasse");
        assert_eq!(slug("cafe\u{301}s co\u{ad}operative"), "cafes-cooperative");
        assert_eq!(slug("Γεωλόγος"), "geologos");
    }

    #[test]
    fn a_text_without_letters_gives_nothing() {
        assert_eq!(slug(" – / … ®"), "");
    }

    #[test]
    fn a_long_text_is_cut_between_words_and_a_long_word_within() {
        let cut = slug(&"skill ".repeat(60));
        assert!(cut.len() <= MAX_LENGTH && cut.ends_with("-skill"), "{cut}");
        assert_eq!(slug(&"x".repeat(400)).len(), MAX_LENGTH);
    }

    #[test]
    fn all_that_share_a_slug_get_what_is_their_own() {
        let mut slugs = ["a", "b", "a"].map(str::to_owned);
        tell_apart(&mut slugs, |place| format!("n{place}"));
        assert_eq!(slugs, ["a-n0", "b", "a-n2"]);
    }

    proptest! {
        #[test]
        fn whatever_the_text_its_slug_is_one_or_nothing(text in any::<String>()) {
            let slug = slug(&text);
            let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            prop_assert!(slug.len() <= MAX_LENGTH);
            prop_assert!(slug.is_empty() || slug.split('-').all(word), "{}", slug);
        }

        #[test]
        fn the_slug_of_a_slug_is_itself(text in any::<String>()) {
            let once = slug(&text);
            prop_assert_eq!(slug(&once), once);
        }
    }
}
