//! What is allowed but not good: flaws that a curator should mend. The built-in graph has none.

use std::collections::HashMap;

use entity::{Kind, LabelRole, RelationKind};

use super::{Direction, Graph, NodeIndex, fold};

/// A flaw of the graph, at a concept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Nothing leads to the concept or from it.
    #[error("stands alone: no relation leads to it or from it")]
    Orphan,
    /// Two concepts of a kind have the same preferred label.
    #[error("has the preferred label `{label}`, as has {other}")]
    SharedLabel {
        /// The label.
        label: String,
        /// Slug of the other concept.
        other: String,
    },
    /// A framework that is written in nothing.
    #[error("is a framework without a language")]
    FrameworkWithoutLanguage,
    /// A role that hangs under nothing.
    #[error("is a role without a broader role or group")]
    RoleWithoutGroup,
    /// A role that requires nothing.
    #[error("is a role without requirements")]
    RoleWithoutRequirements,
    /// Related to what is above it already, which SKOS forbids.
    #[error("is related to {ancestor}, which is above it in the hierarchy already")]
    RelatedToAncestor {
        /// Slug of the concept above.
        ancestor: String,
    },
    /// Deprecated without a successor to go to.
    #[error("is deprecated, and nothing is named that replaces it")]
    DeprecatedWithoutSuccessor,
}

impl Graph {
    /// All flaws, by kind and slug of the concept.
    pub fn flaws(&self) -> Vec<(NodeIndex, Flaw)> {
        let mut flaws = self.shared_labels();
        for index in self.concepts() {
            flaws.extend(self.flaws_of(index).into_iter().map(|flaw| (index, flaw)));
        }
        flaws.sort_by_key(|(index, _)| (self.node(*index).kind(), self.node(*index).slug()));
        flaws
    }

    fn flaws_of(&self, index: NodeIndex) -> Vec<Flaw> {
        let node = self.node(index);
        let none = |direction, kind| self.links(index, direction, kind).is_empty();
        let out_of = |kind| none(Direction::Outgoing, kind);
        let mut flaws = Vec::new();
        if node.outgoing.is_empty() && node.incoming.is_empty() {
            flaws.push(Flaw::Orphan);
        }
        if node.kind() == Kind::Framework && out_of(RelationKind::UsesLanguage) {
            flaws.push(Flaw::FrameworkWithoutLanguage);
        }
        if node.kind() == Kind::Role && out_of(RelationKind::Broader) {
            flaws.push(Flaw::RoleWithoutGroup);
        }
        if node.kind() == Kind::Role && out_of(RelationKind::Requires) {
            flaws.push(Flaw::RoleWithoutRequirements);
        }
        if node.state.status == entity::Status::Deprecated && out_of(RelationKind::ReplacedBy) {
            flaws.push(Flaw::DeprecatedWithoutSuccessor);
        }
        let related = self.links(index, Direction::Outgoing, RelationKind::Related);
        if !related.is_empty() {
            let above = self.ancestors(index);
            let clashes = above.iter().filter(|distant| related.iter().any(|link| link.other == distant.index));
            flaws.extend(clashes.map(|distant| Flaw::RelatedToAncestor { ancestor: self.slug_of(distant.index) }));
        }
        flaws
    }

    fn shared_labels(&self) -> Vec<(NodeIndex, Flaw)> {
        let mut holders: HashMap<(Kind, &str, String), NodeIndex> = HashMap::new();
        let mut flaws = Vec::new();
        for index in self.concepts() {
            let node = self.node(index);
            for label in node.labels.iter().filter(|label| label.role == LabelRole::Preferred) {
                let key = (node.kind(), label.locale.as_str(), fold(&label.text));
                if let Some(other) = holders.insert(key, index) {
                    let other = self.slug_of(other);
                    flaws.push((index, Flaw::SharedLabel { label: label.text.clone(), other }));
                }
            }
        }
        flaws
    }

    fn slug_of(&self, index: NodeIndex) -> String {
        self.node(index).slug().to_owned()
    }
}
