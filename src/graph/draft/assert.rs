//! Taking a fact into the draft.

use std::{cmp::Ordering, sync::Arc};

use entity::{LabelRole, concept_state, evidence, identifier, label, member, note, source_state};

use super::{
    super::{
        check,
        fact::{Change, Fact, Reason, Row},
        node::{Node, NodeIndex},
    },
    Draft,
};

/// Rows of which a concept has a list.
pub(in crate::graph) trait Listed: Row {
    /// The list at a concept.
    fn list(node: &Node) -> &Vec<Self>;

    /// The list at a concept, to change it.
    fn list_mut(node: &mut Node) -> &mut Vec<Self>;

    /// The order of the list, in which those are equal of which the one would take the place of the other.
    fn order(&self, other: &Self) -> Ordering;

    /// Where the row with the key of this one is in a list, or where it would have to go.
    fn seek(&self, list: &[Self]) -> Result<usize, usize> {
        list.binary_search_by(|old| old.order(self))
    }
}

impl Listed for label::Model {
    fn list(node: &Node) -> &Vec<Self> {
        &node.labels
    }

    fn list_mut(node: &mut Node) -> &mut Vec<Self> {
        &mut node.labels
    }

    fn order(&self, other: &Self) -> Ordering {
        // In each locale there is one preferred label.
        let text = |label: &Self| {
            if label.role == LabelRole::Preferred { Ordering::Equal } else { self.text.cmp(&other.text) }
        };
        (&self.locale, self.role).cmp(&(&other.locale, other.role)).then_with(|| text(self))
    }
}

impl Listed for note::Model {
    fn list(node: &Node) -> &Vec<Self> {
        &node.notes
    }

    fn list_mut(node: &mut Node) -> &mut Vec<Self> {
        &mut node.notes
    }

    fn order(&self, other: &Self) -> Ordering {
        (&self.locale, self.role).cmp(&(&other.locale, other.role))
    }
}

impl Listed for identifier::Model {
    fn list(node: &Node) -> &Vec<Self> {
        &node.identifiers
    }

    fn list_mut(node: &mut Node) -> &mut Vec<Self> {
        &mut node.identifiers
    }

    fn order(&self, other: &Self) -> Ordering {
        (&self.scheme, &self.value).cmp(&(&other.scheme, &other.value))
    }
}

impl Listed for member::Model {
    fn list(node: &Node) -> &Vec<Self> {
        &node.memberships
    }

    fn list_mut(node: &mut Node) -> &mut Vec<Self> {
        &mut node.memberships
    }

    fn order(&self, other: &Self) -> Ordering {
        self.collection.cmp(&other.collection)
    }
}

impl Listed for evidence::Model {
    fn list(node: &Node) -> &Vec<Self> {
        &node.evidence
    }

    fn list_mut(node: &mut Node) -> &mut Vec<Self> {
        &mut node.evidence
    }

    fn order(&self, other: &Self) -> Ordering {
        (self.source, &self.locator).cmp(&(other.source, &other.locator))
    }
}

impl Draft {
    /// Takes a fact in, in the place of the one with the same key.
    pub(super) fn assert(&mut self, mut fact: Fact) -> Result<(), Reason> {
        check::fact(&fact)?;
        check::normalise(&mut fact);
        match fact {
            Fact::Source(source) => self.assert_source(source),
            Fact::Scale(scale) => {
                self.assert_scale(scale);
                Ok(())
            }
            Fact::Collection(collection) => {
                self.assert_collection(collection);
                Ok(())
            }
            Fact::Concept(concept) => self.assert_concept(concept),
            Fact::Role(row) => self.assert_columns(row.concept, row),
            Fact::RoleGroup(row) => self.assert_columns(row.concept, row),
            Fact::Skill(row) => self.assert_columns(row.concept, row),
            Fact::SkillGroup(row) => self.assert_columns(row.concept, row),
            Fact::Language(row) => self.assert_columns(row.concept, row),
            Fact::Framework(row) => self.assert_columns(row.concept, row),
            Fact::Tool(row) => self.assert_columns(row.concept, row),
            Fact::Qualification(row) => self.assert_columns(row.concept, row),
            Fact::Label(label) => self.assert_label(label),
            Fact::Note(note) => self.put(self.find(note.concept)?, note).map(drop),
            Fact::Identifier(identifier) => self.assert_identifier(identifier),
            Fact::Member(member) => self.assert_member(member),
            Fact::Relation(relation) => self.assert_relation(relation),
            Fact::Evidence(evidence) => self.assert_evidence(evidence),
        }
    }

    fn assert_source(&mut self, source: source_state::Model) -> Result<(), Reason> {
        let taken = |other: &Arc<source_state::Model>| other.slug == source.slug && other.source != source.source;
        if self.graph.sources.values().any(taken) {
            return Err(Reason::SlugTaken(source.slug));
        }
        let id = source.source;
        let old = self.graph.sources.get(&id).cloned();
        if let Some(new) = self.supersede(old.as_deref(), source) {
            Arc::make_mut(&mut self.graph.sources).insert(id, Arc::new(new));
        }
        Ok(())
    }

