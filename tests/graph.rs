//! The graph in memory: what it refuses, and that it is the same however it came to be.

mod collections;
mod difference;
mod near;
mod scales;

use entity::{Kind, LabelRole, RelationKind, Status, Strength};
use proptest::prelude::*;
use skillgraph::graph::{Change, Fact, Graph, Reason, Requirement, Table, concept_id, fold};

use crate::support::facts::{
    collection, concept, evidence, label, language_columns, member, named, relation, revision, scale, source,
};

/// The graph after changes that must be taken.
fn grown(graph: &Graph, changes: &[Change]) -> Graph {
    graph.apply(changes, revision(graph.revision().number + 1)).unwrap().graph
}

/// Why changes are refused, the first of the reasons.
fn refusal(graph: &Graph, changes: &[Change]) -> Reason {
    graph.apply(changes, revision(graph.revision().number + 1)).unwrap_err().remove(0).reason
}

fn python_and_django() -> Graph {
    let mut changes = named(Kind::Language, "python", "Python");
    changes.extend(named(Kind::Framework, "django", "Django"));
    changes.extend(named(Kind::Skill, "web-development", "Web development"));
    grown(&Graph::default(), &changes)
}

const PYTHON: (Kind, &str) = (Kind::Language, "python");
const DJANGO: (Kind, &str) = (Kind::Framework, "django");
const WEB: (Kind, &str) = (Kind::Skill, "web-development");
const DEVELOPER: (Kind, &str) = (Kind::Role, "developer");

#[test]
fn a_relation_that_may_not_join_two_kinds_is_refused() {
    let graph = python_and_django();
    let change = Change::Assert(relation(PYTHON, RelationKind::UsesLanguage, DJANGO, None));
    let expected =
        Reason::NotAllowed { relation: RelationKind::UsesLanguage, from: Kind::Language, to: Kind::Framework };
    assert_eq!(refusal(&graph, &[change]), expected);
}

#[test]
fn a_cycle_is_refused_where_the_relation_may_have_none() {
    let graph = python_and_django();
    let there = Change::Assert(relation(PYTHON, RelationKind::Prerequisite, DJANGO, None));
    let back = Change::Assert(relation(DJANGO, RelationKind::Prerequisite, PYTHON, None));
    let graph = grown(&graph, std::slice::from_ref(&there));
    assert_eq!(refusal(&graph, std::slice::from_ref(&back)), Reason::Cycle(RelationKind::Prerequisite));
    assert_eq!(refusal(&python_and_django(), &[there, back]), Reason::Cycle(RelationKind::Prerequisite));
}

#[test]
fn a_cycle_is_taken_where_the_relation_may_have_one() {
    let there = Change::Assert(relation(PYTHON, RelationKind::Implies, DJANGO, None));
    let back = Change::Assert(relation(DJANGO, RelationKind::Implies, PYTHON, None));
    assert_eq!(grown(&python_and_django(), &[there, back]).relation_count(RelationKind::Implies), 2);
}

#[test]
fn a_symmetric_relation_is_one_whichever_end_it_is_given_from() {
    let graph = python_and_django();
    let there = Change::Assert(relation(PYTHON, RelationKind::Related, WEB, None));
    let back = Change::Assert(relation(WEB, RelationKind::Related, PYTHON, None));
    let graph = grown(&graph, &[there]);
    assert!(graph.apply(std::slice::from_ref(&back), revision(3)).unwrap().is_empty());
    let Change::Assert(fact) = back else { unreachable!() };
    let graph = grown(&graph, &[Change::Retract(fact)]);
    assert_eq!(graph.relation_count(RelationKind::Related), 0);
}

#[test]
fn concepts_that_exact_matches_join_are_the_same() {
    let skill = (Kind::Skill, "python-computer-programming");
    let mut changes = named(skill.0, skill.1, "Python (computer programming)");
    changes.extend(named(Kind::Tool, "python-3", "Python 3"));
    changes.push(Change::Assert(relation(skill, RelationKind::ExactMatch, PYTHON, None)));
    changes.push(Change::Assert(relation((Kind::Tool, "python-3"), RelationKind::ExactMatch, skill, None)));
    let graph = grown(&python_and_django(), &changes);
    let place = |(kind, slug)| graph.by_slug(kind, slug).unwrap();
    let same = [PYTHON, (Kind::Tool, "python-3"), skill].map(place);
    for index in same {
        assert_eq!(graph.representative(index), place(PYTHON));
        assert_eq!(graph.same_as(index).collect::<Vec<_>>(), same);
    }
    assert_eq!(graph.same_as(place(DJANGO)).collect::<Vec<_>>(), [place(DJANGO)]);
}

