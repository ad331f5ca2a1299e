//! What a parser finds in an export, said the way the graph says it.

use std::collections::{BTreeSet, HashMap};

use entity::{LabelRole, NoteRole, RelationKind, Strength};
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use skillgraph::{
    graph::{Edge, Fact, Graph},
    import::Columns,
};

pub(super) const SG: &str = "urn:skillgraph:vocabulary#";
pub(super) const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DCT: &str = "http://purl.org/dc/terms/";
const BASE: &str = "urn:skillgraph:";

/// The triples of a document, by subject.
pub(super) struct Triples(HashMap<String, Vec<(String, Term)>>);

impl Triples {
    pub(super) fn of(text: &str) -> Self {
        let mut triples: HashMap<_, Vec<_>> = HashMap::new();
        for triple in TurtleParser::new().for_slice(text) {
            let triple = triple.unwrap();
            let subject = match triple.subject {
                NamedOrBlankNode::NamedNode(node) => node.into_string(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            triples.entry(subject).or_default().push((triple.predicate.into_string(), triple.object));
        }
        Self(triples)
    }

    /// The IRIs of the concepts.
    pub(super) fn concepts(&self) -> impl Iterator<Item = &str> {
        self.of_class(format!("{SKOS}Concept"))
    }

    /// Every property and every class that is used of something.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let all = self.0.values().flatten();
        all.flat_map(|(predicate, object)| {
            let class = (*predicate == format!("{RDF}type")).then(|| iri(object));
            std::iter::once(predicate.as_str()).chain(class)
        })
    }

    /// What is said, a line each.
    pub(super) fn statements(&self) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        for concept in self.concepts() {
            self.0[concept].iter().for_each(|(predicate, object)| lines.extend(self.line(concept, predicate, object)));
        }
        for statement in self.of_class(format!("{RDF}Statement")) {
            lines.extend(self.lines_of_statement(statement));
        }
        for class in [format!("{SG}Source"), format!("{SG}Scale"), format!("{SKOS}Collection")] {
            let of_class: Vec<_> = self.of_class(class).collect();
            lines.extend(of_class.into_iter().flat_map(|subject| self.lines_of_others(subject)));
        }
        lines
    }

    /// What is said of a source, a scale or a collection.
    fn lines_of_others(&self, subject: &str) -> impl Iterator<Item = String> {
        let said = self.0[subject].iter().filter(|(predicate, _)| *predicate != format!("{RDF}type"));
        said.map(move |(predicate, object)| {
            let name = predicate.rsplit(['#', '/']).next().unwrap();
            let object = text(object);
            format!("{} {name} {:?}", local(subject), object.strip_prefix(BASE).unwrap_or(&object))
        })
    }

    fn of_class(&self, class: String) -> impl Iterator<Item = &str> {
        let predicate = format!("{RDF}type");
        let is = move |said: &[(String, Term)]| said.iter().any(|(p, o)| *p == predicate && text(o) == class);
        self.0.iter().filter(move |(_, said)| is(said)).map(|(subject, _)| subject.as_str())
    }

    fn line(&self, concept: &str, predicate: &str, object: &Term) -> Option<String> {
        let subject = local(concept);
        if let Some(relation) = relation(predicate) {
            // Addresses of others are said again as notations.
            return text(object).starts_with(BASE).then(|| format!("{subject} {relation} {}", local(&text(object))));
        }
        if predicate == format!("{SG}evidence") {
            return Some(format!("{subject} {}", self.evidence(object)));
        }
        let known = [&format!("{RDF}type"), &format!("{SKOS}inScheme"), &format!("{SKOS}topConceptOf")];
        if known.contains(&&predicate.to_owned()) {
            return None;
        }
        let name = predicate.rsplit(['#', '/']).next().unwrap();
        Some(format!("{subject} {name} {}", value(object)))
    }

