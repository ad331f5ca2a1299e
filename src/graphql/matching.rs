//! Which roles fit what somebody has.

use std::{borrow::Cow, sync::Arc};

use async_graphql::Result;
use entity::Strength;

use super::{
    concept::Handle,
    connection::{Connected, Connection, plain_key},
    gap::{Coverage, GapRequirement, within_a_page},
    have::fingerprint,
    input::{Condition, Filter, RoleFilter, checked},
    page::{Key, Page, Sequence, Tag},
    role::Role,
};
use crate::graph::{Fit, Gap, Graph, Have, Having, NodeIndex};

/// The roles that fit, the best first.
#[derive(Clone)]
pub(super) struct RoleMatches<'g> {
    graph: &'g Graph,
    having: Arc<Having<'g>>,
    fits: Vec<Fit>,
    tag: Tag,
}

impl<'g> RoleMatches<'g> {
    /// The page of the roles that fit.
    ///
    /// # Errors
    ///
    /// When the filter names what does not exist, or the page is none.
    pub(super) fn list(
        graph: &'g Graph,
        have: &[Have],
        filter: Option<RoleFilter>,
        scheme: Option<&str>,
        page: &Page,
    ) -> Result<Connection<Self>> {
        let conditions = filter.map_or_else(|| Ok(Vec::new()), |filter| filter.conditions(graph))?;
        let scheme = scheme.map(|scheme| checked("scheme", scheme)).transpose()?;
        let having = Having::new(graph, have);
        let fits = graph.match_roles(&having, |role| keeps(graph, &conditions, scheme, role));
        let had = fingerprint(graph, have.iter().map(|have| have.competency));
        let tag = Tag::new("matchRoles", had, 0);
        Connection::new(Self { graph, having: Arc::new(having), fits, tag }, page)
    }
}

/// Whether a role, or one that is the same, is asked for.
fn keeps(graph: &Graph, conditions: &[Condition], scheme: Option<&str>, role: NodeIndex) -> bool {
    (conditions.is_empty() && scheme.is_none())
        || graph.same_as(role).any(|role| {
            let node = graph.node(role);
            conditions.iter().all(|holds| holds(role, node))
                && scheme.is_none_or(|scheme| node.identifiers.iter().any(|name| name.scheme == scheme))
        })
}

impl Sequence for RoleMatches<'_> {
    type Item = Fit;

    fn tag(&self) -> Tag {
        self.tag
    }

    fn len(&self) -> usize {
        self.fits.len()
    }

    fn at(&self, place: usize) -> Fit {
        self.fits[place]
    }

    fn keeps(&self, _: Fit) -> bool {
        true
    }

    fn key(&self, fit: Fit) -> Key {
        plain_key(self.graph.node(fit.role).id())
    }
}

impl<'g> Connected for RoleMatches<'g> {
    type Node = Role<'g>;
    type EdgeFields = MatchFields<'g>;

    fn name() -> Cow<'static, str> {
        "RoleMatch".into()
    }

    fn node(&self, fit: Fit) -> Role<'g> {
        Handle::new(self.graph, fit.role).into()
    }

    fn edge(&self, fit: Fit) -> MatchFields<'g> {
        MatchFields { graph: self.graph, having: self.having.clone(), fit }
    }
}

/// What stands on the edge to a role that fits.
pub(super) struct MatchFields<'g> {
    graph: &'g Graph,
    having: Arc<Having<'g>>,
    fit: Fit,
}

impl<'g> MatchFields<'g> {
    fn gap(&self) -> Gap<'g> {
        self.graph.gap(&self.having, self.fit.role)
    }
}

#[projection::fields]
impl<'g> MatchFields<'g> {
    /// How well the role fits, from 0 to 1: the geometric mean of `shrunkCoverage` and `usage`. It ranks roles for the
    /// same `have`, and says nothing by itself.
    pub(super) fn score(&self) -> f64 {
        self.fit.score
    }

    /// How much of the role is covered, from 0 to 1: as `coverage { weighted }`, but what is implied counts half, what
    /// is transferable not at all, and every role is taken to require a little more (2.0), so that short lists do not
    /// win by chance.
    pub(super) fn shrunk_coverage(&self) -> f64 {
        self.fit.coverage
    }

    /// How much of what is had the role makes use of, from 0 to 1: itself, or what it implies for half; where what few
    /// roles require counts for more, and what is optional in the role for less.
    pub(super) fn usage(&self) -> f64 {
        self.fit.usage
    }

    /// How much of the role is covered, as in `gap`.
    pub(super) fn coverage(&self) -> Coverage {
        Coverage(self.gap().coverage)
    }

    /// The essential requirements that are not met, those first that are nearest to what is had, then what weighs
    /// most. Where the source does not tell essential from optional, as O*NET, all that is not met.
    pub(super) fn nearest_missing(
        &self,
        /// How many at most, from 1 to 100.
        #[arg(default = 3)]
        first: i32,
    ) -> Result<Vec<GapRequirement<'g>>> {
        let size = within_a_page("first", first)?;
        let missing = self.gap().nearest_missing(Some(Strength::Essential));
        let missing = missing.into_iter().take(size);
        Ok(missing.map(|judged| GapRequirement::new(self.graph, &self.having, judged)).collect())
    }
}
