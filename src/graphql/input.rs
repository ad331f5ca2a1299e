//! Arguments: how a concept is named, and how a list is narrowed and ordered.

use std::{collections::HashSet, sync::Arc};

use async_graphql::{Enum, ID, InputObject, OneofObject, Result};
use entity::{Kind as EntityKind, RelationKind, source_state};

use super::{
    concept::Handle,
    enums::{FrameworkSide, FrameworkType, Kind, LanguageType, ReuseLevel, SkillType, Status, ToolType},
    error::bad_input,
    id::Named,
};
use crate::graph::{Direction, Fact, Graph, Node, NodeIndex, source_id};

/// Names of concepts are short.
const MAX_STRING: usize = 1_000;

/// A name in an outside scheme.
#[derive(Clone, Debug, InputObject)]
pub(super) struct IdentifierInput {
    /// The scheme, such as `linguist`, `isco-08` or `github-topic`.
    pub(super) scheme: String,
    /// The name within the scheme.
    pub(super) value: String,
}

/// A kind and a slug, which together name one concept.
#[derive(Clone, Debug, InputObject)]
pub(super) struct KindAndSlug {
    /// What sort of thing it is.
    pub(super) kind: Kind,
    /// Its name in addresses.
    pub(super) slug: String,
}

/// Names one concept of a kind that is known from where it stands. Exactly one of the fields must be given.
#[derive(Clone, Debug, OneofObject)]
pub(super) enum Reference {
    /// Its id, from the field `id`.
    Id(ID),
    /// Its slug, such as `backend-developer`.
    Slug(String),
    /// A name of it in an outside scheme.
    Identifier(IdentifierInput),
}

/// Names one concept of any kind. Exactly one of the fields must be given.
#[derive(Clone, Debug, OneofObject)]
pub(super) enum ConceptReference {
    /// Its id, from the field `id`.
    Id(ID),
    /// Its kind and slug.
    Slug(KindAndSlug),
    /// A name of it in an outside scheme.
    Identifier(IdentifierInput),
}

impl Reference {
    /// The concept of a kind that is named; none if there is none.
    ///
    /// # Errors
    ///
    /// When the id is no id, or names something of another kind.
    pub(super) fn find(&self, graph: &Graph, kind: EntityKind) -> Result<Option<NodeIndex>> {
        match self {
            Self::Slug(slug) => Ok(graph.by_slug(kind, checked("slug", slug)?)),
            Self::Id(id) => match Named::decode("id", id)? {
                Named::Concept(other, id) if other == kind => {
                    Ok(Handle::find(graph, kind, id).map(|handle| handle.index))
                }
                other => Err(bad_input(format!("`id` is that of a {}, not of a {kind}", other.sort()))),
            },
            Self::Identifier(identifier) => {
                Ok(identifier.find(graph)?.filter(|index| graph.node(*index).kind() == kind))
            }
        }
    }

    /// The concept of a kind that is named.
    ///
    /// # Errors
    ///
    /// As [`Self::find`], and when there is none.
    pub(super) fn require(&self, argument: &str, graph: &Graph, kind: EntityKind) -> Result<NodeIndex> {
        let found = self.find(graph, kind)?;
        found.ok_or_else(|| bad_input(format!("`{argument}` names a {kind} that does not exist")))
    }
}

impl ConceptReference {
    /// The concept that is named; none if there is none.
    ///
    /// # Errors
    ///
    /// When the id is no id, or names something else than a concept.
    pub(super) fn find(&self, graph: &Graph) -> Result<Option<NodeIndex>> {
        match self {
            Self::Slug(KindAndSlug { kind, slug }) => Ok(graph.by_slug((*kind).into(), checked("slug", slug)?)),
            Self::Identifier(identifier) => identifier.find(graph),
            Self::Id(id) => match Named::decode("id", id)? {
                Named::Concept(kind, id) => Ok(Handle::find(graph, kind, id).map(|handle| handle.index)),
                other => Err(bad_input(format!("`id` is that of a {}, not of a concept", other.sort()))),
            },
        }
    }

