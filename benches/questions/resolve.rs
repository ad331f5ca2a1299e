//! How fast is `resolve`, a hundred labels at a time?

use skillgraph::graph::{Graph, KindSet};

use super::{
    each,
    search::{labels, misspelt},
};

pub(crate) fn measure(graph: &Graph) {
    let resolve =
        |labels: &&[String]| labels.iter().map(|label| graph.resolve(label, KindSet::ALL)).collect::<Vec<_>>();
    // As people write them: most as they are, some with a slip, some of nothing.
    let labels: Vec<_> = labels(graph, 5_000);
    let written = labels.iter().enumerate().map(|(place, label)| match place % 20 {
        0 | 1 => misspelt(label),
        2 => format!("{label} (advanced)"),
        3 => format!("no such thing {place}"),
        _ => (*label).to_owned(),
    });
    let written: Vec<_> = written.collect();
    each("resolve 100 labels, a tenth with slips", 5.0, &written.chunks(100).collect::<Vec<_>>(), resolve);
    let slips: Vec<_> = labels.iter().map(|label| misspelt(label)).collect();
    each("resolve 100 labels, all with slips", 5.0, &slips.chunks(100).collect::<Vec<_>>(), resolve);
}
