//! From items to changes: what must be asserted so that they hold, and what must go because they no longer say it.

mod collection;
mod concept;
mod relation;
mod release;

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{Kind, RelationKind, evidence, relation as relation_row};

use super::{Item, Origin, Place, Placed, Problem};
use crate::graph::{Change, Fact, Graph, Rejection, source_id};

/// How much of its sources an import speaks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of them: a concept that only they know and that is not among the items any more is deprecated, and such a
    /// relation is retracted.
    #[default]
    Whole,
    /// Part of them: what the import does not mention stays as it is.
    Part,
}

/// Changes, each with the place that it comes from.
#[derive(Debug, Default)]
pub struct Plan {
    /// What to commit.
    pub changes: Vec<Change>,
    places: Vec<Place>,
    concepts: HashMap<i64, Place>,
}

impl Plan {
    /// What a refusal of one of the changes means for the files.
    pub fn problem(&self, rejection: &Rejection) -> Problem {
        let nowhere = || Place { file: "the graph".into(), line: 0 };
        let place = self.places.get(rejection.change).cloned().unwrap_or_else(nowhere);
        Problem { place, message: rejection.reason.to_string() }
    }

    /// Where a concept was described.
    pub fn place_of(&self, concept: i64) -> Option<&Place> {
        self.concepts.get(&concept)
    }
}

/// The changes that lead from `graph` to one in which the items hold.
///
/// A concept that is described is described whole: labels, notes and identifiers that it had before and that the items
/// do not give it are retracted.
///
/// An import of a source, which `origin` names, alters only what earlier imports of that source have said. What others
/// said, such as a curator who gave a concept another name, stays as it is. Without an origin the items are somebody's own
/// words, which alter whatever they speak of.
///
/// # Errors
///
/// Names what refers to nothing, and what is described twice.
pub fn plan(graph: &Graph, items: Vec<Placed>, extent: Extent, origin: Option<&Origin>) -> Result<Plan, Vec<Problem>> {
    let mut planner = Planner::new(graph, origin);
    planner.meet(&items);
    let first = items.first().map(|(place, _)| place.clone());
    // Relations before evidence: a statement makes its relation only if nothing else does. What is taken back comes last.
    let mut items = items;
    items.sort_by_key(|(_, item)| match item {
        Item::Evidence(_) => 1,
        Item::Retraction(_) => 2,
        _ => 0,
    });
    for (place, item) in items {
        match item {
            Item::Source(source) => planner.source(&place, source),
            Item::Concept(concept) => planner.concept(&place, *concept),
            Item::Relation(relation) => planner.relation(&place, relation),
            Item::Scale(scale) => planner.scale(&place, scale),
            Item::Collection(collection) => planner.collection(&place, collection),
            Item::Evidence(evidence) => planner.evidence(&place, evidence),
            Item::Retraction(retraction) => planner.retraction(&place, &retraction),
        }
    }
    if let Some(place) = first {
        planner.retract_stale_evidence(&place);
        planner.find_who_steps_aside();
        if extent == Extent::Whole {
            planner.let_go(&place);
        }
        planner.step_aside(&place);
    }
    match planner.problems.is_empty() {
        true => Ok(planner.plan),
        false => {
            planner.problems.sort();
            planner.problems.dedup();
            Err(planner.problems)
        }
    }
}

type EdgeKey = (i64, RelationKind, i64);
type EvidenceKey = (i64, Option<(RelationKind, i64)>, i64, String);

struct Planner<'g> {
    graph: &'g Graph,
    /// The source that speaks.
    speaker: Option<i64>,
    plan: Plan,
    /// The concepts that the items describe.
    ids: HashMap<(Kind, String), (i64, Place)>,
    /// The sources that the items describe.
    sources: HashSet<i64>,
    /// The scales and collections that the items describe.
    scales: HashSet<String>,
    collections: HashSet<String>,
    /// The relations that the items speak of.
    relations: HashMap<EdgeKey, (relation_row::Model, Place)>,
    evidence: HashSet<EvidenceKey>,
    /// The concepts that leave their slug to one of the items, with the slug that they get.
    aside: HashMap<i64, String>,
    /// The concepts that have given their outside name and their label to one of the items, with that one.
    successors: BTreeSet<(i64, (i64, Kind))>,
    problems: Vec<Problem>,
}

