//! Tagging: the concepts that a text names.

use async_graphql::{Enum, Result};
use projection::direct::{Out, Site, Write, Written, write_enum};

use super::{
    concept::{Concept, Handle},
    enums::Kind,
    error::bad_input,
    role::Role,
    search::{TextMatch, kind_set, rounded},
};
use crate::graph::{self, Graph, Named, Profile};

/// How long a text can be, in bytes.
const MAX_TEXT: usize = 100_000;
/// How sure a mention must be when nobody says.
pub(super) const DEFAULT_CONFIDENCE: f64 = 0.5;

/// What a text names.
pub(super) struct Extraction<'g> {
    graph: &'g Graph,
    text: String,
    found: graph::Extraction,
}

/// What a text names.
///
/// # Errors
///
/// When the text is too long or has a NUL, or the confidence is out of range.
pub(super) fn extract<'g>(graph: &'g Graph, text: &str, kinds: Option<&[Kind]>, least: f64) -> Result<Extraction<'g>> {
    if text.len() > MAX_TEXT || text.contains('\0') {
        return Err(bad_input(format!(
            "`text` must have {MAX_TEXT} bytes at most in UTF-8, none of them NUL: split it"
        )));
    }
    if !(0.0..=1.0).contains(&least) {
        return Err(bad_input(format!("`minConfidence` must be from 0 to 1, but is {least}")));
    }
    let kinds = kinds.map(|kinds| kind_set(Some(kinds)));
    let found = graph.extract(text, kinds, least as f32);
    Ok(Extraction { graph, text: text.to_owned(), found })
}

/// The concepts that a text names, and where.
#[projection::object]
impl<'g> Extraction<'g> {
    /// Where the text names concepts, in the order of the text: the first 5,000. Of labels that overlap, the longest
    /// counts; but a technology within the name of a role is named too, as in `Java developer`.
    pub(super) fn mentions(&self) -> impl Iterator<Item = Mention<'_>> {
        self.found.mentions.iter().map(|mention| Mention { graph: self.graph, text: &self.text, mention })
    }

    /// The concepts that the text names, each once, those first that tell most of what it is about.
    pub(super) fn concepts(&self) -> impl Iterator<Item = ExtractedConcept<'g>> {
        self.found.concepts.iter().map(|named| ExtractedConcept { graph: self.graph, named: *named })
    }

    /// The roles that the text looks most like, ten at most: by what it names of what they require.
    pub(super) fn roles(&self) -> impl Iterator<Item = ExtractedRole<'g>> {
        self.found.roles.iter().map(|role| ExtractedRole { graph: self.graph, role: *role })
    }
}

/// A place where a text names a concept.
pub(super) struct Mention<'e> {
    graph: &'e Graph,
    text: &'e str,
    mention: &'e graph::Mention,
}

/// A place where a text names a concept.
#[projection::object]
impl<'e> Mention<'e> {
    /// Where it begins in the text, counted in Unicode code points from 0. (Python counts so; in JavaScript,
    /// `Array.from(text).slice(start, end).join("")`.)
    pub(super) fn start(&self) -> i32 {
        count(self.mention.start)
    }

    /// Where it ends: the place of the first code point behind it.
    pub(super) fn end(&self) -> i32 {
        count(self.mention.end)
    }

    /// The text between the two, as it is written.
    pub(super) fn text(&self) -> &'e str {
        &self.text[self.mention.bytes.clone()]
    }

    /// The concept; of several that are the same (`EXACT_MATCH`), the one that stands for them.
    pub(super) fn concept(&self) -> Concept<'e> {
        Handle::new(self.graph, self.mention.node).into()
    }

    /// How sure it is that the text means this concept, from 0 to 1. An estimate by rules, not a measured share.
    pub(super) fn confidence(&self) -> f64 {
        rounded(self.mention.confidence)
    }

    /// What speaks for it most.
    pub(super) fn reason(&self) -> MentionReason {
        self.mention.why.into()
    }

    /// How many other concepts that the text surely names are joined to this one in the graph.
    pub(super) fn supported_by(&self) -> i32 {
        count(self.mention.supported_by)
    }

    /// The label by which it is named.
    pub(super) fn matched(&self) -> TextMatch<'e> {
        TextMatch::new(self.graph, self.mention.matched)
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A concept that a text names.
#[derive(Clone, Copy)]
pub(super) struct ExtractedConcept<'g> {
    graph: &'g Graph,
    named: Named,
}

/// A concept that a text names.
#[projection::object]
impl<'g> ExtractedConcept<'g> {
    /// The concept.
    pub(super) fn concept(&self) -> Concept<'g> {
        Handle::new(self.graph, self.named.node).into()
    }

    /// How much it tells of what the text is about, above 0 and up to 1, which the first has: how often and how surely
    /// it is named, and how few roles require it.
    pub(super) fn weight(&self) -> f64 {
        rounded(self.named.weight)
    }

    /// How sure it is that the text names it at all, from 0 to 1.
    pub(super) fn confidence(&self) -> f64 {
        rounded(self.named.confidence)
    }

    /// How often it is named.
    pub(super) fn count(&self) -> i32 {
        count(self.named.count)
    }
}

/// A role that a text looks like.
#[derive(Clone, Copy)]
pub(super) struct ExtractedRole<'g> {
    graph: &'g Graph,
    role: Profile,
}

/// A role that a text looks like.
#[projection::object]
impl<'g> ExtractedRole<'g> {
    /// The role.
    pub(super) fn role(&self) -> Role<'g> {
        Handle::new(self.graph, self.role.node).into()
    }

    /// How much alike they are, from 0 to 1: the cosine between what the text names and what the role requires; higher
    /// where the text names the role itself.
    pub(super) fn score(&self) -> f64 {
        rounded(self.role.score)
    }

    /// How many of its requirements the text names.
    pub(super) fn shared(&self) -> i32 {
        count(self.role.shared)
    }

    /// Whether the text names the role itself.
    pub(super) fn named(&self) -> bool {
        self.role.is_named
    }
}

/// What speaks most for a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "graph::Why")]
pub(super) enum MentionReason {
    /// A label of the concept stands there as the graph has it, case included.
    AsWritten,
    /// A label stands there in another form: another case, ending, sign or blank, or with a version.
    OtherForm,
    /// The word is one of everyday English, or very short, but stands in a list of names of technologies.
    InList,
    /// The word is one of everyday English, or very short, but concepts are named that are joined to this one.
    InContext,
}

impl Write for MentionReason {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        write_enum(self, out)
    }
}
