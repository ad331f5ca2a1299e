//! What a case is out to reach, so that no corner of the schema is left to chance: a field, or an argument of one.

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

use super::types::{Field, Types, named};

#[derive(Clone, Debug)]
pub(super) struct Goal {
    pub(super) ty: String,
    pub(super) field: String,
    pub(super) argument: Option<String>,
}

/// All goals, and the ways there.
pub(super) struct Goals {
    all: Vec<Goal>,
    /// How many fields lead at least from a type to another.
    distances: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Goals {
    pub(super) fn of(types: &Types) -> Self {
        let goals = types.composites.iter().flat_map(|(ty, composite)| {
            composite.fields.iter().flat_map(move |field| {
                let goal = move |argument| Goal { ty: ty.clone(), field: field.name.clone(), argument };
                let arguments = field.arguments.iter().map(move |argument| goal(Some(argument.name.clone())));
                arguments.chain([Goal { ty: ty.clone(), field: field.name.clone(), argument: None }])
            })
        });
        let distances = types.composites.keys().map(|ty| (ty.clone(), distances_to(types, ty)));
        Self { all: goals.collect(), distances: distances.collect() }
    }

    /// The goal of a seed. Seeds that follow each other have goals of different types.
    pub(super) fn of_seed(&self, seed: u64) -> &Goal {
        let place = seed.wrapping_mul(STEP) % self.count();
        &self.all[usize::try_from(place).unwrap()]
    }

    /// The seeds that have a goal, if it is one, from a seed on.
    pub(super) fn seeds_of(&self, goal: &str, from: u64) -> impl Iterator<Item = u64> {
        let round = from..from + self.count();
        let first = round.into_iter().find(|seed| self.of_seed(*seed).to_string() == goal);
        let count = self.count();
        first.into_iter().flat_map(move |first| (0..).map(move |round| first + round * count))
    }

    fn count(&self) -> u64 {
        u64::try_from(self.all.len()).unwrap()
    }

    /// Whether a field is a step on a shortest way from a type to the goal, or the goal itself.
    pub(super) fn leads(&self, goal: &Goal, ty: &str, field: &Field) -> bool {
        let distances = &self.distances[&goal.ty];
        match distances.get(ty) {
            Some(0) => field.name == goal.field,
            Some(far) => distances.get(named(&field.ty.base)) == Some(&(far - 1)),
            None => false,
        }
    }
}

/// A prime: it shares no divisor with the number of goals, so all of them have their turn.
const STEP: u64 = 7_919;

impl Display for Goal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ty, self.field)?;
        self.argument.as_ref().map_or(Ok(()), |argument| write!(f, "({argument})"))
    }
}

/// From how far each type leads to this one.
fn distances_to(types: &Types, ty: &str) -> BTreeMap<String, usize> {
    let mut distances = BTreeMap::from([(ty.to_owned(), 0)]);
    for distance in 0.. {
        let near = |field: &Field| distances.get(named(&field.ty.base)) == Some(&distance);
        let next = types
            .composites
            .iter()
            .filter(|(from, composite)| !distances.contains_key(*from) && composite.fields.iter().any(near));
        let next: Vec<_> = next.map(|(from, _)| from.clone()).collect();
        if next.is_empty() {
            break;
        }
        distances.extend(next.into_iter().map(|from| (from, distance + 1)));
    }
    distances
}
