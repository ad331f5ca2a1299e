//! Occupations that resemble each other.

use std::collections::HashSet;

use entity::RelationKind;

use super::{
    occupation::Occupations,
    table::{CODE, RELATED, Tables, leave_out},
};
use crate::import::{ImportError, Item, RelationItem};

/// SKOS has it that what is above or below is not related besides.
const IN_LINE: &str = "pairs of related occupations of which one is above the other already";

/// Reads the pairs. O*NET ranks them from each occupation; in the graph a pair has no order.
pub(super) fn read(tables: &mut Tables<'_>, occupations: &Occupations) -> Result<(), ImportError> {
    let mut pairs = HashSet::new();
    tables.rows(RELATED, [CODE, "Related O*NET-SOC Code"], |reading, place, [code, related]| {
        let (one, other) = (occupations.find(code)?, occupations.find(related)?);
        if one == other {
            return Err(related.fault("an occupation is not related to itself"));
        }
        if !pairs.insert((one, other)) {
            return Err(related.fault("the pair is listed already"));
        }
        if occupations.in_line(one, other) {
            leave_out(reading, IN_LINE, 1);
        } else if !pairs.contains(&(other, one)) {
            let (from, to) = (occupations.reference(one), occupations.reference(other));
            reading.items.push((place, Item::Relation(RelationItem::new(from, RelationKind::Related, to))));
        }
        Ok(())
    })
}
