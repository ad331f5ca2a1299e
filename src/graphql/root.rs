//! Where queries begin: lookups and lists over one graph, the current one or an older one.

use std::sync::Arc;

use async_graphql::{ID, Result};
use entity::Kind;

use super::{
    collection::{Collection, Collections},
    concept::{Concept, Handle},
    connection::Connection,
    error::bad_input,
    evidence::{Source, Sources},
    framework::Framework,
    id::Named,
    info::GraphInfo,
    input::{
        ConceptFilter, ConceptOrder, ConceptReference, FrameworkFilter, LanguageFilter, Reference, RoleFilter,
        SkillFilter, SourceReference, ToolFilter, checked,
    },
    language::Language,
    listing::{
        self, Frameworks, Languages, ListConnection, Qualifications, Responsibilities, RoleGroups, Roles, SkillGroups,
        Skills, Tools,
    },
    node::Node,
    page::Page,
    pinned::Pinned,
    qualification::Qualification,
    questions::QuestionFields,
    rate::RateLimit,
    responsibility::Responsibility,
    role::Role,
    role_group::RoleGroup,
    scale::Scale,
    skill::Skill,
    skill_group::SkillGroup,
    tool::Tool,
};
use crate::graph::Graph;

/// How many ids `nodes` takes.
const MAX_IDS: usize = 100;

/// The root of all queries. The graphs that a request reads come with the request.
pub(super) struct Query;

/// Everything that can be asked. A request reads one revision of the graph, however long it takes.
#[projection::object]
impl Query {
    #[field(include)]
    fn now<'p>(&self, #[arg(data)] pinned: &'p Arc<Pinned>) -> GraphFields<'p> {
        GraphFields(pinned.current())
    }

    /// The graph as it was at a revision: the same fields, answered from then. A request can read four revisions.
    fn at<'p>(
        &self,
        #[arg(data)] pinned: &'p Arc<Pinned>,
        /// The number of the revision, from 1 to the current one; see `graph { revision }`.
        revision: i32,
    ) -> Result<GraphAt<'p>> {
        pinned.at(revision).map(GraphAt)
    }

    /// How much the client can still ask; null where that is not limited. It costs as much as any other field.
    fn rate_limit(&self, #[arg(data)] pinned: &Arc<Pinned>) -> Option<RateLimit> {
        pinned.rate().map(RateLimit)
    }
}

/// A graph as it was at a revision.
pub(super) struct GraphAt<'p>(&'p Graph);

/// The graph as it was at a revision.
#[projection::object]
impl<'p> GraphAt<'p> {
    #[field(include)]
    fn then(&self) -> GraphFields<'p> {
        GraphFields(self.0)
    }
}

/// The fields of a graph, whichever revision it is of.
#[derive(Clone, Copy)]
pub(super) struct GraphFields<'g>(pub(super) &'g Graph);

