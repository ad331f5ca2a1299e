//! What can be found out about an operation by looking at all of its parts, and what follows from that.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::{Directive, Field, Key, Literal, Operation, Selection};

/// What is mentioned in an operation.
#[derive(Default)]
struct Mentioned {
    fragments: BTreeSet<String>,
    variables: BTreeSet<String>,
}

impl Operation {
    /// Drops fragments and variables that nothing mentions: no operation may have them.
    pub(super) fn tidy(&mut self) {
        loop {
            let mut mentioned = Mentioned::default();
            mentioned.selections(&self.selections);
            self.fragments.iter().for_each(|fragment| mentioned.selections(&fragment.selections));
            let before = self.fragments.len();
            self.fragments.retain(|fragment| mentioned.fragments.contains(&fragment.name));
            if self.fragments.len() == before {
                self.variables.retain(|variable| mentioned.variables.contains(&variable.name));
                return;
            }
        }
    }

    /// Takes the aliases from fields that need none: no other field has the name.
    pub(super) fn bare_keys(&mut self) {
        let mut names = BTreeMap::<String, usize>::new();
        self.each_field(&mut |field| *names.entry(field.name.clone()).or_default() += 1);
        self.each_field(&mut |field| {
            if names[&field.name] == 1 && field.key == Key::Plain {
                field.key = Key::Bare;
            }
        });
    }

    /// Calls a function with each field, wherever it stands.
    pub(super) fn each_field(&mut self, act: &mut impl FnMut(&mut Field)) {
        each(&mut self.selections, act);
        self.fragments.iter_mut().for_each(|fragment| each(&mut fragment.selections, act));
    }

    /// Calls a function with each value that is given, wherever it stands.
    pub(super) fn each_literal(&mut self, act: &mut impl FnMut(&mut Literal)) {
        literals(&mut self.selections, act);
        self.fragments.iter_mut().for_each(|fragment| literals(&mut fragment.selections, act));
    }
}

fn each(selections: &mut [Selection], act: &mut impl FnMut(&mut Field)) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                act(field);
                each(&mut field.selections, act);
            }
            Selection::Inline(inline) => each(&mut inline.selections, act),
            Selection::Spread(_) => {}
        }
    }
}

fn literals(selections: &mut [Selection], act: &mut impl FnMut(&mut Literal)) {
    for selection in selections {
        let (directives, below) = match selection {
            Selection::Field(field) => {
                field.arguments.iter_mut().for_each(|(_, value)| act(value));
                (&mut field.directives, field.selections.as_mut_slice())
            }
            Selection::Inline(inline) => (&mut inline.directives, inline.selections.as_mut_slice()),
            Selection::Spread(spread) => (&mut spread.directives, <&mut [_]>::default()),
        };
        directives.iter_mut().for_each(|directive| act(&mut directive.flag));
        literals(below, act);
    }
}

impl Mentioned {
    fn selections(&mut self, selections: &[Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    field.arguments.iter().for_each(|(_, value)| self.literal(value));
                    self.directives(&field.directives);
                    self.selections(&field.selections);
                }
                Selection::Inline(inline) => {
                    self.directives(&inline.directives);
                    self.selections(&inline.selections);
                }
                Selection::Spread(spread) => {
                    self.fragments.insert(spread.fragment.clone());
                    self.directives(&spread.directives);
                }
            }
        }
    }

    fn directives(&mut self, directives: &[Directive]) {
        directives.iter().for_each(|directive| self.literal(&directive.flag));
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Variable(name) => {
                self.variables.insert(name.clone());
            }
            Literal::List(items) => items.iter().for_each(|item| self.literal(item)),
            Literal::Object(fields) => fields.iter().for_each(|(_, value)| self.literal(value)),
            _ => {}
        }
    }
}
