//! Lists and connections: filters, orders, hierarchies, directions, evidence.

use serde_json::{Value, json};

use super::small::{self, slugs};

/// A list of the small graph with its arguments, and what it has.
const LISTS: &[(&str, &[&str])] = &[
    // Orders. By label, case is ignored.
    ("frameworks", &["django", "flask", "werkzeug"]),
    ("frameworks(orderBy: {field: LABEL, direction: DESC})", &["werkzeug", "flask", "django"]),
    ("roleGroups(orderBy: {field: LABEL})", &["professionals", "developers"]),
    ("roleGroups(orderBy: {field: LABEL, direction: DESC})", &["developers", "professionals"]),
    ("roleGroups(orderBy: {field: SLUG})", &["developers", "professionals"]),
    ("roleGroups(orderBy: {field: SLUG, direction: ASC})", &["developers", "professionals"]),
    ("roleGroups(orderBy: {field: SLUG, direction: DESC})", &["professionals", "developers"]),
    ("skills(orderBy: null, filter: null)", &["curiosity", "databases", "english", "python-programming", "testing"]),
    ("languages", &["sql", "python"]),
    ("sources", &["book", "survey"]),
    // Filters of roles.
    ("roles", &["backend-developer", "developer", "webmaster"]),
    ("roles(filter: {})", &["backend-developer", "developer", "webmaster"]),
    ("roles(filter: {status: DEPRECATED})", &["webmaster"]),
    ("roles(filter: {status: PUBLISHED})", &["backend-developer", "developer"]),
    ("roles(filter: {status: DRAFT})", &[]),
    (r#"roles(filter: {label: "  DÉVELOPPEUR   back-end "})"#, &["backend-developer"]),
    (r#"roles(filter: {label: "backender"})"#, &["backend-developer"]),
    (r#"roles(filter: {label: "Python"})"#, &[]),
    (r#"roles(filter: {iscoCode: "2513"})"#, &["backend-developer"]),
    (r#"roles(filter: {iscoCode: "25"})"#, &[]),
    (r#"roles(filter: {requires: {slug: {kind: SKILL, slug: "testing"}}})"#, &["backend-developer", "developer"]),
    (r#"roles(filter: {requires: {identifier: {scheme: "linguist", value: "Python"}}})"#, &["backend-developer"]),
    (r#"roles(filter: {requires: {slug: {kind: SKILL, slug: "english"}}})"#, &[]),
    (r#"roles(filter: {performs: {slug: "write-code"}})"#, &["backend-developer", "developer"]),
    (r#"roles(filter: {performs: {slug: "review-code"}})"#, &["backend-developer"]),
    (r#"roles(filter: {group: {slug: "professionals"}})"#, &["backend-developer", "developer"]),
    (r#"roles(filter: {group: {identifier: {scheme: "isco-08", value: "251"}}})"#, &["backend-developer", "developer"]),
    (r#"roles(filter: {iscoCode: "2512", performs: {slug: "write-code"}})"#, &["developer"]),
    (r#"roles(filter: {iscoCode: "2512", performs: {slug: "review-code"}})"#, &[]),
    // Filters of skills.
    ("skills(filter: {status: DRAFT})", &["english"]),
    (r#"skills(filter: {label: "python"})"#, &["python-programming"]),
    ("skills(filter: {skillType: SKILL})", &["testing"]),
    ("skills(filter: {skillType: KNOWLEDGE})", &["databases"]),
    ("skills(filter: {skillType: LANGUAGE})", &["english"]),
    ("skills(filter: {skillType: ATTITUDE})", &["curiosity"]),
    ("skills(filter: {reuseLevel: TRANSVERSAL})", &["english"]),
    ("skills(filter: {reuseLevel: CROSS_SECTOR})", &["testing"]),
    ("skills(filter: {reuseLevel: SECTOR_SPECIFIC})", &["databases"]),
    ("skills(filter: {reuseLevel: OCCUPATION_SPECIFIC})", &[]),
    (r#"skills(filter: {group: {slug: "computing"}})"#, &["databases", "testing"]),
    (r#"skills(filter: {group: {slug: "software"}})"#, &["testing"]),
    (
        r#"skills(filter: {group: {slug: "computing"}}, orderBy: {field: SLUG, direction: DESC})"#,
        &["testing", "databases"],
    ),
    // Filters of languages.
    ("languages(filter: {status: PUBLISHED})", &["sql", "python"]),
    (r#"languages(filter: {label: "PY"})"#, &["python"]),
    ("languages(filter: {languageType: PROGRAMMING})", &["python"]),
    ("languages(filter: {languageType: QUERY})", &["sql"]),
    ("languages(filter: {languageType: MARKUP})", &[]),
    // Filters of frameworks.
    ("frameworks(filter: {status: DEPRECATED})", &[]),
    (r#"frameworks(filter: {label: "Flask"})"#, &["flask"]),
    ("frameworks(filter: {frameworkType: FRAMEWORK})", &["django", "flask"]),
    ("frameworks(filter: {frameworkType: LIBRARY})", &["werkzeug"]),
    ("frameworks(filter: {side: BACKEND})", &["django", "flask"]),
    ("frameworks(filter: {side: GENERAL})", &["werkzeug"]),
    (r#"frameworks(filter: {language: {slug: "python"}})"#, &["django", "flask", "werkzeug"]),
    (r#"frameworks(filter: {language: {slug: "sql"}})"#, &[]),
    (r#"frameworks(filter: {builtOn: {slug: "werkzeug"}})"#, &["flask"]),
    (r#"frameworks(filter: {builtOn: {slug: "werkzeug"}, side: GENERAL})"#, &[]),
    // Filters of tools.
    ("tools(filter: {status: PUBLISHED})", &["git", "postgresql"]),
    (r#"tools(filter: {label: "git"})"#, &["git"]),
    ("tools(filter: {toolType: DATABASE})", &["postgresql"]),
    (r#"tools(filter: {language: {slug: "sql"}})"#, &["postgresql"]),
    // Filters of the other kinds.
    (r#"roleGroups(filter: {label: "professionals", status: PUBLISHED})"#, &["professionals"]),
    ("skillGroups(filter: {status: DRAFT})", &[]),
    (r#"skillGroups(filter: {label: "software"})"#, &["software"]),
    (r#"responsibilities(filter: {label: "write code"})"#, &["write-code"]),
    ("responsibilities(orderBy: {field: LABEL, direction: DESC})", &["write-code", "review-code"]),
    (r#"qualifications(filter: {label: "degree"})"#, &[]),
    ("qualifications(filter: {status: PUBLISHED})", &["computing-degree"]),
];

#[tokio::test]
async fn a_list_has_what_its_filter_keeps_in_the_order_that_is_asked_for() {
    let app = small::app().await;
    for (list, expected) in LISTS {
        let data = app.data(&format!("{{ list: {list} {{ totalCount nodes {{ slug }} }} }}")).await;
        assert_eq!(slugs(&data["list"]), *expected, "{list}");
        assert_eq!(data["list"]["totalCount"], expected.len(), "{list}");
    }
}

/// A connection from a concept, with its arguments, and what it leads to.
const CONNECTIONS: &[(&str, &str, &str, &[&str])] = &[
    // Essential before optional before neither; then by importance; then by slug.
    ("role", "backend-developer", "requirements", &["sql", "python", "git", "testing", "django", "computing-degree"]),
    ("role", "backend-developer", "requirements(strength: ESSENTIAL)", &["sql", "python", "git"]),
    ("role", "backend-developer", "requirements(strength: OPTIONAL)", &["testing", "django"]),
    ("role", "backend-developer", "requirements(kinds: [TOOL, SKILL])", &["git", "testing"]),
    ("role", "backend-developer", "requirements(kinds: [TOOL, SKILL], strength: OPTIONAL)", &["testing"]),
    ("role", "backend-developer", "requirements(kinds: [ROLE])", &[]),
    ("role", "backend-developer", "requirements(kinds: [])", &[]),
    (
        "role",
        "backend-developer",
        "requirements(kinds: null, strength: null, first: null)",
        &["sql", "python", "git", "testing", "django", "computing-degree"],
    ),
    ("role", "backend-developer", "responsibilities", &["write-code", "review-code"]),
    ("role", "backend-developer", "responsibilities(strength: OPTIONAL)", &["review-code"]),
    ("responsibility", "write-code", "performedBy", &["backend-developer", "developer"]),
    ("responsibility", "write-code", "performedBy(strength: OPTIONAL)", &["developer"]),
    ("responsibility", "write-code", "callsFor", &["python", "testing"]),
    ("responsibility", "write-code", "callsFor(strength: ESSENTIAL)", &["python"]),
    ("responsibility", "write-code", "callsFor(kinds: [SKILL])", &["testing"]),
    ("skill", "testing", "callsFor", &["curiosity"]),
    ("skill", "testing", "callsFor(strength: OPTIONAL)", &[]),
    ("skill", "curiosity", "calledForBy", &["testing"]),
    ("skill", "testing", "calledForBy", &["write-code"]),
    ("skill", "testing", "requiredBy", &["developer", "backend-developer"]),
    ("skill", "testing", "requiredBy(strength: OPTIONAL)", &["backend-developer"]),
    ("qualification", "computing-degree", "requiredBy", &["backend-developer"]),
    ("language", "python", "frameworks", &["django", "flask", "werkzeug"]),
    ("language", "python", "tools", &[]),
    ("language", "sql", "frameworks", &[]),
    ("language", "sql", "tools", &["postgresql"]),
    ("framework", "flask", "languages", &["python"]),
    ("framework", "flask", "builtOn", &["werkzeug"]),
    ("framework", "werkzeug", "builtBy", &["flask"]),
    ("framework", "werkzeug", "builtOn", &[]),
    ("framework", "django", "worksWith", &["postgresql"]),
    ("tool", "postgresql", "worksWith", &["django"]),
    ("tool", "postgresql", "languages", &["sql"]),
    ("framework", "django", "implies", &["python"]),
    ("language", "python", "impliedBy", &["django"]),
    ("qualification", "computing-degree", "implies", &["databases"]),
    ("skill", "databases", "impliedBy", &["computing-degree"]),
    ("tool", "postgresql", "prerequisites", &["databases"]),
    ("skill", "databases", "prerequisiteFor", &["postgresql"]),
    ("skill", "testing", "related", &["git"]),
    ("tool", "git", "related", &["testing"]),
    ("role", "developer", "broader", &["developers"]),
    ("role", "backend-developer", "broader", &["developer", "developers"]),
    ("roleGroup", "developers", "narrower", &["backend-developer", "developer"]),
    ("language", "python", "matches", &["python-programming"]),
    ("skill", "python-programming", "matches", &["python"]),
    ("skillGroup", "software", "matches", &["git", "django"]),
    ("tool", "git", "matches", &["software"]),
    ("framework", "django", "matches", &["software"]),
    ("role", "webmaster", "replacedBy", &["backend-developer", "developer"]),
    ("role", "developer", "replacedBy", &[]),
    ("role", "developer", "relations(kinds: [REPLACED_BY])", &["webmaster"]),
    ("role", "developer", "relations(kinds: [])", &[]),
    ("role", "developer", "relations(direction: OUTGOING)", &["testing", "write-code", "developers", "review-code"]),
    ("role", "developer", "relations(direction: INCOMING)", &["backend-developer", "webmaster"]),
    ("role", "developer", "relations(kinds: [BROADER, RELATED])", &["developers", "review-code", "backend-developer"]),
    ("role", "developer", "relations(kinds: [BROADER], direction: INCOMING)", &["backend-developer"]),
    ("tool", "git", "relations(kinds: [RELATED], direction: INCOMING)", &[]),
    ("tool", "git", "relations(kinds: [RELATED], direction: OUTGOING)", &["testing"]),
];

#[tokio::test]
async fn a_connection_leads_where_its_relation_leads() {
    let app = small::app().await;
    for (kind, slug, connection, expected) in CONNECTIONS {
        let query = format!(
            r#"{{ {kind}(by: {{slug: "{slug}"}}) {{
                list: {connection} {{ totalCount nodes {{ ... on Concept {{ slug }} }} }}
            }} }}"#
        );
        let list = &app.data(&query).await[kind]["list"];
        assert_eq!(slugs(list), *expected, "{slug} {connection}");
        assert_eq!(list["totalCount"], expected.len(), "{slug} {connection}");
    }
}

#[tokio::test]
async fn ancestors_and_descendants_are_named_once_with_the_least_distance() {
    let app = small::app().await;
    let query = r#"{
        role(by: {slug: "backend-developer"}) { ancestors { ...list } descendants { ...list } }
        roleGroup(by: {slug: "professionals"}) { ancestors { ...list } descendants { ...list } }
        skillGroup(by: {slug: "computing"}) { descendants { ...list } }
    }
    fragment list on HierarchyConnection { totalCount edges { distance node { __typename slug } } }"#;
    let list = |entries: &[(i32, &str, &str)]| {
        let edges = entries.iter().map(
            |(distance, kind, slug)| json!({ "distance": distance, "node": { "__typename": kind, "slug": slug } }),
        );
        json!({ "totalCount": entries.len(), "edges": edges.collect::<Vec<_>>() })
    };
    let above = [(1, "Role", "developer"), (1, "RoleGroup", "developers"), (2, "RoleGroup", "professionals")];
    let below = [(1, "RoleGroup", "developers"), (2, "Role", "backend-developer"), (2, "Role", "developer")];
    let skills = [(1, "Skill", "databases"), (1, "SkillGroup", "software"), (2, "Skill", "testing")];
    let expected = json!({
        "role": { "ancestors": list(&above), "descendants": list(&[]) },
        "roleGroup": { "ancestors": list(&[]), "descendants": list(&below) },
        "skillGroup": { "descendants": list(&skills) },
    });
    assert_eq!(app.data(query).await, expected);
}

/// Relation, direction and slug of every edge.
fn directed(connection: &Value) -> Vec<(&str, &str, &str)> {
    let edges = connection["edges"].as_array().unwrap().iter();
    edges
        .map(|edge| {
            (
                edge["relation"].as_str().unwrap(),
                edge["direction"].as_str().unwrap(),
                edge["node"]["slug"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn an_edge_says_which_relation_it_is_and_which_way_it_is_followed() {
    let app = small::app().await;
    let query = r#"{
        developer: role(by: {slug: "developer"}) { relations { ...list } }
        git: tool(by: {slug: "git"}) { relations { ...list } }
        software: skillGroup(by: {slug: "software"}) { matches { ...list } broader { ...list } narrower { ...list } }
    }
    fragment list on RelatedConceptConnection { edges { relation direction node { slug } } }"#;
    let data = app.data(query).await;
    let developer = [
        ("REQUIRES", "OUTGOING", "testing"),
        ("PERFORMS", "OUTGOING", "write-code"),
        ("BROADER", "OUTGOING", "developers"),
        ("RELATED", "OUTGOING", "review-code"),
        ("BROADER", "INCOMING", "backend-developer"),
        ("REPLACED_BY", "INCOMING", "webmaster"),
    ];
    assert_eq!(directed(&data["developer"]["relations"]), developer);
    let git = [
        ("RELATED", "OUTGOING", "testing"),
        ("REQUIRES", "INCOMING", "backend-developer"),
        ("NARROW_MATCH", "INCOMING", "software"),
    ];
    assert_eq!(directed(&data["git"]["relations"]), git);
    let software = &data["software"];
    assert_eq!(
        directed(&software["matches"]),
        [("NARROW_MATCH", "OUTGOING", "git"), ("BROAD_MATCH", "INCOMING", "django")]
    );
    assert_eq!(directed(&software["broader"]), [("BROADER", "OUTGOING", "computing")]);
    assert_eq!(directed(&software["narrower"]), [("BROADER", "INCOMING", "testing")]);
}

#[tokio::test]
async fn evidence_stands_on_the_concept_and_on_the_edge_sorted_by_source() {
    let app = small::app().await;
    let query = r#"{ role(by: {slug: "backend-developer"}) {
        evidence { ...all }
        requirements(first: 2) { edges { level { scale value } evidence { ...all } node { slug } } }
    } }
    fragment all on Evidence { source { slug } locator confidence comment }"#;
    let evidence = |source: &str, locator: &str, confidence: f64, comment: Option<&str>| {
        let source = json!({ "slug": source });
        json!({ "source": source, "locator": locator, "confidence": confidence, "comment": comment })
    };
    let expected = json!({
        "evidence": [
            evidence("book", "page 7", 0.75, Some("calls it a server programmer")),
            evidence("survey", "row 1", 1.0, None),
        ],
        "requirements": { "edges": [
            { "level": null, "evidence": [], "node": { "slug": "sql" } },
            {
                "level": { "scale": "onet-level", "value": 4.5 },
                "evidence": [
                    evidence("book", "page 8", 1.0, Some("a server-side language")),
                    evidence("book", "page 9", 1.0, None),
                    evidence("survey", "row 2", 0.5, None),
                ],
                "node": { "slug": "python" },
            },
        ] },
    });
    assert_eq!(app.data(query).await["role"], expected);
}

#[tokio::test]
async fn evidence_for_a_symmetric_relation_is_seen_from_both_its_ends() {
    let app = small::app().await;
    let query = r#"{
        framework(by: {slug: "django"}) { worksWith { ...list } }
        tool(by: {slug: "postgresql"}) { worksWith { ...list } }
    }
    fragment list on RelatedConceptConnection { edges { direction evidence { locator } } }"#;
    let seen = json!({ "worksWith": { "edges": [{ "direction": "OUTGOING", "evidence": [{ "locator": "row 3" }] }] } });
    assert_eq!(app.data(query).await, json!({ "framework": seen, "tool": seen }));
}
