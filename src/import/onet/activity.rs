//! Activities that occupations share, from the detailed to the general: what the tasks of one occupation have in common
//! with those of another.

use std::collections::{HashMap, HashSet};

use entity::{Kind, RelationKind};

use super::{
    Draft, Reference, SCHEME, broader, described,
    element::Elements,
    occupation::Occupations,
    table::{
        CODE, CONTENT_MODEL, Cell, DETAILED_ACTIVITIES, Fault, INTERMEDIATE_ACTIVITIES, NOT_THERE, SKILL_ACTIVITIES,
        TASK_ACTIVITIES, TASKS, Tables, leave_out,
    },
    task::Tasks,
};
use crate::import::{ImportError, Item, Place, Reading, RelationItem};

const ELEMENT: &str = "Element ID";
const INTERMEDIATE: &str = "IWA ID";
const DETAILED: &str = "DWA ID";

/// Activities of one level by their ids.
#[derive(Default)]
struct Activities(HashMap<String, Reference>);

/// Reads the intermediate and the detailed activities, the tasks below them, and the skills that activities call for.
pub(super) fn read(
    tables: &mut Tables<'_>,
    occupations: &Occupations,
    elements: &Elements,
    tasks: &Tasks,
) -> Result<(), ImportError> {
    let mut intermediate = Activities::default();
    let known = tables.has(CONTENT_MODEL);
    let columns = [ELEMENT, INTERMEDIATE, "IWA Title"];
    tables.rows(INTERMEDIATE_ACTIVITIES, columns, |reading, place, [element, id, title]| {
        let above = known.then(|| elements.activity(element)).transpose()?;
        intermediate.take(reading, place, [id, title], above)
    })?;
    let mut detailed = Activities::default();
    let known = tables.has(INTERMEDIATE_ACTIVITIES);
    let columns = [INTERMEDIATE, DETAILED, "DWA Title"];
    tables.rows(DETAILED_ACTIVITIES, columns, |reading, place, [element, id, title]| {
        let above = known.then(|| intermediate.find(element)).transpose()?;
        detailed.take(reading, place, [id, title], above)
    })?;
    read_tasks(tables, occupations, tasks, &detailed)?;
    read_skills(tables, elements)
}

impl Activities {
    fn find(&self, id: Cell<'_>) -> Result<&Reference, Fault> {
        self.0.get(id.text).ok_or_else(|| id.fault("there is no such activity in the table of activities"))
    }

    fn take(
        &mut self,
        reading: &mut Reading,
        place: Place,
        [id, title]: [Cell<'_>; 2],
        above: Option<&Reference>,
    ) -> Result<(), Fault> {
        let (code, label) = (id.name()?, title.name()?);
        if self.0.contains_key(code) {
            return Err(id.fault("the activity is described already"));
        }
        let reference = (Kind::Responsibility, described(label, code));
        let slug = reference.1.clone();
        let draft = Draft { kind: reference.0, identifier: (SCHEME, code), slug, label, description: None };
        reading.items.push((place.clone(), Item::Concept(Box::new(draft.concept()))));
        match above {
            Some(above) => reading.items.push((place, Item::Relation(broader(&reference, above)))),
            None => leave_out(reading, NOT_THERE, 1),
        }
        self.0.insert(code.to_owned(), reference);
        Ok(())
    }
}

/// Reads which detailed activities a task is a case of.
fn read_tasks(
    tables: &mut Tables<'_>,
    occupations: &Occupations,
    tasks: &Tasks,
    activities: &Activities,
) -> Result<(), ImportError> {
    let known = tables.has(TASKS) && tables.has(DETAILED_ACTIVITIES);
    let mut pairs = HashSet::new();
    tables.rows(TASK_ACTIVITIES, [CODE, "Task ID", DETAILED], |reading, place, [code, task, activity]| {
        let occupation = occupations.find(code)?;
        if !known {
            leave_out(reading, NOT_THERE, 1);
            return Ok(());
        }
        let (from, to) = (tasks.find(occupation, task)?, activities.find(activity)?);
        if !pairs.insert((task.text.to_owned(), activity.text.to_owned())) {
            return Err(activity.fault("the task is below this activity already"));
        }
        reading.items.push((place, Item::Relation(broader(from, to))));
        Ok(())
    })
}

/// Reads which skills an activity calls for.
fn read_skills(tables: &mut Tables<'_>, elements: &Elements) -> Result<(), ImportError> {
    let known = tables.has(CONTENT_MODEL);
    let mut pairs = HashSet::new();
    let columns = ["Skills Element ID", "Work Activities Element ID"];
    tables.rows(SKILL_ACTIVITIES, columns, |reading, place, [skill, activity]| {
        if !known {
            leave_out(reading, NOT_THERE, 1);
            return Ok(());
        }
        let (from, to) = (elements.activity(activity)?.clone(), elements.skill(skill)?.clone());
        if !pairs.insert((from.clone(), to.clone())) {
            return Err(skill.fault("the activity calls for it already"));
        }
        reading.items.push((place, Item::Relation(RelationItem::new(from, RelationKind::CallsFor, to))));
        Ok(())
    })
}
