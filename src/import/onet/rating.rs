//! How important skills, knowledge and work styles are for an occupation, and how well they must be mastered.
//!
//! O*NET rates every occupation on every element. Two flags of its own say which ratings not to use.

use std::collections::HashMap;

use entity::RelationKind;

use super::{
    Reference,
    element::Elements,
    occupation::Occupations,
    table::{CODE, CONTENT_MODEL, Cell, Fault, KNOWLEDGE, NOT_THERE, SCALES, SKILLS, Tables, WORK_STYLES, leave_out},
};
use crate::import::{ImportError, Item, Place, Reading, RelationItem, ScaleItem};

const IMPORTANCE: &str = "IM";
const LEVEL: &str = "LV";

const SUPPRESSED: &str = "ratings that O*NET recommends to suppress, since they are not precise";
const IRRELEVANT: &str = "ratings of what O*NET says is not relevant for the occupation";

/// What all tables of ratings have.
const COLUMNS: [&str; 5] = [CODE, "Element ID", "Scale ID", "Data Value", "Recommend Suppress"];

/// Least and greatest value by the name of the scale.
type Scales = HashMap<String, (f64, f64)>;

/// What is said of one element for one occupation.
struct Rated {
    place: Place,
    occupation: usize,
    element: Reference,
    importance: Rating,
    level: Rating,
    /// The element does not matter for the occupation.
    irrelevant: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Rating {
    Missing,
    Suppressed,
    Given(f64),
}

/// Reads the ratings.
pub(super) fn read(tables: &mut Tables<'_>, occupations: &Occupations, elements: &Elements) -> Result<(), ImportError> {
    let scales = read_scales(tables)?;
    let known = tables.has(SCALES) && tables.has(CONTENT_MODEL);
    let look_up = LookUp { known, occupations, elements, scales };
    for table in [SKILLS, KNOWLEDGE] {
        let mut ratings = Ratings::default();
        let [code, element, scale, value, suppress] = COLUMNS;
        let columns = [code, element, scale, value, suppress, "Not Relevant"];
        tables.rows(table, columns, |reading, place, [code, element, scale, value, suppress, irrelevant]| {
            ratings.take(&look_up, reading, place, [code, element, scale, value, suppress], Some(irrelevant))
        })?;
        ratings.emit(tables, &look_up);
    }
    let mut ratings = Ratings::default();
    tables.rows(WORK_STYLES, COLUMNS, |reading, place, cells| ratings.take(&look_up, reading, place, cells, None))?;
    ratings.emit(tables, &look_up);
    Ok(())
}

/// Reads the scales, and states those of the ratings that are read here.
fn read_scales(tables: &mut Tables<'_>) -> Result<Scales, ImportError> {
    let mut scales = Scales::new();
    let columns = ["Scale ID", "Scale Name", "Minimum", "Maximum"];
    tables.rows(SCALES, columns, |reading, place, [id, name, least, greatest]| {
        let (title, minimum, maximum) = (name.name()?.to_owned(), least.number()?, greatest.number()?);
        if maximum <= minimum {
            return Err(greatest.fault("the maximum must be more than the minimum"));
        }
        if scales.contains_key(id.text) {
            return Err(id.fault("the scale is described already"));
        }
        scales.insert(id.text.to_owned(), (minimum, maximum));
        if matches!(id.text, IMPORTANCE | LEVEL) {
            let scale = ScaleItem { slug: slug_of(id.text), title, minimum, maximum, description: None };
            reading.items.push((place, Item::Scale(scale)));
        }
        Ok(())
    })?;
    Ok(scales)
}

fn slug_of(scale: &str) -> String {
    format!("onet-{}", scale.to_lowercase())
}

/// What the rows refer to.
struct LookUp<'l> {
    /// Whether the tables that they refer to are there.
    known: bool,
    occupations: &'l Occupations,
    elements: &'l Elements,
    scales: Scales,
}

impl LookUp<'_> {
    fn range(&self, scale: Cell<'_>) -> Result<(f64, f64), Fault> {
        if !matches!(scale.text, IMPORTANCE | LEVEL) {
            return Err(scale.fault("ratings are on the scales IM and LV"));
        }
        self.scales.get(scale.text).copied().ok_or_else(|| scale.fault("there is no such scale in Scales Reference"))
    }

    fn requirement(&self, rated: &Rated) -> RelationItem {
        let from = self.occupations.reference(rated.occupation);
        let share = |value: f64| {
            let (minimum, maximum) = self.scales[IMPORTANCE];
            // Ratings have two decimals, and the scale has four steps: more than four would be noise.
            ((value - minimum) / (maximum - minimum) * 10_000.0).round() / 10_000.0
        };
        let (importance, level) = (rated.importance.given(), rated.level.given());
        RelationItem {
            importance: importance.map(share),
            importance_rating: importance.map(|value| (slug_of(IMPORTANCE), value)),
            level: level.map(|value| (slug_of(LEVEL), value)),
            ..RelationItem::new(from, RelationKind::Requires, rated.element.clone())
        }
    }
}

/// The ratings of a table.
#[derive(Default)]
struct Ratings {
    all: Vec<Rated>,
    /// By occupation and element.
    places: HashMap<(usize, Reference), usize>,
}

impl Ratings {
    fn take(
        &mut self,
        look_up: &LookUp<'_>,
        reading: &mut Reading,
        place: Place,
        [code, element, scale, value, suppress]: [Cell<'_>; 5],
        irrelevant: Option<Cell<'_>>,
    ) -> Result<(), Fault> {
        let occupation = look_up.occupations.find(code)?;
        if !look_up.known {
            leave_out(reading, NOT_THERE, 1);
            return Ok(());
        }
        let skill = look_up.elements.skill(element)?;
        let number = value.within(look_up.range(scale)?)?;
        let (suppressed, irrelevant) = (suppress.flag()?, irrelevant.map_or(Ok(false), Cell::flag)?);
        let rated = self.rated(place, occupation, skill);
        let rating = if scale.text == LEVEL { &mut rated.level } else { &mut rated.importance };
        if *rating != Rating::Missing {
            return Err(scale.fault("the element is rated on this scale already"));
        }
        *rating = if suppressed { Rating::Suppressed } else { Rating::Given(number) };
        rated.irrelevant |= irrelevant;
        leave_out(reading, SUPPRESSED, usize::from(suppressed));
        Ok(())
    }

    fn rated(&mut self, place: Place, occupation: usize, element: &Reference) -> &mut Rated {
        let (importance, level, irrelevant) = (Rating::Missing, Rating::Missing, false);
        let at = *self.places.entry((occupation, element.clone())).or_insert_with(|| {
            self.all.push(Rated { place, occupation, element: element.clone(), importance, level, irrelevant });
            self.all.len() - 1
        });
        &mut self.all[at]
    }

    /// Makes requirements of what is rated and matters.
    fn emit(self, tables: &mut Tables<'_>, look_up: &LookUp<'_>) {
        for rated in self.all {
            let ratings = [rated.importance, rated.level].into_iter().filter_map(Rating::given).count();
            match rated.irrelevant {
                true => tables.leave_out(IRRELEVANT, ratings),
                false if ratings == 0 => {}
                false => {
                    let requirement = look_up.requirement(&rated);
                    tables.take(rated.place, Item::Relation(requirement));
                }
            }
        }
    }
}

impl Rating {
    const fn given(self) -> Option<f64> {
        match self {
            Self::Given(value) => Some(value),
            Self::Missing | Self::Suppressed => None,
        }
    }
}
