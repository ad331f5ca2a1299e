//! What a line can be.

use std::collections::{BTreeMap, BTreeSet};

use entity::{RelationKind, Status, Strength};
use serde::{Deserialize, Serialize};

use super::super::{Columns, ScaleItem, SourceItem};

/// The version of the format.
pub(super) const FORMAT: u32 = 1;

/// A line.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(super) enum Record {
    Graph(GraphRecord),
    Source(SourceItem),
    Scale(ScaleItem),
    Concept(Box<ConceptRecord>),
    Collection(CollectionRecord),
    Relation(RelationRecord),
    Retraction(RetractionRecord),
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GraphRecord {
    pub(super) format: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConceptRecord {
    pub(super) concept: String,
    /// Only where it is not the one that the slug gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<i64>,
    #[serde(default = "published", skip_serializing_if = "is_published")]
    pub(super) status: Status,
    #[serde(default)]
    pub(super) pref_label: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) alt_labels: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) hidden_labels: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) definition: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) description: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) scope_note: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) editorial_note: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) identifiers: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) evidence: Vec<EvidenceRecord>,
    #[serde(flatten)]
    pub(super) columns: Columns,
    /// Keys that no concept has; the shared columns and `deny_unknown_fields` do not go together.
    #[serde(flatten, skip_serializing)]
    pub(super) unknown: BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RelationRecord {
    pub(super) from: String,
    pub(super) relation: RelationKind,
    pub(super) to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) strength: Option<Strength>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) importance: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) importance_rating: Option<RatingRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<RatingRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_demand: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) evidence: Vec<EvidenceRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RetractionRecord {
    pub(super) from: String,
    pub(super) relation: RelationKind,
    pub(super) to: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CollectionRecord {
    pub(super) slug: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) members: BTreeSet<String>,
}

/// A value on a scale.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RatingRecord {
    pub(super) scale: String,
    pub(super) value: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceRecord {
    pub(super) source: String,
    pub(super) locator: String,
    #[serde(default = "certain", skip_serializing_if = "is_certain")]
    pub(super) confidence: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<String>,
}

const fn published() -> Status {
    Status::Published
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_published(status: &Status) -> bool {
    *status == Status::Published
}

const fn certain() -> f64 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, clippy::float_cmp, reason = "serde passes references; 1.0 is exact")]
fn is_certain(confidence: &f64) -> bool {
    *confidence == 1.0
}
