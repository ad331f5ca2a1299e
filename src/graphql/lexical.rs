//! How many tokens a text has and how deep its brackets nest, by one pass over its bytes that cannot recurse.
//!
//! The parser is recursive: it must not see a text that nests without end. A text that is no GraphQL can be counted
//! wrongly; the parser refuses it.

use super::limits::{Exceeded, Limits, within};

/// Looks at a text before it is parsed.
pub(super) fn check(text: &str, limits: &Limits) -> Result<(), Box<Exceeded>> {
    within(text.len(), limits.document_bytes, "documentBytes", "the document has more than {} bytes")?;
    let mut rest = text.as_bytes();
    let (mut tokens, mut nesting) = (0, 0_usize);
    while let [first, ..] = rest {
        let length = match first {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xef | 0xbb | 0xbf => {
                rest = &rest[1..];
                continue;
            }
            b'#' => {
                rest = after_comment(rest);
                continue;
            }
            b'{' | b'[' | b'(' => {
                nesting += 1;
                within(nesting, limits.nesting, "nesting", "brackets in the document nest more than {} deep")?;
                1
            }
            b'}' | b']' | b')' => {
                nesting = nesting.saturating_sub(1);
                1
            }
            b'"' => text_length(rest),
            _ => word_length(rest),
        };
        tokens += 1;
        within(tokens, limits.tokens, "tokens", "the document has more than {} tokens")?;
        rest = &rest[length..];
    }
    Ok(())
}

fn after_comment(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len());
    &bytes[end..]
}

/// The length of a name or a number; else of one punctuator.
fn word_length(bytes: &[u8]) -> usize {
    let is_word =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.') || *byte >= 0x80;
    bytes.iter().position(|byte| !is_word(byte)).unwrap_or(bytes.len()).max(1)
}

/// The length of a string with its quotes, or of what there is of it.
fn text_length(bytes: &[u8]) -> usize {
    const BLOCK: &[u8] = b"\"\"\"";
    let is_block = bytes.starts_with(BLOCK);
    let mut at = if is_block { BLOCK.len() } else { 1 };
    while at < bytes.len() {
        let rest = &bytes[at..];
        match (is_block, rest) {
            (true, [b'\\', b'"', b'"', b'"', ..]) => at += 4,
            (true, _) if rest.starts_with(BLOCK) => return at + BLOCK.len(),
            (false, [b'\\', _, ..]) => at += 2,
            (false, [b'"', ..]) => return at + 1,
            // A line break ends what cannot be a string; the parser will say so.
            (false, [b'\n' | b'\r', ..]) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text passes with limits that are just large enough, and is refused with less.
    fn counts(text: &str, tokens: usize, nesting: usize) {
        let limits = |tokens, nesting| Limits { tokens, nesting, ..Limits::default() };
        assert_eq!(check(text, &limits(tokens, nesting)), Ok(()), "{text}");
        if tokens > 0 {
            check(text, &limits(tokens - 1, nesting)).expect_err(text);
        }
        if nesting > 0 {
            check(text, &limits(tokens, nesting - 1)).expect_err(text);
        }
    }

    #[test]
    fn tokens_and_brackets_are_counted() {
        counts("", 0, 0);
        counts("{a}", 3, 1);
        counts("{ a(b: [1, -2.5e+3]) { ...c @d } }", 16, 3);
        counts("query A($x: [Int!]! = [1]) { a }", 19, 2);
        counts("}}}{", 4, 1);
    }

    #[test]
    fn what_stands_in_strings_and_comments_does_not_count() {
        counts("# {{{ \"\n{a}", 3, 1);
        counts(r#"{ a(b: "{{{ \" {{ # ") }"#, 8, 2);
        counts(r#"{ a(b: """{{ " "" \""" {{ # """) }"#, 8, 2);
        counts(r#"{ a(b: "", c: """""") }"#, 11, 2);
        counts(r#"{ a(b: "é\\") { c } }"#, 11, 2);
    }

    #[test]
    fn what_stands_after_a_string_without_an_end_counts() {
        counts("\"{{\n{{", 3, 2);
        counts("\"{{", 1, 0);
        counts("\"\"\"{{", 1, 0);
    }
}
