//! Occupations with all their titles, and the groups that they belong to.

use std::collections::{HashMap, HashSet};

use entity::{Kind, LabelRole};

use super::{
    Draft, Reference, SCHEME, broader, named, soc,
    table::{ALTERNATE_TITLES, CODE, Cell, Fault, JOB_ZONES, OCCUPATIONS, REPORTED_TITLES, Tables, leave_out},
};
use crate::{
    graph::{DEFAULT_LOCALE, fold},
    import::{Columns, ImportError, Item, Place, Reading, slug},
};

/// Identifiers of SOC groups, and of the occupations that are in the SOC themselves.
const SOC: &str = "soc-2018";

/// What O*NET adds to the code of an occupation that the SOC has as well.
const OF_SOC: &str = ".00";

/// Two tables have titles, and one has short forms besides.
const REPEATED: &str = "titles that the occupation has already, in any case of their letters";

/// The occupations that there are.
pub(super) struct Occupations {
    by_code: HashMap<String, usize>,
    slugs: Vec<String>,
    /// The occupation above each.
    parents: Vec<Option<usize>>,
}

struct Occupation {
    place: Place,
    code: String,
    title: String,
    description: Option<String>,
    /// Other titles, and all titles folded.
    titles: Vec<String>,
    folded: HashSet<String>,
    job_zone: Option<i16>,
}

impl Occupations {
    /// The occupation that a cell names.
    pub(super) fn find(&self, code: Cell<'_>) -> Result<usize, Fault> {
        find(&self.by_code, code)
    }

    /// How items refer to it.
    pub(super) fn reference(&self, occupation: usize) -> Reference {
        (Kind::Role, self.slugs[occupation].clone())
    }

    /// Whether one is above the other.
    pub(super) fn in_line(&self, one: usize, other: usize) -> bool {
        self.parents[one] == Some(other) || self.parents[other] == Some(one)
    }
}

/// Reads what O*NET says of occupations by themselves.
pub(super) fn read(tables: &mut Tables<'_>) -> Result<Occupations, ImportError> {
    let mut by_code: HashMap<String, usize> = HashMap::new();
    let mut all = Vec::new();
    tables.rows(OCCUPATIONS, [CODE, "Title", "Description"], |_, place, [code, title, description]| {
        let occupation = Occupation::new(place, code, title, description)?;
        if by_code.contains_key(&occupation.code) {
            return Err(code.fault("the occupation is described already"));
        }
        by_code.insert(occupation.code.clone(), all.len());
        all.push(occupation);
        Ok(())
    })?;
    read_titles(tables, &by_code, &mut all)?;
    tables.rows(JOB_ZONES, [CODE, "Job Zone"], |_, _, [code, zone]| {
        let occupation = &mut all[find(&by_code, code)?];
        if occupation.job_zone.is_some() {
            return Err(code.fault("the occupation has a job zone already"));
        }
        let number = zone.text.parse().ok().filter(|number| (1..=5).contains(number));
        occupation.job_zone = Some(number.ok_or_else(|| zone.fault("job zones go from 1 to 5"))?);
        Ok(())
    })?;
    let occupations = Occupations::new(by_code, &all);
    emit(tables, &occupations, &all);
    Ok(occupations)
}

/// Reads the other titles.
fn read_titles(
    tables: &mut Tables<'_>,
    by_code: &HashMap<String, usize>,
    all: &mut [Occupation],
) -> Result<(), ImportError> {
    tables.rows(ALTERNATE_TITLES, [CODE, "Alternate Title", "Short Title"], |reading, _, [code, title, short]| {
        let occupation = &mut all[find(by_code, code)?];
        occupation.add_title(reading, title.name()?);
        if short.given().is_some() {
            occupation.add_title(reading, short.name()?);
        }
        Ok(())
    })?;
    tables.rows(REPORTED_TITLES, [CODE, "Reported Job Title"], |reading, _, [code, title]| {
        all[find(by_code, code)?].add_title(reading, title.name()?);
        Ok(())
    })
}

fn find(by_code: &HashMap<String, usize>, code: Cell<'_>) -> Result<usize, Fault> {
    by_code.get(code.text).copied().ok_or_else(|| code.fault("there is no such occupation in Occupation Data"))
}