impl<'g> Planner<'g> {
    fn new(graph: &'g Graph, origin: Option<&Origin>) -> Self {
        Self {
            graph,
            speaker: origin.map(|origin| source_id(&origin.source)),
            plan: Plan::default(),
            ids: HashMap::new(),
            sources: HashSet::new(),
            scales: HashSet::new(),
            collections: HashSet::new(),
            relations: HashMap::new(),
            evidence: HashSet::new(),
            aside: HashMap::new(),
            successors: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    fn problem(&mut self, place: &Place, message: impl Into<String>) {
        self.problems.push(Problem { place: place.clone(), message: message.into() });
    }

    /// Whether a row may be altered: whoever speaks for a source alters what was said for that source.
    fn is_ours(&self, row: i64) -> bool {
        self.speaker.is_none() || self.speaker == self.graph.import_of(row).and_then(|import| import.source)
    }

    /// Whether nobody but the sources of the items says this.
    fn is_only_ours(&self, row: i64, evidence: &[evidence::Model]) -> bool {
        let stated = match self.speaker {
            Some(_) => self.is_ours(row),
            None => !evidence.is_empty(),
        };
        stated && evidence.iter().all(|evidence| self.sources.contains(&evidence.source))
    }

    /// Asserts a fact, unless it holds already.
    fn assert(&mut self, place: &Place, fact: impl Into<Fact>) {
        if let Some(fact) = self.graph.unless_held(fact.into()) {
            self.plan.changes.push(Change::Assert(fact));
            self.plan.places.push(place.clone());
        }
    }

    fn retract(&mut self, place: &Place, fact: impl Into<Fact>) {
        self.plan.changes.push(Change::Retract(fact.into()));
        self.plan.places.push(place.clone());
    }

    /// Learns which concepts and sources there will be, so that items can refer to each other in any order.
    fn meet(&mut self, items: &[Placed]) {
        for (place, item) in items {
            match item {
                Item::Source(source) => {
                    if !self.sources.insert(source_id(&source.slug)) {
                        self.problem(place, format!("the source `{}` is described twice", source.slug));
                    }
                }
                Item::Concept(concept) => {
                    let id = concept.id.unwrap_or_else(|| self.graph.id_for(concept.kind, &concept.slug));
                    let key = (concept.kind, concept.slug.clone());
                    if let Some((_, first)) = self.ids.get(&key) {
                        let message = format!("{} is described twice, first at {first}", written(&key));
                        self.problem(place, message);
                        continue;
                    }
                    self.ids.insert(key, (id, place.clone()));
                    self.plan.concepts.insert(id, place.clone());
                }
                Item::Scale(_) | Item::Collection(_) | Item::Relation(_) | Item::Evidence(_) | Item::Retraction(_) => {}
            }
        }
    }

    fn resolve(&mut self, place: &Place, reference: &(Kind, String)) -> Option<i64> {
        let known = self.ids.get(reference).map(|(id, _)| *id);
        let id = known.or_else(|| {
            let index = self.graph.by_slug(reference.0, &reference.1)?;
            Some(self.graph.node(index).id())
        });
        if id.is_none() {
            self.problem(place, format!("there is no {}", written(reference)));
        }
        id
    }
}

/// A symmetric relation has one key, whichever end it is named from.
fn edge_key(from: i64, kind: RelationKind, to: i64) -> EdgeKey {
    match kind.rule().symmetric && to < from {
        true => (to, kind, from),
        false => (from, kind, to),
    }
}

fn written((kind, slug): &(Kind, String)) -> String {
    format!("{}/{slug}", kind.word())
}
