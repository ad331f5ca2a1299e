//! The form in which characters are compared: lower case, without accents, ligatures taken apart.

/// What a character is compared as: nothing for what cannot be seen, mostly one character, now and then several.
pub(super) fn fold_char(c: char, mut each: impl FnMut(char)) {
    match c {
        '\0'..='\x7f' => each(c.to_ascii_lowercase()),
        // Combining marks, and what takes no room: soft hyphen, joiners, direction marks, variation selectors.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {}
        '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => {}
        // Latin letters with accents, ligatures, and forms that fill a square.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff5e}' => {
            let plain = deunicode::deunicode_char(c).unwrap_or_default();
            plain.chars().for_each(|plain| each(plain.to_ascii_lowercase()));
        }
        _ => c.to_lowercase().for_each(each),
    }
}

/// Whether a character is part of words.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let mut folded = String::new();
        text.chars().for_each(|c| fold_char(c, |c| folded.push(c)));
        folded
    }

    #[test]
    fn accents_case_and_what_cannot_be_seen_make_no_difference() {
        for (text, expected) in [
            ("Développeur", "developpeur"),
            ("De\u{301}veloppeur", "developpeur"),
            ("Straße", "strasse"),
            ("e\u{ad}mail\u{200b}", "email"),
            ("ＳＱＬ", "sql"),
            ("Разработчик", "разработчик"),
        ] {
            assert_eq!(fold(text), expected);
        }
    }
}
