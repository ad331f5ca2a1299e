//! The graph as SKOS, in Turtle, for those who work with RDF. `docs/skos.md` describes it.
//!
//! It only goes out: what comes back in is the native format. It streams, and the same graph is always the same text.

mod turtle;
mod vocabulary;

use std::{
    fmt::{self, Display},
    io::{self, Write},
    str::FromStr,
};

use entity::{Kind, LabelRole, NoteRole, RelationKind, Status, Strength, evidence, relation, scale, source_state};
use serde_json::Value;

use self::turtle::{Address, Block, Decimal, Name, Text, TextIn, Typed};
pub use self::vocabulary::{TERMS, Term};
use super::Columns;
use crate::graph::{Collection, Direction, Edge, Graph, Link, Node};

/// What the IRIs of the concepts begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseIri(String);

impl Default for BaseIri {
    /// A name that belongs to nobody: a graph that nobody has published has no address.
    fn default() -> Self {
        Self("urn:skillgraph:".to_owned())
    }
}

impl FromStr for BaseIri {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let absolute = text.split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty()
                && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        });
        match absolute && text.ends_with(['/', '#', ':']) && text.chars().all(turtle::may_stand_in_an_iri) {
            true => Ok(Self(text.to_owned())),
            false => Err("a base is an absolute IRI that ends in `/`, `#` or `:`, such as \
                          `https://skills.example.org/`"
                .to_owned()),
        }
    }
}

impl Display for BaseIri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tree of concepts: its name, its title, and the kinds that stand in it.
///
/// They are the sets of kinds within which `BROADER` leads, so that it never leaves its scheme.
const SCHEMES: &[(&str, &str, &[Kind])] = &[
    ("roles", "Roles", &[Kind::Role, Kind::RoleGroup]),
    ("skills", "Skills", &[Kind::Skill, Kind::SkillGroup]),
    ("technologies", "Technologies", &[Kind::Language, Kind::Framework, Kind::Tool]),
    ("responsibilities", "Responsibilities", &[Kind::Responsibility]),
    ("qualifications", "Qualifications", &[Kind::Qualification]),
];

/// Writes a graph, always in the same order: vocabulary, schemes, sources, scales, each concept with what is said of its
/// relations, collections.
///
/// # Errors
///
/// When the text cannot be written.
pub fn write(graph: &Graph, base: &BaseIri, text: &mut impl Write) -> io::Result<()> {
    write_prefixes(base, text)?;
    TERMS.iter().try_for_each(|term| write_term(term, text))?;
    SCHEMES.iter().try_for_each(|(name, title, _)| write_scheme(name, title, text))?;
    graph.sources().into_iter().try_for_each(|source| write_source(source, text))?;
    graph.scales().try_for_each(|scale| write_scale(scale, text))?;
    for index in graph.concepts() {
        let node = graph.node(index);
        let links = graph.all_links(index, Direction::Outgoing);
        // A symmetric relation stands at both its ends, and is written at the one that it is kept from.
        let links = || links.iter().filter(|link| link.edge.relation.from == node.id());
        write_concept(graph, node, links(), text)?;
        links().try_for_each(|link| write_statement(graph, node, link, text))?;
    }
    graph.collections().try_for_each(|collection| write_collection(graph, collection, text))?;
    text.flush()
}

