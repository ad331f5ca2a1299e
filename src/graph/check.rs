//! What a fact must be like by itself, whatever else is in the graph.

use entity::{RelationKind, collection, evidence, label, note, relation, role, scale, source_state};

use super::fact::{Fact, Reason};

/// So many characters a name has at most: they end up in unique indexes, and Postgres takes entries of up to 2,704 bytes.
pub(crate) const MAX_NAME: usize = 512;
const MAX_SCHEME: usize = 64;
/// Texts are read by people.
pub(crate) const MAX_TEXT: usize = 20_000;
const MAX_SLUG: usize = 200;

/// Checks a fact by itself.
pub(super) fn fact(fact: &Fact) -> Result<(), Reason> {
    match fact {
        Fact::Source(source) => identity(source.source).and_then(|()| check_source(source)),
        Fact::Scale(scale) => check_scale(scale),
        Fact::Collection(collection) => check_collection(collection),
        Fact::Concept(concept) => identity(concept.concept).and_then(|()| slug(&concept.slug)),
        Fact::Role(role) => check_role(role),
        Fact::RoleGroup(group) => {
            optional("the code", group.code.as_deref(), MAX_NAME)?;
            within("the level", group.level, 1.0, 4.0)
        }
        Fact::SkillGroup(group) => optional("the code", group.code.as_deref(), MAX_NAME),
        Fact::Skill(_) => Ok(()),
        Fact::Language(language) => {
            within("firstAppeared", language.first_appeared, 1800.0, 2200.0)?;
            language.extensions.0.iter().try_for_each(|extension| text("an extension", extension, MAX_NAME))
        }
        Fact::Framework(framework) => optional("the homepage", framework.homepage.as_deref(), MAX_TEXT),
        Fact::Tool(tool) => optional("the homepage", tool.homepage.as_deref(), MAX_TEXT),
        Fact::Qualification(qualification) => within("eqfLevel", qualification.eqf_level, 1.0, 8.0),
        Fact::Label(label) => check_label(label),
        Fact::Note(note) => check_note(note),
        Fact::Identifier(identifier) => {
            text("the scheme", &identifier.scheme, MAX_SCHEME)?;
            text("the value", &identifier.value, MAX_NAME)
        }
        // Whether there is such a collection and such a concept is asked when it is taken in.
        Fact::Member(_) => Ok(()),
        Fact::Relation(relation) => check_relation(relation),
        Fact::Evidence(evidence) => check_evidence(evidence),
    }
}

fn check_source(source: &source_state::Model) -> Result<(), Reason> {
    slug(&source.slug)?;
    text("the title", &source.title, MAX_NAME)?;
    for (what, value) in [
        ("the publisher", &source.publisher),
        ("the version", &source.version),
        ("the licence", &source.licence),
        ("the attribution", &source.attribution),
        ("the url", &source.url),
        ("the date", &source.date),
    ] {
        optional(what, value.as_deref(), MAX_TEXT)?;
    }
    Ok(())
}

fn check_scale(scale: &scale::Model) -> Result<(), Reason> {
    slug(&scale.slug)?;
    text("the title", &scale.title, MAX_NAME)?;
    optional("the description", scale.description.as_deref(), MAX_TEXT)?;
    let (minimum, maximum) = (scale.minimum, scale.maximum);
    match minimum < maximum && minimum.is_finite() && maximum.is_finite() {
        true => Ok(()),
        false => Err(Reason::EmptyScale { minimum, maximum }),
    }
}

fn check_collection(collection: &collection::Model) -> Result<(), Reason> {
    slug(&collection.slug)?;
    text("the title", &collection.title, MAX_NAME)?;
    optional("the description", collection.description.as_deref(), MAX_TEXT)?;
    optional("the url", collection.url.as_deref(), MAX_TEXT)
}

fn check_role(role: &role::Model) -> Result<(), Reason> {
    optional("iscoCode", role.isco_code.as_deref(), MAX_NAME)?;
    optional("regulatedProfessionNote", role.regulated_profession_note.as_deref(), MAX_TEXT)?;
    within("jobZone", role.job_zone, 1.0, 5.0)
}

fn check_label(label: &label::Model) -> Result<(), Reason> {
    locale(&label.locale)?;
    text("a label", &label.text, MAX_NAME)
}

