//! What is to be selected of each type that is met.

use std::{
    any::{Any, type_name},
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Deref,
    rc::Rc,
    sync::{Arc, OnceLock},
};

use async_graphql::{InputType, Name, indexmap::IndexMap};
use async_graphql_value::Value;

use super::{
    Out, Stop,
    out::Often,
    outline::{Condition, FieldItem, Flag, Item, Items, Outline, Values},
};
use crate::Fields;

/// The name of a type in the schema.
pub(super) type TypeName = fn() -> Cow<'static, str>;

/// Which interfaces the object types of a schema implement.
pub type Implementations = HashMap<String, HashSet<String>>;

/// An operation of which it is decided what stays. It can be walked any number of times, by several threads at once,
/// with any variables that decide alike.
#[derive(Debug)]
pub struct Plan {
    pub(super) root: Selection,
    flags: Vec<bool>,
    implementations: Arc<Implementations>,
}

/// More types than this are never met in one place: an interface of ours has ten.
const MAX_TYPES: usize = 12;

/// What is selected in one place. Several selections with the same response key are one.
#[derive(Debug, Default)]
pub(super) struct Selection {
    parts: Vec<Items>,
    by_type: OnceLock<Box<[OnceLock<TypeSelection>; MAX_TYPES]>>,
}

/// What is selected of one type.
#[derive(Debug)]
pub(super) struct TypeSelection {
    rust_name: &'static str,
    /// The name of the type in the schema.
    pub(super) name: String,
    pub(super) fields: Vec<SelectedField>,
}

/// A field as it is selected.
#[derive(Debug)]
pub(super) struct SelectedField {
    /// `"key":`, with a comma before it for all but the first.
    pub(super) key: Often,
    /// Which of the type's fields; none for `__typename`.
    pub(super) index: Option<usize>,
    pub(super) arguments: Arc<[(Name, Value)]>,
    /// Whether the arguments are the same whatever the variables are.
    is_constant: bool,
    read: OnceLock<Box<dyn Any + Send + Sync>>,
    pub(super) selection: Selection,
}

impl Plan {
    /// The plan of an operation for the flags of some variables.
    pub fn new(outline: &Outline, flags: Vec<bool>, implementations: Arc<Implementations>) -> Self {
        let root = Selection { parts: vec![outline.items.clone()], by_type: OnceLock::new() };
        Self { root, flags, implementations }
    }

    /// What an argument of the fields of a name is at the root, once for each time that such a field is selected there:
    /// for what must be at hand before the walk begins.
    ///
    /// # Errors
    ///
    /// When the engine must be asked what is wrong with it.
    pub fn at_root<T: InputType>(
        &self,
        values: &Values,
        root: &str,
        field: &str,
        argument: &str,
    ) -> Result<Vec<T>, Stop> {
        let mut merged = IndexMap::new();
        for items in &self.root.parts {
            self.merge(items, &|on| on == root, &mut merged);
        }
        let fields = merged.values().filter(|merged| merged.item.name == field);
        fields.map(|merged| Given { values, arguments: &merged.item.arguments }.value(argument, None)).collect()
    }

