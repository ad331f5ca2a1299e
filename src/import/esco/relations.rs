//! What joins concepts: both hierarchies, the skills that occupations require, and the skills that skills call for.

use std::collections::HashSet;

use entity::{RelationKind, Strength};

use super::{
    super::{
        ImportError, Item, Progress, Reading, RelationItem,
        sheet::{Separator, Sheet},
    },
    files::{Package, Part},
    naming::Named,
};

const DANGLING: &str = "no file describes this concept";
const TO_ITSELF: &str = "the concept would be joined to itself";
const WRONG_KINDS: &str = "concepts of these kinds cannot be joined like that";
const UNKNOWN_STRENGTH: &str = "the relation is neither `essential` nor `optional`";
const REPEATED: &str = "an earlier row joins the same concepts";

/// How a file says what it joins. The columns that repeat kinds and labels of concepts are not read: those of
/// `skillSkillRelations` contradict the skills themselves.
struct Shape {
    part: Part,
    kind: RelationKind,
    from: &'static str,
    to: &'static str,
}

const SHAPES: &[Shape] = &[
    Shape { part: Part::OccupationHierarchy, kind: RelationKind::Broader, from: "conceptUri", to: "broaderUri" },
    Shape { part: Part::SkillHierarchy, kind: RelationKind::Broader, from: "conceptUri", to: "broaderUri" },
    Shape { part: Part::OccupationSkills, kind: RelationKind::Requires, from: "occupationUri", to: "skillUri" },
    Shape { part: Part::SkillSkills, kind: RelationKind::CallsFor, from: "originalSkillUri", to: "relatedSkillUri" },
];

/// Reads all files that join concepts.
pub(super) fn read(
    reading: &mut Reading,
    package: &Package,
    named: &Named,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    for shape in SHAPES {
        if let Some(path) = package.relations(shape.part)? {
            let sheet = Sheet::open(path, Separator::Comma)?;
            read_sheet(reading, sheet, shape, named, progress)?;
        }
    }
    Ok(())
}

fn read_sheet(
    reading: &mut Reading,
    sheet: Sheet,
    shape: &Shape,
    named: &Named,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    let (kind, rule) = (shape.kind, shape.kind.rule());
    let (from, to) = (sheet.column(shape.from)?, sheet.column(shape.to)?);
    let strength = rule.has_strength.then(|| sheet.column("relationType")).transpose()?;
    let mut joined = HashSet::new();
    reading.each_row(sheet, shape.part.title(), progress, |reading, row| {
        let Some(subject) = named.find(row.text(from)) else { return reading.reject(row, from, DANGLING) };
        let Some(object) = named.find(row.text(to)) else { return reading.reject(row, to, DANGLING) };
        let (subject_name, object_name) = (named.name(subject), named.name(object));
        if subject == object {
            return reading.reject(row, to, TO_ITSELF);
        }
        if !rule.allows(subject_name.0, object_name.0) {
            return reading.reject(row, to, WRONG_KINDS);
        }
        let mut relation = RelationItem::new(subject_name.clone(), kind, object_name.clone());
        if let Some(column) = strength {
            relation.strength = match row.text(column) {
                "essential" => Some(Strength::Essential),
                "optional" => Some(Strength::Optional),
                _ => return reading.reject(row, column, UNKNOWN_STRENGTH),
            };
        }
        match joined.insert((subject, object)) {
            true => reading.items.push((row.place(), Item::Relation(relation))),
            false => reading.reject(row, to, REPEATED),
        }
    })
}