    /// The concept that is named.
    ///
    /// # Errors
    ///
    /// As [`Self::find`], and when there is none.
    pub(super) fn require(&self, argument: &str, graph: &Graph) -> Result<NodeIndex> {
        let found = self.find(graph)?;
        found.ok_or_else(|| bad_input(format!("`{argument}` names a concept that does not exist")))
    }
}

impl IdentifierInput {
    fn find(&self, graph: &Graph) -> Result<Option<NodeIndex>> {
        Ok(graph.by_identifier(checked("scheme", &self.scheme)?, checked("value", &self.value)?))
    }
}

/// A text that can be a name; `argument` is where it was given.
pub(super) fn checked<'s>(argument: &str, text: &'s str) -> Result<&'s str> {
    // No text has more characters than bytes.
    let is_short = text.len() <= MAX_STRING || text.chars().nth(MAX_STRING).is_none();
    match is_short && !text.contains('\0') {
        true => Ok(text),
        false => Err(bad_input(format!("`{argument}` must have {MAX_STRING} characters at most, none of them NUL"))),
    }
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(super) enum ConceptOrderField {
    /// By the preferred label in `en`, ignoring case; then by slug.
    Label,
    /// By slug, byte by byte.
    Slug,
}

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(super) enum OrderDirection {
    /// The least first.
    Asc,
    /// The greatest first.
    Desc,
}

/// Names one source. Exactly one of the fields must be given.
#[derive(Clone, Debug, OneofObject)]
pub(super) enum SourceReference {
    /// Its id, from the field `id`.
    Id(ID),
    /// Its slug.
    Slug(String),
}

impl SourceReference {
    /// The source that is named; none if there is none.
    ///
    /// # Errors
    ///
    /// When the id is no id, or names a concept.
    pub(super) fn find<'g>(&self, graph: &'g Graph) -> Result<Option<&'g source_state::Model>> {
        match self {
            Self::Slug(slug) => Ok(graph.source(source_id(checked("slug", slug)?))),
            Self::Id(id) => match Named::decode("id", id)? {
                Named::Source(id) => Ok(graph.source(id)),
                other => Err(bad_input(format!("`id` is that of a {}, not of a source", other.sort()))),
            },
        }
    }
}

/// How a list of concepts is sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub(super) struct ConceptOrder {
    /// What it is sorted by.
    pub(super) field: ConceptOrderField,
    /// Which way.
    #[graphql(default_with = "OrderDirection::Asc")]
    pub(super) direction: OrderDirection,
}

impl Default for ConceptOrder {
    fn default() -> Self {
        Self { field: ConceptOrderField::Label, direction: OrderDirection::Asc }
    }
}

/// Whether a concept is kept in a list.
pub(super) type Condition = Arc<dyn Fn(NodeIndex, &Node) -> bool + Send + Sync>;

/// The conditions of a filter. All that is given must hold.
pub(super) trait Filter {
    /// The conditions on a graph.
    ///
    /// # Errors
    ///
    /// When the filter names something that does not exist.
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>>;
}

fn condition(test: impl Fn(NodeIndex, &Node) -> bool + Send + Sync + 'static) -> Condition {
    Arc::new(test)
}

fn among(indices: impl IntoIterator<Item = NodeIndex>) -> Condition {
    let set: HashSet<_> = indices.into_iter().collect();
    condition(move |index, _| set.contains(&index))
}

/// Concepts at the other end of relations.
fn linked(graph: &Graph, index: NodeIndex, direction: Direction, kind: RelationKind) -> Condition {
    among(graph.links(index, direction, kind).iter().map(|link| link.other))
}

fn with_status(status: Option<Status>) -> Option<Condition> {
    let status: entity::Status = status?.into();
    Some(condition(move |_, node| node.state.status == status))
}