    fn lines_of_statement(&self, statement: &str) -> Vec<String> {
        let all = &self.0[statement];
        let one = |name: &str| text(&all.iter().find(|(predicate, _)| *predicate == format!("{RDF}{name}")).unwrap().1);
        let predicate = relation(&one("predicate")).unwrap();
        let about = format!("{} {predicate} {}", local(&one("subject")), local(&one("object")));
        let said = all.iter().filter_map(|(predicate, object)| match predicate.strip_prefix(SG)? {
            "strength" => None, // the predicate says it
            "evidence" => Some(format!("{about}: {}", self.evidence(object))),
            name => Some(format!("{about}: {name} {}", text(object).trim_start_matches("urn:skillgraph:scale/"))),
        });
        said.collect()
    }

    fn evidence(&self, node: &Term) -> String {
        let Term::BlankNode(node) = node else { panic!("evidence is a blank node") };
        let all = &self.0[&node.to_string()];
        let one = |name: &str| all.iter().find(|(p, _)| p.ends_with(name)).map(|(_, o)| text(o)).unwrap_or_default();
        format!("[{} {:?} {} {:?}]", local(&one("source")), one("locator"), one("confidence"), one("comment"))
    }
}

/// What the graph says, a line each.
pub(super) fn statements_of(graph: &Graph) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for index in graph.concepts() {
        let node = graph.node(index);
        let subject = format!("{}/{}", node.kind().word(), node.id());
        let mut say = |line: String| lines.insert(format!("{subject} {line}"));
        say(format!("slug {:?}", node.slug()));
        match node.state.status {
            entity::Status::Published => false,
            entity::Status::Draft => say("draft \"true\"".to_owned()),
            entity::Status::Deprecated => say("deprecated \"true\"".to_owned()),
        };
        for label in &node.labels {
            let higher = |role| node.labels_in(&label.locale, role).any(|text| text == label.text);
            let name = match label.role {
                LabelRole::Preferred => "prefLabel",
                LabelRole::Alternative if higher(LabelRole::Preferred) => continue,
                LabelRole::Alternative => "altLabel",
                LabelRole::Hidden if higher(LabelRole::Preferred) || higher(LabelRole::Alternative) => continue,
                LabelRole::Hidden => "hiddenLabel",
            };
            say(format!("{name} {:?}@{}", label.text, label.locale.to_lowercase()));
        }
        for note in &node.notes {
            let name = match note.role {
                NoteRole::Definition => "definition",
                NoteRole::Description => "description",
                NoteRole::ScopeNote => "scopeNote",
                NoteRole::EditorialNote => "editorialNote",
            };
            say(format!("{name} {:?}@{}", note.text, note.locale.to_lowercase()));
        }
        for identifier in &node.identifiers {
            say(format!("notation {:?}^{}", identifier.value, identifier.scheme));
        }
        for evidence in &node.evidence {
            say(evidence_of(graph, evidence));
        }
        columns_of(node.columns()).into_iter().for_each(|line| {
            say(line);
        });
    }
    graph.edges().for_each(|edge| lines.extend(lines_of_edge(graph, edge)));
    lines.extend(lines_of_others(graph));
    lines
}

/// Sources, scales and collections.
fn lines_of_others(graph: &Graph) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |subject: &str, said: &[(&str, Option<String>)]| {
        for (name, value) in said {
            lines.extend(value.iter().map(|value| format!("{subject} {name} {value:?}")));
        }
    };
    for source in graph.sources() {
        let source = source.clone();
        let subject = format!("source/{}", source.slug);
        say(&subject, &[("title", Some(source.title)), ("publisher", source.publisher), ("seeAlso", source.url)]);
        say(&subject, &[("versionInfo", source.version), ("rights", source.licence), ("date", source.date)]);
        say(&subject, &[("attribution", source.attribution)]);
    }
    for scale in graph.scales().cloned() {
        let (minimum, maximum) = (format!("{:?}", scale.minimum), format!("{:?}", scale.maximum));
        let subject = format!("scale/{}", scale.slug);
        say(&subject, &[("title", Some(scale.title)), ("minimum", Some(minimum)), ("maximum", Some(maximum))]);
        say(&subject, &[("description", scale.description)]);
    }
    for collection in graph.collections() {
        let state = collection.state.clone();
        let subject = format!("collection/{}", state.slug);
        say(&subject, &[("prefLabel", Some(state.title)), ("description", state.description), ("seeAlso", state.url)]);
        for member in collection.members().iter().map(|index| graph.node(*index)) {
            say(&subject, &[("member", Some(format!("{}/{}", member.kind().word(), member.id())))]);
        }
    }
    lines
}

