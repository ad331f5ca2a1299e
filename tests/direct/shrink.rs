//! Makes an operation as small as it can be while something still holds of it.
//!
//! Edits are tried one after another, those first that take the most away. An edit may give an operation that is not
//! valid: both executors refuse it alike, so it is no disagreement and the edit is not kept.

use serde_json::Value;

use super::operation::{Directive, Field, Fragment, Inline, Key, Literal, Operation, Selection};

/// The smallest operation that is found by single edits for which something holds, as it does for the given one.
pub(super) async fn shrink(operation: Operation, holds: impl AsyncFn(&Operation) -> bool) -> Operation {
    let mut smallest = operation;
    loop {
        let (mut number, before) = (0, weight(&smallest));
        while let Some(edited) = edited(&smallest, number) {
            // What is taken away makes room for the next edit under the same number.
            if weight(&edited) < weight(&smallest) && holds(&edited).await {
                smallest = edited;
            } else {
                number += 1;
            }
        }
        if weight(&smallest) == before {
            return smallest;
        }
    }
}

/// How much there is to read.
fn weight(operation: &Operation) -> usize {
    let values = |round| operation.values(round).to_string().len();
    let both = if operation.values(0) == operation.values(1) { 0 } else { values(1) };
    operation.to_string().len() + values(0) + both
}

/// The operation after the edit of a number, if there are so many.
fn edited(operation: &Operation, number: usize) -> Option<Operation> {
    let mut edited = operation.clone();
    let mut editor = Editor { left: number, done: false, fragments: operation.fragments.clone() };
    editor.operation(&mut edited);
    edited.tidy();
    editor.done.then_some(edited)
}

/// Walks over an operation up to the place of an edit.
struct Editor {
    left: usize,
    done: bool,
    fragments: Vec<Fragment>,
}

impl Editor {
    /// Whether this is the edit that is wanted.
    fn hit(&mut self) -> bool {
        let hit = !self.done && self.left == 0;
        self.left = self.left.saturating_sub(1);
        self.done |= hit;
        hit
    }

    fn operation(&mut self, operation: &mut Operation) {
        if operation.name.is_some() && self.hit() {
            operation.name = None;
        }
        self.selections(&mut operation.selections);
        for fragment in &mut operation.fragments {
            self.selections(&mut fragment.selections);
        }
        for place in 0..operation.variables.len() {
            self.variable(operation, place);
        }
        if self.hit() {
            operation.bare_keys();
        }
    }

    fn selections(&mut self, selections: &mut Vec<Selection>) {
        for place in 0..selections.len() {
            if selections.len() > 2 && self.hit() {
                *selections = vec![selections.swap_remove(place)];
            } else if selections.len() > 1 && self.hit() {
                selections.remove(place);
            } else if !matches!(selections[place], Selection::Field(_)) && self.hit() {
                let opened = self.opened(&selections[place]);
                selections.splice(place..=place, opened);
            } else {
                self.selection(&mut selections[place]);
            }
            if self.done {
                return;
            }
        }
    }

    /// What stands in a fragment, in its place.
    fn opened(&self, selection: &Selection) -> Vec<Selection> {
        match selection {
            Selection::Field(_) => vec![selection.clone()],
            Selection::Inline(inline) => inline.selections.clone(),
            Selection::Spread(spread) => {
                let fragment = self.fragments.iter().find(|fragment| fragment.name == spread.fragment);
                let Some(Fragment { on, selections, .. }) = fragment.cloned() else { return vec![selection.clone()] };
                vec![Selection::Inline(Inline { on: Some(on), directives: spread.directives.clone(), selections })]
            }
        }
    }

    fn selection(&mut self, selection: &mut Selection) {
        match selection {
            Selection::Field(field) => self.field(field),
            Selection::Inline(inline) => {
                if inline.on.is_some() && self.hit() {
                    inline.on = None;
                }
                self.directives(&mut inline.directives);
                self.selections(&mut inline.selections);
            }
            Selection::Spread(spread) => self.directives(&mut spread.directives),
        }
    }

    fn field(&mut self, field: &mut Field) {
        if !field.selections.is_empty() && self.hit() {
            field.selections = vec![type_name()];
        }
        self.directives(&mut field.directives);
        self.selections(&mut field.selections);
        for place in 0..field.arguments.len() {
            if self.hit() {
                field.arguments.remove(place);
                return;
            }
            self.literal(&mut field.arguments[place].1);
        }
        if matches!(field.key, Key::Alias(_)) && self.hit() {
            field.key = Key::Plain;
        }
    }

    fn directives(&mut self, directives: &mut Vec<Directive>) {
        for place in 0..directives.len() {
            if self.hit() {
                directives.remove(place);
                return;
            }
        }
    }

    fn literal(&mut self, literal: &mut Literal) {
        match literal {
            Literal::List(items) => {
                for place in 0..items.len() {
                    if self.hit() {
                        items.remove(place);
                        return;
                    }
                    self.literal(&mut items[place]);
                }
            }
            Literal::Object(fields) => {
                for place in 0..fields.len() {
                    if self.hit() {
                        fields.remove(place);
                        return;
                    }
                    self.literal(&mut fields[place].1);
                }
            }
            _ => {}
        }
    }

    fn variable(&mut self, operation: &mut Operation, place: usize) {
        let name = operation.variables[place].name.clone();
        for value in [operation.values_and_defaults(0), operation.values_and_defaults(1)] {
            if let Some(value) = value.get(&name).filter(|_| self.hit()) {
                operation.each_literal(&mut |literal| fill_in(literal, &name, value));
                return;
            }
        }
        let variable = &mut operation.variables[place];
        if variable.default.is_some() && self.hit() {
            variable.default = None;
        }
        for round in 0..2 {
            if variable.values[round].is_some() && self.hit() {
                variable.values[round] = None;
            }
        }
        if variable.values[0] != variable.values[1] && self.hit() {
            variable.values[1] = variable.values[0].clone();
        }
    }
}

fn type_name() -> Selection {
    Selection::Field(Field {
        number: 0,
        name: "__typename".into(),
        key: Key::Plain,
        arguments: Vec::new(),
        directives: Vec::new(),
        selections: Vec::new(),
    })
}

/// Puts the value of a variable where its name stands.
fn fill_in(literal: &mut Literal, name: &str, value: &Value) {
    match literal {
        Literal::Variable(found) if found == name => *literal = written(value),
        Literal::List(items) => items.iter_mut().for_each(|item| fill_in(item, name, value)),
        Literal::Object(fields) => fields.iter_mut().for_each(|(_, field)| fill_in(field, name, value)),
        _ => {}
    }
}

/// JSON as a literal. Words in capitals are taken for those of an enum; if that is wrong, the operation is not valid.
fn written(value: &Value) -> Literal {
    match value {
        Value::Null => Literal::Null,
        Value::Bool(flag) => Literal::Boolean(*flag),
        Value::Number(number) => Literal::Int(number.as_i64().unwrap_or_default()),
        Value::String(text) => {
            let is_word =
                text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            if is_word { Literal::Enum(text.clone()) } else { Literal::String(text.clone()) }
        }
        Value::Array(items) => Literal::List(items.iter().map(written).collect()),
        Value::Object(fields) => {
            Literal::Object(fields.iter().map(|(name, value)| (name.clone(), written(value))).collect())
        }
    }
}
