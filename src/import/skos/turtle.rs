//! How Turtle is written: a block for each subject, a line for each thing that is said of it.

use std::{
    fmt::{self, Display, Write as _},
    io::{self, Write},
};

use url::Url;

/// What is said of one subject.
///
/// All lines end alike, and the full stop stands on a line of its own, so that one line more changes no other line.
pub(super) struct Block<'w, W: Write>(&'w mut W);

impl<'w, W: Write> Block<'w, W> {
    /// Begins a block with the classes of its subject.
    pub(super) fn begin(text: &'w mut W, subject: impl Display, classes: impl Display) -> io::Result<Self> {
        writeln!(text, "\n{subject} a {classes} ;")?;
        Ok(Self(text))
    }

    /// Says one thing.
    pub(super) fn say(&mut self, predicate: &str, object: impl Display) -> io::Result<()> {
        writeln!(self.0, "    {predicate} {object} ;")
    }

    /// Says what there is to say.
    pub(super) fn say_if(&mut self, predicate: &str, object: Option<impl Display>) -> io::Result<()> {
        object.map_or(Ok(()), |object| self.say(predicate, object))
    }

    /// Ends the block.
    pub(super) fn end(self) -> io::Result<()> {
        writeln!(self.0, "    .")
    }
}

/// A text in no language.
pub(super) struct Text<'t>(pub(super) &'t str);

/// A text in a language, which is given as a tag.
pub(super) struct TextIn<'t>(pub(super) &'t str, pub(super) &'t str);

/// A text that means something in the value space of a datatype.
pub(super) struct Typed<'t, D>(pub(super) &'t str, pub(super) D);

/// A number, always with a point: a whole one would be read as of another datatype.
pub(super) struct Decimal(pub(super) f64);

/// An address as a node of the graph where it is one, otherwise as text.
pub(super) struct Address<'t>(pub(super) &'t str);

/// A name below a prefix.
pub(super) struct Name<'t>(pub(super) &'t str, pub(super) &'t str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                // The standard wants none of these escaped. But editors take some of them for line ends, and terminals
                // obey others.
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => write!(f, "\\u{:04X}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

impl Display for TextIn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", Text(self.0), self.1)
    }
}

impl<D: Display> Display for Typed<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}^^{}", Text(self.0), self.1)
    }
}

impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        f.write_str(&digits)?;
        if digits.contains('.') { Ok(()) } else { f.write_str(".0") }
    }
}

impl Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !is_address(self.0) {
            return Typed(self.0, "xsd:anyURI").fmt(f);
        }
        f.write_char('<')?;
        for c in self.0.chars() {
            if may_stand_in_an_iri(c) { f.write_char(c)? } else { percent(f, c)? }
        }
        f.write_char('>')
    }
}

impl Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.0)?;
        for (place, c) in self.1.chars().enumerate() {
            let plain = c.is_ascii_alphanumeric() || (c == '-' && place > 0);
            if plain { f.write_char(c)? } else { percent(f, c)? }
        }
        Ok(())
    }
}

/// Whether a text is the address of something on the web.
pub(super) fn is_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Whether a character needs no escape between `<` and `>`.
pub(super) fn may_stand_in_an_iri(c: char) -> bool {
    !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\')
}

fn percent(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    c.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(f, "%{byte:02X}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_text_or_a_line_is_escaped() {
        let text = "a \"b\" \\ c\nd\re\tf\u{0}\u{7f}\u{85}\u{2028}é€😀'";
        let expected = r#""a \"b\" \\ c\nd\re\tf\u0000\u007F\u0085\u2028é€😀'""#;
        assert_eq!(Text(text).to_string(), expected);
    }

    #[test]
    fn a_number_always_has_a_point_and_never_an_exponent() {
        let numbers = [0.0, 1.0, 0.95, 1e-7, 250.0].map(|number| Decimal(number).to_string());
        assert_eq!(numbers, ["0.0", "1.0", "0.95", "0.0000001", "250.0"]);
    }

    #[test]
    fn an_address_is_a_node_and_anything_else_is_text() {
        let written = |text| Address(text).to_string();
        assert_eq!(written("https://www.rust-lang.org/"), "<https://www.rust-lang.org/>");
        assert_eq!(written("https://example.org/a b>c"), "<https://example.org/a%20b%3Ec>");
        assert_eq!(written("see the shelf"), r#""see the shelf"^^xsd:anyURI"#);
        assert_eq!(written("javascript:alert(1)"), r#""javascript:alert(1)"^^xsd:anyURI"#);
    }

    #[test]
    fn a_name_has_only_characters_that_a_name_may_have() {
        assert_eq!(Name("scale", "onet-lv").to_string(), "scale:onet-lv");
        assert_eq!(Name("identifier", "-x.y/é").to_string(), "identifier:%2Dx%2Ey%2F%C3%A9");
    }
}
