//! What people in an occupation do, in sentences of its own.

use std::collections::{HashMap, HashSet};

use entity::{Kind, RelationKind, Status, Strength};

use super::{
    Draft, Reference, described, digits, identity,
    occupation::Occupations,
    table::{CODE, Cell, EMERGING_TASKS, Fault, NOT_THERE, TASKS, Tables, leave_out},
};
use crate::import::{ImportError, Item, Place, Reading, RelationItem};

/// Identifiers of tasks.
const SCHEME: &str = "onet-task";

/// Stands for the identifier that an emerging task does not have; its identity is its sentence.
const EMERGING: &str = "onet-emerging-task";

/// The tasks by their ids.
pub(super) struct Tasks(HashMap<String, Task>);

struct Task {
    occupation: usize,
    reference: Reference,
}

impl Tasks {
    /// The task of an occupation.
    pub(super) fn find(&self, occupation: usize, id: Cell<'_>) -> Result<&Reference, Fault> {
        let task = self.0.get(id.text).filter(|task| task.occupation == occupation);
        let task = task.ok_or_else(|| id.fault("the occupation has no such task in Task Statements"))?;
        Ok(&task.reference)
    }
}

/// Reads the tasks, and those that are not settled yet as drafts.
pub(super) fn read(tables: &mut Tables<'_>, occupations: &Occupations) -> Result<Tasks, ImportError> {
    let mut tasks = Tasks(HashMap::new());
    tables.rows(TASKS, [CODE, "Task ID", "Task", "Task Type"], |reading, place, [code, id, sentence, weight]| {
        let occupation = occupations.find(code)?;
        let (number, label, strength) = (id.name()?, sentence.name()?, strength(weight)?);
        if tasks.0.contains_key(number) {
            return Err(id.fault("the task is described already"));
        }
        let reference = (Kind::Responsibility, described(label, number));
        let slug = reference.1.clone();
        let draft = Draft { kind: reference.0, identifier: (SCHEME, number), slug, label, description: None };
        reading.items.push((place.clone(), Item::Concept(Box::new(draft.concept()))));
        let performs = performs(occupations, occupation, &reference);
        reading.items.push((place, Item::Relation(RelationItem { strength, ..performs })));
        tasks.0.insert(number.to_owned(), Task { occupation, reference });
        Ok(())
    })?;
    read_emerging(tables, occupations, &tasks)?;
    Ok(tasks)
}

/// A task is core or supplemental; for some it is not known.
fn strength(weight: Cell<'_>) -> Result<Option<Strength>, Fault> {
    match weight.given() {
        Some("Core") => Ok(Some(Strength::Essential)),
        Some("Supplemental") => Ok(Some(Strength::Optional)),
        None => Ok(None),
        Some(_) => Err(weight.fault("tasks are Core or Supplemental")),
    }
}

/// Reads what people in an occupation have lately begun to do, or do in another way.
fn read_emerging(tables: &mut Tables<'_>, occupations: &Occupations, tasks: &Tasks) -> Result<(), ImportError> {
    let mut seen = HashSet::new();
    let known = tables.has(TASKS);
    tables.rows(EMERGING_TASKS, [CODE, "Task", "Original Task ID"], |reading, place, [code, sentence, original]| {
        let occupation = occupations.find(code)?;
        let label = sentence.name()?;
        let revised = match original.given() {
            Some(_) if known => Some(tasks.find(occupation, original)?),
            _ => None,
        };
        if !seen.insert((occupation, label.to_owned())) {
            return Err(sentence.fault("the task is described already"));
        }
        let reference = emit_emerging(reading, &place, code.text, label);
        let performs = performs(occupations, occupation, &reference);
        reading.items.push((place.clone(), Item::Relation(performs)));
        match revised {
            Some(task) => {
                let related = RelationItem::new(reference, RelationKind::Related, task.clone());
                reading.items.push((place, Item::Relation(related)));
            }
            None => leave_out(reading, NOT_THERE, usize::from(original.given().is_some())),
        }
        Ok(())
    })
}

/// A draft without an identifier: it gets one when a later release has it among the tasks.
fn emit_emerging(reading: &mut Reading, place: &Place, code: &str, label: &str) -> Reference {
    let value = format!("{code}:{label}");
    let id = identity(Kind::Responsibility, EMERGING, &value);
    let slug = described(label, &digits(id));
    let reference = (Kind::Responsibility, slug.clone());
    let draft = Draft { kind: reference.0, identifier: (EMERGING, &value), slug, label, description: None };
    let mut concept = draft.concept();
    concept.status = Status::Draft;
    concept.identifiers.clear();
    reading.items.push((place.clone(), Item::Concept(Box::new(concept))));
    reference
}

fn performs(occupations: &Occupations, occupation: usize, task: &Reference) -> RelationItem {
    RelationItem::new(occupations.reference(occupation), RelationKind::Performs, task.clone())
}
