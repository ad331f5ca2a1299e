//! How identities are drawn: from kind and slug, so that the same graph has the same ids wherever it is loaded.

use entity::Kind;
use sha2::{Digest, Sha256};

use super::Graph;

/// The identity that a concept born under this slug has.
pub fn concept_id(kind: Kind, slug: &str) -> i64 {
    draw(kind.as_str(), slug, 0)
}

/// The identity that a source born under this slug has.
pub fn source_id(slug: &str) -> i64 {
    draw("SOURCE", slug, 0)
}

/// A number that stands for the collection with this slug, where one is needed: its slug is its identity.
pub fn collection_id(slug: &str) -> i64 {
    draw("COLLECTION", slug, 0)
}

impl Graph {
    /// The identity of the concept with this slug, or the one that it would be born with.
    ///
    /// They differ from [`concept_id`] only where a concept has left its first slug to another.
    pub fn id_for(&self, kind: Kind, slug: &str) -> i64 {
        if let Some(node) = self.by_slug(kind, slug) {
            return self.node(node).id();
        }
        (0..)
            .map(|attempt| draw(kind.as_str(), slug, attempt))
            .find(|id| self.by_id(*id).is_none())
            .expect("a graph does not hold every 63-bit number")
    }
}

/// The first 63 bits of a hash: positive, and with 10^6 concepts a clash has a chance of one in ten million.
fn draw(space: &str, slug: &str, attempt: u32) -> i64 {
    let mut hash = Sha256::new_with_prefix(space);
    hash.update("/");
    hash.update(slug);
    if attempt > 0 {
        hash.update(attempt.to_be_bytes());
    }
    let digest = hash.finalize();
    let first = digest.first_chunk::<8>().expect("a SHA-256 digest has 32 bytes");
    i64::from_be_bytes(*first) & i64::MAX
}