impl Occupation {
    fn new(place: Place, code: Cell<'_>, title: Cell<'_>, description: Cell<'_>) -> Result<Self, Fault> {
        let shape = |(at, byte): (usize, u8)| match at {
            2 => byte == b'-',
            7 => byte == b'.',
            _ => byte.is_ascii_digit(),
        };
        if code.text.len() != 10 || !code.text.bytes().enumerate().all(shape) {
            return Err(code.fault("codes are of the form 15-1252.00"));
        }
        if soc::groups_of(code.text).is_empty() {
            return Err(code.fault("the code belongs to no group of the SOC of 2018"));
        }
        let title = title.name()?.to_owned();
        Ok(Self {
            place,
            code: code.text.to_owned(),
            description: description.note()?.map(str::to_owned),
            titles: Vec::new(),
            folded: HashSet::from([fold(&title)]),
            title,
            job_zone: None,
        })
    }

    fn add_title(&mut self, reading: &mut Reading, title: &str) {
        match self.folded.insert(fold(title)) {
            true => self.titles.push(title.to_owned()),
            false => leave_out(reading, REPEATED, 1),
        }
    }

    /// The code of the occupation in the SOC, and whether this is that occupation or a special case of it.
    fn of_soc(&self) -> (&str, bool) {
        self.code.strip_suffix(OF_SOC).map_or((&self.code[..7], false), |code| (code, true))
    }
}

impl Occupations {
    fn new(by_code: HashMap<String, usize>, all: &[Occupation]) -> Self {
        let mut slugs: Vec<_> =
            all.iter().map(|occupation| named(&occupation.title, || slug::slug(&occupation.code))).collect();
        slug::tell_apart(&mut slugs, |place| slug::slug(&all[place].code));
        let parent = |occupation: &Occupation| match occupation.of_soc() {
            (_, true) => None,
            (code, false) => by_code.get(&format!("{code}{OF_SOC}")).copied(),
        };
        let parents = all.iter().map(parent).collect();
        Self { by_code, slugs, parents }
    }
}

fn emit(tables: &mut Tables<'_>, occupations: &Occupations, all: &[Occupation]) {
    let mut groups = HashSet::new();
    for (place, occupation) in all.iter().enumerate() {
        let above = emit_groups(tables, occupation, &mut groups);
        let above = occupations.parents[place].map_or(above, |parent| Some(occupations.reference(parent)));
        let (kind, slug) = occupations.reference(place);
        let description = occupation.description.as_deref();
        let identifier = (SCHEME, occupation.code.as_str());
        let mut role = Draft { kind, identifier, slug: slug.clone(), label: &occupation.title, description }.concept();
        let locale = || DEFAULT_LOCALE.to_owned();
        role.labels.extend(occupation.titles.iter().map(|title| (locale(), LabelRole::Alternative, title.clone())));
        if let (code, true) = occupation.of_soc() {
            role.identifiers.push((SOC.to_owned(), code.to_owned()));
        }
        role.columns = Columns { job_zone: occupation.job_zone, ..Columns::default() };
        tables.take(occupation.place.clone(), Item::Concept(Box::new(role)));
        if let Some(above) = above {
            tables.take(occupation.place.clone(), Item::Relation(broader(&(kind, slug), &above)));
        }
    }
}

/// Makes the groups of an occupation that were not made yet, and gives the narrowest.
fn emit_groups(
    tables: &mut Tables<'_>,
    occupation: &Occupation,
    made: &mut HashSet<&'static str>,
) -> Option<Reference> {
    let mut above: Option<Reference> = None;
    for soc::Group { code, title, level } in soc::groups_of(&occupation.code) {
        let slug = slug::slug(&format!("onet soc {code} {title}"));
        let group = (Kind::RoleGroup, slug.clone());
        if made.insert(code) {
            let draft = Draft { kind: Kind::RoleGroup, identifier: (SOC, code), slug, label: title, description: None };
            let mut concept = draft.concept();
            concept.columns = Columns { code: Some(code.to_owned()), level: Some(level), ..Columns::default() };
            tables.take(occupation.place.clone(), Item::Concept(Box::new(concept)));
            if let Some(above) = &above {
                tables.take(occupation.place.clone(), Item::Relation(broader(&group, above)));
            }
        }
        above = Some(group);
    }
    above
}
