//! The native format: JSON Lines, a record a line. `docs/jsonl.md` describes it.
//!
//! Both ways stream: a graph of any size is written and read without a second copy of it as text.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    sync::Arc,
};

use entity::{Kind, LabelRole, NoteRole, RelationKind, Status, Strength, evidence, source_state};
use serde::{Deserialize, Serialize};

use super::{
    Columns, ConceptItem, EvidenceItem, ImportError, Item, Place, Placed, Problem, RelationItem, SourceItem, Statement,
    item::parse_reference,
};
use crate::graph::{Edge, Graph, Node, concept_id};

/// The version of the format.
const FORMAT: u32 = 1;
/// A line is one concept or one relation; nothing real comes near.
const MAX_LINE: usize = 4 << 20;

/// A line.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Record {
    Graph(GraphRecord),
    Source(SourceItem),
    Concept(Box<ConceptRecord>),
    Relation(RelationRecord),
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GraphRecord {
    format: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConceptRecord {
    concept: String,
    /// Only where it is not the one that the slug gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(default = "published", skip_serializing_if = "is_published")]
    status: Status,
    #[serde(default)]
    pref_label: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    alt_labels: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    hidden_labels: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    definition: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    description: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    scope_note: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    editorial_note: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    identifiers: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceRecord>,
    #[serde(flatten)]
    columns: Columns,
    /// Keys that no concept has; the shared columns and `deny_unknown_fields` do not go together.
    #[serde(flatten, skip_serializing)]
    unknown: BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RelationRecord {
    from: String,
    relation: RelationKind,
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<Strength>,
    #[serde(skip_serializing_if = "Option::is_none")]
    importance: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<LevelRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceRecord>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelRecord {
    scale: String,
    value: f64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceRecord {
    source: String,
    locator: String,
    #[serde(default = "certain", skip_serializing_if = "is_certain")]
    confidence: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
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

// ---- reading ------------------------------------------------------------------------------------------------------

/// The items of a file.
///
/// # Errors
///
/// When the file cannot be read, is of another format, or is wrong in places.
pub fn read_file(path: &Path) -> Result<Vec<Placed>, ImportError> {
    let file = File::open(path).map_err(|error| ImportError::cannot_read(path, &error))?;
    read(&path.display().to_string(), BufReader::new(file))
}

/// The items of a text.
///
/// # Errors
///
/// As [`read_file`].
pub fn read(name: &str, mut text: impl BufRead) -> Result<Vec<Placed>, ImportError> {
    let file: Arc<str> = name.into();
    let (mut items, mut problems, mut line) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1.. {
        line.clear();
        let place = Place { file: file.clone(), line: number };
        match read_line(&mut text, &mut line) {
            Ok(0) if number > 1 => break,
            Ok(_) => {}
            Err(error) => return Err(ImportError::CannotRead { path: place.to_string(), reason: error.to_string() }),
        }
        let read = match number {
            1 => read_head(&line).map(|()| Vec::new()),
            _ if line.trim_ascii().is_empty() => Ok(Vec::new()),
            _ => read_record(&line),
        };
        match read {
            Ok(read) => items.extend(read.into_iter().map(|item| (place.clone(), item))),
            Err(reason) if number == 1 => return Err(ImportError::WrongContent { path: name.to_owned(), reason }),
            Err(message) => problems.push(Problem { place, message }),
        }
    }
    match problems.is_empty() {
        true => Ok(items),
        false => Err(ImportError::Problems(problems)),
    }
}

/// Reads up to the next line break, and refuses what is too long to be a record before it fills the memory.
fn read_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let read = io::Read::take(text.by_ref(), MAX_LINE as u64 + 1).read_until(b'\n', line)?;
    match read > MAX_LINE {
        true => Err(io::Error::other(format!("the line is longer than {MAX_LINE} bytes: is this JSON Lines?"))),
        false => Ok(read),
    }
}

fn read_head(line: &[u8]) -> Result<(), String> {
    match serde_json::from_slice(line) {
        Ok(Record::Graph(GraphRecord { format: FORMAT })) => Ok(()),
        Ok(Record::Graph(GraphRecord { format })) => {
            Err(format!("this is format {format}, and this program reads format {FORMAT}"))
        }
        _ => Err(format!(
            r#"the first line must be {{"type":"graph","format":{FORMAT}}}: is this an export of skillgraph?"#
        )),
    }
}

fn read_record(line: &[u8]) -> Result<Vec<Item>, String> {
    match serde_json::from_slice(line).map_err(|error| error.to_string())? {
        Record::Graph(_) => Err("the graph record may stand on the first line only".to_owned()),
        Record::Source(source) => Ok(vec![Item::Source(source)]),
        Record::Concept(record) => concept_items(*record),
        Record::Relation(record) => relation_items(record),
    }
}

fn concept_items(record: ConceptRecord) -> Result<Vec<Item>, String> {
    if let Some(key) = record.unknown.keys().next() {
        return Err(format!("`{key}` is no key of a concept; see docs/jsonl.md"));
    }
    let (kind, slug) = parse_reference(&record.concept, None)?;
    let preferred = record.pref_label.into_iter().map(|(locale, text)| (locale, LabelRole::Preferred, text));
    let many = |labels: BTreeMap<String, BTreeSet<String>>, role| {
        labels
            .into_iter()
            .flat_map(move |(locale, texts)| texts.into_iter().map(move |text| (locale.clone(), role, text)))
    };
    let alternative = many(record.alt_labels, LabelRole::Alternative);
    let notes = [
        (record.definition, NoteRole::Definition),
        (record.description, NoteRole::Description),
        (record.scope_note, NoteRole::ScopeNote),
        (record.editorial_note, NoteRole::EditorialNote),
    ];
    let notes =
        notes.into_iter().flat_map(|(texts, role)| texts.into_iter().map(move |(locale, text)| (locale, role, text)));
    let identifiers = record.identifiers.into_iter();
    let about = Statement { subject: (kind, slug.clone()), relation: None };
    let concept = ConceptItem {
        kind,
        slug,
        id: record.id,
        status: record.status,
        labels: preferred.chain(alternative).chain(many(record.hidden_labels, LabelRole::Hidden)).collect(),
        notes: notes.collect(),
        identifiers: identifiers
            .flat_map(|(scheme, values)| values.into_iter().map(move |v| (scheme.clone(), v)))
            .collect(),
        columns: record.columns,
    };
    let mut items = vec![Item::Concept(Box::new(concept))];
    items.extend(evidence_items(&about, record.evidence));
    Ok(items)
}

fn relation_items(record: RelationRecord) -> Result<Vec<Item>, String> {
    let (from, to) = (parse_reference(&record.from, None)?, parse_reference(&record.to, None)?);
    let kind = record.relation;
    let about = Statement { subject: from.clone(), relation: Some((kind, to.clone())) };
    let level = record.level.map(|level| (level.scale, level.value));
    let (strength, importance) = (record.strength, record.importance);
    let relation = RelationItem { strength, importance, level, ..RelationItem::new(from, kind, to) };
    let mut items = vec![Item::Relation(relation)];
    items.extend(evidence_items(&about, record.evidence));
    Ok(items)
}

fn evidence_items(about: &Statement, records: Vec<EvidenceRecord>) -> impl Iterator<Item = Item> {
    records.into_iter().map(|record| {
        Item::Evidence(EvidenceItem {
            about: about.clone(),
            source: record.source,
            locator: record.locator,
            confidence: record.confidence,
            comment: record.comment,
            strength: None,
        })
    })
}

// ---- writing ------------------------------------------------------------------------------------------------------

/// Writes a graph, always in the same order: sources, concepts, relations.
///
/// # Errors
///
/// When the text cannot be written.
pub fn write(graph: &Graph, text: &mut impl Write) -> io::Result<()> {
    write_record(text, &Record::Graph(GraphRecord { format: FORMAT }))?;
    for source in graph.sources() {
        write_record(text, &Record::Source(source_item(source)))?;
    }
    for index in graph.concepts() {
        write_record(text, &Record::Concept(Box::new(concept_record(graph, graph.node(index)))))?;
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
        concept: reference(node.kind(), node.slug()),
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
    let end = |id| {
        let node = graph.node(graph.by_id(id).expect("a relation joins concepts of its graph"));
        reference(node.kind(), node.slug())
    };
    let relation = &edge.relation;
    let level = relation.level_scale.clone().zip(relation.level_value);
    RelationRecord {
        from: end(relation.from),
        relation: relation.kind,
        to: end(relation.to),
        strength: relation.strength,
        importance: relation.importance,
        level: level.map(|(scale, value)| LevelRecord { scale, value }),
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

fn reference(kind: Kind, slug: &str) -> String {
    format!("{}/{slug}", kind.word())
}