fn check_note(note: &note::Model) -> Result<(), Reason> {
    locale(&note.locale)?;
    text("a note", &note.text, MAX_TEXT)
}

fn check_relation(relation: &relation::Model) -> Result<(), Reason> {
    let rule = relation.kind.rule();
    let refuse = |attribute| Err(Reason::NoSuchAttribute { relation: relation.kind, attribute });
    if relation.from == relation.to {
        return Err(Reason::SelfLoop(relation.kind));
    }
    for (attribute, given, allowed) in [
        ("strength", relation.strength.is_some(), rule.has_strength),
        ("importance", relation.importance.is_some(), rule.has_importance),
        ("importance rating", relation.importance_value.is_some(), rule.has_importance_rating),
        ("level", relation.level_value.is_some(), rule.has_level),
        ("demand", relation.in_demand.is_some(), rule.has_demand),
    ] {
        if given && !allowed {
            return refuse(attribute);
        }
    }
    if relation.level_value.is_some() != relation.level_scale.is_some() {
        return Err(Reason::HalfGiven("the scale and the value of a level"));
    }
    if relation.importance_value.is_some() != relation.importance_scale.is_some() {
        return Err(Reason::HalfGiven("the scale and the value of an importance rating"));
    }
    within("the importance", relation.importance, 0.0, 1.0)
}

fn check_evidence(evidence: &evidence::Model) -> Result<(), Reason> {
    if evidence.kind.is_some() != evidence.object.is_some() {
        return Err(Reason::HalfGiven("the relation that evidence is for, and where it leads,"));
    }
    text("the locator", &evidence.locator, MAX_NAME)?;
    optional("the comment", evidence.comment.as_deref(), MAX_TEXT)?;
    within("the confidence", Some(evidence.confidence), 0.0, 1.0)
}

/// Turns a symmetric relation, or evidence for one, to the one way round in which it is kept: the lesser id first.
pub(super) fn normalise(fact: &mut Fact) {
    let symmetric = |kind: RelationKind| kind.rule().symmetric;
    match fact {
        Fact::Relation(relation) if symmetric(relation.kind) && relation.to < relation.from => {
            std::mem::swap(&mut relation.from, &mut relation.to);
        }
        Fact::Evidence(evidence) if evidence.kind.is_some_and(symmetric) => {
            if let Some(object) = evidence.object.filter(|object| *object < evidence.subject) {
                evidence.object = Some(evidence.subject);
                evidence.subject = object;
            }
        }
        _ => {}
    }
}

fn identity(id: i64) -> Result<(), Reason> {
    if id > 0 { Ok(()) } else { Err(Reason::BadId(id)) }
}

fn slug(slug: &str) -> Result<(), Reason> {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    match slug.len() <= MAX_SLUG && slug.split('-').all(word) {
        true => Ok(()),
        false => Err(Reason::BadSlug(slug.to_owned())),
    }
}

/// A language tag as far as its shape goes: two or three letters, then parts of one to eight letters or digits.
fn locale(locale: &str) -> Result<(), Reason> {
    let mut parts = locale.split('-');
    let language = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    match language && rest && locale.len() <= 35 {
        true => Ok(()),
        false => Err(Reason::BadLocale(locale.to_owned())),
    }
}

fn text(what: &'static str, text: &str, max: usize) -> Result<(), Reason> {
    match is_text(text, max) {
        true => Ok(()),
        false => Err(Reason::BadText { what, max }),
    }
}

/// Whether a text can be shown: something in it, no NUL (Postgres cannot hold it), no control characters but line breaks.
pub(crate) fn is_text(text: &str, max: usize) -> bool {
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    !text.trim().is_empty() && text.chars().nth(max).is_none() && !text.chars().any(control)
}

fn optional(what: &'static str, value: Option<&str>, max: usize) -> Result<(), Reason> {
    value.map_or(Ok(()), |value| text(what, value, max))
}

fn within<N: Into<f64>>(what: &'static str, value: Option<N>, min: f64, max: f64) -> Result<(), Reason> {
    match value.map(Into::into) {
        Some(value) if !(min..=max).contains(&value) => Err(Reason::OutOfRange { what, value, min, max }),
        _ => Ok(()),
    }
}
