//! Who says all this, and what is owed to them for it.

use super::table::Tables;
use crate::import::{Item, SourceItem};

/// One source for all releases.
const SLUG: &str = "onet";

/// States the source, in the words that its terms ask for.
pub(super) fn state(tables: &mut Tables<'_>, version: Option<String>) {
    if version.is_none() {
        tables.remark("the release of O*NET is not known: name it with --source-version".to_owned());
    }
    let release = version.as_ref().map(|version| format!("{version} ")).unwrap_or_default();
    let attribution = format!(
        "This page includes information from the O*NET {release}Database by the U.S. Department of Labor, Employment \
         and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. \
         skillgraph has modified all or some of this information. USDOL/ETA has not approved, endorsed, or tested these \
         modifications."
    );
    let source = SourceItem {
        slug: SLUG.to_owned(),
        title: "O*NET Database".to_owned(),
        publisher: Some("U.S. Department of Labor, Employment and Training Administration".to_owned()),
        version,
        licence: Some("CC BY 4.0".to_owned()),
        attribution: Some(attribution),
        url: Some("https://www.onetcenter.org/database.html".to_owned()),
        date: None,
    };
    tables.state_source(Item::Source(source));
}
