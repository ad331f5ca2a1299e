//! The next question of somebody who turns pages: cursors from an answer, put where they came from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    dice::Dice,
    operation::{Literal, Operation, Selection},
};

/// The cursors that one field was answered with.
#[derive(Default)]
struct Found {
    cursors: Vec<String>,
    /// In how many places of the answer the field stands.
    places: usize,
}

/// The same operation, with lists begun behind or ended before cursors of its own answer; nothing if it has none. One
/// field and its argument may be wanted above all.
pub(super) fn turned(
    operation: &Operation,
    data: &Value,
    dice: &mut Dice,
    wanted: Option<(usize, &str)>,
) -> Option<Operation> {
    let mut reader = Reader { operation, found: BTreeMap::new() };
    reader.selections(&operation.selections, data, None);
    let mut found = reader.found;
    // A cursor fits one list only. Now and then, one is used for another.
    found.retain(|_, found| !found.cursors.is_empty() && (found.places == 1 || dice.one_in(12)));
    if found.is_empty() {
        return None;
    }
    let certain = dice.roll(found.len());
    for place in (0..found.len()).rev() {
        let number = *found.keys().nth(place).unwrap();
        let is_wanted = wanted.is_some_and(|(wanted, _)| wanted == number);
        if place != certain && !is_wanted && dice.one_in(2) {
            found.remove(&number);
        }
    }
    let mut turned = operation.clone();
    turned.each_field(&mut |field| {
        let Some(found) = found.get(&field.number) else { return };
        let argument = match wanted {
            Some((number, argument)) if number == field.number => argument,
            _ if dice.one_in(2) => "after",
            _ => "before",
        };
        field.arguments.retain(|(name, _)| name != argument);
        field.arguments.push((argument.to_owned(), Literal::String(dice.pick(&found.cursors).clone())));
    });
    turned.tidy();
    Some(turned)
}

struct Reader<'o> {
    operation: &'o Operation,
    found: BTreeMap<usize, Found>,
}

impl Reader<'_> {
    /// Reads what was answered to selections. Cursors are those of the nearest field above that is not part of a page.
    fn selections(&mut self, selections: &[Selection], answer: &Value, owner: Option<usize>) {
        if let Value::Array(items) = answer {
            items.iter().for_each(|item| self.selections(selections, item, owner));
            return;
        }
        for selection in selections {
            match selection {
                Selection::Inline(inline) => self.selections(&inline.selections, answer, owner),
                Selection::Spread(spread) => {
                    let operation = self.operation;
                    if let Some(fragment) = operation.fragment(&spread.fragment) {
                        self.selections(&fragment.selections, answer, owner);
                    }
                }
                Selection::Field(field) => {
                    let Some(value) = answer.get(field.key()) else { continue };
                    match (field.name.as_str(), owner, value) {
                        ("cursor" | "startCursor" | "endCursor", Some(owner), Value::String(cursor)) => {
                            self.found.entry(owner).or_default().cursors.push(cursor.clone());
                        }
                        ("edges" | "pageInfo", ..) => self.selections(&field.selections, value, owner),
                        (_, _, Value::Object(_)) => {
                            self.found.entry(field.number).or_default().places += 1;
                            self.selections(&field.selections, value, Some(field.number));
                        }
                        _ => self.selections(&field.selections, value, None),
                    }
                }
            }
        }
    }
}
