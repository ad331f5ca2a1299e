//! The releases as they were published, where they are at hand.

use skillgraph::import::{
    Extent,
    onet::{self, Options},
};

use super::{compared::compare, counted::Release, desk::read, graph_of, left_out};
use crate::support::{asked::Asked, published};

#[tokio::test]
async fn o_net_29_3_is_in_the_graph_as_it_is_in_its_files() {
    let Some(dir) = published("onet-29.3") else { return };
    let release = Release::read(&dir);
    let reading = read(&dir, &Options::default());
    assert_eq!((&*reading.rejected, &*reading.remarks, reading.extent), (&[][..], &[][..], Extent::Whole));
    assert_eq!((reading.rows as usize, release.rows), (338_337, 338_337));
    assert_eq!(left_out(&reading), [7_934, 166, 14_731, 4_921]);
    assert_eq!(
        [release.repeated, release.in_line, release.irrelevant, release.suppressed],
        [7_934, 166, 14_731, 4_921]
    );
    assert_eq!((release.occupations.len(), release.tools.len()), (1_016, 8_775 + 18_105));
    let requirements: usize = release.occupations.values().map(|occupation| occupation.requires.len()).sum();
    assert_eq!(requirements, 27_463 + 23_068 + 14_064 + 32_681 + 41_662);
    compare(&Asked::of(graph_of(reading)).await, &release).await;
}

#[test]
fn o_net_29_1_without_most_of_its_tables_is_taken_in_as_a_part() {
    let Some(dir) = published("onet-29.1") else { return };
    let refused = onet::read(&dir, &Options::default(), &()).unwrap_err().to_string();
    assert!(refused.contains("these tables are missing: Job Zones, Scales Reference, Skills, Knowledge"), "{refused}");
    let reading = read(&dir, &Options { allow_partial: true, ..Options::default() });
    assert_eq!((&*reading.rejected, reading.extent), (&[][..], Extent::Part));
    assert_eq!(super::source(&reading).version.as_deref(), Some("29.1"));
    let graph = graph_of(reading);
    assert_eq!(graph.relation_count(entity::RelationKind::Requires), 32_627);
    assert_eq!(graph.relation_count(entity::RelationKind::Performs), 240);
}
