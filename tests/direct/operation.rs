//! Operations as data: they can be written out, and parts of them can be taken away.

use std::fmt::{self, Display, Formatter, Write};

use serde_json::{Map, Value, json};

/// A document with the operation that is asked for, and values for its variables.
#[derive(Clone, Debug, Default)]
pub(super) struct Operation {
    /// Its name. A document whose operation has one has another operation besides.
    pub(super) name: Option<&'static str>,
    pub(super) variables: Vec<Variable>,
    pub(super) selections: Vec<Selection>,
    pub(super) fragments: Vec<Fragment>,
}

#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) default: Option<Literal>,
    /// What it is given when the operation is asked first, and what then; nothing if it is left out.
    pub(super) values: [Option<Value>; 2],
}

#[derive(Clone, Debug)]
pub(super) struct Fragment {
    pub(super) name: String,
    pub(super) on: String,
    pub(super) selections: Vec<Selection>,
}

#[derive(Clone, Debug)]
pub(super) enum Selection {
    Field(Field),
    Inline(Inline),
    Spread(Spread),
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Tells it from the other fields of the operation. Not written.
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) key: Key,
    pub(super) arguments: Vec<(String, Literal)>,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

/// How a field gets its response key. Fields with the same key must be the same field with the same arguments, so an
/// alias is made of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// By its own name, whatever its arguments: only where no other field of the operation has that name.
    Bare,
    /// By its own name if it has no arguments, else by an alias.
    Plain,
    /// By an alias, one of several.
    Alias(char),
}

#[derive(Clone, Debug)]
pub(super) struct Inline {
    pub(super) on: Option<String>,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

#[derive(Clone, Debug)]
pub(super) struct Spread {
    pub(super) fragment: String,
    pub(super) directives: Vec<Directive>,
}

/// A `skip` or an `include`.
#[derive(Clone, Debug)]
pub(super) struct Directive {
    pub(super) name: &'static str,
    pub(super) flag: Literal,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Int(i64),
    Boolean(bool),
    String(String),
    Enum(String),
    List(Vec<Literal>),
    Object(Vec<(String, Literal)>),
    Variable(String),
}

impl Operation {
    /// The values of the variables, first or then.
    pub(super) fn values(&self, round: usize) -> Value {
        let given = self.variables.iter().filter_map(|variable| {
            let value = variable.values[round].clone()?;
            Some((variable.name.clone(), value))
        });
        Value::Object(given.collect())
    }

    /// The same with the defaults of those that are left out.
    pub(super) fn values_and_defaults(&self, round: usize) -> Value {
        let given = self.variables.iter().filter_map(|variable| {
            let default = || variable.default.as_ref()?.json(&Map::new());
            Some((variable.name.clone(), variable.values[round].clone().or_else(default)?))
        });
        Value::Object(given.collect())
    }

    /// Whether a condition is left to its default.
    pub(super) fn leaves_out_a_flag(&self, round: usize) -> bool {
        self.variables.iter().any(|variable| variable.ty.starts_with("Boolean") && variable.values[round].is_none())
    }

    pub(super) fn fragment(&self, name: &str) -> Option<&Fragment> {
        self.fragments.iter().find(|fragment| fragment.name == name)
    }
}

impl Field {
    /// The key in the answer.
    pub(super) fn key(&self) -> String {
        let mut arguments = String::new();
        write_arguments(&mut arguments, &self.arguments).unwrap();
        match self.key {
            Key::Bare => self.name.clone(),
            Key::Plain if self.arguments.is_empty() => self.name.clone(),
            Key::Plain => format!("{}_{:04x}", self.name, hash(&arguments)),
            Key::Alias(letter) if self.arguments.is_empty() => format!("{letter}_{}", self.name),
            Key::Alias(letter) => format!("{letter}_{}_{:04x}", self.name, hash(&arguments)),
        }
    }

    pub(super) fn argument(&self, name: &str) -> Option<&Literal> {
        self.arguments.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }
}

impl Literal {
    /// The value as JSON; nothing for a variable that was left out.
    pub(super) fn json(&self, variables: &Map<String, Value>) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Int(number) => json!(number),
            Self::Boolean(flag) => json!(flag),
            Self::String(text) | Self::Enum(text) => json!(text),
            Self::List(items) => items.iter().map(|item| item.json(variables).unwrap_or_default()).collect(),
            Self::Object(fields) => {
                let given = fields.iter().filter_map(|(name, value)| Some((name.clone(), value.json(variables)?)));
                Value::Object(given.collect())
            }
            Self::Variable(name) => variables.get(name)?.clone(),
        })
    }
}

/// A short name for a text.
fn hash(text: &str) -> u32 {
    let hash = text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash >> 16 ^ hash & 0xffff
}

impl Display for Operation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.variables.is_empty() || self.name.is_some() {
            write!(f, "query {}", self.name.unwrap_or_default())?;
        }
        if !self.variables.is_empty() {
            let declared: Vec<_> = self.variables.iter().map(ToString::to_string).collect();
            write!(f, "({}) ", declared.join(", "))?;
        }
        write_selections(f, &self.selections)?;
        for fragment in &self.fragments {
            write!(f, " fragment {} on {} ", fragment.name, fragment.on)?;
            write_selections(f, &fragment.selections)?;
        }
        if self.name.is_some() { f.write_str(" query NotAsked { __typename }") } else { Ok(()) }
    }
}

impl Display for Variable {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "${}: {}", self.name, self.ty)?;
        self.default.as_ref().map_or(Ok(()), |default| write!(f, " = {default}"))
    }
}

impl Display for Selection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => {
                let key = field.key();
                if key != field.name {
                    write!(f, "{key}: ")?;
                }
                f.write_str(&field.name)?;
                write_arguments(f, &field.arguments)?;
                write_directives(f, &field.directives)?;
                if field.selections.is_empty() {
                    return Ok(());
                }
                f.write_char(' ')?;
                write_selections(f, &field.selections)
            }
            Self::Inline(inline) => {
                f.write_str("...")?;
                inline.on.as_ref().map_or(Ok(()), |on| write!(f, " on {on}"))?;
                write_directives(f, &inline.directives)?;
                f.write_char(' ')?;
                write_selections(f, &inline.selections)
            }
            Self::Spread(spread) => {
                write!(f, "...{}", spread.fragment)?;
                write_directives(f, &spread.directives)
            }
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Boolean(flag) => write!(f, "{flag}"),
            // What JSON escapes, GraphQL escapes the same way.
            Self::String(text) => write!(f, "{}", json!(text)),
            Self::Enum(word) => f.write_str(word),
            Self::List(items) => write!(f, "[{}]", joined(items.iter().map(ToString::to_string))),
            Self::Object(fields) => {
                write!(f, "{{{}}}", joined(fields.iter().map(|(name, value)| format!("{name}: {value}"))))
            }
            Self::Variable(name) => write!(f, "${name}"),
        }
    }
}

fn write_selections(f: &mut impl Write, selections: &[Selection]) -> fmt::Result {
    f.write_char('{')?;
    for selection in selections {
        write!(f, " {selection}")?;
    }
    f.write_str(" }")
}

fn write_arguments(f: &mut impl Write, arguments: &[(String, Literal)]) -> fmt::Result {
    if arguments.is_empty() {
        return Ok(());
    }
    write!(f, "({})", joined(arguments.iter().map(|(name, value)| format!("{name}: {value}"))))
}

fn write_directives(f: &mut impl Write, directives: &[Directive]) -> fmt::Result {
    directives.iter().try_for_each(|directive| write!(f, " @{}(if: {})", directive.name, directive.flag))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
