//! Global ids: opaque and stable; `node(id:)` takes any of them.

use async_graphql::{Error, ID};
use data_encoding::BASE64URL_NOPAD;
use entity::Kind;

use super::{error::bad_input, opaque::Opaque};

/// An id as it is sent: 9 bytes.
pub(super) type GlobalId = Opaque<ID, 12>;

/// What an id can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A concept of a kind.
    Concept(Kind, i64),
    /// A source.
    Source(i64),
    /// A collection.
    Collection(i64),
}

/// The first byte of an id says what it names; the numbers are never given to anything else.
const SOURCE: u8 = 32;
const COLLECTION: u8 = 33;

const fn tag(kind: Kind) -> u8 {
    match kind {
        Kind::Role => 1,
        Kind::RoleGroup => 2,
        Kind::Skill => 3,
        Kind::SkillGroup => 4,
        Kind::Language => 5,
        Kind::Framework => 6,
        Kind::Tool => 7,
        Kind::Responsibility => 8,
        Kind::Qualification => 9,
    }
}

impl Named {
    /// The id as it is sent.
    pub(super) fn encode(self) -> GlobalId {
        let (tag, id) = match self {
            Self::Concept(kind, id) => (tag(kind), id),
            Self::Source(id) => (SOURCE, id),
            Self::Collection(id) => (COLLECTION, id),
        };
        let mut bytes = [tag; 9];
        bytes[1..].copy_from_slice(&id.to_be_bytes());
        GlobalId::new(&bytes)
    }

    /// What sort of thing it names, in a word.
    pub(super) const fn sort(self) -> &'static str {
        match self {
            Self::Concept(kind, _) => kind.as_str(),
            Self::Source(_) => "source",
            Self::Collection(_) => "collection",
        }
    }

    /// What an id names.
    ///
    /// # Errors
    ///
    /// When it is none of ours; whether there is something of that name is another question.
    pub(super) fn decode(argument: &str, id: &str) -> Result<Self, Error> {
        let wrong =
            || bad_input(format!("`{argument}` is no id: ids come from the field `id` and are used as they are"));
        let bytes = BASE64URL_NOPAD.decode(id.as_bytes()).map_err(|_| wrong())?;
        let (&first, rest) = bytes.split_first().ok_or_else(wrong)?;
        let id = i64::from_be_bytes(rest.try_into().map_err(|_| wrong())?);
        match Kind::ALL.iter().find(|kind| tag(**kind) == first) {
            Some(kind) => Ok(Self::Concept(*kind, id)),
            None if first == SOURCE => Ok(Self::Source(id)),
            None if first == COLLECTION => Ok(Self::Collection(id)),
            None => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_to_the_same() {
        let others = [Named::Source(7), Named::Collection(7)];
        for named in Kind::ALL.iter().map(|kind| Named::Concept(*kind, 1 << 40)).chain(others) {
            assert_eq!(Named::decode("id", named.encode().as_str()).ok(), Some(named));
        }
    }

    #[test]
    fn whatever_is_no_id_is_refused() {
        for text in ["", "x", "AAAA", "AAAAAAAAAAAA", "🦀", "BAAAAAAAAAAAB"] {
            assert!(Named::decode("id", text).is_err(), "{text}");
        }
    }
}
