//! A concept and its relations as they stand in the graph: the rows themselves, joined.

use std::{
    cmp::{Ordering, Reverse},
    sync::Arc,
};

use entity::{
    Kind, LabelRole, NoteRole, RelationKind, Strength, concept_state, evidence, identifier, label, member, note,
    relation,
};

use super::fact::Fact;

/// The place of a concept within one [`Graph`](super::Graph). Another graph may have it in another place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(pub(super) u32);

impl NodeIndex {
    pub(super) const fn place(self) -> usize {
        self.0 as usize
    }
}

/// A concept with all that is said of it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Slug, kind and status.
    pub state: concept_state::Model,
    /// Columns of its kind.
    pub(super) columns: Option<Box<Fact>>,
    /// Names, sorted by locale, role and text.
    pub labels: Vec<label::Model>,
    /// Texts, sorted by locale and role.
    pub notes: Vec<note::Model>,
    /// Outside names, sorted by scheme and value.
    pub identifiers: Vec<identifier::Model>,
    /// The collections that it is in, sorted by slug.
    pub memberships: Vec<member::Model>,
    /// Evidence for the concept itself, sorted by source and locator.
    pub evidence: Vec<evidence::Model>,
    /// Relations that start here, in the order of [`Link::order`].
    pub(super) outgoing: Vec<Link>,
    /// Relations that lead here, in the order of [`Link::order`].
    pub(super) incoming: Vec<Link>,
    card: Card,
    /// The preferred label as it is sorted by.
    pub(super) sort_key: Box<str>,
}

/// What nearly every answer says of a concept, side by side. A list of concepts is read from all over memory, and most of
/// the time that it takes goes into waiting for that: here all lies in two places, where the rows would be in five.
#[derive(Clone, Debug)]
struct Card {
    id: i64,
    /// The slug, and behind it the label that is shown when no locale is asked for.
    text: Box<str>,
    slug_bytes: u32,
    is_labelled: bool,
    kind: Kind,
}

impl Card {
    fn new(state: &concept_state::Model, label: Option<&str>) -> Self {
        let text = [&state.slug, label.unwrap_or_default()].concat().into_boxed_str();
        // Slugs are short: check.rs lets none of more than 200 bytes in.
        let slug_bytes = state.slug.len() as u32;
        Self { id: state.concept, text, slug_bytes, is_labelled: label.is_some(), kind: state.kind }
    }

    fn slug(&self) -> &str {
        &self.text[..self.slug_bytes as usize]
    }

    fn label(&self) -> Option<&str> {
        self.is_labelled.then(|| &self.text[self.slug_bytes as usize..])
    }
}

/// The locale that is shown when none is asked for.
pub const DEFAULT_LOCALE: &str = "en";

impl Node {
    pub(super) fn new(state: concept_state::Model) -> Self {
        Self {
            card: Card::new(&state, None),
            state,
            columns: None,
            labels: Vec::new(),
            notes: Vec::new(),
            identifiers: Vec::new(),
            memberships: Vec::new(),
            evidence: Vec::new(),
            outgoing: Vec::new(),
            incoming: Vec::new(),
            sort_key: Box::default(),
        }
    }

    /// Its identity.
    pub const fn id(&self) -> i64 {
        self.card.id
    }

    /// What sort of thing it is.
    pub const fn kind(&self) -> Kind {
        self.card.kind
    }

    /// Its name in addresses.
    pub fn slug(&self) -> &str {
        self.card.slug()
    }

    /// The row of its kind's own table, where it has one.
    pub fn columns(&self) -> Option<&Fact> {
        self.columns.as_deref()
    }

    /// The name to show in a locale: that locale's, or its language's, or the default locale's, or any, or the slug.
    pub fn preferred_label(&self, locale: &str) -> &str {
        let label = self.card.label().filter(|_| locale == DEFAULT_LOCALE);
        label.unwrap_or_else(|| self.find_preferred_label(locale))
    }

