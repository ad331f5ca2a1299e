//! What do the indexes cost: to make, to keep, and to bring up to date with a commit?

use std::{
    fs,
    time::{Duration, Instant},
};

use entity::{Kind, LabelRole, RelationKind, label, relation, revision};
use skillgraph::{
    graph::{Change, Fact, Graph, NodeIndex},
    store::{Commit, Store},
};
use tempfile::TempDir;

use super::milliseconds;

/// How many commits of each sort are made.
const COMMITS: usize = 200;

pub(crate) fn measure(graph: &Graph) {
    let graph = made(graph);
    let marks = [("in memory", None), ("durable", Some(Desk::of(&graph)))];
    for (how, desk) in marks {
        for (what, changes) in sorts(&graph) {
            let spans = match &desk {
                None => applied(&graph, &changes),
                Some(desk) => desk.committed(&changes),
            };
            print(&format!("{what}, {how}"), spans);
        }
    }
}

/// Makes the indexes of several copies of a graph, and says what that takes. The first copy also takes what memory lies
/// about since the graph was loaded, so it counts only for the time.
fn made(graph: &Graph) -> Graph {
    let rows: Vec<_> = graph.facts().collect();
    let (fresh, _) = Graph::load(graph.revision().clone(), Vec::new(), rows);
    let copies: Vec<_> = (0..4).map(|_| fresh.clone()).collect();
    let measured = copies.iter().map(|copy| {
        let (resident, worked, start) = (resident(), worked(), Instant::now());
        copy.prepare();
        (start.elapsed(), self::worked() - worked, self::resident() - resident)
    });
    let measured: Vec<_> = measured.collect();
    let least = |of: fn(&(Duration, f64, f64)) -> f64| measured.iter().map(of).fold(f64::INFINITY, f64::min);
    let memory = measured[1..].iter().map(|(_, _, memory)| memory).fold(0.0, |most: f64, memory| most.max(*memory));
    println!("make all indexes                             {:8.1} ms", least(|one| milliseconds(one.0)));
    println!("make all indexes, of processor time          {:8.1} ms", least(|one| one.1 * 1e3));
    println!("memory of all indexes                        {memory:8.1} MiB  (mark 400 MiB)");
    println!("memory of the index of texts                 {:8.1} MiB", copies[0].text_size() as f64 / 1_048_576.0);
    copies.into_iter().next().unwrap()
}

/// How much memory the process has, in MiB; zero where nobody says.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    line.and_then(|kibibytes| kibibytes.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// How long processors have worked for the process, in seconds; zero where nobody says.
fn worked() -> f64 {
    let status = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Commits of one change each, of several sorts: all over the graph, at those with the most relations, and such that
/// concepts come to be the same, or no longer are.
fn sorts(graph: &Graph) -> Vec<(&'static str, Vec<Change>)> {
    let mut concepts: Vec<_> = graph.concepts().collect();
    // Ids are hashes, so their order is as good as chance, and the same in every run.
    concepts.sort_by_cached_key(|index| graph.node(*index).id());
    let some = |wanted: &dyn Fn(NodeIndex) -> bool| -> Vec<_> {
        concepts.iter().copied().filter(|index| wanted(*index)).take(COMMITS).collect()
    };
    let of_kind = |kind: Kind| some(&|index| graph.node(index).kind() == kind);
    let labels = |of: &[NodeIndex]| (0..).zip(of).map(|(number, index)| label(graph, *index, number)).collect();
    let (roles, skills) = (of_kind(Kind::Role), of_kind(Kind::Skill));
    let ties = |kind: RelationKind, from: &[NodeIndex]| -> Vec<_> {
        from.iter().zip(&skills).map(|(from, to)| tie(graph, *from, kind, *to)).collect()
    };
    let others = some(&|index| graph.node(index).kind() == Kind::Tool);
    let mut same = ties(RelationKind::ExactMatch, &others);
    let parted = same.iter().filter_map(|change| match change {
        Change::Assert(fact) => Some(Change::Retract(fact.clone())),
        Change::Retract(_) => None,
    });
    let parted: Vec<_> = parted.collect();
    same.extend(parted);
    vec![
        ("a label", labels(&some(&|_| true))),
        ("a label of what is matched", labels(&some(&|index| graph.same_as(index).count() > 1))),
        ("a label of a hub", labels(&hubs(graph, concepts.clone()))),
        ("a requirement", ties(RelationKind::Requires, &roles)),
        ("an implication", ties(RelationKind::Implies, &others)),
        ("an exact match, or its end", same),
    ]
}

/// The concepts with the most relations.
fn hubs(graph: &Graph, mut concepts: Vec<NodeIndex>) -> Vec<NodeIndex> {
    use skillgraph::graph::Direction::{Incoming, Outgoing};
    let degree = |index| graph.all_links(index, Outgoing).len() + graph.all_links(index, Incoming).len();
    concepts.sort_by_cached_key(|index| std::cmp::Reverse(degree(*index)));
    concepts.truncate(COMMITS);
    concepts
}

/// Another label, with words that many have.
fn label(graph: &Graph, index: NodeIndex, number: usize) -> Change {
    let (concept, locale, role) = (graph.node(index).id(), "en".to_owned(), LabelRole::Alternative);
    let text = format!("{} systems {number}", graph.node(index).preferred_label("en"));
    Change::Assert(label::Model { row: 0, concept, locale, role, text, since: 0, until: None }.into())
}

fn tie(graph: &Graph, from: NodeIndex, kind: RelationKind, to: NodeIndex) -> Change {
    let row = relation::Model::new(graph.node(from).id(), kind, graph.node(to).id());
    Change::Assert(Fact::Relation(row))
}

fn applied(graph: &Graph, changes: &[Change]) -> Vec<Duration> {
    let mut graph = graph.clone();
    let one = |change: &Change| {
        let revision = revision::Model { number: graph.revision().number + 1, ..graph.revision().clone() };
        let start = Instant::now();
        let next = graph.apply(std::slice::from_ref(change), revision).unwrap().graph;
        let span = start.elapsed();
        graph = next;
        span
    };
    changes.iter().map(one).collect()
}

/// A database on disk that holds the graph, with indexes made.
struct Desk {
    runtime: tokio::runtime::Runtime,
    store: Store,
    _dir: TempDir,
}

impl Desk {
    fn of(graph: &Graph) -> Self {
        let dir = TempDir::new().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = runtime.block_on(async {
            let store = Store::open(&format!("sqlite://{}/graph.db", dir.path().display())).await.unwrap();
            store.commit(commit(Graph::default().difference(graph))).await.unwrap();
            store.prepare().await;
            store
        });
        Self { runtime, store, _dir: dir }
    }

    fn committed(&self, changes: &[Change]) -> Vec<Duration> {
        let one = |change: &Change| {
            let start = Instant::now();
            let made = self.runtime.block_on(self.store.commit(commit(vec![change.clone()]))).unwrap();
            let span = start.elapsed();
            assert!(made.changed && made.graph.is_prepared(), "{change:?}");
            span
        };
        changes.iter().map(one).collect()
    }
}

fn commit(changes: Vec<Change>) -> Commit {
    let (author, message) = ("bench".to_owned(), "One change".to_owned());
    Commit { author, message, source: None, source_version: None, changes }
}

fn print(what: &str, mut spans: Vec<Duration>) {
    spans.sort();
    let at = |share: usize| milliseconds(spans[(spans.len() - 1) * share / 100]);
    println!("{what:44} p50 {:8.3} ms   p99 {:8.3} ms   ({} commits; mark 20 ms)", at(50), at(99), spans.len());
}
