//! The questions that only a graph can answer: each is one field here, one file beside this one, and one in
//! [`crate::graph`].

use async_graphql::Result;
use entity::Kind;

use super::{
    connection::Connection,
    enums::{Kind as KindWord, RelationKind, Strength},
    error::bad_input,
    extract::{self, Extraction},
    gap::{Gap, within_a_page},
    have::{HaveInput, competencies},
    health::DataHealth,
    implied::Implied,
    input::{ConceptReference, Reference, RoleFilter},
    learning::{LearningPath, Lessons},
    matching::RoleMatches,
    page::Page,
    path::{CareerPath, Paths},
    resolve::{self, ResolvedLabel},
    search::{self, Results},
    suggest::{self, Suggestion},
};
use crate::graph::Graph;

/// The questions that can be put to a graph, whichever revision it is of.
#[derive(Clone, Copy)]
pub(super) struct QuestionFields<'g>(pub(super) &'g Graph);

#[projection::fields]
impl<'g> QuestionFields<'g> {
    /// Concepts by words that their labels or descriptions have, the best first, deprecated ones last (see
    /// `replacedBy`). Words can be in any order, in singular or plural, with or without accents, with a slip (two from
    /// eight letters); the last can be the beginning of one. `C`, `C++` and `C#` differ, `Node.js` and `nodejs` do not.
    /// Concepts that are the same in several sources (`EXACT_MATCH`) count as one. At most 1,000 are found; a text
    /// without a letter or digit finds nothing.
    #[field(complexity = "10 + child_complexity")]
    fn search(
        &self,
        /// What is looked for: 1,000 characters at most, of which the first 24 words count.
        text: &str,
        /// Only concepts of these kinds.
        kinds: Option<&[KindWord]>,
        /// Prefer labels of this locale, a language tag (BCP 47) of which only the language counts: others count for
        /// 0.85 of what they are worth.
        locale: Option<&str>,
        #[arg(group)] page: &Page,
    ) -> Result<Results<'g>> {
        search::search(self.0, text, kinds, locale, page)
    }

    /// Concepts that somebody may mean who has typed the beginning of a name, the likeliest first: made to be asked at
    /// every keystroke. The last word is taken for the beginning of one; where too few names have such words, those
    /// follow that `search` finds, and those with a slip in the last word.
    #[field(complexity = "5 + first.unsigned_abs() as usize * child_complexity")]
    fn suggest(
        &self,
        /// What has been typed: 1,000 characters at most.
        prefix: &str,
        /// Only concepts of these kinds.
        kinds: Option<&[KindWord]>,
        /// Prefer names of this locale, a language tag (BCP 47) of which only the language counts.
        locale: Option<&str>,
        /// How many at most: 1 to 20.
        #[arg(default = suggest::DEFAULT_SUGGESTIONS)]
        first: i32,
    ) -> Result<Vec<Suggestion<'g>>> {
        suggest::suggest(self.0, prefix, kinds, locale, first)
    }

    /// What labels mean that people have written, such as the skills of a profile: for each the concepts that bear it,
    /// as it is, in another form, or but for a slip.
    #[field(complexity = "10 + labels.len() * child_complexity")]
    fn resolve(
        &self,
        /// The labels: 500 at most, of 1,000 characters at most.
        labels: &[String],
        /// Only concepts of these kinds.
        kinds: Option<&[KindWord]>,
    ) -> Result<Vec<ResolvedLabel<'g>>> {
        resolve::resolve(self.0, labels, kinds)
    }

    /// What a text names, such as a job advertisement or a CV: where it names which concept and how sure that is, the
    /// concepts by how much they tell, and the roles that it looks like. The text is not kept, and goes nowhere.
    #[field(complexity = "50 + child_complexity")]
    fn extract(
        &self,
        /// The text: 100,000 bytes of UTF-8 at most.
        text: &str,
        /// Only concepts of these kinds. If not given, all kinds but `RESPONSIBILITY`, `ROLE_GROUP` and `SKILL_GROUP`.
        kinds: Option<&[KindWord]>,
        /// Only mentions that are as sure as this, from 0 to 1.
        #[arg(default = extract::DEFAULT_CONFIDENCE)]
        min_confidence: f64,
    ) -> Result<Extraction<'g>> {
        extract::extract(self.0, text, kinds, min_confidence)
    }

    /// How somebody stands to a role: each requirement, met or not, with the reason; how much of the role is covered; and
    /// what to learn in which order.
    fn gap(
        &self,
        /// What somebody has, 500 entries at most. What is named twice counts once.
        have: &[HaveInput],
        /// The role.
        role: &Reference,
    ) -> Result<Gap<'g>> {
        let role = role.require("role", self.0, Kind::Role)?;
        Ok(Gap::new(self.0, &HaveInput::read(self.0, have)?, role))
    }

    /// What somebody lacks for a role who has all that another requires, at the levels that it requires.
    fn role_gap(
        &self,
        /// The role that somebody comes from.
        from: &Reference,
        /// The role that is aimed at.
        to: &Reference,
    ) -> Result<Gap<'g>> {
        let from = from.require("from", self.0, Kind::Role)?;
        let to = to.require("to", self.0, Kind::Role)?;
        Ok(Gap::new(self.0, &self.0.has_all_of(from), to))
    }

    /// The roles that fit what somebody has, the best first: those that require anything of it. Deprecated roles are not
    /// among them, and roles that are the same (`EXACT_MATCH`) count once.
    fn match_roles(
        &self,
        /// What somebody has, 500 entries at most. What is named twice counts once.
        have: &[HaveInput],
        /// Only roles for which all of this holds, or for one that is the same.
        filter: Option<RoleFilter>,
        /// Only roles that have a name in this outside scheme, such as `esco` or `onet-soc`.
        scheme: Option<&str>,
        #[arg(group)] page: &Page,
    ) -> Result<Connection<RoleMatches<'g>>> {
        RoleMatches::list(self.0, &HaveInput::read(self.0, have)?, filter, scheme, page)
    }

    /// An order in which what somebody lacks is best learned, in stages. Either `role` or `targets` must be given.
    fn learning_path(
        &self,
        /// What somebody has, 500 entries at most; nothing if not given.
        have: Option<&[HaveInput]>,
        /// The role that is aimed at: all that it requires and is not met.
        role: Option<&Reference>,
        /// What is aimed at, 500 entries at most. What is known already needs no step.
        targets: Option<&[ConceptReference]>,
        /// Only requirements of this strength, of a role.
        strength: Option<Strength>,
        /// How many steps at most, from 1 to 100.
        #[arg(default = 20)]
        first: i32,
    ) -> Result<LearningPath<'g>> {
        let have = HaveInput::read(self.0, have.unwrap_or_default())?;
        let first = within_a_page("first", first)?;
        let lessons = match (role, targets) {
            (Some(role), None) => Lessons::to_role(self.0, &have, role.require("role", self.0, Kind::Role)?, strength),
            (None, Some(targets)) => Lessons::to(self.0, &have, &competencies(self.0, "targets", targets)?),
            _ => return Err(bad_input("either `role` or `targets` must be given, and not both")),
        };
        Ok(LearningPath { lessons, first })
    }

    /// What is known, to somebody who knows some things: all that they imply, the most certain first.
    fn implied(
        &self,
        /// What is known: skills, languages, frameworks, tools and qualifications, 500 at most.
        of: &[ConceptReference],
        /// What is less certain than this is not followed any further: from 0.01 to 1.
        #[arg(default = 0.3)]
        min_certainty: f64,
        /// Only concepts of these kinds.
        kinds: Option<&[KindWord]>,
        #[arg(group)] page: &Page,
    ) -> Result<Connection<Implied<'g>>> {
        Implied::list(self.0, of, min_certainty, kinds, page)
    }

    /// The best paths between two concepts: how they are connected. None passes through a concept twice.
    fn path(
        &self,
        /// Where the paths start.
        from: &ConceptReference,
        /// Where they end.
        to: &ConceptReference,
        /// Only over relations of these kinds, besides `EXACT_MATCH`; over all if not given.
        relations: Option<&[RelationKind]>,
        /// How many hops a path can have, not counting those between what is the same: 1 to 8.
        #[arg(default = 6)]
        max_hops: i32,
        /// How many paths at most: 1 to 10.
        #[arg(default = 3)]
        k: i32,
    ) -> Result<Paths<'g>> {
        let ends = (from.require("from", self.0)?, to.require("to", self.0)?);
        Paths::find(self.0, ends, relations, max_hops, k)
    }

    /// A way from one role to another, over roles in between if that makes the steps short: in each there is to be
    /// learned what the role requires that the ones before do not. Null if one of the roles is deprecated or requires
    /// nothing.
    fn career_path(
        &self,
        /// The role from which the way starts.
        from: &Reference,
        /// The role to which it leads.
        to: &Reference,
        /// How many steps at most: 1 to 6.
        #[arg(default = 4)]
        max_steps: i32,
    ) -> Result<Option<CareerPath<'g>>> {
        let ends = (from.require("from", self.0, Kind::Role)?, to.require("to", self.0, Kind::Role)?);
        CareerPath::find(self.0, ends, max_steps)
    }

    /// What is allowed in the data but not good: labels that clash, roles without requirements, cycles and more.
    fn data_health(&self) -> DataHealth<'g> {
        DataHealth(self.0)
    }
}
