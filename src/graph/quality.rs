//! What is allowed but not good: flaws that a curator should mend. The built-in graph has none but cycles of what
//! implies each other, which are normal.

use std::collections::{BTreeMap, HashMap};

use entity::{Kind, LabelRole, RelationKind, Status, Strength};

use super::{Direction, Graph, NodeIndex, cycles::DIRECTED, fold};

/// What is wrong with a concept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Nothing leads to the concept or from it.
    #[error("stands alone: no relation leads to it or from it")]
    Orphan,
    /// Two concepts of a kind that are not the same have the same preferred label.
    #[error("has the preferred label `{label}`, as has {other}")]
    SharedLabel {
        /// The label.
        label: String,
        /// Slug of the other concept.
        other: String,
    },
    /// Another name of the concept is the preferred label of one of the same kind that is not the same.
    #[error("has the label `{label}`, which is the preferred label of {other}")]
    ClashingLabel {
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
    /// A role requires a competency as essential, and one that is the same as optional.
    #[error("requires {essential} as essential and {optional}, which is the same, as optional")]
    StrengthConflict {
        /// Slug of the competency that is essential.
        essential: String,
        /// Slug of the competency that is optional.
        optional: String,
    },
    /// The concept leads back to itself by a relation, over others or by way of what is the same.
    #[error("leads back to itself by {relation}, with {others} others on the way")]
    Cycle {
        /// The relation.
        relation: RelationKind,
        /// How many other concepts are in the same cycles.
        others: usize,
    },
    /// Deprecated without a successor to go to.
    #[error("is deprecated, and nothing is named that replaces it")]
    DeprecatedWithoutSuccessor,
    /// All that replaces it is deprecated as well.
    #[error("is deprecated, and so is all that replaces it, such as {successor}")]
    SuccessorDeprecated {
        /// Slug of the first successor.
        successor: String,
    },
}

/// The sort of a flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// Nothing leads to the concept or from it.
    Orphan,
    /// The preferred label is that of another concept as well.
    SharedLabel,
    /// Another name is the preferred label of another concept.
    ClashingLabel,
    /// A framework that is written in nothing.
    FrameworkWithoutLanguage,
    /// A role that hangs under nothing.
    RoleWithoutGroup,
    /// A role that requires nothing.
    RoleWithoutRequirements,
    /// Related to what is above it already.
    RelatedToAncestor,
    /// Essential and optional at once.
    StrengthConflict,
    /// Leads back to itself.
    Cycle,
    /// Deprecated without a successor.
    DeprecatedWithoutSuccessor,
    /// Deprecated like its successors.
    SuccessorDeprecated,
}

impl FlawKind {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Orphan,
        Self::SharedLabel,
        Self::ClashingLabel,
        Self::FrameworkWithoutLanguage,
        Self::RoleWithoutGroup,
        Self::RoleWithoutRequirements,
        Self::RelatedToAncestor,
        Self::StrengthConflict,
        Self::Cycle,
        Self::DeprecatedWithoutSuccessor,
        Self::SuccessorDeprecated,
    ];
}

impl Flaw {
    /// Of which sort it is.
    pub const fn kind(&self) -> FlawKind {
        match self {
            Self::Orphan => FlawKind::Orphan,
            Self::SharedLabel { .. } => FlawKind::SharedLabel,
            Self::ClashingLabel { .. } => FlawKind::ClashingLabel,
            Self::FrameworkWithoutLanguage => FlawKind::FrameworkWithoutLanguage,
            Self::RoleWithoutGroup => FlawKind::RoleWithoutGroup,
            Self::RoleWithoutRequirements => FlawKind::RoleWithoutRequirements,
            Self::RelatedToAncestor { .. } => FlawKind::RelatedToAncestor,
            Self::StrengthConflict { .. } => FlawKind::StrengthConflict,
            Self::Cycle { .. } => FlawKind::Cycle,
            Self::DeprecatedWithoutSuccessor => FlawKind::DeprecatedWithoutSuccessor,
            Self::SuccessorDeprecated { .. } => FlawKind::SuccessorDeprecated,
        }
    }

    /// Whether it can be as it should be: two competencies may well imply each other.
    const fn is_normal(&self) -> bool {
        matches!(self, Self::Cycle { relation: RelationKind::Implies, .. })
    }
}

/// A flaw where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The concept that has it.
    pub index: NodeIndex,
    /// What is wrong.
    pub flaw: Flaw,
    /// The other concepts that it is about.
    pub others: Vec<NodeIndex>,
}

impl Graph {
    /// All findings, by kind and slug of the concept, then by the sort of the flaw. They are sought once.
    pub fn health(&self) -> &[Finding] {
        self.indexes().health.get_or_init(|| self.examine())
    }

    /// All flaws but those that are normal, by kind and slug of the concept.
    pub fn flaws(&self) -> Vec<(NodeIndex, Flaw)> {
        let found = self.health().iter().filter(|finding| !finding.flaw.is_normal());
        found.map(|finding| (finding.index, finding.flaw.clone())).collect()
    }

    fn examine(&self) -> Vec<Finding> {
        let mut found = self.label_flaws();
        found.extend(self.cycle_flaws());
        for index in self.concepts() {
            found.extend(self.plain_flaws(index).into_iter().map(|flaw| finding(index, flaw, None)));
            found.extend(self.ancestors_related(index));
            found.extend(self.strength_conflicts(index));
            found.extend(self.deprecated_successor(index));
        }
        let order = |finding: &Finding| (self.node(finding.index).kind(), self.node(finding.index).slug());
        found.sort_by(|left, right| {
            order(left).cmp(&order(right)).then_with(|| left.flaw.kind().cmp(&right.flaw.kind()))
        });
        found
    }

