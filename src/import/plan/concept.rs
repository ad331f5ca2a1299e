//! Sources and concepts: each is described whole.

use entity::{LabelRole, concept_state, identifier, label, note, source_state};

use super::{
    super::{ConceptItem, Place, SourceItem},
    Planner,
};
use crate::graph::{Node, fold, source_id};

/// Locale, role and text.
type Label = (String, LabelRole, String);

impl Planner<'_> {
    pub(super) fn source(&mut self, place: &Place, source: SourceItem) {
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

    pub(super) fn concept(&mut self, place: &Place, item: ConceptItem) {
        let Some((concept, _)) = self.ids.get(&(item.kind, item.slug.clone())) else { return };
        let (concept, kind, row, since, until) = (*concept, item.kind, 0, 0, None);
        let mut item = item;
        self.keep_what_others_said(concept, &mut item);
        self.retract_unsaid(place, concept, &item);
        for (scheme, value) in &item.identifiers {
            self.take_over(place, (concept, &item), scheme, value);
        }
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
            let kept = |(locale, role, text): &Label| {
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

    /// Takes an outside name from a concept that the release does not have any more, where it has given that to another.
    /// If that one is called the same as well, it is the successor.
    fn take_over(&mut self, place: &Place, (concept, item): (i64, &ConceptItem), scheme: &str, value: &str) {
        let graph = self.graph;
        let Some(holder) = graph.by_identifier(scheme, value).map(|index| graph.node(index)) else { return };
        if holder.id() == concept || self.speaker.is_none() || self.plan.concepts.contains_key(&holder.id()) {
            return;
        }
        let row = holder.identifiers.iter().find(|row| row.scheme == scheme && row.value == value);
        if let Some(row) = row.filter(|row| self.is_ours(row.row)) {
            self.retract(place, row.clone());
            let same_name = |(locale, role, text): &Label| {
                let mut names = holder.labels_in(locale, LabelRole::Preferred);
                *role == LabelRole::Preferred && names.any(|name| fold(name) == fold(text))
            };
            if item.labels.iter().any(same_name) {
                self.successors.insert((holder.id(), (concept, item.kind)));
            }
        }
    }
}