fn with_label(graph: &Graph, label: Option<&str>) -> Result<Option<Condition>> {
    label.map(|label| Ok(among(graph.by_label(checked("label", label)?)))).transpose()
}

/// Which roles are listed.
#[derive(Clone, Debug, Default, InputObject)]
pub(super) struct RoleFilter {
    /// Only roles with this status.
    status: Option<Status>,
    /// Only roles that bear this name in any locale, preferred, alternative or hidden, ignoring case.
    label: Option<String>,
    /// Only roles of this ISCO-08 unit group.
    isco_code: Option<String>,
    /// Only roles that require this.
    requires: Option<ConceptReference>,
    /// Only roles that have this responsibility.
    performs: Option<Reference>,
    /// Only roles below this group, over any number of steps.
    group: Option<Reference>,
}

impl Filter for RoleFilter {
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>> {
        let mut conditions: Vec<_> = with_status(self.status).into_iter().collect();
        conditions.extend(with_label(graph, self.label.as_deref())?);
        if let Some(code) = self.isco_code {
            conditions.push(condition(move |_, node| {
                matches!(node.columns(), Some(Fact::Role(role)) if role.isco_code.as_ref() == Some(&code))
            }));
        }
        if let Some(competency) = self.requires {
            let index = competency.require("requires", graph)?;
            conditions.push(linked(graph, index, Direction::Incoming, RelationKind::Requires));
        }
        if let Some(responsibility) = self.performs {
            let index = responsibility.require("performs", graph, EntityKind::Responsibility)?;
            conditions.push(linked(graph, index, Direction::Incoming, RelationKind::Performs));
        }
        if let Some(group) = self.group {
            let index = group.require("group", graph, EntityKind::RoleGroup)?;
            conditions.push(among(graph.descendants(index).into_iter().map(|distant| distant.index)));
        }
        Ok(conditions)
    }
}

/// Which skills are listed.
#[derive(Clone, Debug, Default, InputObject)]
pub(super) struct SkillFilter {
    /// Only skills with this status.
    status: Option<Status>,
    /// Only skills that bear this name in any locale, preferred, alternative or hidden, ignoring case.
    label: Option<String>,
    /// Only skills of this sort.
    skill_type: Option<SkillType>,
    /// Only skills of this reuse level.
    reuse_level: Option<ReuseLevel>,
    /// Only skills below this group, over any number of steps.
    group: Option<Reference>,
}

impl Filter for SkillFilter {
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>> {
        let mut conditions: Vec<_> = with_status(self.status).into_iter().collect();
        conditions.extend(with_label(graph, self.label.as_deref())?);
        if let Some(wanted) = self.skill_type.map(Into::into) {
            conditions.push(condition(
                move |_, node| matches!(node.columns(), Some(Fact::Skill(skill)) if skill.skill_type == Some(wanted)),
            ));
        }
        if let Some(wanted) = self.reuse_level.map(Into::into) {
            conditions.push(condition(
                move |_, node| matches!(node.columns(), Some(Fact::Skill(skill)) if skill.reuse_level == Some(wanted)),
            ));
        }
        if let Some(group) = self.group {
            let index = group.require("group", graph, EntityKind::SkillGroup)?;
            conditions.push(among(graph.descendants(index).into_iter().map(|distant| distant.index)));
        }
        Ok(conditions)
    }
}

/// Which languages are listed.
#[derive(Clone, Debug, Default, InputObject)]
pub(super) struct LanguageFilter {
    /// Only languages with this status.
    status: Option<Status>,
    /// Only languages that bear this name in any locale, preferred, alternative or hidden, ignoring case.
    label: Option<String>,
    /// Only languages of this sort.
    language_type: Option<LanguageType>,
}

