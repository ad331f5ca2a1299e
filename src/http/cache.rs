//! Answers that are kept to be given again, and the tags by which clients know that theirs still holds.
//!
//! The graph is one revision at a time, so an answer follows from the revision and the request: the same bytes at the same
//! revision have the same answer, and nothing ever has to be thrown away for being old. The request is taken as it came,
//! so that an answer is found before anything in it is looked at.

use std::{
    borrow::Cow,
    fmt::Write,
    hash::{Hash, Hasher},
    sync::Arc,
};

use axum::body::Bytes;
use data_encoding::BASE64URL_NOPAD;
use quick_cache::{Equivalent, Weighter, sync::Cache};
use sha2::{Digest, Sha256};
use twox_hash::XxHash3_128;

use super::accept::{self, Coding, Format};
use crate::graphql;

/// Requests of more bytes than this are not kept: hardly one of them comes twice.
const MAX_REQUEST: usize = 16 << 10;
/// What an entry takes beside its bytes.
const OVERHEAD: u64 = 256;

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Came<'r> {
    /// The number of the revision that is current.
    pub(super) revision: i64,
    /// Whether it came in an address, not in a body.
    pub(super) in_address: bool,
    /// The address from the question mark on, or the body.
    pub(super) bytes: &'r [u8],
}

#[derive(Debug)]
struct Key {
    revision: i64,
    in_address: bool,
    bytes: Box<[u8]>,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Came { revision: self.revision, in_address: self.in_address, bytes: &self.bytes }.hash(state);
    }
}

impl Hash for Came<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.revision, self.in_address, self.bytes).hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Came { revision: other.revision, in_address: other.in_address, bytes: &other.bytes }.equivalent(self)
    }
}

impl Eq for Key {}

impl Equivalent<Key> for Came<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        (self.revision, self.in_address, self.bytes) == (key.revision, key.in_address, &*key.bytes)
    }
}

/// An answer that is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// As it is sent if it is not packed.
    pub(super) body: Bytes,
    packed: [Option<Bytes>; Coding::ALL.len()],
    pub(super) tag: Tag,
    /// What the operation costs.
    pub(super) cost: u64,
    /// The hash of the document and the name of the operation, for the log.
    pub(super) hash: Arc<str>,
    pub(super) operation: Option<Arc<str>>,
}

impl Kept {
    pub(super) fn new(body: Bytes, tag: Tag, cost: u64, hash: Arc<str>, operation: Option<Arc<str>>) -> Self {
        Self { body, packed: Default::default(), tag, cost, hash, operation }
    }

    /// The answer packed, if it was packed so before.
    pub(super) fn packed(&self, coding: Coding) -> Option<&Bytes> {
        self.packed[coding as usize].as_ref()
    }
}

/// The answers that were asked for last and often.
pub(super) struct Answers(Option<Cache<Key, Arc<Kept>, Weight>>);

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Kept>> for Weight {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        let packed: usize = kept.packed.iter().flatten().map(Bytes::len).sum();
        (key.bytes.len() + kept.body.len() + packed) as u64 + OVERHEAD
    }
}

impl Answers {
    /// None yet; as many are kept as have room in so many bytes.
    pub(super) fn new(bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 4_096).unwrap_or(usize::MAX);
        Self((bytes > 0).then(|| Cache::with_weighter(expected, bytes, Weight)))
    }

    /// Whether any are kept.
    pub(super) const fn are_kept(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn get(&self, came: Came<'_>) -> Option<Arc<Kept>> {
        self.0.as_ref()?.get(&came)
    }

    pub(super) fn keep(&self, came: Came<'_>, kept: &Arc<Kept>) {
        if let Some(cache) = self.0.as_ref().filter(|_| came.bytes.len() <= MAX_REQUEST) {
            let key = Key { revision: came.revision, in_address: came.in_address, bytes: came.bytes.into() };
            cache.insert(key, kept.clone());
        }
    }

    /// Keeps the packed answer with the one that it was packed from.
    pub(super) fn keep_packed(&self, came: Came<'_>, kept: &Kept, coding: Coding, packed: Bytes) {
        let mut kept = kept.clone();
        kept.packed[coding as usize] = Some(packed);
        self.keep(came, &Arc::new(kept));
    }

    /// How many answers are kept, and in how many bytes.
    pub(super) fn size(&self) -> (usize, u64) {
        self.0.as_ref().map_or((0, 0), |cache| (cache.len(), cache.weight()))
    }
}

/// What an answer is known by: the revision and the request that it answers, and the program that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    revision: i64,
    request: u128,
}

impl Tag {
    /// The tag as it is sent. A strong one names the bytes, so it says how they are called and packed.
    pub(super) fn etag(self, format: Format, coding: Option<Coding>) -> String {
        let mut tag = String::with_capacity(48);
        // To write to a text cannot fail.
        let _ = write!(tag, "\"{}-", self.revision);
        BASE64URL_NOPAD.encode_append(&self.request.to_be_bytes(), &mut tag);
        if format == Format::GraphqlJson {
            tag.push_str("-g");
        }
        if let Some(coding) = coding {
            tag.push('-');
            tag.push_str(coding.name());
        }
        tag.push('"');
        tag
    }

    /// Which of the tags that a client has, in `If-None-Match`, is for this answer as it is called here, packed in
    /// whichever way.
    pub(super) fn among(self, if_none_match: &str, format: Format) -> Option<Cow<'_, str>> {
        let ours = self.etag(format, None);
        if if_none_match.trim() == "*" {
            return Some(ours.into());
        }
        let unpacked = ours.trim_end_matches('"');
        let is_ours = |theirs: &str| {
            let coding = theirs.strip_prefix(unpacked).and_then(|rest| rest.strip_suffix('"'));
            coding.is_some_and(|coding| {
                coding.is_empty() || Coding::ALL.iter().any(|known| coding.strip_prefix('-') == Some(known.name()))
            })
        };
        accept::tags(if_none_match).find(|tag| is_ours(tag)).map(Cow::Borrowed)
    }
}

/// Makes tags.
pub(super) struct Tags {
    /// What requests are hashed with: other programs with another schema may answer otherwise.
    seed: u64,
}

impl Tags {
    pub(super) fn new() -> Self {
        let program = Sha256::new().chain_update(env!("CARGO_PKG_VERSION")).chain_update(graphql::sdl()).finalize();
        Self { seed: program.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte)) }
    }

    /// The tag of the answer to a request. A request can be made on purpose that has the tag of another; that deceives
    /// nobody but who makes it, since a tag is only held against the request that it comes with.
    pub(super) fn of(&self, came: Came<'_>) -> Tag {
        let request = XxHash3_128::oneshot_with_seed(self.seed ^ u64::from(came.in_address), came.bytes);
        Tag { revision: came.revision, request }
    }
}
