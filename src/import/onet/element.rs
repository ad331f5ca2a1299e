//! The part of the content model that fits the graph: skills, knowledge and work styles with their groups, and work
//! activities.

use std::collections::{HashMap, HashSet};

use entity::{Kind, SkillType};

use super::{
    Draft, Reference, SCHEME, broader, described, named,
    table::{CONTENT_MODEL, Cell, Fault, Tables},
};
use crate::import::{Columns, ImportError, Item, Place, slug};

/// The branches of the content model that hold what a role can require. What has parts is a group, what has none a skill.
const BRANCHES: [(&str, SkillType); 4] =
    [("2.A", SkillType::Skill), ("2.B", SkillType::Skill), ("2.C", SkillType::Knowledge), ("1.C", SkillType::Attitude)];

/// The branch that holds what people do at work.
const ACTIVITIES: &str = "4.A";

/// The elements that became concepts, by their ids.
pub(super) struct Elements(HashMap<String, Reference>);

struct Element {
    place: Place,
    id: String,
    name: String,
    description: Option<String>,
}

impl Elements {
    /// The skill that a cell names.
    pub(super) fn skill(&self, id: Cell<'_>) -> Result<&Reference, Fault> {
        self.find(id, Kind::Skill, "there is no such skill, knowledge or work style in Content Model Reference")
    }

    /// The work activity that a cell names.
    pub(super) fn activity(&self, id: Cell<'_>) -> Result<&Reference, Fault> {
        self.find(id, Kind::Responsibility, "there is no such work activity in Content Model Reference")
    }

    fn find(&self, id: Cell<'_>, kind: Kind, reason: &'static str) -> Result<&Reference, Fault> {
        self.0.get(id.text).filter(|(found, _)| *found == kind).ok_or_else(|| id.fault(reason))
    }
}

/// Reads the content model.
pub(super) fn read(tables: &mut Tables<'_>) -> Result<Elements, ImportError> {
    let (mut ids, mut all) = (HashSet::new(), Vec::new());
    let columns = ["Element ID", "Element Name", "Description"];
    tables.rows(CONTENT_MODEL, columns, |_, place, [id, name, description]| {
        let (code, name) = (id.name()?.to_owned(), name.name()?.to_owned());
        let description = description.note()?.map(str::to_owned);
        if !ids.insert(code.clone()) {
            return Err(id.fault("the element is described already"));
        }
        all.push(Element { place, id: code, name, description });
        Ok(())
    })?;
    let groups: HashSet<_> = all.iter().filter_map(Element::above).collect();
    let is_group = |element: &Element| groups.contains(&*element.id);
    let mut elements = Elements(HashMap::new());
    emit_skills(tables, &mut elements, &all, is_group);
    let activities = all.iter().filter(|element| element.is_below(ACTIVITIES) && !is_group(element));
    for element in activities {
        let reference = (Kind::Responsibility, described(&element.name, &element.id));
        element.emit(tables, &reference, Columns::default());
        elements.0.insert(element.id.clone(), reference);
    }
    Ok(elements)
}

/// Makes groups of what has parts and skills of what has none, each below what is above it.
fn emit_skills(tables: &mut Tables<'_>, elements: &mut Elements, all: &[Element], is_group: impl Fn(&Element) -> bool) {
    let typed: Vec<_> = all.iter().filter_map(|element| Some((element, element.skill_type()?))).collect();
    let draw = |(element, _): &(&Element, SkillType)| match is_group(element) {
        true => slug::slug(&format!("onet {} {}", element.id, element.name)),
        false => named(&element.name, || slug::slug(&element.id)),
    };
    let mut slugs: Vec<_> = typed.iter().map(draw).collect();
    slug::tell_apart(&mut slugs, |place| slug::slug(&typed[place].0.id));
    for ((element, _), slug) in typed.iter().zip(slugs) {
        let kind = if is_group(element) { Kind::SkillGroup } else { Kind::Skill };
        elements.0.insert(element.id.clone(), (kind, slug));
    }
    for (element, skill_type) in typed {
        let reference = &elements.0[&element.id];
        let columns = match reference.0 {
            Kind::SkillGroup => Columns { code: Some(element.id.clone()), ..Columns::default() },
            _ => Columns { skill_type: Some(skill_type), ..Columns::default() },
        };
        element.emit(tables, reference, columns);
        if let Some(above) = element.above().and_then(|above| elements.0.get(above)) {
            tables.take(element.place.clone(), Item::Relation(broader(reference, above)));
        }
    }
}

impl Element {
    fn above(&self) -> Option<&str> {
        self.id.rsplit_once('.').map(|(above, _)| above)
    }

    fn is_below(&self, branch: &str) -> bool {
        self.id.strip_prefix(branch).is_some_and(|rest| rest.starts_with('.'))
    }

    fn skill_type(&self) -> Option<SkillType> {
        let (_, skill_type) = BRANCHES.iter().find(|(branch, _)| self.id == *branch || self.is_below(branch))?;
        Some(*skill_type)
    }

    fn emit(&self, tables: &mut Tables<'_>, (kind, slug): &Reference, columns: Columns) {
        let draft = Draft {
            kind: *kind,
            identifier: (SCHEME, &self.id),
            slug: slug.clone(),
            label: &self.name,
            description: self.description.as_deref(),
        };
        let mut concept = draft.concept();
        concept.columns = columns;
        tables.take(self.place.clone(), Item::Concept(Box::new(concept)));
    }
}
