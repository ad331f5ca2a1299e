//! From items to changes: what must be asserted so that they hold, and what must go because they no longer say it.

mod collection;

use std::collections::{HashMap, HashSet};

use entity::{
    Kind, LabelRole, RelationKind, Status, Strength, concept_state, evidence, identifier, label, note, relation,
    source_state,
};

use super::{
    ConceptItem, EvidenceItem, Item, Origin, Place, Placed, Problem, RelationItem, RetractionItem, SourceItem,
};
use crate::graph::{Change, Direction, Edge, Fact, Graph, Node, Rejection, source_id};

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
    relations: HashMap<EdgeKey, (relation::Model, Place)>,
    evidence: HashSet<EvidenceKey>,
    /// The concepts that leave their slug to one of the items, with the slug that they get.
    aside: HashMap<i64, String>,
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

    fn assert(&mut self, place: &Place, fact: impl Into<Fact>) {
        self.plan.changes.push(Change::Assert(fact.into()));
        self.plan.places.push(place.clone());
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

    fn source(&mut self, place: &Place, source: SourceItem) {
        let SourceItem { slug, title, publisher, version, licence, attribution, url, date } = source;
        let id = source_id(&slug);
        let (row, since, until) = (0, 0, None);
        self.assert(
            place,
            source_state::Model {
                row,
                source: id,
                slug,
                title,
                publisher,
                version,
                licence,
                attribution,
                url,
                date,
                since,
                until,
            },
        );
    }

    fn concept(&mut self, place: &Place, item: ConceptItem) {
        let Some((concept, _)) = self.ids.get(&(item.kind, item.slug.clone())) else { return };
        let (concept, kind, row, since, until) = (*concept, item.kind, 0, 0, None);
        let mut item = item;
        self.keep_what_others_said(concept, &mut item);
        self.retract_unsaid(place, concept, &item);
        let known = self.graph.by_id(concept).map(|index| self.graph.node(index));
        if known.is_none_or(|node| self.is_ours(node.state.row)) {
            self.assert(
                place,
                concept_state::Model { row, concept, kind, slug: item.slug, status: item.status, since, until },
            );
        }
        match item.columns.into_fact(kind, concept) {
            Ok(Some(fact)) => {
                if known.and_then(Node::columns).is_none_or(|old| self.is_ours(old.row())) {
                    self.assert(place, fact);
                }
            }
            Ok(None) => {}
            Err(message) => self.problem(place, message),
        }
        for (locale, role, text) in item.labels {
            self.assert(place, label::Model { row, concept, locale, role, text, since, until });
        }
        for (locale, role, text) in item.notes {
            self.assert(place, note::Model { row, concept, locale, role, text, since, until });
        }
        for (scheme, value) in item.identifiers {
            self.take_over(place, concept, &scheme, &value);
            self.assert(place, identifier::Model { row, concept, scheme, value, since, until });
        }
    }

    /// Leaves out of a description what would take the place of somebody else's words: their preferred label, their note,
    /// a name that they have given another role.
    fn keep_what_others_said(&self, concept: i64, item: &mut ConceptItem) {
        let Some(index) = self.graph.by_id(concept) else { return };
        let node = self.graph.node(index);
        let theirs: Vec<_> = node.labels.iter().filter(|label| !self.is_ours(label.row)).collect();
        item.labels.retain(|(locale, role, text)| {
            let replaces = |label: &&label::Model| {
                let preferred = *role == LabelRole::Preferred && label.role == LabelRole::Preferred;
                label.locale == *locale && (preferred || label.text == *text)
            };
            !theirs.iter().any(replaces)
        });
        item.notes.retain(|(locale, role, _)| {
            let replaces = |note: &note::Model| note.locale == *locale && note.role == *role;
            !node.notes.iter().any(|note| replaces(note) && !self.is_ours(note.row))
        });
    }

    /// Retracts what the graph says of a concept and its new description does not.
    fn retract_unsaid(&mut self, place: &Place, concept: i64, item: &ConceptItem) {
        let Some(index) = self.graph.by_id(concept) else { return };
        let node = self.graph.node(index);
        for old in &node.labels {
            if !self.is_ours(old.row) {
                continue;
            }
            let kept = |(locale, role, text): &(String, LabelRole, String)| {
                *locale == old.locale && *role == old.role && (old.role == LabelRole::Preferred || *text == old.text)
            };
            if !item.labels.iter().any(kept) {
                self.retract(place, old.clone());
            }
        }
        for old in &node.notes {
            if self.is_ours(old.row)
                && !item.notes.iter().any(|(locale, role, _)| *locale == old.locale && *role == old.role)
            {
                self.retract(place, old.clone());
            }
        }
        for old in &node.identifiers {
            if self.is_ours(old.row)
                && !item.identifiers.iter().any(|(scheme, value)| *scheme == old.scheme && *value == old.value)
            {
                self.retract(place, old.clone());
            }
        }
    }

    fn relation(&mut self, place: &Place, item: RelationItem) {
        let (from, to) = (self.resolve(place, &item.from), self.resolve(place, &item.to));
        let Some((from, to)) = from.zip(to) else { return };
        self.state(place, item.into_row(from, to));
    }

    /// States a relation. Saying it again is no matter, saying something else of it is.
    fn state(&mut self, place: &Place, relation: relation::Model) {
        let key = edge_key(relation.from, relation.kind, relation.to);
        let (from, to) = (key.0, key.2);
        let relation = relation::Model { from, to, ..relation };
        match self.relations.get(&key) {
            Some((stated, _)) if *stated == relation => {}
            Some((_, first)) => {
                let message = format!("this relation is described twice and not alike, first at {first}");
                self.problem(place, message);
            }
            None => {
                if self.edge(key).is_none_or(|edge| self.is_ours(edge.relation.row)) {
                    self.assert(place, relation.clone());
                }
                self.relations.insert(key, (relation, place.clone()));
            }
        }
    }

    fn evidence(&mut self, place: &Place, item: EvidenceItem) {
        let source = source_id(&item.source);
        if !self.sources.contains(&source) && self.graph.source(source).is_none() {
            self.problem(place, format!("there is no source `{}`", item.source));
        }
        let Some(subject) = self.resolve(place, &item.about.subject) else { return };
        let target = match item.about.relation {
            Some((kind, ref object)) => {
                let Some(object) = self.resolve(place, object) else { return };
                self.speak_of(place, subject, kind, object, item.strength);
                let (subject, kind, object) = edge_key(subject, kind, object);
                (subject, Some((kind, object)))
            }
            None => (subject, None),
        };
        let (subject, relation) = target;
        let (kind, object) = relation.unzip();
        let EvidenceItem { locator, confidence, comment, .. } = item;
        if self.evidence.insert((subject, relation, source, locator.clone())) {
            let (row, since, until) = (0, 0, None);
            self.assert(
                place,
                evidence::Model { row, subject, kind, object, source, locator, confidence, comment, since, until },
            );
        } else {
            let message = format!("`{}` says this at `{locator}` already: merge the two", item.source);
            self.problem(place, message);
        }
    }

    /// Makes sure that the relation which evidence is for will be there, and is as the evidence has it.
    fn speak_of(&mut self, place: &Place, from: i64, kind: RelationKind, to: i64, strength: Option<Strength>) {
        let key = edge_key(from, kind, to);
        if let Some((stated, first)) = self.relations.get(&key) {
            if strength.is_some() && stated.strength != strength {
                let stated = stated.strength.map_or("of no strength", Strength::as_str);
                let message = format!("the relation is {stated} at {first}: leave the strength out here, or settle it");
                self.problem(place, message);
            }
            return;
        }
        let (from, kind, to) = key;
        let new = relation::Model { strength, ..relation::Model::new(from, kind, to) };
        match self.edge(key) {
            Some(edge) if strength.is_none() || edge.relation.strength == strength => {
                let stated = relation::Model { row: 0, since: 0, ..edge.relation.clone() };
                self.relations.insert(key, (stated, place.clone()));
            }
            _ => self.state(place, new),
        }
    }

    /// Takes a relation back, with its evidence, whoever has said it. Where there is none, nothing is to be done.
    fn retraction(&mut self, place: &Place, item: &RetractionItem) {
        let (from, to) = (self.resolve(place, &item.from), self.resolve(place, &item.to));
        let Some((from, to)) = from.zip(to) else { return };
        let key = edge_key(from, item.kind, to);
        if let Some((_, first)) = self.relations.get(&key) {
            let message = format!("this relation is described at {first}: it cannot be taken back as well");
            self.problem(place, message);
        } else if let Some(edge) = self.edge(key) {
            self.retract(place, edge.relation.clone());
        }
    }

    fn edge(&self, (from, kind, to): EdgeKey) -> Option<&'g Edge> {
        let links = self.graph.links(self.graph.by_id(from)?, Direction::Outgoing, kind);
        let found = links.iter().find(|link| (link.edge.relation.from, link.edge.relation.to) == (from, to))?;
        Some(&found.edge)
    }

    /// Retracts evidence that the sources of the items gave before and do not give any more, where they still speak of
    /// its subject.
    fn retract_stale_evidence(&mut self, place: &Place) {
        let graph = self.graph;
        let described = self.ids.values().filter_map(|(id, _)| graph.by_id(*id));
        let of_concepts = described.flat_map(|index| &graph.node(index).evidence);
        let of_relations = self.relations.keys().filter_map(|key| self.edge(*key)).flat_map(|edge| &edge.evidence);
        let stale: Vec<_> = of_concepts
            .chain(of_relations)
            .filter(|old| {
                let key = (old.subject, old.kind.zip(old.object), old.source, old.locator.clone());
                self.sources.contains(&old.source) && !self.evidence.contains(&key)
            })
            .cloned()
            .collect();
        for old in stale {
            self.retract(place, old);
        }
    }

    /// Lets go of what the sources of the items knew and do not know any more: what nobody else knows goes with their
    /// evidence, what others know as well only loses it.
    fn let_go(&mut self, place: &Place) {
        let graph = self.graph;
        let ours = |evidence: &evidence::Model| self.sources.contains(&evidence.source);
        let mut retractions: Vec<Fact> = Vec::new();
        for edge in graph.edges() {
            let key = (edge.relation.from, edge.relation.kind, edge.relation.to);
            match self.relations.contains_key(&key) {
                true => {}
                false if self.is_only_ours(edge.relation.row, &edge.evidence) => {
                    retractions.push(edge.relation.clone().into());
                }
                false => retractions.extend(edge.evidence.iter().filter(|row| ours(row)).cloned().map(Fact::from)),
            }
        }
        let collections = graph.collections().filter(|collection| !self.collections.contains(&collection.state.slug));
        let ours_alone = collections.filter(|collection| self.speaker.is_some() && self.is_ours(collection.state.row));
        retractions.extend(ours_alone.map(|collection| collection.state.clone().into()));
        let mut deprecations = Vec::new();
        let slug = |aside: &mut HashMap<i64, String>, node: &Node| {
            aside.remove(&node.id()).unwrap_or_else(|| node.slug().to_owned())
        };
        let gone = |node: &&Node| !self.plan.concepts.contains_key(&node.id());
        for node in graph.concepts().map(|index| graph.node(index)).filter(gone) {
            let deprecated = node.state.status == Status::Deprecated;
            match self.is_only_ours(node.state.row, &node.evidence) {
                true if deprecated => {}
                true => deprecations.push(concept_state::Model {
                    row: 0,
                    since: 0,
                    status: Status::Deprecated,
                    slug: slug(&mut self.aside, node),
                    ..node.state.clone()
                }),
                false => retractions.extend(node.evidence.iter().filter(|row| ours(row)).cloned().map(Fact::from)),
            }
        }
        retractions.into_iter().for_each(|fact| self.retract(place, fact));
        deprecations.into_iter().for_each(|concept| self.assert(place, concept));
    }
}

