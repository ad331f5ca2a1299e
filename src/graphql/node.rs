//! Anything with an id, as Relay has it.

use super::{
    collection::Collection,
    concept::Handle,
    evidence::Source,
    framework::Framework,
    id::{GlobalId, Named},
    kind::by_kind,
    language::Language,
    qualification::Qualification,
    responsibility::Responsibility,
    role::Role,
    role_group::RoleGroup,
    skill::Skill,
    skill_group::SkillGroup,
    tool::Tool,
};
use crate::graph::Graph;

/// The one field that everything with an id has.
pub(super) struct NodeFields;

#[projection::fields]
impl NodeFields {
    /// Opaque, stable identity.
    fn id(&self) -> GlobalId {
        // Objects have the field themselves; this one only declares it for the interface.
        GlobalId::default()
    }
}

/// Anything that has an id and can be looked up by it.
#[derive(Clone, Copy, projection::Interface)]
#[interface(fields(NodeFields))]
pub(super) enum Node<'g> {
    Role(Role<'g>),
    RoleGroup(RoleGroup<'g>),
    Skill(Skill<'g>),
    SkillGroup(SkillGroup<'g>),
    Language(Language<'g>),
    Framework(Framework<'g>),
    Tool(Tool<'g>),
    Responsibility(Responsibility<'g>),
    Qualification(Qualification<'g>),
    Source(Source<'g>),
    Collection(Collection<'g>),
}

impl<'g> Node<'g> {
    /// What an id names; none if it is not in the graph.
    pub(super) fn find(graph: &'g Graph, named: Named) -> Option<Self> {
        match named {
            Named::Source(id) => graph.source(id).map(|source| Self::Source(Source(source))),
            Named::Collection(id) => Collection::numbered(graph, id).map(Self::Collection),
            Named::Concept(kind, id) => Handle::find(graph, kind, id).map(Into::into),
        }
    }
}

impl<'g> From<Handle<'g>> for Node<'g> {
    fn from(handle: Handle<'g>) -> Self {
        by_kind!(handle)
    }
}