#[test]
fn a_concept_without_a_preferred_label_is_refused() {
    let change = Change::Assert(concept(Kind::Tool, "git"));
    assert_eq!(refusal(&Graph::default(), &[change]), Reason::NoPreferredLabel("git".into()));
    let last = Change::Retract(label(PYTHON.0, PYTHON.1, LabelRole::Preferred, "Python"));
    assert_eq!(refusal(&python_and_django(), &[last]), Reason::NoPreferredLabel("python".into()));
}

#[test]
fn columns_of_one_kind_are_refused_for_another() {
    let mut columns = language_columns("python", 1991);
    let Fact::Language(row) = &mut columns else { unreachable!() };
    row.concept = concept_id(DJANGO.0, DJANGO.1);
    let expected = Reason::WrongColumns { columns: "language", kind: Kind::Framework };
    assert_eq!(refusal(&python_and_django(), &[Change::Assert(columns)]), expected);
}

#[test]
fn every_refused_change_is_named_by_its_place() {
    let changes = [
        Change::Assert(concept(Kind::Tool, "Not A Slug")),
        Change::Assert(relation(PYTHON, RelationKind::Broader, (Kind::Tool, "nowhere"), None)),
        Change::Assert(relation(PYTHON, RelationKind::Broader, PYTHON, None)),
        Change::Assert(relation(DJANGO, RelationKind::UsesLanguage, PYTHON, Some(Strength::Optional))),
    ];
    let rejections = python_and_django().apply(&changes, revision(2)).unwrap_err();
    let places: Vec<_> = rejections.iter().map(|rejection| (rejection.change, rejection.table)).collect();
    assert_eq!(places, [(0, Table::Concept), (1, Table::Relation), (2, Table::Relation), (3, Table::Relation)]);
}

#[test]
fn what_says_nothing_new_makes_no_difference() {
    let graph = python_and_django();
    let again: Vec<_> = graph.facts().map(Change::Assert).collect();
    assert!(graph.apply(&again, revision(2)).unwrap().is_empty());
}

#[test]
fn retracting_a_concept_takes_all_that_was_said_of_it() {
    let graph = python_and_django();
    let python = concept_id(PYTHON.0, PYTHON.1);
    let uses = relation(DJANGO, RelationKind::UsesLanguage, PYTHON, None);
    let about = Some((RelationKind::UsesLanguage, python));
    let graph = grown(
        &graph,
        &[
            Change::Assert(source("book")),
            Change::Assert(uses),
            Change::Assert(evidence(concept_id(DJANGO.0, DJANGO.1), about, "book", "page 1")),
            Change::Assert(evidence(python, None, "book", "page 2")),
        ],
    );
    let applied = graph.apply(&[Change::Retract(concept(PYTHON.0, PYTHON.1))], revision(3)).unwrap();
    let mut tables: Vec<_> = applied.closed.iter().map(|(table, _)| *table).collect();
    tables.sort();
    assert_eq!(tables, [Table::Concept, Table::Label, Table::Relation, Table::Evidence, Table::Evidence]);
    assert_eq!(applied.graph.by_id(python), None);
    assert!(applied.graph.by_label("python").is_empty());
    assert_eq!(applied.graph.count(Kind::Language), 0);
}

#[test]
fn a_source_that_is_cited_stays() {
    let python = concept_id(PYTHON.0, PYTHON.1);
    let cite = evidence(python, None, "book", "page 2");
    let graph = grown(&python_and_django(), &[Change::Assert(source("book")), Change::Assert(cite.clone())]);
    let retract = Change::Retract(source("book"));
    assert_eq!(refusal(&graph, std::slice::from_ref(&retract)), Reason::SourceCited);
    let graph = grown(&graph, &[retract, Change::Retract(cite)]);
    assert!(graph.sources().is_empty());
}

#[test]
fn a_revision_is_of_a_source_that_is_there() {
    let mut of_book = revision(2);
    of_book.source = Some(skillgraph::graph::source_id("book"));
    let change = [Change::Assert(concept(PYTHON.0, "python"))];
    let rejections = python_and_django().apply(&change, of_book.clone()).unwrap_err();
    assert_eq!(rejections[0].change, 1);
    assert!(matches!(rejections[0].reason, Reason::NoSuchSource(_)));
    let with_source = python_and_django().apply(&[Change::Assert(source("book"))], of_book).unwrap();
    assert_eq!(with_source.graph.revision().source, Some(skillgraph::graph::source_id("book")));
}

#[test]
fn rows_that_break_a_rule_are_named_at_load_and_not_served() {
    let mut rows: Vec<_> = python_and_django().facts().collect();
    let mut bad = relation(PYTHON, RelationKind::Requires, DJANGO, None);
    let Fact::Relation(row) = &mut bad else { unreachable!() };
    row.row = 77;
    rows.push(bad);
    let (graph, rejections) = Graph::load(revision(1), Vec::new(), rows);
    assert_eq!(graph, python_and_django());
    let texts: Vec<_> = rejections.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["relation row 77: REQUIRES cannot lead from a LANGUAGE to a FRAMEWORK"]);
}