    /// What can be seen from the concept alone.
    fn plain_flaws(&self, index: NodeIndex) -> Vec<Flaw> {
        let node = self.node(index);
        let out_of = |kind| self.links(index, Direction::Outgoing, kind).is_empty();
        let (is_role, is_framework) = (node.kind() == Kind::Role, node.kind() == Kind::Framework);
        let deprecated = node.state.status == Status::Deprecated;
        let tests = [
            (node.outgoing.is_empty() && node.incoming.is_empty(), Flaw::Orphan),
            (is_framework && out_of(RelationKind::UsesLanguage), Flaw::FrameworkWithoutLanguage),
            (is_role && out_of(RelationKind::Broader), Flaw::RoleWithoutGroup),
            (is_role && out_of(RelationKind::Requires), Flaw::RoleWithoutRequirements),
            (deprecated && out_of(RelationKind::ReplacedBy), Flaw::DeprecatedWithoutSuccessor),
        ];
        tests.into_iter().filter_map(|(holds, flaw)| holds.then_some(flaw)).collect()
    }

    fn ancestors_related(&self, index: NodeIndex) -> Vec<Finding> {
        let related = self.links(index, Direction::Outgoing, RelationKind::Related);
        if related.is_empty() {
            return Vec::new();
        }
        let above = self.ancestors(index).into_iter().map(|distant| distant.index);
        let clashes = above.filter(|above| related.iter().any(|link| link.other == *above));
        let flaw = |above| finding(index, Flaw::RelatedToAncestor { ancestor: self.slug_of(above) }, Some(above));
        clashes.map(flaw).collect()
    }

    /// At the role that stands for all that are the same: their requirements count together.
    fn strength_conflicts(&self, role: NodeIndex) -> Vec<Finding> {
        if self.node(role).kind() != Kind::Role || self.representative(role) != role {
            return Vec::new();
        }
        let mut required = BTreeMap::<NodeIndex, [Option<NodeIndex>; 2]>::new();
        for link in self.same_as(role).flat_map(|same| self.links(same, Direction::Outgoing, RelationKind::Requires)) {
            if let Some(strength) = link.strength() {
                let place = usize::from(strength == Strength::Optional);
                required.entry(self.representative(link.other)).or_default()[place].get_or_insert(link.other);
            }
        }
        let conflicts = required.into_values().filter_map(|[essential, optional]| essential.zip(optional));
        let flaw = |(one, other)| {
            let flaw = Flaw::StrengthConflict { essential: self.slug_of(one), optional: self.slug_of(other) };
            let others = if one == other { vec![one] } else { vec![one, other] };
            Finding { index: role, flaw, others }
        };
        conflicts.map(flaw).collect()
    }

    fn deprecated_successor(&self, index: NodeIndex) -> Option<Finding> {
        let is_deprecated = |index: NodeIndex| self.node(index).state.status == Status::Deprecated;
        let successors = self.links(index, Direction::Outgoing, RelationKind::ReplacedBy);
        let all = is_deprecated(index) && successors.iter().all(|link| is_deprecated(link.other));
        let first = successors.first().filter(|_| all)?.other;
        Some(finding(index, Flaw::SuccessorDeprecated { successor: self.slug_of(first) }, Some(first)))
    }

    fn cycle_flaws(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for relation in DIRECTED {
            for mut others in self.cycles(relation) {
                others.sort_by_key(|index| (self.node(*index).kind(), self.node(*index).slug()));
                let index = others.remove(0);
                found.push(Finding { index, flaw: Flaw::Cycle { relation, others: others.len() }, others });
            }
        }
        found
    }

    fn label_flaws(&self) -> Vec<Finding> {
        let mut holders: HashMap<(Kind, &str, String), NodeIndex> = HashMap::new();
        let mut found = Vec::new();
        let is_preferred = |label: &&entity::label::Model| label.role == LabelRole::Preferred;
        let key = |index: NodeIndex, label: &'_ entity::label::Model| (self.node(index).kind(), fold(&label.text));
        for index in self.concepts() {
            for label in self.node(index).labels.iter().filter(is_preferred) {
                let (kind, name) = key(index, label);
                let other = holders.insert((kind, label.locale.as_str(), name), index);
                if let Some(other) = other.filter(|other| !self.is_same(*other, index)) {
                    let flaw = Flaw::SharedLabel { label: label.text.clone(), other: self.slug_of(other) };
                    found.push(finding(index, flaw, Some(other)));
                }
            }
        }
        for index in self.concepts() {
            for label in self.node(index).labels.iter().filter(|label| !is_preferred(label)) {
                let (kind, name) = key(index, label);
                let other = holders.get(&(kind, label.locale.as_str(), name)).copied();
                if let Some(other) = other.filter(|other| !self.is_same(*other, index)) {
                    let flaw = Flaw::ClashingLabel { label: label.text.clone(), other: self.slug_of(other) };
                    found.push(finding(index, flaw, Some(other)));
                }
            }
        }
        found
    }

    fn is_same(&self, one: NodeIndex, other: NodeIndex) -> bool {
        self.representative(one) == self.representative(other)
    }

    fn slug_of(&self, index: NodeIndex) -> String {
        self.node(index).slug().to_owned()
    }
}

fn finding(index: NodeIndex, flaw: Flaw, other: Option<NodeIndex>) -> Finding {
    Finding { index, flaw, others: other.into_iter().collect() }
}
