//! Matching: what is joined across sources, by which rule, and what is not, though it looks alike.

use std::collections::HashSet;

use entity::RelationKind;
use skillgraph::{
    graph::{Graph, source_id},
    import::{
        Extent, Origin, jsonl,
        matching::{self, Fate, Matching},
        plan,
    },
};

use crate::support::facts::revision;

/// The graph after a release of a source, or after what somebody says, if no source is named.
fn after(graph: &Graph, source: Option<&str>, lines: &[&str]) -> Graph {
    let head = r#"{"type":"graph","format":1}"#.to_owned();
    let source_line = source.map(|slug| format!(r#"{{"type":"source","slug":"{slug}","title":"The source {slug}"}}"#));
    let lines = lines.iter().map(|line| (*line).to_owned());
    let text: Vec<_> = [head].into_iter().chain(source_line).chain(lines).collect();
    let items = jsonl::read("test.jsonl", text.join("\n").as_bytes()).unwrap();
    let origin = source.map(|slug| Origin { source: slug.to_owned(), version: None });
    let extent = if source.is_some() { Extent::Whole } else { Extent::Part };
    let plan = plan(graph, items, extent, origin.as_ref()).unwrap();
    let revision = entity::revision::Model { source: source.map(source_id), ..revision(graph.revision().number + 1) };
    graph.apply(&plan.changes, revision).unwrap().graph
}

fn concept(name: &str, label: &str, more: &str) -> String {
    format!(r#"{{"type":"concept","concept":"{name}","prefLabel":{{"en":"{label}"}}{more}}}"#)
}

fn technology(name: &str, label: &str, more: &str) -> String {
    let columns = match name.split_once('/').unwrap().0 {
        "language" => r#","languageType":"PROGRAMMING""#,
        "framework" => r#","frameworkType":"FRAMEWORK","side":"BACKEND""#,
        _ => r#","toolType":"DEVELOPMENT""#,
    };
    let columns = if more.contains("Type") { "" } else { columns };
    concept(name, label, &format!("{columns}{more}"))
}

/// A technology of O*NET, where it has this name.
fn onet(slug: &str, label: &str) -> String {
    technology(&format!("tool/onet-{slug}"), label, &format!(r#","identifiers":{{"onet-tool":["{label}"]}}"#))
}

/// Knowledge as ESCO has it.
fn esco(slug: &str, label: &str, more: &str) -> String {
    let columns = r#","skillType":"KNOWLEDGE","reuseLevel":"SECTOR_SPECIFIC""#;
    concept(&format!("skill/esco-{slug}"), label, &format!("{columns}{more}"))
}

const CODE: &str =
    r#","description":{"en":"The techniques and principles, such as the testing of programming paradigms in this."}"#;

/// The three sources with these concepts; those of ESCO are digital skills.
fn world(core: &[String], esco: &[String], onet: &[String]) -> Graph {
    let lines = |lines: &[String]| lines.to_vec();
    let name = |line: &String| line.split('"').nth(7).unwrap().to_owned();
    let skills: Vec<_> = esco.iter().map(name).filter(|name| name.starts_with("skill/")).collect();
    let members = skills.iter().map(|name| format!(r#""{name}""#)).collect::<Vec<_>>().join(",");
    let mut esco = lines(esco);
    esco.push(format!(
        r#"{{"type":"collection","slug":"esco-digital-skills","title":"Digital skills","members":[{members}]}}"#
    ));
    let mut graph = Graph::default();
    for (source, lines) in [("skillgraph-core", lines(core)), ("esco", esco), ("onet", lines(onet))] {
        graph = after(&graph, Some(source), &lines.iter().map(String::as_str).collect::<Vec<_>>());
    }
    graph
}

fn find(graph: &Graph) -> Matching {
    matching::find(graph, &HashSet::new())
}

/// What is joined, in words.
fn joined(graph: &Graph) -> Vec<String> {
    let name = |index| format!("{}/{}", graph.node(index).kind().word(), graph.node(index).slug());
    let word = |kind| if kind == RelationKind::ExactMatch { "=" } else { "~" };
    let mut found: Vec<_> = find(graph)
        .found
        .iter()
        .map(|found| {
            let mut ends = [name(found.from), name(found.to)];
            ends.sort();
            format!("{} {} {} by {}", ends[0], word(found.rule.relation), ends[1], found.rule.name)
        })
        .collect();
    found.sort();
    found
}

fn matched(graph: &Graph) -> Graph {
    let plan = plan(graph, find(graph).items(graph), Extent::Whole, Some(&matching::origin())).unwrap();
    let source = Some(source_id(matching::SOURCE));
    let revision = entity::revision::Model { source, ..revision(graph.revision().number + 1) };
    graph.apply(&plan.changes, revision).unwrap().graph
}

#[test]
fn a_qualifier_tells_which_of_the_things_of_that_name_is_meant() {
    let graph = world(
        &[technology("language/python", "Python", ""), technology("language/r", "R", "")],
        &[esco("python", "Python (computer programming)", ""), esco("r", "R", CODE), esco("go", "Go", "")],
        &[],
    );
    assert_eq!(
        joined(&graph),
        [
            "language/python = skill/esco-python by technology-qualified-name",
            "language/r = skill/esco-r by technology-same-name",
        ]
    );
}

#[test]
fn an_identifier_joins_what_is_called_so_and_only_brings_near_what_is_not() {
    let named = |names: &str| format!(r#","identifiers":{{"onet-technology":[{names}]}}"#);
    let graph = world(
        &[
            technology("tool/postgresql", "PostgreSQL", &named(r#""PostgreSQL""#)),
            technology("language/css", "CSS", &named(r#""Cascading style sheets CSS""#)),
            technology("tool/sas", "SAS software", &named(r#""SAS","SAS/STAT""#)),
            technology("framework/redux", "Redux", &named(r#""React Redux""#)),
            technology("framework/react", "React", ""),
        ],
        &[],
        &[
            onet("postgresql", "PostgreSQL"),
            onet("css", "Cascading style sheets CSS"),
            onet("sas", "SAS"),
            onet("sas-stat", "SAS/STAT"),
            onet("react-redux", "React Redux"),
        ],
    );
    assert_eq!(
        joined(&graph),
        [
            "framework/redux ~ tool/onet-react-redux by onet-technology-of-another-name",
            "language/css = tool/onet-css by onet-technology",
            "tool/onet-postgresql = tool/postgresql by onet-technology",
            "tool/onet-sas = tool/sas by onet-technology",
            "tool/onet-sas-stat ~ tool/sas by onet-technology-of-another-name",
        ]
    );
}

#[test]
fn one_technology_under_several_names_is_one() {
    let graph = world(
        &[technology("framework/kafka-streams", "Kafka Streams", ""), technology("tool/kafka", "Kafka", "")],
        &[esco("hadoop", "Hadoop", ""), esco("kafka", "Apache Kafka", "")],
        &[onet("kafka", "Apache Kafka"), onet("hadoop", "Apache Hadoop")],
    );
    assert_eq!(
        joined(&graph),
        [
            "skill/esco-hadoop = tool/onet-hadoop by technology-form-of-name",
            "skill/esco-kafka = tool/onet-kafka by technology-same-name",
            "tool/kafka = tool/onet-kafka by technology-form-of-name",
            "skill/esco-kafka = tool/kafka by technology-form-of-name",
        ]
        .into_iter()
        .map(str::to_owned)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
}

#[test]
fn what_only_looks_alike_is_not_joined() {
    let query = r#","description":{"en":"The computer language MDX is a query language for databases."}"#;
    let java = r#","description":{"en":"The Java micro framework for web applications."}"#;
    let graph = world(
        &[
            technology("framework/apache-spark", "Apache Spark", r#","altLabels":{"en":["Spark"]}"#),
            technology("language/mdx", "MDX", r#","languageType":"MARKUP""#),
            technology("tool/sentry", "Sentry", ""),
            technology("language/apex", "Apex", ""),
            technology("framework/iris", "Iris", ""),
            technology("tool/oracle-database", "Oracle Database", ""),
            concept("skill/monitoring", "Monitoring", r#","skillType":"SKILL","reuseLevel":"SECTOR_SPECIFIC""#),
            concept("role/security-analyst", "Security analyst", r#","iscoCode":"2529""#),
        ],
        &[
            esco("spark", "SPARK", java),
            esco("mdx", "MDX", query),
            esco("database", "Database", ""),
            concept("role/esco-securities-analyst", "securities analyst", r#","iscoCode":"2413""#),
        ],
        &[
            onet("sentry", "SentryOne SQL Sentry"),
            onet("apex", "Oracle Application Express APEX"),
            onet("iris", "IRIS"),
            concept("skill/onet-monitoring", "Monitoring", r#","skillType":"SKILL""#),
        ],
    );
    assert_eq!(joined(&graph), Vec::<String>::new());
}

#[test]
fn skills_are_the_same_if_name_type_and_field_are() {
    let skill = |name: &str, label: &str, of: &str, reuse: &str| {
        concept(name, label, &format!(r#","skillType":"{of}","reuseLevel":"{reuse}""#))
    };
    let mut graph = world(
        &[
            skill("skill/statistics", "Statistics", "KNOWLEDGE", "CROSS_SECTOR"),
            skill("skill/logging", "Logging", "KNOWLEDGE", "SECTOR_SPECIFIC"),
            skill("skill/negotiation", "Negotiation", "SKILL", "TRANSVERSAL"),
            concept("skill/polish", "Polish", r#","skillType":"LANGUAGE""#),
        ],
        &[],
        &[concept("skill/onet-negotiation", "Negotiation", r#","skillType":"KNOWLEDGE""#)],
    );
    let lines = [
        skill("skill/esco-statistics", "statistics", "KNOWLEDGE", "CROSS_SECTOR"),
        skill("skill/esco-logging", "logging", "KNOWLEDGE", "SECTOR_SPECIFIC"),
        skill("skill/esco-polish", "Polish", "KNOWLEDGE", "TRANSVERSAL"),
        r#"{"type":"collection","slug":"esco-language-skills","title":"L","members":["skill/esco-polish"]}"#.to_owned(),
    ];
    graph = after(&graph, Some("esco"), &lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        joined(&graph),
        [
            "skill/esco-polish = skill/polish by human-language",
            "skill/esco-statistics = skill/statistics by skill-same-name",
            "skill/negotiation ~ skill/onet-negotiation by skill-same-name-of-another-type",
        ]
    );
}

#[test]
fn roles_and_groups_are_the_same_if_title_and_code_are() {
    let role = |name: &str, label: &str, more: &str| concept(name, label, more);
    let graph = world(
        &[
            role(
                "role/web-developer",
                "Web developer",
                r#","iscoCode":"2513","identifiers":{"onet-soc":["15-1254.00"]}"#,
            ),
            role(
                "role/project-manager",
                "Project manager",
                r#","iscoCode":"1330","identifiers":{"onet-soc":["15-1299.09"]}"#,
            ),
            concept("role-group/developers", "Software developers", r#","identifiers":{"isco-08":["2512"]}"#),
            concept("role-group/databases", "Databases", r#","identifiers":{"isco-08":["2521"]}"#),
        ],
        &[
            role("role/esco-web-developer", "web developer", r#","iscoCode":"2513""#),
            role("role/esco-project-manager", "project manager", r#","iscoCode":"1219""#),
            concept(
                "role-group/esco-2512",
                "Software developers",
                r#","identifiers":{"esco":["http://data.europa.eu/esco/isco/C2512"]}"#,
            ),
            concept(
                "role-group/esco-2521",
                "Database designers",
                r#","identifiers":{"esco":["http://data.europa.eu/esco/isco/C2521"]}"#,
            ),
        ],
        &[
            role("role/onet-web-developers", "Web Developers", r#","identifiers":{"onet":["15-1254.00"]}"#),
            role(
                "role/onet-managers",
                "Information Technology Project Managers",
                r#","identifiers":{"onet":["15-1299.09"]}"#,
            ),
        ],
    );
    assert_eq!(
        joined(&graph),
        [
            "role-group/databases ~ role-group/esco-2521 by code-of-another-name",
            "role-group/developers = role-group/esco-2512 by isco-code",
            "role/esco-project-manager ~ role/project-manager by role-same-title-in-another-group",
            "role/esco-web-developer = role/web-developer by role-same-title",
            "role/onet-managers ~ role/project-manager by onet-soc-of-another-name",
            "role/onet-web-developers = role/web-developer by onet-soc",
        ]
    );
}

#[test]
fn what_could_be_one_of_several_is_the_same_as_none() {
    let graph = world(
        &[technology("tool/netlify", "Netlify", "")],
        &[esco("netlify", "Netlify", ""), esco("netlify-2", "Netlify (hosting)", "")],
        &[],
    );
    // The qualifier is surer than the bare name, and two of one source are never one.
    assert_eq!(joined(&graph), ["skill/esco-netlify-2 = tool/netlify by technology-qualified-name"]);
    let graph = world(
        &[technology("tool/netlify", "Netlify", "")],
        &[esco("netlify", "Netlify", ""), esco("netlify-2", "Netlify", "")],
        &[],
    );
    assert_eq!(
        joined(&graph),
        [
            "skill/esco-netlify ~ tool/netlify by one-of-several",
            "skill/esco-netlify-2 ~ tool/netlify by one-of-several"
        ]
    );
}

fn python() -> Graph {
    world(
        &[technology("language/python", "Python", "")],
        &[esco("python", "Python (computer programming)", "")],
        &[onet("python", "Python")],
    )
}

#[test]
fn a_second_run_changes_nothing() {
    let graph = matched(&python());
    assert_eq!(graph.relation_count(RelationKind::ExactMatch), 2);
    let plan = plan(&graph, find(&graph).items(&graph), Extent::Whole, Some(&matching::origin())).unwrap();
    assert!(graph.apply(&plan.changes, revision(graph.revision().number + 1)).unwrap().is_empty());
    assert!(find(&graph).preview(&graph).iter().all(|line| line.fate == Fate::Stays));
}

#[test]
fn a_match_is_let_go_when_its_rule_does_not_hold_any_more() {
    let graph = matched(&python());
    let renamed = onet("python", "Monty");
    let graph = after(&graph, Some("onet"), &[&renamed]);
    let fates: Vec<_> = find(&graph).preview(&graph).iter().map(|line| line.fate).collect();
    assert_eq!(fates, [Fate::Stays, Fate::Goes]);
    assert_eq!(matched(&graph).relation_count(RelationKind::ExactMatch), 1);
}

#[test]
fn each_match_has_the_rule_that_made_it_for_evidence() {
    let graph = matched(&python());
    let edge = graph.edges().find(|edge| edge.relation.kind == RelationKind::ExactMatch).unwrap();
    let [evidence] = &edge.evidence[..] else { panic!("{:?}", edge.evidence) };
    assert_eq!(evidence.source, source_id(matching::SOURCE));
    assert!(evidence.locator.starts_with("technology-") && evidence.comment.is_some());
}

#[test]
fn what_somebody_else_has_joined_stays_as_they_have_it() {
    let close = r#"{"type":"relation","from":"language/python","relation":"CLOSE_MATCH","to":"skill/esco-python"}"#;
    let graph = after(&python(), None, &[close]);
    let matching = find(&graph);
    assert_eq!(matching.let_be.len(), 1);
    let graph = matched(&graph);
    assert_eq!(graph.relation_count(RelationKind::CloseMatch), 1);
    assert_eq!(graph.relation_count(RelationKind::ExactMatch), 1);
}

#[test]
fn what_somebody_has_retracted_is_not_made_again_unless_a_run_was_asked_to() {
    let graph = matched(&python());
    let retraction =
        r#"{"type":"retraction","from":"skill/esco-python","relation":"EXACT_MATCH","to":"language/python"}"#;
    let ends = |graph: &Graph| {
        let edges = graph.edges().filter(|edge| edge.relation.kind == RelationKind::ExactMatch);
        edges.map(|edge| (edge.relation.from, edge.relation.kind, edge.relation.to)).collect::<HashSet<_>>()
    };
    let edited = after(&graph, None, &[retraction]);
    let gone: HashSet<_> = ends(&graph).difference(&ends(&edited)).copied().collect();
    assert_eq!(gone.len(), 1);
    let retracted = |graph: &Graph| Matching::retracted(graph, gone.iter().copied());
    assert_eq!(matching::find(&edited, &retracted(&edited)).let_be.len(), 1);
    assert_eq!(matching::find(&edited, &retracted(&edited)).found.len(), 1);
    // Made again, it stands, though it was retracted once.
    let again = matched(&edited);
    assert_eq!(matching::find(&again, &retracted(&again)).found.len(), 2);
}