#[projection::fields]
impl<'g> GraphFields<'g> {
    /// What the graph is: its revision and how much there is of what.
    fn graph(&self) -> GraphInfo<'g> {
        GraphInfo(self.0)
    }

    /// Anything with an id; null if there is nothing of that id.
    fn node(
        &self,
        /// The id, from the field `id`.
        id: &ID,
    ) -> Result<Option<Node<'g>>> {
        Ok(Node::find(self.0, Named::decode("id", id)?))
    }

    /// Several things with ids, in the order of the ids; null where there is nothing of that id.
    fn nodes(
        &self,
        /// The ids, 100 at most.
        ids: &[ID],
    ) -> Result<Vec<Option<Node<'g>>>> {
        if ids.len() > MAX_IDS {
            return Err(bad_input(format!("`ids` must have {MAX_IDS} entries at most, but has {}", ids.len())));
        }
        ids.iter().map(|id| Ok(Node::find(self.0, Named::decode("ids", id)?))).collect()
    }

    /// One concept of any kind; null if there is none of that name.
    fn concept(
        &self,
        /// Which one.
        by: &ConceptReference,
    ) -> Result<Option<Concept<'g>>> {
        Ok(by.find(self.0)?.map(|index| Handle::new(self.0, index).into()))
    }

    /// One role; null if there is none of that name.
    fn role(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Role<'g>>> {
        self.find(by, Kind::Role)
    }

    /// All roles, in order.
    fn roles(
        &self,
        /// Only those for which all of this holds.
        filter: Option<RoleFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Roles>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One role group; null if there is none of that name.
    fn role_group(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<RoleGroup<'g>>> {
        self.find(by, Kind::RoleGroup)
    }

    /// All role groups, in order.
    fn role_groups(
        &self,
        /// Only those for which all of this holds.
        filter: Option<ConceptFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, RoleGroups>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One skill; null if there is none of that name.
    fn skill(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Skill<'g>>> {
        self.find(by, Kind::Skill)
    }

    /// All skills, in order.
    fn skills(
        &self,
        /// Only those for which all of this holds.
        filter: Option<SkillFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Skills>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One skill group; null if there is none of that name.
    fn skill_group(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<SkillGroup<'g>>> {
        self.find(by, Kind::SkillGroup)
    }

    /// All skill groups, in order.
    fn skill_groups(
        &self,
        /// Only those for which all of this holds.
        filter: Option<ConceptFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, SkillGroups>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One language; null if there is none of that name.
    fn language(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Language<'g>>> {
        self.find(by, Kind::Language)
    }

    /// All languages, in order.
    fn languages(
        &self,
        /// Only those for which all of this holds.
        filter: Option<LanguageFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Languages>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One framework, library or runtime; null if there is none of that name.
    fn framework(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Framework<'g>>> {
        self.find(by, Kind::Framework)
    }

    /// All frameworks, libraries and runtimes, in order.
    fn frameworks(
        &self,
        /// Only those for which all of this holds.
        filter: Option<FrameworkFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Frameworks>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One tool; null if there is none of that name.
    fn tool(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Tool<'g>>> {
        self.find(by, Kind::Tool)
    }

    /// All tools, in order.
    fn tools(
        &self,
        /// Only those for which all of this holds.
        filter: Option<ToolFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Tools>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One responsibility; null if there is none of that name.
    fn responsibility(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Responsibility<'g>>> {
        self.find(by, Kind::Responsibility)
    }

    /// All responsibilities, in order.
    fn responsibilities(
        &self,
        /// Only those for which all of this holds.
        filter: Option<ConceptFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Responsibilities>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// One qualification; null if there is none of that name.
    fn qualification(
        &self,
        /// Which one.
        by: &Reference,
    ) -> Result<Option<Qualification<'g>>> {
        self.find(by, Kind::Qualification)
    }

    /// All qualifications, in order.
    fn qualifications(
        &self,
        /// Only those for which all of this holds.
        filter: Option<ConceptFilter>,
        /// How they are sorted; by label if not given.
        order_by: Option<ConceptOrder>,
        #[arg(group)] page: &Page,
    ) -> Result<ListConnection<'g, Qualifications>> {
        listing::list(self.0, filter, order_by, page)
    }

    /// All scales on which sources rate importance and level, by slug.
    fn scales(&self) -> Vec<Scale<'g>> {
        self.0.scales().map(Scale).collect()
    }

    /// All collections of concepts, by slug.
    fn collections(&self, #[arg(group)] page: Page) -> Result<Connection<Collections<'g>>> {
        Connection::new(Collections::of(self.0), &page)
    }

    /// One collection of concepts; null if there is none of that name.
    fn collection(
        &self,
        /// Its slug.
        slug: String,
    ) -> Result<Option<Collection<'g>>> {
        Ok(Collection::find(self.0, checked("slug", &slug)?))
    }

    /// All sources that evidence comes from, by slug, with the terms under which their facts may be used.
    fn sources(&self, #[arg(group)] page: &Page) -> Result<Connection<Sources<'g>>> {
        Connection::new(Sources::of(self.0), page)
    }

    /// One source; null if there is none of that name.
    fn source(
        &self,
        /// Which one.
        by: &SourceReference,
    ) -> Result<Option<Source<'g>>> {
        Ok(by.find(self.0)?.map(Source))
    }

    #[field(include)]
    fn questions(&self) -> QuestionFields<'g> {
        QuestionFields(self.0)
    }
}

impl<'g> GraphFields<'g> {
    fn find<T: From<Handle<'g>>>(self, by: &Reference, kind: Kind) -> Result<Option<T>> {
        Ok(by.find(self.0, kind)?.map(|index| Handle::new(self.0, index).into()))
    }
}