#[test]
fn names_are_found_whatever_their_case_and_blanks() {
    let graph = python_and_django();
    assert_eq!(graph.by_label("  WEB   Development ").len(), 1);
    assert_eq!(fold("  Straße\u{a0}X "), "straße x");
}

// ---- the graph is the same however it came to be ------------------------------------------------------------------

const CAST: &[(Kind, &str)] = &[
    (Kind::Role, "developer"),
    (Kind::RoleGroup, "professionals"),
    (Kind::Skill, "testing"),
    (Kind::Skill, "debugging"),
    (Kind::Language, "python"),
    (Kind::Framework, "django"),
    (Kind::Tool, "git"),
];

fn any_actor() -> impl Strategy<Value = (Kind, &'static str)> {
    prop::sample::select(CAST)
}

fn any_relation() -> impl Strategy<Value = (RelationKind, (Kind, &'static str), (Kind, &'static str))> {
    (prop::sample::select(RelationKind::ALL), any_actor(), any_actor())
}

fn any_scale() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["level", "percent"][..])
}

fn any_collection() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["digital", "green"][..])
}

fn any_rating() -> impl Strategy<Value = Option<(&'static str, f64)>> {
    prop::option::of((any_scale(), prop::sample::select(&[0.0, 3.0, 7.0][..])))
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let name = prop::sample::select(&["Alpha", "alpha", "Beta"][..]);
    let role = prop::sample::select(LabelRole::ALL);
    let strength = prop::option::of(prop::sample::select(Strength::ALL));
    let importance = prop::option::of(prop::sample::select(&[0.0, 0.5, 1.0][..]));
    prop_oneof![
        2 => any_actor().prop_map(|(kind, slug)| concept(kind, slug)),
        4 => (any_actor(), role, name).prop_map(|((kind, slug), role, name)| label(kind, slug, role, name)),
        1 => prop::sample::select(&["book", "paper"][..]).prop_map(source),
        1 => (1990_i16..1993).prop_map(|year| language_columns("python", year)),
        2 => (any_scale(), prop::sample::select(&[5.0, 7.0][..])).prop_map(|(slug, maximum)| scale(slug, 0.0, maximum)),
        1 => (any_collection(), prop::option::of(Just("Anything")))
            .prop_map(|(slug, description)| collection(slug, description)),
        4 => (any_collection(), any_actor()).prop_map(|(slug, actor)| member(slug, actor)),
        3 => (any_rating(), any_rating(), prop::option::of(any::<bool>())).prop_map(|(level, rating, demand)| {
            let mut fact = relation(DEVELOPER, RelationKind::Requires, PYTHON, None);
            if let Fact::Relation(row) = &mut fact {
                (row.level_scale, row.level_value) = level.map(|(scale, value)| (scale.to_owned(), value)).unzip();
                (row.importance_scale, row.importance_value) =
                    rating.map(|(scale, value)| (scale.to_owned(), value)).unzip();
                row.in_demand = demand;
            }
            fact
        }),
        6 => (any_relation(), strength, importance).prop_map(|((kind, from, to), strength, importance)| {
            let mut fact = relation(from, kind, to, strength.filter(|_| kind.rule().has_strength));
            if let Fact::Relation(row) = &mut fact {
                row.importance = importance.filter(|_| kind.rule().has_importance);
            }
            fact
        }),
        3 => (any_relation(), any::<bool>()).prop_map(|((kind, from, to), of_relation)| {
            let about = of_relation.then(|| (kind, concept_id(to.0, to.1)));
            evidence(concept_id(from.0, from.1), about, "book", "page 1")
        }),
    ]
}

fn any_change() -> impl Strategy<Value = Change> {
    (any_fact(), prop::bool::weighted(0.2)).prop_map(|(fact, retract)| match retract {
        true => Change::Retract(fact),
        false => Change::Assert(fact),
    })
}