/// What stands before all else: the namespaces of others, and ours.
fn write_prefixes(base: &BaseIri, text: &mut impl Write) -> io::Result<()> {
    for (prefix, namespace) in [
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
        ("owl", "http://www.w3.org/2002/07/owl#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("dct", "http://purl.org/dc/terms/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("sg", vocabulary::NAMESPACE),
        ("identifier", "urn:skillgraph:identifier/"),
    ] {
        writeln!(text, "@prefix {prefix}: <{namespace}> .")?;
    }
    let kinds = Kind::ALL.iter().map(|kind| kind.word());
    for name in ["scheme", "source", "scale", "collection", "relation"].into_iter().chain(kinds) {
        writeln!(text, "@prefix {name}: <{base}{name}/> .")?;
    }
    Ok(())
}

fn write_term(term: &Term, text: &mut impl Write) -> io::Result<()> {
    let (class, general) = match term.is_class() {
        true => ("owl:Class", "rdfs:subClassOf"),
        false => ("rdf:Property", "rdfs:subPropertyOf"),
    };
    let mut block = Block::begin(text, Name("sg", term.name), class)?;
    block.say_if(general, term.below)?;
    block.say("rdfs:comment", TextIn(term.meaning, "en"))?;
    block.end()
}

fn write_scheme(name: &str, title: &str, text: &mut impl Write) -> io::Result<()> {
    let mut block = Block::begin(text, Name("scheme", name), "skos:ConceptScheme")?;
    block.say("dct:title", TextIn(title, "en"))?;
    block.end()
}

fn write_source(source: &source_state::Model, text: &mut impl Write) -> io::Result<()> {
    let mut block = Block::begin(text, Name("source", &source.slug), "sg:Source")?;
    block.say("dct:title", Text(&source.title))?;
    block.say_if("dc:publisher", source.publisher.as_deref().map(Text))?;
    block.say_if("owl:versionInfo", source.version.as_deref().map(Text))?;
    block.say_if("dct:date", source.date.as_deref().map(Text))?;
    block.say_if("dc:rights", source.licence.as_deref().map(Text))?;
    block.say_if("sg:attribution", source.attribution.as_deref().map(Text))?;
    block.say_if("rdfs:seeAlso", source.url.as_deref().map(Address))?;
    block.end()
}

fn write_scale(scale: &scale::Model, text: &mut impl Write) -> io::Result<()> {
    let mut block = Block::begin(text, Name("scale", &scale.slug), "sg:Scale")?;
    block.say("dct:title", Text(&scale.title))?;
    block.say("sg:minimum", Decimal(scale.minimum))?;
    block.say("sg:maximum", Decimal(scale.maximum))?;
    block.say_if("dct:description", scale.description.as_deref().map(Text))?;
    block.end()
}

/// The members stand in the order of their IRIs, so that a new name of one does not move it.
fn write_collection(graph: &Graph, collection: &Collection, text: &mut impl Write) -> io::Result<()> {
    let state = &collection.state;
    let mut block = Block::begin(text, Name("collection", &state.slug), "skos:Collection")?;
    block.say("skos:prefLabel", Text(&state.title))?;
    block.say_if("dct:description", state.description.as_deref().map(Text))?;
    block.say_if("rdfs:seeAlso", state.url.as_deref().map(Address))?;
    let mut members: Vec<_> = collection.members().iter().map(|index| iri(graph.node(*index))).collect();
    members.sort_unstable();
    members.into_iter().try_for_each(|member| block.say("skos:member", member))?;
    block.end()
}

// ---- concepts -----------------------------------------------------------------------------------------------------

fn write_concept<'l>(
    graph: &Graph,
    node: &Node,
    links: impl Iterator<Item = &'l Link> + Clone,
    text: &mut impl Write,
) -> io::Result<()> {
    let classes = format!("skos:Concept, sg:{}", class(node.kind()));
    let mut block = Block::begin(text, iri(node), classes)?;
    let scheme = Name("scheme", scheme(node.kind()));
    block.say("skos:inScheme", &scheme)?;
    if links.clone().all(|link| link.kind() != RelationKind::Broader) {
        block.say("skos:topConceptOf", &scheme)?;
    }
    block.say("sg:slug", Text(node.slug()))?;
    match node.state.status {
        Status::Published => {}
        Status::Draft => block.say("sg:draft", true)?,
        Status::Deprecated => block.say("owl:deprecated", true)?,
    }
    write_names(&mut block, node)?;
    write_columns(&mut block, node)?;
    for link in links {
        let relation = &link.edge.relation;
        block.say(predicate(relation.kind, relation.strength), iri(graph.node(link.other)))?;
    }
    write_evidence(&mut block, graph, &node.evidence)?;
    block.end()
}

/// Labels, notes and outside names.
fn write_names(block: &mut Block<'_, impl Write>, node: &Node) -> io::Result<()> {
    for label in node.labels.iter().filter(|label| !stands_already(node, label)) {
        let predicate = match label.role {
            LabelRole::Preferred => "skos:prefLabel",
            LabelRole::Alternative => "skos:altLabel",
            LabelRole::Hidden => "skos:hiddenLabel",
        };
        block.say(predicate, TextIn(&label.text, &label.locale))?;
    }
    for note in &node.notes {
        let predicate = match note.role {
            NoteRole::Definition => "skos:definition",
            NoteRole::Description => "dct:description",
            NoteRole::ScopeNote => "skos:scopeNote",
            NoteRole::EditorialNote => "skos:editorialNote",
        };
        block.say(predicate, TextIn(&note.text, &note.locale))?;
    }
    for identifier in &node.identifiers {
        block.say("skos:notation", Typed(&identifier.value, Name("identifier", &identifier.scheme)))?;
        if turtle::is_address(&identifier.value) {
            block.say("skos:exactMatch", Address(&identifier.value))?;
        }
    }
    Ok(())
}

/// Whether a label stands in a higher role too: SKOS allows each only once (S13), taxonomies repeat them.
fn stands_already(node: &Node, label: &entity::label::Model) -> bool {
    let higher = |other: &entity::label::Model| other.role < label.role && other.text == label.text;
    node.labels.iter().any(|other| other.locale == label.locale && higher(other))
}

/// The columns of the kind, under the names that they have in the native format; a code is a notation.
fn write_columns(block: &mut Block<'_, impl Write>, node: &Node) -> io::Result<()> {
    let columns = serde_json::to_value(Columns::from_fact(node.columns())).map_err(io::Error::other)?;
    for (name, value) in columns.as_object().into_iter().flatten() {
        match name.as_str() {
            "code" => write_value(block, "skos:notation", value)?,
            "homepage" => block.say("sg:homepage", Address(value.as_str().unwrap_or_default()))?,
            _ => write_value(block, &format!("sg:{name}"), value)?,
        }
    }
    Ok(())
}

