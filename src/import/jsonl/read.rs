//! From lines to items.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
    sync::Arc,
};

use entity::{LabelRole, NoteRole};

use super::{
    super::{
        CollectionItem, ConceptItem, EvidenceItem, ImportError, Item, Place, Placed, Problem, RelationItem,
        RetractionItem, Statement, item::parse_reference,
    },
    record::{
        CollectionRecord, ConceptRecord, EvidenceRecord, FORMAT, GraphRecord, RatingRecord, Record, RelationRecord,
        RetractionRecord,
    },
};

/// A line is one concept, one relation or one collection; nothing real comes near.
const MAX_LINE: usize = 4 << 20;

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
        Record::Scale(scale) => Ok(vec![Item::Scale(scale)]),
        Record::Concept(record) => concept_items(*record),
        Record::Collection(record) => Ok(vec![Item::Collection(collection_item(record)?)]),
        Record::Relation(record) => relation_items(record),
        Record::Retraction(record) => Ok(vec![Item::Retraction(retraction_item(&record)?)]),
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

fn collection_item(record: CollectionRecord) -> Result<CollectionItem, String> {
    let CollectionRecord { slug, title, description, url, members } = record;
    let members = members.iter().map(|member| parse_reference(member, None)).collect::<Result<_, _>>()?;
    Ok(CollectionItem { slug, title, description, url, members })
}

fn relation_items(record: RelationRecord) -> Result<Vec<Item>, String> {
    let (from, to) = (parse_reference(&record.from, None)?, parse_reference(&record.to, None)?);
    let kind = record.relation;
    let about = Statement { subject: from.clone(), relation: Some((kind, to.clone())) };
    let rating = |record: Option<RatingRecord>| record.map(|rating| (rating.scale, rating.value));
    let (level, importance_rating) = (rating(record.level), rating(record.importance_rating));
    let RelationRecord { strength, importance, in_demand, .. } = record;
    let relation = RelationItem { from, kind, to, strength, importance, level, importance_rating, in_demand };
    let mut items = vec![Item::Relation(relation)];
    items.extend(evidence_items(&about, record.evidence));
    Ok(items)
}

fn retraction_item(record: &RetractionRecord) -> Result<RetractionItem, String> {
    let (from, to) = (parse_reference(&record.from, None)?, parse_reference(&record.to, None)?);
    Ok(RetractionItem { from, kind: record.relation, to })
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