impl Filter for LanguageFilter {
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>> {
        let mut conditions: Vec<_> = with_status(self.status).into_iter().collect();
        conditions.extend(with_label(graph, self.label.as_deref())?);
        if let Some(wanted) = self.language_type.map(Into::into) {
            conditions.push(condition(move |_, node| {
                matches!(node.columns(), Some(Fact::Language(language)) if language.language_type == wanted)
            }));
        }
        Ok(conditions)
    }
}

/// Which frameworks are listed.
#[derive(Clone, Debug, Default, InputObject)]
pub(super) struct FrameworkFilter {
    /// Only frameworks with this status.
    status: Option<Status>,
    /// Only frameworks that bear this name in any locale, preferred, alternative or hidden, ignoring case.
    label: Option<String>,
    /// Only code bases of this sort.
    framework_type: Option<FrameworkType>,
    /// Only frameworks made for this side.
    side: Option<FrameworkSide>,
    /// Only frameworks whose users write this language.
    language: Option<Reference>,
    /// Only frameworks that are built on this one.
    built_on: Option<Reference>,
}

impl Filter for FrameworkFilter {
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>> {
        let mut conditions: Vec<_> = with_status(self.status).into_iter().collect();
        conditions.extend(with_label(graph, self.label.as_deref())?);
        if let Some(wanted) = self.framework_type.map(Into::into) {
            conditions.push(condition(move |_, node| {
                matches!(node.columns(), Some(Fact::Framework(framework)) if framework.framework_type == wanted)
            }));
        }
        if let Some(wanted) = self.side.map(Into::into) {
            conditions.push(condition(
                move |_, node| matches!(node.columns(), Some(Fact::Framework(framework)) if framework.side == wanted),
            ));
        }
        if let Some(language) = self.language {
            let index = language.require("language", graph, EntityKind::Language)?;
            conditions.push(linked(graph, index, Direction::Incoming, RelationKind::UsesLanguage));
        }
        if let Some(framework) = self.built_on {
            let index = framework.require("builtOn", graph, EntityKind::Framework)?;
            conditions.push(linked(graph, index, Direction::Incoming, RelationKind::BuiltOn));
        }
        Ok(conditions)
    }
}

/// Which tools are listed.
#[derive(Clone, Debug, Default, InputObject)]
pub(super) struct ToolFilter {
    /// Only tools with this status.
    status: Option<Status>,
    /// Only tools that bear this name in any locale, preferred, alternative or hidden, ignoring case.
    label: Option<String>,
    /// Only tools of this sort.
    tool_type: Option<ToolType>,
    /// Only tools that are worked with in this language.
    language: Option<Reference>,
}

impl Filter for ToolFilter {
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>> {
        let mut conditions: Vec<_> = with_status(self.status).into_iter().collect();
        conditions.extend(with_label(graph, self.label.as_deref())?);
        if let Some(wanted) = self.tool_type.map(Into::into) {
            conditions.push(condition(
                move |_, node| matches!(node.columns(), Some(Fact::Tool(tool)) if tool.tool_type == wanted),
            ));
        }
        if let Some(language) = self.language {
            let index = language.require("language", graph, EntityKind::Language)?;
            conditions.push(linked(graph, index, Direction::Incoming, RelationKind::UsesLanguage));
        }
        Ok(conditions)
    }
}

/// Which concepts are listed, for kinds that have no filter of their own.
#[derive(Clone, Debug, Default, InputObject)]
pub(super) struct ConceptFilter {
    /// Only concepts with this status.
    status: Option<Status>,
    /// Only concepts that bear this name in any locale, preferred, alternative or hidden, ignoring case.
    label: Option<String>,
}

impl Filter for ConceptFilter {
    fn conditions(self, graph: &Graph) -> Result<Vec<Condition>> {
        let mut conditions: Vec<_> = with_status(self.status).into_iter().collect();
        conditions.extend(with_label(graph, self.label.as_deref())?);
        Ok(conditions)
    }
}