fn write_value(block: &mut Block<'_, impl Write>, predicate: &str, value: &Value) -> io::Result<()> {
    match value {
        Value::String(text) => block.say(predicate, Text(text)),
        Value::Array(values) => values.iter().try_for_each(|value| write_value(block, predicate, value)),
        other => block.say(predicate, other),
    }
}

fn write_evidence(block: &mut Block<'_, impl Write>, graph: &Graph, rows: &[evidence::Model]) -> io::Result<()> {
    for row in rows {
        let source = graph.source(row.source).map(|source| source.slug.as_str()).unwrap_or_default();
        let comment = row.comment.as_deref().map(|comment| format!(" ; rdfs:comment {}", Text(comment)));
        let evidence = format!(
            "[ a sg:Evidence ; dct:source {} ; sg:locator {} ; sg:confidence {}{} ]",
            Name("source", source),
            Text(&row.locator),
            Decimal(row.confidence),
            comment.unwrap_or_default(),
        );
        block.say("sg:evidence", evidence)?;
    }
    Ok(())
}

// ---- relations ----------------------------------------------------------------------------------------------------

/// What there is to say of a relation beyond its ends and its strength.
fn write_statement(graph: &Graph, from: &Node, link: &Link, text: &mut impl Write) -> io::Result<()> {
    let Edge { relation, evidence } = link.edge.as_ref();
    let scale = |slug| Name("scale", slug);
    let bare = relation::Model { strength: relation.strength, ..relation::Model::new(0, relation.kind, 0) };
    let said = relation::Model { from: 0, to: 0, row: 0, since: 0, ..relation.clone() };
    if said == bare && evidence.is_empty() {
        return Ok(());
    }
    let name = format!("relation:{}-{}-{}", relation.from, relation.kind, relation.to);
    let mut block = Block::begin(text, name, "rdf:Statement")?;
    block.say("rdf:subject", iri(from))?;
    block.say("rdf:predicate", predicate(relation.kind, relation.strength))?;
    block.say("rdf:object", iri(graph.node(link.other)))?;
    block.say_if("sg:strength", relation.strength.map(|strength| Text(strength.as_str())))?;
    block.say_if("sg:importance", relation.importance.map(Decimal))?;
    block.say_if("sg:importanceScale", relation.importance_scale.as_deref().map(scale))?;
    block.say_if("sg:importanceValue", relation.importance_value.map(Decimal))?;
    block.say_if("sg:levelScale", relation.level_scale.as_deref().map(scale))?;
    block.say_if("sg:levelValue", relation.level_value.map(Decimal))?;
    block.say_if("sg:inDemand", relation.in_demand)?;
    write_evidence(&mut block, graph, evidence)?;
    block.end()
}

/// The property that a relation is, the most special that there is.
const fn predicate(kind: RelationKind, strength: Option<Strength>) -> &'static str {
    use RelationKind as R;
    use Strength::{Essential, Optional};
    match (kind, strength) {
        (R::Requires, Some(Essential)) => "sg:requiresEssential",
        (R::Requires, Some(Optional)) => "sg:requiresOptional",
        (R::Requires, None) => "sg:requires",
        (R::Performs, Some(Essential)) => "sg:performsEssential",
        (R::Performs, Some(Optional)) => "sg:performsOptional",
        (R::Performs, None) => "sg:performs",
        (R::CallsFor, Some(Essential)) => "sg:callsForEssential",
        (R::CallsFor, Some(Optional)) => "sg:callsForOptional",
        (R::CallsFor, None) => "sg:callsFor",
        (R::UsesLanguage, _) => "sg:usesLanguage",
        (R::BuiltOn, _) => "sg:builtOn",
        (R::WorksWith, _) => "sg:worksWith",
        (R::Broader, _) => "skos:broader",
        (R::Related, _) => "skos:related",
        (R::Prerequisite, _) => "sg:prerequisite",
        (R::Implies, _) => "sg:implies",
        (R::ExactMatch, _) => "skos:exactMatch",
        (R::CloseMatch, _) => "skos:closeMatch",
        (R::BroadMatch, _) => "skos:broadMatch",
        (R::NarrowMatch, _) => "skos:narrowMatch",
        (R::RelatedMatch, _) => "skos:relatedMatch",
        (R::ReplacedBy, _) => "dct:isReplacedBy",
    }
}

const fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "Role",
        Kind::RoleGroup => "RoleGroup",
        Kind::Skill => "Skill",
        Kind::SkillGroup => "SkillGroup",
        Kind::Language => "Language",
        Kind::Framework => "Framework",
        Kind::Tool => "Tool",
        Kind::Responsibility => "Responsibility",
        Kind::Qualification => "Qualification",
    }
}

fn scheme(kind: Kind) -> &'static str {
    let (name, ..) = SCHEMES.iter().find(|(.., kinds)| kinds.contains(&kind)).expect("every kind stands in a scheme");
    name
}

/// The IRI of a concept: by its identity, which stays when its slug changes.
fn iri(node: &Node) -> String {
    format!("{}:{}", node.kind().word(), node.id())
}