    fn find_preferred_label(&self, locale: &str) -> &str {
        let preferred = |wanted: &str| self.labels_in(wanted, LabelRole::Preferred).next();
        preferred(locale)
            .or_else(|| preferred(locale.split_once('-')?.0))
            .or_else(|| preferred(DEFAULT_LOCALE))
            .or_else(|| Some(self.labels.iter().find(|label| label.role == LabelRole::Preferred)?.text.as_str()))
            .unwrap_or(self.slug())
    }

    /// Gives the concept another state.
    pub(super) fn set_state(&mut self, state: concept_state::Model) {
        self.state = state;
        self.card = Card::new(&self.state, self.card.label());
    }

    /// Looks up the label that is shown by default, after labels have changed.
    pub(super) fn find_default_label(&mut self) {
        let is_default = |label: &&label::Model| label.role == LabelRole::Preferred && label.locale == DEFAULT_LOCALE;
        let label = self.labels.iter().find(is_default).map(|label| label.text.as_str());
        self.card = Card::new(&self.state, label);
        self.sort_key = fold(self.preferred_label(DEFAULT_LOCALE)).into_boxed_str();
    }

    /// The names that play a part in a locale, sorted.
    pub fn labels_in(&self, locale: &str, role: LabelRole) -> impl Iterator<Item = &str> + use<'_> {
        let place = |label: &label::Model| label.locale.as_str().cmp(locale).then(label.role.cmp(&role));
        let start = self.labels.partition_point(|label| place(label) == Ordering::Less);
        let length = self.labels[start..].partition_point(|label| place(label) == Ordering::Equal);
        self.labels[start..start + length].iter().map(|label| label.text.as_str())
    }

    /// The text of a role in a locale, or in the default one.
    pub fn note(&self, locale: &str, role: NoteRole) -> Option<&str> {
        let text = |wanted: &str| {
            let note = self.notes.iter().find(|note| note.role == role && note.locale == wanted)?;
            Some(note.text.as_str())
        };
        text(locale).or_else(|| text(locale.split_once('-')?.0)).or_else(|| text(DEFAULT_LOCALE))
    }
}

/// A relation with its evidence.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The relation itself.
    pub relation: relation::Model,
    /// Who says so, sorted by source and locator.
    pub evidence: Vec<evidence::Model>,
}

/// Which way a relation is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From where it starts to where it leads.
    Outgoing,
    /// From where it leads to where it starts.
    Incoming,
}

/// A relation as seen from one of its ends.
#[derive(Clone, Debug)]
pub struct Link {
    /// The relation.
    pub edge: Arc<Edge>,
    /// The concept at the other end.
    pub other: NodeIndex,
    // What filters and most answers ask of every link is said here as well, where no pointer has to be followed for it.
    kind: RelationKind,
    other_kind: Kind,
    strength: Option<Strength>,
    importance: Option<f64>,
}

impl Link {
    pub(super) fn new(edge: Arc<Edge>, other: NodeIndex, other_kind: Kind) -> Self {
        let relation::Model { kind, strength, importance, .. } = edge.relation;
        Self { edge, other, kind, other_kind, strength, importance }
    }

    /// Which relation.
    pub const fn kind(&self) -> RelationKind {
        self.kind
    }

    /// The kind of the concept at the other end.
    pub const fn other_kind(&self) -> Kind {
        self.other_kind
    }

    /// Essential or optional, where the relation knows that.
    pub const fn strength(&self) -> Option<Strength> {
        self.strength
    }

    /// How much it matters, from 0 to 1, where somebody has said.
    pub const fn importance(&self) -> Option<f64> {
        self.importance
    }

    /// The order of links: by relation; essential before optional before neither; the most important first; then what
    /// employers often ask for.
    /// The caller breaks ties by the slug at the other end.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let rank = match self.strength {
            Some(Strength::Essential) => 0_u8,
            Some(Strength::Optional) => 1,
            None => 2,
        };
        // Numbers that are not negative are in the order of their bits.
        let importance = self.importance.map(|importance| (importance + 0.0).to_bits());
        let in_demand = self.edge.relation.in_demand == Some(true);
        (self.kind, rank, Reverse(importance), Reverse(in_demand))
    }
}

/// The form in which names are compared: lower case, single blanks, none at the ends.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}
