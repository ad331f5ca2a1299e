//! What somebody has, as it is given to the questions about it.

use async_graphql::{InputObject, Result};
use entity::Kind;

use super::{
    error::bad_input,
    input::{ConceptReference, checked},
};
use crate::graph::{Graph, Have, NodeIndex};

/// How many things somebody can say to have.
const MAX_HAVE: usize = 500;

/// How well something is mastered.
#[derive(Clone, Debug, InputObject)]
pub(super) struct LevelInput {
    /// Slug of the scale, such as `onet-level`; `scales` lists them.
    scale: String,
    /// The value on that scale, from its minimum to its maximum.
    value: f64,
}

/// Something that somebody has: a skill, a language, a framework, a tool or a qualification.
#[derive(Clone, Debug, InputObject)]
pub(super) struct HaveInput {
    /// Which one.
    concept: ConceptReference,
    /// How well, where that is known. It is compared with the level that is required on the same scale only.
    level: Option<LevelInput>,
}

impl HaveInput {
    /// What a list of them names.
    ///
    /// # Errors
    ///
    /// When there are too many, when one names nothing that can be had, or a level that is not on its scale.
    pub(super) fn read(graph: &Graph, have: &[Self]) -> Result<Vec<Have>> {
        limit("have", have.len())?;
        have.iter().enumerate().map(|(place, one)| one.find(graph, &format!("have[{place}]"))).collect()
    }

    fn find(&self, graph: &Graph, argument: &str) -> Result<Have> {
        let competency = competency(graph, argument, &self.concept)?;
        let level = self.level.as_ref().map(|level| level.find(graph, argument)).transpose()?;
        Ok(Have { competency, level })
    }
}

impl LevelInput {
    fn find(&self, graph: &Graph, argument: &str) -> Result<(Box<str>, f64)> {
        let slug = checked(&format!("{argument}.level.scale"), &self.scale)?;
        let scale = graph.scale(slug).ok_or_else(|| {
            let known: Vec<_> = graph.scales().map(|scale| scale.slug.as_str()).collect();
            let known = if known.is_empty() { "there is none".to_owned() } else { known.join(", ") };
            bad_input(format!("`{argument}.level.scale` names a scale that does not exist; known are: {known}"))
        })?;
        match (scale.minimum..=scale.maximum).contains(&self.value) {
            true => Ok((slug.into(), self.value)),
            false => Err(bad_input(format!(
                "`{argument}.level.value` must be from {} to {} on the scale {slug}, but is {}",
                scale.minimum, scale.maximum, self.value
            ))),
        }
    }
}

/// The competencies that a list names.
///
/// # Errors
///
/// When there are too many, or one names nothing that can be had.
pub(super) fn competencies(graph: &Graph, argument: &str, named: &[ConceptReference]) -> Result<Vec<NodeIndex>> {
    limit(argument, named.len())?;
    let named = named.iter().enumerate();
    named.map(|(place, one)| competency(graph, &format!("{argument}[{place}]"), one)).collect()
}

fn limit(argument: &str, length: usize) -> Result<()> {
    match length <= MAX_HAVE {
        true => Ok(()),
        false => Err(bad_input(format!("`{argument}` must have {MAX_HAVE} entries at most, but has {length}"))),
    }
}

fn competency(graph: &Graph, argument: &str, named: &ConceptReference) -> Result<NodeIndex> {
    let index = named.require(argument, graph)?;
    match graph.node(index).kind() {
        Kind::Skill | Kind::Language | Kind::Framework | Kind::Tool | Kind::Qualification => Ok(index),
        other => Err(bad_input(format!(
            "`{argument}` names a {other}, but must name a SKILL, LANGUAGE, FRAMEWORK, TOOL or QUALIFICATION"
        ))),
    }
}

/// A number that stands for a list of concepts, to tell the cursors of one question from those of another.
pub(super) fn fingerprint(graph: &Graph, concepts: impl IntoIterator<Item = NodeIndex>) -> i64 {
    let ids = concepts.into_iter().map(|index| graph.node(index).id());
    ids.fold(0, |hash: i64, id| hash.wrapping_mul(0x0100_0193).wrapping_add(id))
}
