//! What is said with every answer of a revision, made once for each.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::http::HeaderValue;
use time::{OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros::format_description};

const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// What is said with every answer of a revision.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) revision: i64,
    /// When it was committed.
    pub(super) last_modified: Option<HeaderValue>,
    /// How an answer ends: its extensions, in place of the brace that closes it.
    pub(super) end: String,
}

/// That of the revision which was current last.
#[derive(Default)]
pub(super) struct Moments(ArcSwapOption<Moment>);

impl Moments {
    /// What is said with answers of a revision that was committed then.
    pub(super) fn of(&self, revision: i64, committed: OffsetDateTime) -> Arc<Moment> {
        if let Some(moment) = self.0.load().as_ref().filter(|moment| moment.revision == revision) {
            return moment.clone();
        }
        let date = committed.to_offset(UtcOffset::UTC).format(HTTP_DATE).ok();
        let moment = Arc::new(Moment {
            revision,
            last_modified: date.and_then(|date| HeaderValue::from_str(&date).ok()),
            end: format!(",\"extensions\":{{\"revision\":{revision}}}}}"),
        });
        self.0.store(Some(moment.clone()));
        moment
    }
}
