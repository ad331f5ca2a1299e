//! Which concepts does a text name?
//!
//! Labels are looked for word by word ([`spot`]); how sure it is that a label means its concept is told from how it is
//! written, what stands beside it and what else the text names ([`weigh`]); of those that overlap the longest stay
//! ([`choose`]); and the concepts together resemble what roles require ([`profile`]).

mod choose;
mod profile;
mod spot;
mod weigh;

use std::ops::Range;

use entity::Kind;

pub use self::profile::Profile;
use super::{KindSet, hit::Match, search::Asked, token::Words};
use crate::graph::{Graph, NodeIndex};

/// How many mentions are told of at most.
const MAX_MENTIONS: usize = 5_000;

/// The kinds that are looked for when none are asked for: groups and what somebody does are described by sentences and
/// common words, which name them only by chance.
const TAGGED: KindSet = KindSet::ALL.without(Kind::Responsibility).without(Kind::RoleGroup).without(Kind::SkillGroup);

/// What a text names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// Where it names a concept, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The concepts that it names, those first that tell most of it.
    pub concepts: Vec<Named>,
    /// The roles that it looks most like, at most ten.
    pub roles: Vec<Profile>,
}

/// A place where a text names a concept.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands in the text, in bytes.
    pub bytes: Range<usize>,
    /// Where it begins in the text, in Unicode code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The concept: of several that are the same, the one that stands for them.
    pub node: NodeIndex,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// What speaks for it most.
    pub why: Why,
    /// How many other concepts that the text surely names are joined to it in the graph.
    pub supported_by: usize,
    /// The label that it is named by.
    pub matched: Match,
}

/// What speaks most for a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// A name of the concept stands there as it is written in the graph.
    AsWritten,
    /// A name of it stands there in another form: other case, ending, sign.
    OtherForm,
    /// The word is one of everyday English, or very short, but stands in a list of names.
    InList,
    /// The word is one of everyday English, or very short, but related concepts are named in the text.
    InContext,
}

/// A concept that a text names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// The concept.
    pub node: NodeIndex,
    /// How much of what the text is about it tells, from 0 to 1; the first has 1.
    pub weight: f32,
    /// How sure it is that the text names it at all, from 0 to 1.
    pub confidence: f32,
    /// How often it is named.
    pub count: usize,
}

impl Graph {
    /// The concepts that a text names, where it names them, and the roles that it looks like.
    ///
    /// Mentions are at least as sure as `least`. Of the kinds, those that are described by sentences are looked for only
    /// where they are asked for. The work grows with the length of the text and not with its square.
    pub fn extract(&self, text: &str, kinds: Option<KindSet>, least: f32) -> Extraction {
        let asked = Asked { graph: self, index: &self.indexes().text, kinds: kinds.unwrap_or(TAGGED), locale: None };
        let words = Words::of(text);
        let spots = spot::spots(&asked, text, &words);
        let weighed = weigh::weigh(&asked, text, &words, spots);
        let mut mentions = choose::choose(&asked, text, &words, weighed, least);
        mentions.truncate(MAX_MENTIONS);
        count_code_points(text, &mut mentions);
        let concepts = profile::named(self, &mentions);
        let roles = profile::roles(self, &concepts);
        Extraction { mentions, concepts, roles }
    }
}

/// Says where mentions stand in code points, in one walk over the text.
fn count_code_points(text: &str, mentions: &mut [Mention]) {
    // Mentions within others begin before those end: places are counted one after the other, in order.
    let mut places: Vec<_> = mentions.iter().flat_map(|mention| [mention.bytes.start, mention.bytes.end]).collect();
    places.sort_unstable();
    places.dedup();
    let (mut at, mut points) = (0, 0);
    let counted: Vec<_> = places
        .into_iter()
        .map(|place| {
            points += text[at..place].chars().count();
            at = place;
            (place, points)
        })
        .collect();
    let point = |byte: usize| {
        let place = counted.partition_point(|(place, _)| *place < byte);
        counted[place].1
    };
    for mention in mentions {
        (mention.start, mention.end) = (point(mention.bytes.start), point(mention.bytes.end));
    }
}
