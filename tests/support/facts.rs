//! Facts and changes in a few words.

use entity::{
    Kind, LabelRole, RelationKind, Status, Strength, collection, concept_state, evidence, label, language, member,
    relation, revision, scale, source_state,
};
use skillgraph::{
    graph::{Change, Fact, concept_id, source_id},
    store::Commit,
};
use time::OffsetDateTime;

pub(crate) fn concept(kind: Kind, slug: &str) -> Fact {
    let concept = concept_id(kind, slug);
    let slug = slug.to_owned();
    concept_state::Model { row: 0, concept, kind, slug, status: Status::Published, since: 0, until: None }.into()
}

pub(crate) fn label(kind: Kind, slug: &str, role: LabelRole, text: &str) -> Fact {
    let (concept, locale, text) = (concept_id(kind, slug), "en".to_owned(), text.to_owned());
    label::Model { row: 0, concept, locale, role, text, since: 0, until: None }.into()
}

/// A concept with a preferred label.
pub(crate) fn named(kind: Kind, slug: &str, name: &str) -> Vec<Change> {
    vec![Change::Assert(concept(kind, slug)), Change::Assert(label(kind, slug, LabelRole::Preferred, name))]
}

pub(crate) fn language_columns(slug: &str, first_appeared: i16) -> Fact {
    language::Model {
        row: 0,
        concept: concept_id(Kind::Language, slug),
        language_type: entity::LanguageType::Programming,
        first_appeared: Some(first_appeared),
        extensions: language::Extensions::default(),
        since: 0,
        until: None,
    }
    .into()
}

pub(crate) fn relation(from: (Kind, &str), kind: RelationKind, to: (Kind, &str), strength: Option<Strength>) -> Fact {
    let (from, to) = (concept_id(from.0, from.1), concept_id(to.0, to.1));
    relation::Model { strength, ..relation::Model::new(from, kind, to) }.into()
}

pub(crate) fn scale(slug: &str, minimum: f64, maximum: f64) -> Fact {
    let (slug, title) = (slug.to_owned(), format!("The scale {slug}"));
    scale::Model { row: 0, slug, title, minimum, maximum, description: None, since: 0, until: None }.into()
}

pub(crate) fn collection(slug: &str, description: Option<&str>) -> Fact {
    let (slug, title, description) =
        (slug.to_owned(), format!("The collection {slug}"), description.map(str::to_owned));
    collection::Model { row: 0, slug, title, description, url: None, since: 0, until: None }.into()
}

pub(crate) fn member(collection: &str, of: (Kind, &str)) -> Fact {
    let (collection, concept) = (collection.to_owned(), concept_id(of.0, of.1));
    member::Model { row: 0, collection, concept, since: 0, until: None }.into()
}

pub(crate) fn source(slug: &str) -> Fact {
    source_state::Model {
        row: 0,
        source: source_id(slug),
        slug: slug.to_owned(),
        title: format!("The source {slug}"),
        publisher: None,
        version: None,
        licence: None,
        attribution: None,
        url: None,
        date: None,
        since: 0,
        until: None,
    }
    .into()
}

pub(crate) fn evidence(subject: i64, relation: Option<(RelationKind, i64)>, source: &str, locator: &str) -> Fact {
    let (kind, object) = relation.unzip();
    evidence::Model {
        row: 0,
        subject,
        kind,
        object,
        source: source_id(source),
        locator: locator.to_owned(),
        confidence: 1.0,
        comment: None,
        since: 0,
        until: None,
    }
    .into()
}

/// The revision after another, at a fixed time.
pub(crate) fn revision(number: i64) -> revision::Model {
    let (author, message) = ("test".to_owned(), "test".to_owned());
    let at = OffsetDateTime::UNIX_EPOCH;
    revision::Model { number, at, author, message, source: None, source_version: None }
}

pub(crate) fn commit(changes: Vec<Change>) -> Commit {
    Commit { author: "test".into(), message: "test".into(), source: None, source_version: None, changes }
}
