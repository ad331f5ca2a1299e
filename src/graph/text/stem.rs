//! What is left of a word without its ending: plural, `-ing` and `-ed`.
//!
//! A light stemmer: the plural rules are those of Harman's S stemmer (D. Harman, How effective is suffixing?, JASIS
//! 42(1), 1991), and `-ing` and `-ed` go as in step 1b of Porter's (M. Porter, An algorithm for suffix stripping, 1980).
//! Stronger stemmers make `operations` and `operating` one word, which names of skills do not bear.

/// The stem of a folded word; the word itself where there is nothing to take off.
pub(super) fn stem(word: &str) -> &str {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word;
    }
    let singular = without_plural(word);
    let bare = without_ending(singular);
    match bare.strip_suffix('e') {
        Some(short) if short.len() > 2 => short,
        _ => bare,
    }
}

fn without_plural(word: &str) -> &str {
    if let Some(short) = word.strip_suffix("ies").filter(|short| short.len() > 2) {
        // `libraries` goes to `librar`, as `library` does below.
        return short;
    }
    if let Some(short) = word.strip_suffix('y').filter(|short| short.len() > 3 && !ends_in_vowel(short)) {
        return short;
    }
    if let Some(short) = word.strip_suffix("ysis").filter(|short| short.len() > 2) {
        return &word[..short.len() + 2];
    }
    let kept = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s') {
        Some(short) if !kept => short,
        _ => word,
    }
}

fn without_ending(word: &str) -> &str {
    for ending in ["ing", "ed"] {
        let Some(short) = word.strip_suffix(ending).filter(|short| short.len() > 2 && has_vowel(short)) else {
            continue;
        };
        return undoubled(short);
    }
    word
}

/// `programm` goes to `program`, but `process` stays.
fn undoubled(word: &str) -> &str {
    let bytes = word.as_bytes();
    match bytes {
        [.., before, last] if before == last && !matches!(last, b'l' | b's' | b'z' | b'e' | b'o') => {
            &word[..word.len() - 1]
        }
        _ => word,
    }
}

fn has_vowel(word: &str) -> bool {
    word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn ends_in_vowel(word: &str) -> bool {
    word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["program", "programs", "programming", "programmed"][..],
            &["database", "databases"],
            &["library", "libraries"],
            &["manage", "manages", "managing", "managed"],
            &["process", "processes", "processing"],
            &["test", "tests", "testing", "tested"],
            &["analysis", "analyses"],
            &["develop", "developing"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?} {stems:?}");
        }
    }

    #[test]
    fn what_only_looks_like_an_ending_stays() {
        for word in ["spring", "string", "redis", "express", "c++", "js", "aws", "css", "разработки", "status"]
        {
            assert_eq!(stem(word), word);
        }
    }
}
