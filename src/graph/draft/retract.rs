//! Taking a fact out of the draft.

use std::sync::Arc;

use super::{
    super::{
        check,
        fact::{Fact, Reason, Row},
        node::{NodeIndex, fold},
    },
    Draft, EdgeKey,
    assert::Listed,
};

impl Draft {
    /// Takes the fact with this key out, and whatever cannot stand without it.
    pub(super) fn retract(&mut self, mut fact: Fact) -> Result<(), Reason> {
        check::normalise(&mut fact);
        match fact {
            Fact::Source(row) => self.retract_source(row.source),
            Fact::Scale(row) => self.retract_scale(row.slug),
            Fact::Collection(row) => self.retract_collection(&row.slug),
            Fact::Concept(row) => self.retract_concept(row.concept),
            Fact::Role(entity::role::Model { concept, .. })
            | Fact::RoleGroup(entity::role_group::Model { concept, .. })
            | Fact::Skill(entity::skill::Model { concept, .. })
            | Fact::SkillGroup(entity::skill_group::Model { concept, .. })
            | Fact::Language(entity::language::Model { concept, .. })
            | Fact::Framework(entity::framework::Model { concept, .. })
            | Fact::Tool(entity::tool::Model { concept, .. })
            | Fact::Qualification(entity::qualification::Model { concept, .. }) => {
                let index = self.find(concept)?;
                self.retract_columns(index)
            }
            Fact::Label(row) => {
                let index = self.find(row.concept)?;
                let label = self.take(index, &row)?;
                self.forget_label(index, &label.text);
                Ok(())
            }
            Fact::Note(row) => self.take(self.find(row.concept)?, &row).map(drop),
            Fact::Identifier(row) => {
                let index = self.find(row.concept)?;
                let identifier = self.take(index, &row)?;
                self.forget_identifier(&identifier.scheme, &identifier.value);
                Ok(())
            }
            Fact::Member(row) => self.retract_member(&row),
            Fact::Relation(row) => self.retract_edge((row.from, row.kind, row.to)),
            Fact::Evidence(row) => match (row.kind, row.object) {
                (Some(kind), Some(object)) => self.retract_edge_evidence((row.subject, kind, object), &row),
                _ => self.take(self.find(row.subject)?, &row).map(drop),
            },
        }
    }

    fn retract_source(&mut self, id: i64) -> Result<(), Reason> {
        let source = self.graph.sources.get(&id).cloned().ok_or(Reason::NoSuchSource(id))?;
        if self.is_cited(id) {
            return Err(Reason::SourceCited);
        }
        self.close(&*source);
        Arc::make_mut(&mut self.graph.sources).remove(&id);
        Ok(())
    }

    /// Whether any evidence names a source: a walk over all of it, which a retraction so rare can afford.
    fn is_cited(&self, source: i64) -> bool {
        let cites = |evidence: &[entity::evidence::Model]| evidence.iter().any(|row| row.source == source);
        let drafted = |edge: &entity::relation::Model| self.edges.contains((edge.from, edge.kind, edge.to));
        self.graph.concepts().any(|index| cites(&self.graph.node(index).evidence))
            || self.graph.edges().any(|edge| cites(&edge.evidence) && !drafted(&edge.relation))
            || self.edges.iter().filter_map(|(_, draft)| draft.edge.as_ref()).any(|edge| cites(&edge.evidence))
    }

    fn retract_concept(&mut self, concept: i64) -> Result<(), Reason> {
        let index = self.find(concept)?;
        for key in self.edges_at(concept) {
            if self.edge_mut(key).is_some_and(|draft| draft.edge.is_some()) {
                self.retract_edge(key)?;
            }
        }
        self.retract_memberships(index);
        let node = self.graph.nodes[index.place()].clone();
        let left = self.node_mut(index);
        left.labels.clear();
        left.evidence.clear();
        node.labels.iter().for_each(|row| {
            self.close(row);
            self.forget_label(index, &row.text);
        });
        node.identifiers.iter().for_each(|row| {
            self.close(row);
            self.forget_identifier(&row.scheme, &row.value);
        });
        node.notes.iter().for_each(|row| self.close(row));
        node.evidence.iter().for_each(|row| self.close(row));
        if node.columns.is_some() {
            self.retract_columns(index)?;
        }
        self.close(&node.state);
        self.graph.by_id.remove(&concept);
        self.graph.by_slug[node.kind() as usize].remove(node.slug());
        self.moved.insert(index, self.place);
        Ok(())
    }

    fn retract_columns(&mut self, index: NodeIndex) -> Result<(), Reason> {
        match self.node_mut(index).columns.take().map(|columns| *columns).ok_or(Reason::NothingToRetract)? {
            Fact::Role(row) => self.close(&row),
            Fact::RoleGroup(row) => self.close(&row),
            Fact::Skill(row) => self.close(&row),
            Fact::SkillGroup(row) => self.close(&row),
            Fact::Language(row) => self.close(&row),
            Fact::Framework(row) => self.close(&row),
            Fact::Tool(row) => self.close(&row),
            Fact::Qualification(row) => self.close(&row),
            _ => return Err(Reason::NothingToRetract),
        }
        Ok(())
    }

    fn retract_edge(&mut self, key: EdgeKey) -> Result<(), Reason> {
        let draft = self.edge_mut(key).ok_or(Reason::NothingToRetract)?;
        draft.changed = true;
        let edge = draft.edge.take().ok_or(Reason::NothingToRetract)?;
        self.close(&edge.relation);
        edge.evidence.iter().for_each(|row| self.close(row));
        Ok(())
    }

    fn retract_edge_evidence(&mut self, key: EdgeKey, row: &entity::evidence::Model) -> Result<(), Reason> {
        let draft = self.edge_mut(key).ok_or(Reason::NothingToRetract)?;
        let edge = draft.edge.as_mut().ok_or(Reason::NothingToRetract)?;
        let place = row.seek(&edge.evidence).map_err(|_| Reason::NothingToRetract)?;
        let old = edge.evidence.remove(place);
        draft.changed = true;
        self.close(&old);
        Ok(())
    }

    /// Takes a row out of its list at a concept.
    pub(super) fn take<R: Listed + Row>(&mut self, index: NodeIndex, row: &R) -> Result<R, Reason> {
        let place = row.seek(R::list(self.graph.node(index))).map_err(|_| Reason::NothingToRetract)?;
        let old = R::list_mut(self.node_mut(index)).remove(place);
        self.close(&old);
        Ok(old)
    }

    /// Enters a name into the index of names.
    pub(super) fn remember_label(&mut self, index: NodeIndex, text: &str) {
        let bearers = self.graph.by_label.entry(fold(text).into()).or_default();
        if !bearers.contains(&index) {
            bearers.push(index);
        }
        self.moved.insert(index, self.place);
    }

    /// Takes a name out of the index of names, unless the concept still bears it in another locale or role.
    pub(super) fn forget_label(&mut self, index: NodeIndex, text: &str) {
        let folded = fold(text);
        self.moved.insert(index, self.place);
        if self.graph.node(index).labels.iter().any(|label| fold(&label.text) == folded) {
            return;
        }
        if let Some(bearers) = self.graph.by_label.get_mut(folded.as_str()) {
            bearers.retain(|bearer| *bearer != index);
            if bearers.is_empty() {
                self.graph.by_label.remove(folded.as_str());
            }
        }
    }

    fn forget_identifier(&mut self, scheme: &str, value: &str) {
        if let Some(values) = self.graph.by_identifier.get_mut(scheme) {
            values.remove(value);
        }
    }
}
