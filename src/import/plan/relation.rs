//! Relations and the evidence for them, and for concepts.

use entity::{RelationKind, Strength, evidence, relation};

use super::{
    super::{EvidenceItem, Place, RelationItem, RetractionItem},
    EdgeKey, Planner, edge_key,
};
use crate::graph::{Edge, source_id};

impl<'g> Planner<'g> {
    pub(super) fn relation(&mut self, place: &Place, item: RelationItem) {
        let (from, to) = (self.resolve(place, &item.from), self.resolve(place, &item.to));
        let Some((from, to)) = from.zip(to) else { return };
        self.state(place, item.into_row(from, to));
    }

    /// States a relation. Saying it again is no matter, saying something else of it is.
    pub(super) fn state(&mut self, place: &Place, relation: relation::Model) {
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

    pub(super) fn evidence(&mut self, place: &Place, item: EvidenceItem) {
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
    pub(super) fn retraction(&mut self, place: &Place, item: &RetractionItem) {
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

    pub(super) fn edge(&self, (from, kind, to): EdgeKey) -> Option<&'g Edge> {
        self.graph.edge(from, kind, to)
    }
}
