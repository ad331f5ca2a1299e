//! From a graph to lines.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use entity::{LabelRole, NoteRole, evidence, scale, source_state};

use super::{
    super::{Columns, ScaleItem, SourceItem},
    record::{
        CollectionRecord, ConceptRecord, EvidenceRecord, FORMAT, GraphRecord, RatingRecord, Record, RelationRecord,
    },
};
use crate::graph::{Collection, Edge, Graph, Node, concept_id};

/// Writes a graph, always in the same order: sources, scales, concepts, collections, relations.
///
/// # Errors
///
/// When the text cannot be written.
pub fn write(graph: &Graph, text: &mut impl Write) -> io::Result<()> {
    write_record(text, &Record::Graph(GraphRecord { format: FORMAT }))?;
    for source in graph.sources() {
        write_record(text, &Record::Source(source_item(source)))?;
    }
    for scale in graph.scales() {
        write_record(text, &Record::Scale(scale_item(scale)))?;
    }
    for index in graph.concepts() {
        write_record(text, &Record::Concept(Box::new(concept_record(graph, graph.node(index)))))?;
    }
    for collection in graph.collections() {
        write_record(text, &Record::Collection(collection_record(graph, collection)))?;
    }
    for edge in graph.edges() {
        write_record(text, &Record::Relation(relation_record(graph, edge)))?;
    }
    text.flush()
}

fn write_record(text: &mut impl Write, record: &Record) -> io::Result<()> {
    serde_json::to_writer(&mut *text, record)?;
    text.write_all(b"\n")
}

fn source_item(source: &source_state::Model) -> SourceItem {
    let source_state::Model { slug, title, publisher, version, licence, attribution, url, date, .. } = source.clone();
    SourceItem { slug, title, publisher, version, licence, attribution, url, date }
}

fn scale_item(scale: &scale::Model) -> ScaleItem {
    let scale::Model { slug, title, minimum, maximum, description, .. } = scale.clone();
    ScaleItem { slug, title, minimum, maximum, description }
}

/// The members are sorted as they are written, so that a new name of one does not move its neighbours.
fn collection_record(graph: &Graph, collection: &Collection) -> CollectionRecord {
    let entity::collection::Model { slug, title, description, url, .. } = collection.state.clone();
    let members = collection.members().iter().map(|index| reference_to(graph.node(*index)));
    CollectionRecord { slug, title, description, url, members: members.collect() }
}

fn concept_record(graph: &Graph, node: &Node) -> ConceptRecord {
    let notes = |role: NoteRole| {
        let notes = node.notes.iter().filter(|note| note.role == role);
        notes.map(|note| (note.locale.clone(), note.text.clone())).collect()
    };
    let labels = |role: LabelRole| node.labels.iter().filter(move |label| label.role == role);
    let many = |role: LabelRole| {
        let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        labels(role).for_each(|label| {
            texts.entry(label.locale.clone()).or_default().insert(label.text.clone());
        });
        texts
    };
    let mut identifiers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for identifier in &node.identifiers {
        identifiers.entry(identifier.scheme.clone()).or_default().insert(identifier.value.clone());
    }
    ConceptRecord {
        concept: reference_to(node),
        id: Some(node.id()).filter(|id| *id != concept_id(node.kind(), node.slug())),
        status: node.state.status,
        pref_label: labels(LabelRole::Preferred).map(|label| (label.locale.clone(), label.text.clone())).collect(),
        alt_labels: many(LabelRole::Alternative),
        hidden_labels: many(LabelRole::Hidden),
        definition: notes(NoteRole::Definition),
        description: notes(NoteRole::Description),
        scope_note: notes(NoteRole::ScopeNote),
        editorial_note: notes(NoteRole::EditorialNote),
        identifiers,
        evidence: evidence_records(graph, &node.evidence),
        columns: Columns::from_fact(node.columns()),
        unknown: BTreeMap::new(),
    }
}

fn relation_record(graph: &Graph, edge: &Edge) -> RelationRecord {
    let end = |id| reference_to(graph.node(graph.by_id(id).expect("a relation joins concepts of its graph")));
    let rating =
        |scale: &Option<String>, value| scale.clone().zip(value).map(|(scale, value)| RatingRecord { scale, value });
    let relation = &edge.relation;
    RelationRecord {
        from: end(relation.from),
        relation: relation.kind,
        to: end(relation.to),
        strength: relation.strength,
        importance: relation.importance,
        importance_rating: rating(&relation.importance_scale, relation.importance_value),
        level: rating(&relation.level_scale, relation.level_value),
        in_demand: relation.in_demand,
        evidence: evidence_records(graph, &edge.evidence),
    }
}

fn evidence_records(graph: &Graph, evidence: &[evidence::Model]) -> Vec<EvidenceRecord> {
    let record = |row: &evidence::Model| EvidenceRecord {
        source: graph.source(row.source).map(|source| source.slug.clone()).unwrap_or_default(),
        locator: row.locator.clone(),
        confidence: row.confidence,
        comment: row.comment.clone(),
    };
    evidence.iter().map(record).collect()
}

fn reference_to(node: &Node) -> String {
    format!("{}/{}", node.kind().word(), node.slug())
}