fn columns_of(fact: Option<&Fact>) -> Vec<String> {
    let columns = serde_json::to_value(Columns::from_fact(fact)).unwrap();
    let mut lines = Vec::new();
    for (name, value) in columns.as_object().unwrap() {
        let name = if name == "code" { "notation" } else { name };
        for value in value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]) {
            lines.push(format!("{name} {:?}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
    }
    lines
}

fn lines_of_edge(graph: &Graph, Edge { relation, evidence }: &Edge) -> Vec<String> {
    let end = |id| {
        let node = graph.node(graph.by_id(id).unwrap());
        format!("{}/{id}", node.kind().word())
    };
    let strength = relation.strength.map_or("", Strength::as_str);
    let about = format!("{} {}{strength} {}", end(relation.from), relation.kind, end(relation.to));
    let importance = relation.importance.map(|value| format!("{about}: importance {value:?}"));
    let scale = relation.level_scale.as_ref().map(|scale| format!("{about}: levelScale {scale}"));
    let level = relation.level_value.map(|value| format!("{about}: levelValue {value:?}"));
    let rated_on = relation.importance_scale.as_ref().map(|scale| format!("{about}: importanceScale {scale}"));
    let rating = relation.importance_value.map(|value| format!("{about}: importanceValue {value:?}"));
    let in_demand = relation.in_demand.map(|value| format!("{about}: inDemand {value}"));
    let evidence = evidence.iter().map(|row| format!("{about}: {}", evidence_of(graph, row)));
    let said = [Some(about.clone()), importance, scale, level, rated_on, rating, in_demand].into_iter().flatten();
    said.chain(evidence).collect()
}

fn evidence_of(graph: &Graph, row: &entity::evidence::Model) -> String {
    let source = &graph.source(row.source).unwrap().slug;
    let comment = row.comment.clone().unwrap_or_default();
    format!("[source/{source} {:?} {:?} {comment:?}]", row.locator, row.confidence)
}

/// The relation and strength that a property stands for.
fn relation(property: &str) -> Option<String> {
    let name = property.strip_prefix(SG).or(property.strip_prefix(SKOS)).or(property.strip_prefix(DCT))?;
    let name = name.replace("isReplacedBy", "replacedBy");
    let (name, strength) = match (name.strip_suffix("Essential"), name.strip_suffix("Optional")) {
        (Some(name), _) => (name, "ESSENTIAL"),
        (_, Some(name)) => (name, "OPTIONAL"),
        _ => (name.as_str(), ""),
    };
    let camel = |kind: &RelationKind| {
        let mut words = kind.as_str().split('_').map(str::to_lowercase);
        let first = words.next().unwrap();
        words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
    };
    let kind = RelationKind::ALL.iter().find(|kind| camel(kind) == name)?;
    Some(format!("{kind}{strength}"))
}

fn local(iri: &str) -> &str {
    iri.strip_prefix(BASE).unwrap()
}

fn iri(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        _ => "",
    }
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    }
}

/// A value with its language, or with the scheme of an outside name.
fn value(term: &Term) -> String {
    let text = text(term);
    let Term::Literal(literal) = term else { return format!("{text:?}") };
    let scheme = literal.datatype().as_str().strip_prefix("urn:skillgraph:identifier/").map(str::to_owned);
    match (literal.language(), scheme) {
        (Some(language), _) => format!("{text:?}@{language}"),
        (None, Some(scheme)) => format!("{text:?}^{scheme}"),
        (None, None) => format!("{text:?}"),
    }
}
