//! How fast are the questions about what somebody has?

use std::hint::black_box;

use entity::Kind;
use skillgraph::graph::{Graph, Have, Having, LEAST_CERTAINTY, NodeIndex};

use super::each;

/// What people say to have, of several trades.
const PEOPLE: &[&[&str]] = &[
    &["language/python", "language/sql", "tool/docker"],
    &["language/java", "framework/spring-boot", "tool/mysql", "tool/git", "tool/jenkins", "tool/docker"],
    &[
        "language/javascript",
        "language/typescript",
        "framework/react",
        "framework/nodejs",
        "tool/mongodb",
        "language/css",
    ],
    &["framework/pytorch", "language/python", "skill/statistics", "skill/machine-learning", "tool/jupyter"],
    &[
        "tool/aws",
        "tool/kubernetes",
        "tool/terraform",
        "tool/linux",
        "tool/prometheus",
        "language/go",
        "language/shell",
    ],
];

fn have(graph: &Graph, names: &[&str]) -> Vec<Have> {
    let found = names.iter().filter_map(|name| {
        let (kind, slug) = name.split_once('/')?;
        graph.by_slug(Kind::from_word(kind)?, slug)
    });
    found.map(|competency| Have { competency, level: None }).collect()
}

/// Some roles with few requirements, many, and very many.
fn roles(graph: &Graph) -> Vec<NodeIndex> {
    let mut roles: Vec<_> = graph.profiles().map(|(role, profile)| (profile.len(), role)).collect();
    roles.sort_unstable();
    let count = roles.len();
    (1..=20).map(|part| roles[(count - 1) * part / 20].1).collect()
}

pub(crate) fn measure(graph: &Graph) {
    let people: Vec<_> = PEOPLE.iter().map(|names| have(graph, names)).collect();
    let roles = roles(graph);
    let cases: Vec<_> = people.iter().flat_map(|have| roles.iter().map(move |role| (have, *role))).collect();
    each("gap", 0.5, &cases, |(have, role)| {
        let having = Having::new(graph, have);
        black_box(graph.gap(&having, *role));
    });
    each("roleGap", 0.5, &roles.iter().zip(roles.iter().rev()).collect::<Vec<_>>(), |(from, to)| {
        let having = Having::new(graph, &graph.has_all_of(**from));
        black_box(graph.gap(&having, **to));
    });
    each("learningPath", 3.0, &cases, |(have, role)| {
        let having = Having::new(graph, have);
        black_box(graph.learning_path(&having, &graph.gap(&having, *role).aims(None)));
    });
    each("matchRoles", 3.0, &people, |have| {
        let having = Having::new(graph, have);
        let fits = graph.match_roles(&having, |_| true);
        for fit in fits.iter().take(10) {
            black_box(graph.gap(&having, fit.role).nearest_missing(Some(entity::Strength::Essential)));
        }
    });
    each("implied", 0.5, &people, |have| {
        black_box(graph.implied(have.iter().map(|have| have.competency), LEAST_CERTAINTY));
    });
}
