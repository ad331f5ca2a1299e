//! What the imports of outside taxonomies have in common: they read tables, and some rows of any real table are wrong.

use std::{process::ExitCode, str::FromStr};

use clap::Args;

use super::{
    super::{fail, say},
    Options,
    progress::Shown,
    report,
};
use crate::{
    graph::Graph,
    import::{ImportError, Item, Origin, Placed, Progress, Reading, SourceItem},
    store::Store,
};

#[derive(Debug, Args)]
pub(super) struct Tables {
    /// How many rows may be wrong before nothing is committed: a number, or a share of all rows such as 1%
    #[arg(long, value_name = "N", default_value = "1%")]
    max_rejected: Limit,

    #[command(flatten)]
    options: Options,
}

/// How many rows may be rejected.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Limit {
    Rows(u64),
    /// A share of all rows, in percent.
    Percent(f64),
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write a number of rows, as in 100, or a share of them, as in 1%".to_owned();
        match text.strip_suffix('%') {
            None => text.parse().map(Self::Rows).map_err(|_| wrong()),
            Some(share) => match share.trim().parse() {
                Ok(share) if (0.0..=100.0).contains(&share) => Ok(Self::Percent(share)),
                _ => Err(wrong()),
            },
        }
    }
}

impl Limit {
    fn allows(self, rejected: usize, rows: u64) -> bool {
        match self {
            Self::Rows(limit) => rejected as u64 <= limit,
            Self::Percent(share) => rejected as f64 <= rows as f64 * share / 100.0,
        }
    }
}

impl Tables {
    /// Reads, says what was rejected, and commits the rest unless that was too much.
    pub(super) async fn run(self, read: impl FnOnce(&dyn Progress) -> Result<Reading, ImportError>) -> ExitCode {
        let progress = Shown::new();
        let read = read(&progress);
        self.take(None, read, &progress).await
    }

    /// The same for data that can only be understood beside a graph.
    pub(super) async fn run_beside(
        self,
        read: impl FnOnce(&Graph, &dyn Progress) -> Result<Reading, ImportError>,
    ) -> ExitCode {
        let progress = Shown::new();
        let store = match self.options.store(&progress).await {
            Ok(store) => store,
            Err(error) => return self.options.explain(&error, &[]),
        };
        let graph = store.as_ref().map(Store::graph).unwrap_or_default();
        let read = read(&graph, &progress);
        self.take(store, read, &progress).await
    }

    async fn take(&self, store: Option<Store>, read: Result<Reading, ImportError>, progress: &Shown) -> ExitCode {
        progress.finish();
        let Reading { items, rejected, left_out, rows, remarks, extent } = match read {
            Ok(reading) => reading,
            Err(error) => return self.options.explain(&error.into(), &[]),
        };
        remarks.iter().for_each(say);
        left_out.iter().for_each(|(reason, count)| say(format_args!("{count} left out: {reason}")));
        report::summarise(&rejected);
        report::write(self.options.report.as_deref(), &rejected, &[]);
        if !self.max_rejected.allows(rejected.len(), rows) {
            return fail(format_args!(
                "{} of {rows} rows were rejected, which is more than --max-rejected allows; nothing was changed",
                rejected.len(),
            ));
        }
        let source = source_of(&items);
        let what = source.map_or("the data".to_owned(), what_was_read);
        let origin = source.map(|source| Origin { source: source.slug.clone(), version: source.version.clone() });
        let done = self.options.commit(store, items, extent, origin, &what, progress).await;
        progress.finish();
        match done {
            Ok(line) => {
                say(line);
                ExitCode::SUCCESS
            }
            Err(error) => self.options.explain(&error, &rejected),
        }
    }
}

/// The first source among the items: that which was read.
fn source_of(items: &[Placed]) -> Option<&SourceItem> {
    items.iter().find_map(|(_, item)| match item {
        Item::Source(source) => Some(source),
        _ => None,
    })
}

fn what_was_read(source: &SourceItem) -> String {
    match &source.version {
        Some(version) => format!("{} {version}", source.title),
        None => source.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_of_rows_or_a_share_of_them() {
        assert_eq!("0".parse(), Ok(Limit::Rows(0)));
        assert_eq!("0.5%".parse(), Ok(Limit::Percent(0.5)));
        for wrong in ["", "-1", "1.5", "%", "101%", "NaN%", "many"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
        assert!(Limit::Rows(3).allows(3, 10) && !Limit::Rows(3).allows(4, 1_000));
        assert!(Limit::Percent(1.0).allows(2, 200) && !Limit::Percent(1.0).allows(3, 200));
    }
}
