//! What a request can ask for at most, as flags.

use std::time::Duration;

use clap::{ArgAction, Args, builder::FalseyValueParser};

use super::from_to;
use crate::graphql::Limits;

/// What a request can ask for at most.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits to what can be asked")]
pub(super) struct LimitFlags {
    /// Bytes of a document at most
    #[arg(long = "max-document-bytes", env = "SKILLGRAPH_MAX_DOCUMENT_BYTES", default_value_t = 65_536, value_name = "BYTES", value_parser = from_to(1, 1_048_576))]
    document_bytes: u32,

    /// How deep brackets may nest in a document
    #[arg(long = "max-nesting", env = "SKILLGRAPH_MAX_NESTING", default_value_t = 64, value_name = "LEVELS", value_parser = from_to(1, 64))]
    nesting: u32,

    /// Tokens of a document at most
    #[arg(long = "max-tokens", env = "SKILLGRAPH_MAX_TOKENS", default_value_t = 2_000, value_name = "TOKENS", value_parser = from_to(1, 100_000))]
    tokens: u32,

    /// Operations in a document at most
    #[arg(long = "max-operations", env = "SKILLGRAPH_MAX_OPERATIONS", default_value_t = 10, value_name = "OPERATIONS", value_parser = from_to(1, 1_000))]
    operations: u32,

    /// Selections of an operation at most, once its fragments are put in place
    #[arg(long = "max-selections", env = "SKILLGRAPH_MAX_SELECTIONS", default_value_t = 5_000, value_name = "SELECTIONS", value_parser = from_to(1, 1_000_000))]
    selections: u32,

    /// How deep selections may nest; introspection may always go to 15
    #[arg(long = "max-depth", env = "SKILLGRAPH_MAX_DEPTH", default_value_t = 15, value_name = "LEVELS", value_parser = from_to(1, 64))]
    depth: u32,

    /// Fields at the root of an operation at most
    #[arg(long = "max-root-fields", env = "SKILLGRAPH_MAX_ROOT_FIELDS", default_value_t = 20, value_name = "FIELDS", value_parser = from_to(1, 1_000))]
    root_fields: u32,

    /// Aliases in a document at most
    #[arg(long = "max-aliases", env = "SKILLGRAPH_MAX_ALIASES", default_value_t = 30, value_name = "ALIASES", value_parser = from_to(0, 10_000))]
    aliases: u32,

    /// Directives in a document at most
    #[arg(long = "max-directives", env = "SKILLGRAPH_MAX_DIRECTIVES", default_value_t = 50, value_name = "DIRECTIVES", value_parser = from_to(0, 10_000))]
    directives: u32,

    /// Directives on one field, fragment, variable or operation at most
    #[arg(long = "max-directives-in-one-place", env = "SKILLGRAPH_MAX_DIRECTIVES_IN_ONE_PLACE", default_value_t = 5, value_name = "DIRECTIVES", value_parser = from_to(0, 1_000))]
    directives_in_one_place: u32,

    /// Bytes of the variables at most, as JSON
    #[arg(long = "max-variables-bytes", env = "SKILLGRAPH_MAX_VARIABLES_BYTES", default_value_t = 262_144, value_name = "BYTES", value_parser = from_to(2, 16_777_216))]
    variables_bytes: u32,

    /// How deep the values of variables may nest
    #[arg(long = "max-variables-depth", env = "SKILLGRAPH_MAX_VARIABLES_DEPTH", default_value_t = 32, value_name = "LEVELS", value_parser = from_to(1, 100))]
    variables_depth: u32,

    /// Characters of a text that is given at most; many arguments allow fewer
    #[arg(long = "max-text-chars", env = "SKILLGRAPH_MAX_TEXT_CHARS", default_value_t = 131_072, value_name = "CHARACTERS", value_parser = from_to(1, 1_048_576))]
    text_chars: u32,

    /// Items of a list that is given at most; some arguments allow fewer
    #[arg(long = "max-list-items", env = "SKILLGRAPH_MAX_LIST_ITEMS", default_value_t = 500, value_name = "ITEMS", value_parser = from_to(1, 100_000))]
    list_items: u32,

    /// What an operation may cost: about how many fields its answer can have
    #[arg(long = "max-cost", env = "SKILLGRAPH_MAX_COST", default_value_t = 100_000, value_name = "COST", value_parser = from_to(1, 10_000_000))]
    cost: u32,

    /// Objects in an answer at most
    #[arg(long = "max-objects", env = "SKILLGRAPH_MAX_OBJECTS", default_value_t = 50_000, value_name = "OBJECTS", value_parser = from_to(1, 10_000_000))]
    objects: u32,

    /// Bytes of an answer at most, before it is compressed
    #[arg(long = "max-answer-bytes", env = "SKILLGRAPH_MAX_ANSWER_BYTES", default_value_t = 5_242_880, value_name = "BYTES", value_parser = from_to(1_024, 268_435_456))]
    answer_bytes: u32,

    /// How long an answer may take, waiting for its turn included
    #[arg(long = "execution-timeout", env = "SKILLGRAPH_EXECUTION_TIMEOUT", default_value_t = 5_000, value_name = "MILLISECONDS", value_parser = from_to(10, 60_000))]
    time: u32,

    /// Errors that an answer tells of at most
    #[arg(long = "max-errors", env = "SKILLGRAPH_MAX_ERRORS", default_value_t = 20, value_name = "ERRORS", value_parser = from_to(1, 1_000))]
    errors: u32,

    /// Do not answer what is asked about the schema, and suggest no names in errors
    #[arg(long, env = "SKILLGRAPH_NO_INTROSPECTION", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    no_introspection: bool,
}

impl LimitFlags {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            document_bytes: self.document_bytes as usize,
            nesting: self.nesting as usize,
            tokens: self.tokens as usize,
            operations: self.operations as usize,
            selections: self.selections as usize,
            depth: self.depth as usize,
            root_fields: self.root_fields as usize,
            aliases: self.aliases as usize,
            directives: self.directives as usize,
            directives_in_one_place: self.directives_in_one_place as usize,
            variables_bytes: self.variables_bytes as usize,
            variables_depth: self.variables_depth as usize,
            text_chars: self.text_chars as usize,
            list_items: self.list_items as usize,
            cost: self.cost.into(),
            objects: self.objects as usize,
            answer_bytes: self.answer_bytes as usize,
            time: Duration::from_millis(self.time.into()),
            errors: self.errors as usize,
            introspection: !self.no_introspection,
        }
    }
}
