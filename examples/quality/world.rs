//! The graphs that questions are put to: the built-in one, and one with the published taxonomies beside it.

use std::{collections::HashSet, path::Path};

use entity::revision;
use skillgraph::{
    graph::{Graph, source_id},
    import::{Extent, Origin, Placed, core, crosswalk, esco, matching, onet, plan},
};
use time::OffsetDateTime;

/// The built-in graph.
pub(crate) fn core() -> Graph {
    let items = core::embedded().expect("the built-in graph has no flaw");
    grown(&Graph::default(), items, Extent::Whole, &core::origin())
}

/// The built-in graph with ESCO 1.1.1, O*NET 29.3 and the crosswalk between them, and what is the same in them matched; none
/// where these are not at hand.
pub(crate) fn whole() -> Option<Graph> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.is_dir() {
        return None;
    }
    let origin = |source: &str| Origin { source: source.to_owned(), version: None };
    let read = esco::read(&data.join("esco-1.1.1"), &esco::Options::default(), &()).expect("ESCO 1.1.1 is sound");
    let graph = grown(&core(), read.items, read.extent, &origin("esco"));
    let options = onet::Options { allow_partial: true, ..onet::Options::default() };
    let read = onet::read(&data.join("onet-29.3"), &options, &()).expect("O*NET 29.3 is sound");
    let graph = grown(&graph, read.items, read.extent, &origin("onet"));
    let pairs = data.join("esco-onet-crosswalk/ESCO_to_ONET-SOC_2019.csv.gz");
    let codes = data.join("esco-1.1.0");
    let read = crosswalk::read(&pairs, Some(&codes), &graph, &()).expect("the crosswalk is sound");
    let graph = grown(&graph, read.items, read.extent, &origin("esco-onet-crosswalk"));
    let matches = matching::find(&graph, &HashSet::new()).items(&graph);
    Some(grown(&graph, matches, Extent::Whole, &matching::origin()))
}

/// The graph after an import.
fn grown(graph: &Graph, items: Vec<Placed>, extent: Extent, origin: &Origin) -> Graph {
    let plan = plan(graph, items, extent, Some(origin)).expect("what was read fits together");
    let revision = revision::Model {
        number: graph.revision().number + 1,
        at: OffsetDateTime::UNIX_EPOCH,
        author: "quality".to_owned(),
        message: format!("Import {}", origin.source),
        source: Some(source_id(&origin.source)),
        source_version: None,
    };
    graph.apply(&plan.changes, revision).expect("what was read breaks no rule").graph
}