    fn stays(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| match condition.flag {
            Flag::Literal(flag) => flag == condition.stays_if,
            Flag::Variable(place) => self.flags[place] == condition.stays_if,
        })
    }

    /// What is selected of a type in a place: worked out when the type is met there first.
    pub(super) fn of_type<'p, T: Fields>(
        &self,
        selection: &'p Selection,
        graphql_name: TypeName,
    ) -> Result<&'p TypeSelection, Stop> {
        let rust_name = type_name::<T>();
        let slots = selection.by_type.get_or_init(Box::default);
        for slot in slots.iter() {
            let known = match slot.get() {
                Some(known) => known,
                None => {
                    let new = self.select::<T>(&selection.parts, rust_name, &graphql_name())?;
                    // Another thread can have been faster, with this type or another.
                    slot.get_or_init(|| new)
                }
            };
            if std::ptr::eq(known.rust_name, rust_name) || known.rust_name == rust_name {
                return Ok(known);
            }
        }
        Err(Stop::AskTheEngine)
    }

    fn select<T: Fields>(
        &self,
        parts: &[Items],
        rust_name: &'static str,
        type_name: &str,
    ) -> Result<TypeSelection, Stop> {
        let interfaces = self.implementations.get(type_name);
        let applies = |on: &str| on == type_name || interfaces.is_some_and(|interfaces| interfaces.contains(on));
        let mut merged = IndexMap::new();
        for items in parts {
            self.merge(items, &applies, &mut merged);
        }
        let mut fields = Vec::with_capacity(merged.len());
        for (key, Merged { item, parts }) in merged {
            let index = match item.name.as_str() {
                "__typename" => None,
                name => Some(T::index_of(name).ok_or(Stop::AskTheEngine)?),
            };
            let comma = if fields.is_empty() { "" } else { "," };
            fields.push(SelectedField {
                // A response key is a GraphQL name: nothing in it needs to be escaped.
                key: Often::new(format!("{comma}\"{key}\":")),
                index,
                arguments: item.arguments.clone(),
                is_constant: item.is_constant,
                read: OnceLock::new(),
                selection: Selection { parts, by_type: OnceLock::new() },
            });
        }
        Ok(TypeSelection { rust_name, name: type_name.to_owned(), fields })
    }

    /// Collects fields by response key, in the order in which each key comes first.
    fn merge<'i>(
        &self,
        items: &'i [Item],
        applies: &impl Fn(&str) -> bool,
        merged: &mut IndexMap<&'i Name, Merged<'i>>,
    ) {
        for item in items {
            match item {
                Item::Field(field) if self.stays(&field.conditions) => {
                    let entry = merged.entry(&field.key).or_insert_with(|| Merged { item: field, parts: Vec::new() });
                    if !field.items.is_empty() {
                        entry.parts.push(field.items.clone());
                    }
                }
                Item::Fragment(fragment) if self.stays(&fragment.conditions) => {
                    if fragment.on.as_ref().is_none_or(|on| applies(on)) {
                        self.merge(&fragment.items, applies, merged);
                    }
                }
                Item::Field(_) | Item::Fragment(_) => {}
            }
        }
    }
}

/// Selections with one response key: the first of them, and what is selected below all of them.
struct Merged<'i> {
    item: &'i FieldItem,
    parts: Vec<Items>,
}

/// A field of the plan that is being written: its arguments, and what is selected below it.
#[derive(Clone, Copy, Debug)]
pub struct Site<'p> {
    pub(super) plan: &'p Plan,
    pub(super) field: &'p SelectedField,
}

impl<'p> Site<'p> {
    /// The arguments of the field, read when they are needed first: once for the plan if they are the same for all
    /// variables, else once for the answer.
    ///
    /// # Errors
    ///
    /// When a value is not of its type: the engine knows how to say so.
    pub fn arguments<A: Any + Send + Sync>(
        self,
        out: &mut Out<'_>,
        read: impl FnOnce(Given<'_>) -> Result<A, Stop>,
    ) -> Result<Arguments<'p, A>, Stop> {
        let arguments = &*self.field.arguments;
        if !self.field.is_constant {
            return out.arguments_of(self.field, read).map(Arguments::OfAnswer);
        }
        let known = match self.field.read.get() {
            Some(known) => known,
            None => {
                let new = read(Given { values: &Values::default(), arguments })?;
                self.field.read.get_or_init(|| Box::new(new))
            }
        };
        known.downcast_ref().map(Arguments::OfPlan).ok_or(Stop::AskTheEngine)
    }
}

/// Arguments that were read, for all answers or for one.
#[derive(Debug)]
pub enum Arguments<'p, A> {
    /// They do not depend on variables.
    OfPlan(&'p A),
    /// They do.
    OfAnswer(Rc<A>),
}

impl<A> Deref for Arguments<'_, A> {
    type Target = A;

    fn deref(&self) -> &A {
        match self {
            Self::OfPlan(arguments) => arguments,
            Self::OfAnswer(arguments) => arguments,
        }
    }
}

/// The arguments that a field was given.
#[derive(Clone, Copy, Debug)]
pub struct Given<'p> {
    pub(super) values: &'p Values,
    pub(super) arguments: &'p [(Name, Value)],
}

impl Given<'_> {
    /// The value of an argument, by the same rules as the engine's.
    ///
    /// # Errors
    ///
    /// When the value is not of the type.
    pub fn value<T: InputType>(self, name: &str, default: Option<fn() -> T>) -> Result<T, Stop> {
        let given = self.arguments.iter().find(|(given, _)| given == name);
        let value = match (given, default) {
            (None, Some(default)) => return Ok(default()),
            (None, None) => None,
            (Some((_, value)), _) => self.values.resolve(value),
        };
        T::parse(value).map_err(|_| Stop::AskTheEngine)
    }
}
