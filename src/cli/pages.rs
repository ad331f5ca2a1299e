//! Which pages a browser is shown.

use clap::{ArgAction, Args, builder::FalseyValueParser};

use crate::http;

/// Which pages there are.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Pages {
    /// Serve no pages on which queries can be written: neither GraphiQL nor the explorer
    #[arg(long, env = "SKILLGRAPH_NO_GRAPHIQL", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    no_graphiql: bool,
}

impl From<Pages> for http::Pages {
    fn from(pages: Pages) -> Self {
        Self { graphiql: !pages.no_graphiql }
    }
}