impl Planner<'_> {
    /// Takes an outside name from a concept that the release does not have any more, where it has given that to another.
    fn take_over(&mut self, place: &Place, concept: i64, scheme: &str, value: &str) {
        let graph = self.graph;
        let Some(holder) = graph.by_identifier(scheme, value).map(|index| graph.node(index)) else { return };
        if holder.id() == concept || self.speaker.is_none() || self.plan.concepts.contains_key(&holder.id()) {
            return;
        }
        let row = holder.identifiers.iter().find(|row| row.scheme == scheme && row.value == value);
        if let Some(row) = row.filter(|row| self.is_ours(row.row)) {
            self.retract(place, row.clone());
        }
    }

    /// A release can give the name of a concept that it does not have any more to another: that one gets the slug as well,
    /// as if the older one had never been, and the older one gets a number behind it.
    fn find_who_steps_aside(&mut self) {
        for ((kind, slug), (id, _)) in &self.ids {
            let Some(holder) = self.graph.by_slug(*kind, slug).map(|index| self.graph.node(index)) else { continue };
            let is_left = holder.id() != *id && !self.plan.concepts.contains_key(&holder.id());
            if is_left && self.speaker.is_some() && self.is_ours(holder.state.row) {
                let own = format!("{:016x}", holder.id());
                self.aside.insert(holder.id(), format!("{slug}-{}", &own[..8]));
            }
        }
    }

    /// Gives their new slugs to those that are not deprecated as well.
    fn step_aside(&mut self, place: &Place) {
        let mut aside: Vec<_> = std::mem::take(&mut self.aside).into_iter().collect();
        aside.sort();
        for (id, slug) in aside {
            let Some(index) = self.graph.by_id(id) else { continue };
            let state = self.graph.node(index).state.clone();
            self.assert(place, concept_state::Model { row: 0, since: 0, slug, ..state });
        }
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