/// Every concept of the cast, so that random changes have something to speak of.
fn stage() -> Graph {
    let named = CAST.iter().flat_map(|(kind, slug)| named(*kind, slug, slug));
    let others = [source("book"), source("paper"), scale("level", 0.0, 7.0), collection("digital", None)];
    grown(&Graph::default(), &named.chain(others.map(Change::Assert)).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn applying_changes_gives_the_graph_that_loading_the_rows_gives(
        commits in prop::collection::vec(prop::collection::vec(any_change(), 1..6), 1..12),
    ) {
        kept_up(commits)?;
    }

    #[test]
    fn what_is_the_same_is_known_after_a_commit_as_if_the_graph_were_loaded_anew(
        commits in prop::collection::vec(any_matching(), 1..16),
    ) {
        kept_up(commits)?;
    }
}

/// Concepts come to be the same and no longer are, go and come again, and others stand for them.
fn any_matching() -> impl Strategy<Value = Vec<Change>> {
    let matched = |strategy: fn(Fact) -> Change| {
        (any_actor(), any_actor())
            .prop_map(move |(from, to)| vec![strategy(relation(from, RelationKind::ExactMatch, to, None))])
    };
    let status = prop::sample::select(&[Status::Published, Status::Deprecated][..]);
    let stated = (any_actor(), status).prop_map(|((kind, slug), status)| {
        let mut fact = concept(kind, slug);
        if let Fact::Concept(row) = &mut fact {
            row.status = status;
        }
        vec![Change::Assert(fact)]
    });
    prop_oneof![
        6 => matched(Change::Assert),
        3 => matched(Change::Retract),
        2 => stated,
        1 => any_actor().prop_map(|(kind, slug)| vec![Change::Retract(concept(kind, slug))]),
        1 => any_actor().prop_map(|(kind, slug)| named(kind, slug, slug)),
        3 => any_change().prop_map(|change| vec![change]),
    ]
}

/// Whether the graph that commits lead to, with its indexes, is the one that the rows make that a database would hold.
fn kept_up(commits: Vec<Vec<Change>>) -> Result<(), TestCaseError> {
    let mut graph = stage();
    graph.prepare(); // so that the indexes of each graph are made from those of the one before
    let mut rows: std::collections::BTreeMap<i64, Fact> = graph.facts().map(|fact| (fact.row(), fact)).collect();
    for changes in commits {
        let Ok(applied) = graph.apply(&changes, revision(graph.revision().number + 1)) else { continue };
        for (table, row) in &applied.closed {
            let closed = rows.remove(row);
            prop_assert_eq!(closed.map(|fact| fact.table()), Some(*table));
        }
        for fact in applied.opened {
            prop_assert!(rows.insert(fact.row(), fact).is_none());
        }
        let rows = rows.values().cloned().collect();
        let (loaded, rejections) = Graph::load(applied.graph.revision().clone(), Vec::new(), rows);
        prop_assert_eq!(rejections, vec![]);
        prop_assert_eq!(&loaded, &applied.graph);
        assert_same_answers(&loaded, &applied.graph);
        graph = applied.graph;
    }
    Ok(())
}

/// The same facts can still be indexed differently: this asks for what the indexes answer.
fn assert_same_answers(left: &Graph, right: &Graph) {
    use skillgraph::graph::{Direction, Order};
    let answers = |graph: &Graph| {
        let ids = |places: &[skillgraph::graph::NodeIndex]| -> Vec<_> {
            places.iter().map(|index| graph.node(*index).id()).collect()
        };
        let kinds =
            Kind::ALL.iter().flat_map(|kind| [Order::Slug, Order::Label].map(|order| ids(graph.of_kind(*kind, order))));
        let names = ["alpha", "beta", "git"].map(|name| ids(&graph.by_label(name)));
        let links = graph.concepts().flat_map(|index| {
            [Direction::Outgoing, Direction::Incoming].map(|direction| {
                let links = graph.all_links(index, direction).iter();
                links.map(|link| (link.kind(), graph.node(link.other).id())).collect::<Vec<_>>()
            })
        });
        let counts: Vec<_> = RelationKind::ALL.iter().map(|kind| graph.relation_count(*kind)).collect();
        let collections = graph.collections().map(|collection| ids(collection.members()));
        let of_concepts = graph.concepts().map(|index| graph.collections_of(index).count());
        let same = graph.concepts().map(|index| ids(&graph.same_as(index).collect::<Vec<_>>()));
        let profiles = graph.concepts().map(|index| {
            let profile = graph.profile(index).iter();
            let named = |one: &Requirement| (graph.node(one.competency).id(), one.strength, one.importance, one.rating);
            let mut named: Vec<_> = profile.map(named).collect();
            named.sort_by_key(|(id, ..)| *id);
            (named, graph.required_by_count(index))
        });
        let known = graph.concepts().map(|index| (graph.representative(index), 1.0));
        let likeness = graph.likeness(known.collect::<std::collections::BTreeMap<_, _>>());
        let near = graph.concepts().map(|index| {
            let near = likeness.near(index).map(|(other, near)| (graph.node(other).id(), (near * 1e4).round() as i64));
            near.collect::<std::collections::BTreeSet<_>>()
        });
        (
            (kinds.collect::<Vec<_>>(), names, links.collect::<Vec<_>>(), counts),
            (collections.collect::<Vec<_>>(), of_concepts.collect::<Vec<_>>(), same.collect::<Vec<_>>()),
            (profiles.collect::<Vec<_>>(), graph.profiles().len(), near.collect::<Vec<_>>()),
        )
    };
    assert_eq!(answers(left), answers(right));
    near::assert_same_answers(left, right);
}
