//! The concepts that can be matched, with what the rules ask of each.

use entity::{Kind, LabelRole, NoteRole, ReuseLevel, SkillType, Status};

use super::name::bare;
use crate::graph::{DEFAULT_LOCALE, Fact, Graph, Node, NodeIndex, fold, source_id};

/// The source of the built-in graph.
pub(super) const CORE: &str = "skillgraph-core";
/// The source of ESCO.
pub(super) const ESCO: &str = "esco";
/// The source of O*NET.
pub(super) const ONET: &str = "onet";

/// The collections of ESCO that are all about information technology.
const DIGITAL: &[&str] = &["esco-digital-skills", "esco-ict-skills"];
/// What the URI of the field of information technology begins with.
const ICT: &str = "http://data.europa.eu/esco/isced-f/06";

/// A concept as the rules see it.
pub(super) struct Concept<'g> {
    pub(super) index: NodeIndex,
    pub(super) node: &'g Node,
    /// The source that brought it; none if somebody described it on their own account.
    pub(super) source: Option<i64>,
    /// Its preferred label.
    pub(super) name: &'g str,
    /// That label as it is compared.
    pub(super) bare: String,
    /// Its alternative labels.
    pub(super) others: Vec<&'g str>,
}

/// Where a skill is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// In information technology.
    pub(super) ict: bool,
    /// In more than one sector.
    pub(super) general: bool,
}

impl Field {
    /// Whether a name means the same in both: to monitor a system is not what O*NET calls monitoring.
    pub(super) fn meets(self, other: Self) -> bool {
        (self.ict && other.ict) || (self.general && other.general)
    }
}

impl<'g> Concept<'g> {
    fn of(graph: &'g Graph, index: NodeIndex) -> Self {
        let node = graph.node(index);
        let name = node.preferred_label(DEFAULT_LOCALE);
        let others = node.labels_in(DEFAULT_LOCALE, LabelRole::Alternative).collect();
        Self { index, node, source: source_of(graph, node), name, bare: bare(name), others }
    }

    pub(super) fn kind(&self) -> Kind {
        self.node.kind()
    }

    /// Whether this source brought it.
    pub(super) fn is_of(&self, source: &str) -> bool {
        self.source == Some(source_id(source))
    }

    /// The values that it bears in a scheme.
    pub(super) fn identifiers(&self, scheme: &str) -> impl Iterator<Item = &'g str> {
        let of_scheme = self.node.identifiers.iter().filter(move |identifier| identifier.scheme == scheme);
        of_scheme.map(|identifier| identifier.value.as_str())
    }

    /// Its description in English, in small letters.
    pub(super) fn description(&self) -> String {
        self.node.note(DEFAULT_LOCALE, NoteRole::Description).map(fold).unwrap_or_default()
    }

    /// What sort of skill it is, and in how wide a field it is of use.
    pub(super) fn skill(&self) -> (Option<SkillType>, Option<ReuseLevel>) {
        match self.node.columns() {
            Some(Fact::Skill(row)) => (row.skill_type, row.reuse_level),
            _ => (None, None),
        }
    }

    /// The ISCO group of a role.
    pub(super) fn isco(&self) -> Option<&'g str> {
        match self.node.columns() {
            Some(Fact::Role(row)) => row.isco_code.as_deref(),
            _ => None,
        }
    }

    /// Whether it is software or the like: what O*NET calls equipment is not.
    pub(super) fn is_technology(&self) -> bool {
        match self.node.columns() {
            Some(Fact::Tool(row)) => row.tool_type != entity::ToolType::Equipment,
            columns => matches!(columns, Some(Fact::Language(_) | Fact::Framework(_))),
        }
    }

    /// Where a skill is of use.
    pub(super) fn field(&self, graph: &Graph) -> Field {
        let special = matches!(self.skill().1, Some(ReuseLevel::SectorSpecific | ReuseLevel::OccupationSpecific));
        // The built-in graph has no other sector.
        let ict = (special && self.is_of(CORE)) || self.is_digital() || self.is_below_ict(graph);
        Field { ict, general: !special }
    }

    fn is_digital(&self) -> bool {
        self.node.memberships.iter().any(|row| DIGITAL.contains(&row.collection.as_str()))
    }

    fn is_below_ict(&self, graph: &Graph) -> bool {
        let is_ict = |node: &Node| node.identifiers.iter().any(|row| row.scheme == ESCO && row.value.starts_with(ICT));
        graph.ancestors(self.index).iter().any(|above| is_ict(graph.node(above.index)))
    }
}

/// All concepts that can be matched: those that are deprecated, or drafts, are not joined to anything.
pub(super) fn concepts(graph: &Graph) -> Vec<Concept<'_>> {
    let published = graph.concepts().filter(|index| graph.node(*index).state.status == Status::Published);
    published.map(|index| Concept::of(graph, index)).collect()
}

/// Whoever has given a concept another slug or name did not make it theirs, so more than one row is asked.
fn source_of(graph: &Graph, node: &Node) -> Option<i64> {
    let identifiers = node.identifiers.iter().map(|row| row.row);
    let labels = node.labels.iter().map(|row| row.row);
    let rows = std::iter::once(node.state.row).chain(node.columns().map(Fact::row)).chain(identifiers).chain(labels);
    rows.filter_map(|row| graph.import_of(row)).find_map(|import| import.source)
}