    fn assert_concept(&mut self, concept: concept_state::Model) -> Result<(), Reason> {
        let found = self.graph.by_id(concept.concept);
        let holder = self.graph.by_slug(concept.kind, &concept.slug);
        if holder.is_some() && holder != found {
            return Err(Reason::SlugTaken(concept.slug));
        }
        let old = found.map(|index| self.graph.node(index).state.clone());
        if let Some(was) = old.as_ref().map(|old| old.kind).filter(|kind| *kind != concept.kind) {
            return Err(Reason::KindChanged { was });
        }
        let Some(new) = self.supersede(old.as_ref(), concept) else { return Ok(()) };
        let index = found.unwrap_or_else(|| self.add_node(new.clone()));
        let slugs = &mut self.graph.by_slug[new.kind as usize];
        // Another may have taken it over already.
        if let Some(old) = old.filter(|old| slugs.get(old.slug.as_str()) == Some(&index)) {
            slugs.remove(old.slug.as_str());
        }
        slugs.insert(new.slug.as_str().into(), index);
        self.node_mut(index).set_state(new);
        self.moved.insert(index, self.place);
        self.renamed.insert(index);
        Ok(())
    }

    /// Sets those slugs free that their concepts are about to leave, so that others can take them over.
    pub(super) fn free_slugs(&mut self, changes: &[Change]) {
        for change in changes {
            let Change::Assert(Fact::Concept(new)) = change else { continue };
            let Some(index) = self.graph.by_id(new.concept) else { continue };
            let old = self.graph.node(index).state.clone();
            if old.slug != new.slug && old.kind == new.kind {
                self.graph.by_slug[old.kind as usize].remove(old.slug.as_str());
            }
        }
    }

    fn add_node(&mut self, state: concept_state::Model) -> NodeIndex {
        let place =
            u32::try_from(self.graph.nodes.len()).expect("a graph of four thousand million concepts has no room");
        let index = NodeIndex(place);
        self.graph.by_id.insert(state.concept, index);
        self.graph.nodes.push_back(Arc::new(Node::new(state)));
        index
    }

    fn assert_columns<R: Row>(&mut self, concept: i64, row: R) -> Result<(), Reason>
    where
        for<'f> &'f R: TryFrom<&'f Fact>,
    {
        let index = self.find(concept)?;
        let node = self.graph.node(index);
        let columns = R::TABLE.name();
        if !node.kind().as_str().eq_ignore_ascii_case(columns) {
            return Err(Reason::WrongColumns { columns, kind: node.kind() });
        }
        let old = node.columns().and_then(|fact| <&R>::try_from(fact).ok()).cloned();
        if let Some(new) = self.supersede(old.as_ref(), row) {
            self.node_mut(index).columns = Some(Box::new(new.into()));
        }
        Ok(())
    }

    fn assert_label(&mut self, label: label::Model) -> Result<(), Reason> {
        let index = self.find(label.concept)?;
        let text = label.text.clone();
        let (changed, old) = self.put(index, label)?;
        if changed {
            if let Some(old) = old {
                self.forget_label(index, &old.text);
            }
            self.remember_label(index, &text);
        }
        Ok(())
    }

    fn assert_identifier(&mut self, identifier: identifier::Model) -> Result<(), Reason> {
        let index = self.find(identifier.concept)?;
        let holder = self.graph.by_identifier(&identifier.scheme, &identifier.value);
        if holder.is_some_and(|holder| holder != index) {
            return Err(Reason::IdentifierTaken { scheme: identifier.scheme, value: identifier.value });
        }
        let (scheme, value) = (identifier.scheme.as_str().into(), identifier.value.as_str().into());
        if self.put(index, identifier)?.0 {
            self.graph.by_identifier.entry(scheme).or_default().insert(value, index);
        }
        Ok(())
    }

    fn assert_evidence(&mut self, evidence: evidence::Model) -> Result<(), Reason> {
        if self.graph.source(evidence.source).is_none() {
            return Err(Reason::NoSuchSource(evidence.source));
        }
        let index = self.find(evidence.subject)?;
        match (evidence.kind, evidence.object) {
            (Some(kind), Some(object)) => self.assert_edge_evidence((evidence.subject, kind, object), evidence),
            _ => self.put(index, evidence).map(drop),
        }
    }

    /// Puts a row into its list at a concept. Answers whether that made a difference, and which row it took the place of.
    pub(super) fn put<R: Listed>(&mut self, index: NodeIndex, row: R) -> Result<(bool, Option<R>), Reason> {
        let list = R::list(self.graph.node(index));
        let place = row.seek(list);
        let old = place.ok().map(|place| list[place].clone());
        let Some(new) = self.supersede(old.as_ref(), row) else { return Ok((false, None)) };
        put_at(R::list_mut(self.node_mut(index)), place, new);
        Ok((true, old))
    }
}

/// Puts a row where it was found to belong in a sorted list.
pub(super) fn put_at<R>(list: &mut Vec<R>, place: Result<usize, usize>, row: R) {
    match place {
        Ok(place) => list[place] = row,
        Err(place) => list.insert(place, row),
    }
}
