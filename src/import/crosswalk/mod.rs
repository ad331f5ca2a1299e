//! The crosswalk from ESCO to O*NET: which occupations of the one the publisher lists with which of the other.
//!
//! `docs/importing.md` says how a pair becomes a match. The file names occupations by codes, so it is read together with
//! the graph into which ESCO and O*NET were imported.

mod pair;
mod resolve;
mod rule;
mod title;

use std::path::Path;

pub(in crate::import) use self::title::words;
use self::{
    resolve::{Resolved, Resolver},
    rule::{Rule, Rules},
};
use super::{
    EvidenceItem, ImportError, Item, Place, Placed, Progress, Reading, RelationItem, SourceItem, Statement, esco,
};
use crate::graph::{Graph, Node};

/// The source of the matches.
const SOURCE: &str = "esco-onet-crosswalk";

/// Reads a crosswalk.
///
/// Codes of ESCO change between releases, URIs do not. `esco_codes` is a package of the release that the file was made
/// for: there its codes lead to URIs. Without it, only those pairs are taken whose codes mean the same in the graph.
///
/// # Errors
///
/// When a file cannot be read or is another, or when ESCO or O*NET is not in the graph.
pub fn read(
    file: &Path,
    esco_codes: Option<&Path>,
    graph: &Graph,
    progress: &dyn Progress,
) -> Result<Reading, ImportError> {
    let mut reading = Reading::default();
    let codes = esco_codes.map(|dir| esco::occupations_by_code(dir, progress)).transpose()?;
    let resolver = Resolver::new(graph, codes)?;
    let pairs = pair::read(file, &mut reading, progress)?;
    let resolved: Vec<_> = pairs.iter().filter_map(|pair| resolver.resolve(&mut reading, pair)).collect();
    reading.rejected.sort_by_key(|row| row.place.line);
    let rules = Rules::new(&pairs, &resolved);
    reading.items.push((Place { file: file.display().to_string().into(), line: 1 }, Item::Source(source())));
    for resolved in &resolved {
        reading.items.extend(items(resolved, rules.of(resolved)));
    }
    Ok(reading)
}

/// A match, and the crosswalk as evidence for it.
fn items(Resolved { pair, esco, onet }: &Resolved<'_>, rule: &Rule) -> [Placed; 2] {
    let reference = |node: &Node| (node.kind(), node.slug().to_owned());
    let (from, kind, to) = (reference(esco), rule.relation, reference(onet));
    let evidence = EvidenceItem {
        about: Statement { subject: from.clone(), relation: Some((kind, to.clone())) },
        source: SOURCE.to_owned(),
        locator: format!("{} – {}", pair.esco.code, pair.onet.code),
        confidence: rule.confidence,
        comment: Some(rule.reason.to_owned()),
        strength: None,
    };
    let relation = RelationItem::new(from, kind, to);
    [(pair.place.clone(), Item::Relation(relation)), (pair.place.clone(), Item::Evidence(evidence))]
}

fn source() -> SourceItem {
    let text = |text: &str| Some(text.to_owned());
    SourceItem {
        slug: SOURCE.to_owned(),
        title: "ESCO to O*NET-SOC crosswalk".to_owned(),
        publisher: text("U.S. Department of Labor, Employment and Training Administration"),
        version: text("ESCO 1.1.0 to O*NET-SOC 2019"),
        licence: text("CC-BY-4.0"),
        attribution: text(
            "This service uses the ESCO to O*NET-SOC crosswalk of the O*NET Resource Center by the U.S. Department of \
             Labor, Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 license. The crosswalk \
             uses the ESCO classification of the European Commission.",
        ),
        url: text("https://www.onetcenter.org/"),
        date: None,
    }
}
