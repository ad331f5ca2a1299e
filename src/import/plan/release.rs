//! What a release does not say any more.

use entity::{RelationKind, Status, concept_state, evidence, relation};

use super::{super::Place, Planner};
use crate::graph::{Collection, Fact};

impl Planner<'_> {
    /// Retracts evidence that the sources of the items gave before and do not give any more, where they still speak of
    /// its subject.
    pub(super) fn retract_stale_evidence(&mut self, place: &Place) {
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
    pub(super) fn let_go(&mut self, place: &Place) {
        self.let_relations_go(place);
        self.let_collections_go(place);
        self.let_concepts_go(place);
        self.name_successors(place);
    }

    fn let_relations_go(&mut self, place: &Place) {
        let mut retractions: Vec<Fact> = Vec::new();
        for edge in self.graph.edges() {
            let relation = &edge.relation;
            // What once took the place of a concept that has gone is no matter of later releases.
            let succession = relation.kind == RelationKind::ReplacedBy && self.is_gone(relation.from);
            if succession || self.relations.contains_key(&(relation.from, relation.kind, relation.to)) {
                continue;
            }
            match self.is_only_ours(relation.row, &edge.evidence) {
                true => retractions.push(relation.clone().into()),
                false => retractions.extend(self.own(&edge.evidence)),
            }
        }
        retractions.into_iter().for_each(|fact| self.retract(place, fact));
    }

    fn let_collections_go(&mut self, place: &Place) {
        for Collection { state, .. } in self.graph.collections() {
            if !self.collections.contains(&state.slug) && self.speaker.is_some() && self.is_ours(state.row) {
                self.retract(place, state.clone());
            }
        }
    }

    fn let_concepts_go(&mut self, place: &Place) {
        let graph = self.graph;
        for node in graph.concepts().map(|index| graph.node(index)) {
            if !self.is_gone(node.id()) {
                continue;
            }
            if !self.is_only_ours(node.state.row, &node.evidence) {
                let evidence: Vec<_> = self.own(&node.evidence).collect();
                evidence.into_iter().for_each(|fact| self.retract(place, fact));
            } else if node.state.status != Status::Deprecated {
                let slug = self.aside.remove(&node.id()).unwrap_or_else(|| node.slug().to_owned());
                let (row, since, status) = (0, 0, Status::Deprecated);
                self.assert(place, concept_state::Model { row, since, status, slug, ..node.state.clone() });
            }
        }
    }

    /// Says which concept took the place of one that is gone, where that is so.
    fn name_successors(&mut self, place: &Place) {
        let graph = self.graph;
        for (from, (to, kind)) in std::mem::take(&mut self.successors) {
            let Some(node) = graph.by_id(from).map(|index| graph.node(index)) else { continue };
            let allowed = RelationKind::ReplacedBy.rule().allows(node.kind(), kind);
            if allowed && self.is_only_ours(node.state.row, &node.evidence) {
                self.state(place, relation::Model::new(from, RelationKind::ReplacedBy, to));
            }
        }
    }

    /// Whether the items do not describe a concept.
    fn is_gone(&self, concept: i64) -> bool {
        !self.plan.concepts.contains_key(&concept)
    }

    /// The evidence that is of the sources of the items.
    fn own(&self, evidence: &[evidence::Model]) -> impl Iterator<Item = Fact> {
        evidence.iter().filter(|row| self.sources.contains(&row.source)).cloned().map(Fact::from)
    }

    /// A release can give the name of a concept that it does not have any more to another: that one gets the slug as well,
    /// as if the older one had never been, and the older one gets a number behind it.
    pub(super) fn find_who_steps_aside(&mut self) {
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
    pub(super) fn step_aside(&mut self, place: &Place) {
        let mut aside: Vec<_> = std::mem::take(&mut self.aside).into_iter().collect();
        aside.sort();
        for (id, slug) in aside {
            let Some(index) = self.graph.by_id(id) else { continue };
            let state = self.graph.node(index).state.clone();
            self.assert(place, concept_state::Model { row: 0, since: 0, slug, ..state });
        }
    }
}
