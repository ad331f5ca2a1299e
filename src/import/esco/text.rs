//! Labels and notes, without what is not seen: invisible characters, repeated blanks, broken encodings.

use std::borrow::Cow;

/// A label: one line, with single blanks between its words.
pub(super) fn label(text: &str) -> String {
    let repaired = repair(text);
    let mut label = String::with_capacity(repaired.len());
    for word in repaired.split_whitespace() {
        if !label.is_empty() {
            label.push(' ');
        }
        label.extend(word.chars().filter(|character| !is_invisible(*character)));
    }
    label
}

/// A longer text: its lines and blanks are its own. The backslash that some end with is left of what they were written in,
/// and so are the marks of links.
pub(super) fn note(text: &str) -> String {
    without_marks(&repair(text)).trim().trim_end_matches('\\').trim_end().to_owned()
}

/// What a text says without the marks of HTML: links to other concepts, of which the words stay, and signs that were
/// written as entities.
fn without_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        plain.push_str(before);
        let mark = ["<a ", "</a>", "<span ", "</span>"].iter().any(|mark| from.starts_with(mark));
        let length = from.find('>').filter(|_| mark).map_or(0, |end| end + 1);
        if length == 0 {
            plain.push('<');
        }
        rest = &from[length.max(1)..];
    }
    plain.push_str(rest);
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    Cow::Owned(signs.iter().fold(plain, |text, (entity, sign)| text.replace(entity, sign)))
}

/// Soft hyphens, joiners, marks of direction and control characters: they tell two labels apart that look the same.
fn is_invisible(character: char) -> bool {
    character.is_control() || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A no-break space in UTF-8 that was read as Latin-1.
const TWICE_ENCODED_BLANK: &str = "Â\u{a0}";

/// Undoes what came of reading UTF-8 as Latin-1, as in `studentsâ\u{80}\u{99}`, and drops what control characters remain:
/// the graph does not take them.
fn repair(text: &str) -> Cow<'_, str> {
    if !text.contains(is_forbidden) && !text.contains(TWICE_ENCODED_BLANK) {
        return Cow::Borrowed(text);
    }
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_latin) {
        let (before, from) = rest.split_at(start);
        let (run, after) = from.split_at(from.find(|character| !is_latin(character)).unwrap_or(from.len()));
        repaired.push_str(before);
        repaired.push_str(&reread(run));
        rest = after;
    }
    repaired.push_str(rest);
    repaired.retain(|character| !is_forbidden(character));
    Cow::Owned(repaired)
}

/// The characters of a run as the bytes that they once were, if those are UTF-8.
fn reread(run: &str) -> Cow<'_, str> {
    let bytes: Vec<_> = run.chars().filter_map(|character| u8::try_from(u32::from(character)).ok()).collect();
    match String::from_utf8(bytes) {
        Ok(text) if run.contains(is_forbidden) || run == TWICE_ENCODED_BLANK => Cow::Owned(text),
        _ => Cow::Borrowed(run),
    }
}

/// A character that the upper half of Latin-1 has.
fn is_latin(character: char) -> bool {
    ('\u{80}'..='\u{ff}').contains(&character)
}

fn is_forbidden(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line_of_what_can_be_seen() {
        assert_eq!(label(" use\u{a0}\u{a0}of  e\u{200b}-services\t"), "use of e-services");
        assert_eq!(label("co\u{ad}operate\u{feff}"), "cooperate");
        assert_eq!(label("\u{200b}"), "");
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(note(" one\u{a0}two\n\n three "), "one\u{a0}two\n\n three");
    }

    #[test]
    fn utf_8_that_was_read_as_latin_1_is_read_again_and_other_letters_are_left_alone() {
        assert_eq!(note("studentsâ\u{80}\u{99} café"), "students’ café");
        assert_eq!(note("a\u{9d}b, à la carte"), "ab, à la carte");
        assert_eq!(note("toÂ\u{a0}students"), "to\u{a0}students");
    }

    #[test]
    fn of_a_link_the_words_stay_and_of_an_entity_the_sign() {
        let link = r#"Includes <a resource="x" href="y"><span property="label" xml:lang="en">chef</span></a>."#;
        assert_eq!(note(link), "Includes chef.");
        assert_eq!(note("B&amp;B, &lt;5 <6 < 7 &amp;lt;"), "B&B, <5 <6 < 7 &lt;");
    }
}
