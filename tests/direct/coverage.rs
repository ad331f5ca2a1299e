//! How much of the schema was reached: which fields stand in answers, and which arguments and fields of input objects
//! they were given.

use std::collections::BTreeSet;

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value};

use super::{
    operation::{Field, Operation, Selection},
    types::{Types, named},
};

/// What was reached, such as `Role.slug`, `Role.prefLabel(locale)` and `RoleFilter.label`.
#[derive(Default)]
pub(super) struct Coverage(BTreeSet<String>);

impl Coverage {
    /// Everything that there is to reach.
    fn all(types: &Types) -> BTreeSet<String> {
        let fields = types.composites.iter().flat_map(|(ty, composite)| {
            composite.fields.iter().flat_map(move |field| {
                let arguments = field.arguments.iter().map(|argument| argument_of(ty, &field.name, &argument.name));
                arguments.chain([format!("{ty}.{}", field.name)]).collect::<Vec<_>>()
            })
        });
        let inputs = types
            .inputs
            .iter()
            .flat_map(|(ty, input)| input.fields.iter().map(move |field| format!("{ty}.{}", field.name)));
        fields.chain(inputs).collect()
    }

    /// What was not reached.
    pub(super) fn missing(&self, types: &Types) -> Vec<String> {
        Self::all(types).difference(&self.0).cloned().collect()
    }

    pub(super) fn has(&self, goal: &str) -> bool {
        self.0.contains(goal)
    }

    pub(super) fn report(&self, types: &Types) -> String {
        format!("{} of {} fields and arguments reached", self.0.len(), Self::all(types).len())
    }

    /// Takes in an operation with the data that it was answered with.
    pub(super) fn add(&mut self, types: &Types, operation: &Operation, round: usize, data: &Value) {
        let Value::Object(variables) = operation.values(round) else { return };
        Reader { types, operation, variables, coverage: self }.selections("Query", &operation.selections, data);
    }
}

fn argument_of(ty: &str, field: &str, argument: &str) -> String {
    format!("{ty}.{field}({argument})")
}

struct Reader<'o> {
    types: &'o Types,
    operation: &'o Operation,
    variables: Map<String, Value>,
    coverage: &'o mut Coverage,
}

impl Reader<'_> {
    fn selections(&mut self, ty: &str, selections: &[Selection], answer: &Value) {
        match answer {
            Value::Array(items) => items.iter().for_each(|item| self.selections(ty, selections, item)),
            Value::Object(answer) => {
                selections.iter().for_each(|selection| self.selection(ty, selection, answer));
            }
            _ => {}
        }
    }

    fn selection(&mut self, ty: &str, selection: &Selection, answer: &Map<String, Value>) {
        let operation = self.operation;
        let (on, selections) = match selection {
            Selection::Field(field) => return self.field(ty, field, answer),
            Selection::Inline(inline) => (inline.on.as_deref().unwrap_or(ty), inline.selections.as_slice()),
            Selection::Spread(spread) => match operation.fragment(&spread.fragment) {
                Some(fragment) => (fragment.on.as_str(), fragment.selections.as_slice()),
                None => return,
            },
        };
        selections.iter().for_each(|selection| self.selection(on, selection, answer));
    }

    fn field(&mut self, ty: &str, field: &Field, answer: &Map<String, Value>) {
        let types = self.types;
        let (Some(value), Some(known)) = (answer.get(&field.key()), types.field(ty, &field.name)) else { return };
        self.coverage.0.insert(format!("{ty}.{}", field.name));
        for argument in &known.arguments {
            let given = field.argument(&argument.name).and_then(|given| given.json(&self.variables));
            if let Some(given) = given {
                self.coverage.0.insert(argument_of(ty, &field.name, &argument.name));
                self.input(&argument.ty, &given);
            }
        }
        self.selections(named(&known.ty.base), &field.selections, value);
    }

    fn input(&mut self, ty: &Type, given: &Value) {
        let types = self.types;
        let (name, given) = match (&ty.base, given) {
            (BaseType::List(inner), Value::Array(items)) => {
                return items.iter().for_each(|item| self.input(inner, item));
            }
            // One value stands for a list of one.
            (BaseType::List(inner), one) => return self.input(inner, one),
            (BaseType::Named(name), Value::Object(given)) => (name, given),
            _ => return,
        };
        let fields = types.inputs.get(name.as_str()).into_iter().flat_map(|input| &input.fields);
        for field in fields.filter(|field| given.contains_key(&field.name)) {
            self.coverage.0.insert(format!("{name}.{}", field.name));
            self.input(&field.ty, &given[&field.name]);
        }
    }
}
