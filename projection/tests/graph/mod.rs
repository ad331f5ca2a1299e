//! Which schema do the tests use? A small skills graph in memory: shared fields, an interface that implements another,
//! and types that lead back to themselves.

use async_graphql::{Context, EmptyMutation, EmptySubscription, ID, Result, Schema};
use projection::{Interface, fields, object};

/// All concepts.
pub(crate) struct Graph(Vec<Row>);

struct Row {
    id: i32,
    label: &'static str,
    isco: Option<&'static str>,
    broader: &'static [usize],
}

/// A schema over two roles and a skill, that allows queries up to a complexity.
pub(crate) fn schema(complexity: usize) -> Schema<Query, EmptyMutation, EmptySubscription> {
    let graph = Graph(vec![
        Row { id: 0, label: "Developer", isco: Some("251"), broader: &[] },
        Row { id: 1, label: "Web developer", isco: None, broader: &[0] },
        Row { id: 2, label: "Rust", isco: None, broader: &[] },
    ]);
    Schema::build(Query, EmptyMutation, EmptySubscription).data(graph).limit_complexity(complexity).finish()
}

/// A handle: where the graph is, and which row.
#[derive(Clone, Copy)]
struct Handle<'g> {
    graph: &'g Graph,
    row: &'g Row,
}

impl<'g> Handle<'g> {
    fn at(graph: &'g Graph, index: usize) -> Option<Self> {
        graph.0.get(index).map(|row| Self { graph, row })
    }

    fn concept(self) -> Concept<'g> {
        if self.row.label == "Rust" { Concept::Skill(Skill(self)) } else { Concept::Role(Role(self)) }
    }
}

/// What every node has.
#[derive(Clone, Copy)]
pub(crate) struct NodeFields<'g>(Handle<'g>);

#[fields]
impl NodeFields<'_> {
    /// Opaque, stable identity.
    pub(crate) fn id(&self) -> ID {
        ID::from(self.0.row.id)
    }
}

/// What every concept has.
#[derive(Clone, Copy)]
pub(crate) struct ConceptFields<'g>(Handle<'g>);

#[fields]
impl<'g> ConceptFields<'g> {
    #[field(include)]
    fn node(&self) -> NodeFields<'g> {
        NodeFields(self.0)
    }

    /// The name to show in a locale.
    /// Falls back to *English*.
    fn pref_label(
        &self,
        /// Language tag (BCP 47).
        #[arg(default = "en")]
        locale: String,
    ) -> String {
        format!("{} ({locale})", self.0.row.label)
    }

    /// Concepts that this one is a kind of.
    #[field(complexity = "first.unwrap_or(10) as usize * child_complexity")]
    fn broader(
        &self,
        /// How many at most.
        first: Option<i32>,
    ) -> Result<Vec<Concept<'g>>, &'static str> {
        let limit = usize::try_from(first.unwrap_or(10)).map_err(|_| "first is negative")?;
        let concepts = self.0.row.broader.iter().take(limit);
        Ok(concepts.filter_map(|&index| Handle::at(self.0.graph, index)).map(Handle::concept).collect())
    }

    /// The type, as a word.
    #[field(deprecation = "Use __typename.", complexity = 5)]
    fn r#type(&self) -> &'static str {
        self.word()
    }

    #[field(skip)]
    fn word(&self) -> &'static str {
        "concept"
    }
}

/// A role (occupation).
#[derive(Clone, Copy)]
pub(crate) struct Role<'g>(Handle<'g>);

/// A role (occupation).
#[object]
impl<'g> Role<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    /// Its group in ISCO-08.
    fn isco_code(&self) -> Option<&'g str> {
        self.0.row.isco
    }

    /// How well it is paid.
    #[field(name = "pay")]
    async fn salary(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        match ctx.data_opt::<i32>() {
            Some(&salary) => Ok(Some(salary)),
            None => Err("the salary is not public".into()),
        }
    }

    /// Roles like this one.
    fn similar(&self) -> Connection<'g, Role<'g>> {
        let handle = self.0;
        Connection { handle, node: Role }
    }
}

/// A skill.
#[derive(Clone, Copy)]
pub(crate) struct Skill<'g>(Handle<'g>);

/// A skill.
#[object]
impl<'g> Skill<'g> {
    #[field(include)]
    fn concept(&self) -> ConceptFields<'g> {
        ConceptFields(self.0)
    }

    /// The type, as the word for a skill.
    fn r#type(&self) -> &'static str {
        "skill"
    }

    /// How long it takes to learn.
    fn days(&self) -> Result<i32> {
        Err("nobody knows".into())
    }
}

/// What has an identity.
#[derive(Clone, Copy, Interface)]
#[interface(fields(NodeFields))]
pub(crate) enum Node<'g> {
    Role(Role<'g>),
    Skill(Skill<'g>),
}

/// Anything that is a kind of something.
#[derive(Clone, Copy, Interface)]
#[interface(fields(ConceptFields<'g>), name = "Concept", implements("Node"))]
pub(crate) enum Concept<'g> {
    Role(Role<'g>),
    Skill(Skill<'g>),
}

/// The name of what a connection leads to.
pub(crate) trait NodeName: async_graphql::OutputType + projection::direct::Write {
    const NAME: &'static str;
}

impl NodeName for Role<'_> {
    const NAME: &'static str = "Role";
}

/// A page.
pub(crate) struct Connection<'g, N> {
    handle: Handle<'g>,
    node: fn(Handle<'g>) -> N,
}

/// A page of nodes.
#[object(name_with = "Self::graphql_name()")]
impl<'g, N> Connection<'g, N>
where
    N: NodeName,
{
    #[field(skip)]
    fn graphql_name() -> String {
        format!("{}Connection", N::NAME)
    }

    /// The nodes of the page.
    fn nodes(&self) -> Vec<N> {
        vec![(self.node)(self.handle)]
    }
}

/// What is asked for at one moment.
#[derive(Clone, Copy)]
pub(crate) struct RootFields<'g>(&'g Graph);

#[fields]
impl<'g> RootFields<'g> {
    /// The concept of an index.
    fn concept(
        &self,
        /// Counted from zero.
        #[arg(default = 0, name = "at")]
        index: usize,
    ) -> Option<Concept<'g>> {
        Handle::at(self.0, index).map(Handle::concept)
    }

    /// The node of an identity.
    fn node(
        &self,
        /// As in `Node.id`.
        id: ID,
    ) -> Result<Option<Node<'g>>> {
        let index = id.parse().map_err(|_| format!("{} is no identity", id.as_str()))?;
        Ok(Handle::at(self.0, index).map(|handle| match handle.concept() {
            Concept::Role(role) => role.into(),
            Concept::Skill(skill) => skill.into(),
        }))
    }
}

/// The root.
pub(crate) struct Query;

/// Where queries start.
#[object]
impl Query {
    /// How many concepts there are.
    async fn count(&self, ctx: &Context<'_>) -> Result<usize> {
        tokio::task::yield_now().await;
        Ok(ctx.data::<Graph>()?.0.len())
    }

    #[field(include)]
    fn now<'a>(&'a self, ctx: &'a Context<'_>) -> Result<RootFields<'a>> {
        ctx.data().map(RootFields)
    }
}
