//! The built-in graph: TOML files that a curator reads and edits. `data/core/README.md` describes the format.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use entity::{Kind, LabelRole, NoteRole, RelationKind, Status, Strength};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use toml::Spanned;

use super::{
    Columns, ConceptItem, EvidenceItem, ImportError, Item, Place, Placed, Problem, RelationItem, SourceItem, Statement,
    item::parse_reference,
};
use crate::graph::DEFAULT_LOCALE;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/core");

/// The source that stands behind whatever the files say on their own account.
const OWN_SOURCE: &str = "skillgraph-core";

/// The items of the graph that this program carries inside.
///
/// # Errors
///
/// When the files are wrong, which a test rules out.
pub fn embedded() -> Result<Vec<Placed>, ImportError> {
    let mut files = Vec::new();
    collect_embedded(&FILES, &mut files);
    read_files(files)
}

fn collect_embedded(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files().filter(|file| is_toml(file.path())) {
        let text = file.contents_utf8().unwrap_or_default();
        files.push((file.path().to_string_lossy().into_owned(), text.to_owned()));
    }
    for folder in folder.dirs() {
        collect_embedded(folder, files);
    }
}

/// The items of the TOML files in a folder and below it.
///
/// # Errors
///
/// When the folder or a file cannot be read, when there is no such file, or when files are wrong in places.
pub fn read_folder(folder: &Path) -> Result<Vec<Placed>, ImportError> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    if files.is_empty() {
        let reason = "there are no .toml files in it: name a folder like data/core".to_owned();
        return Err(ImportError::WrongContent { path: folder.display().to_string(), reason });
    }
    read_files(files)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<(), ImportError> {
    let entries = fs::read_dir(folder).map_err(|error| ImportError::cannot_read(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| ImportError::cannot_read(folder, &error))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if is_toml(&path) {
            let text = fs::read_to_string(&path).map_err(|error| ImportError::cannot_read(&path, &error))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn read_files(mut files: Vec<(String, String)>) -> Result<Vec<Placed>, ImportError> {
    files.sort();
    let mut items = Vec::new();
    let mut problems = Vec::new();
    for (name, text) in files {
        let mut reader = Reader::new(&name, &text);
        reader.read(&text);
        items.append(&mut reader.items);
        problems.append(&mut reader.problems);
    }
    match problems.is_empty() {
        true => Ok(items),
        false => Err(ImportError::Problems(problems)),
    }
}

/// A file: tables of concepts by kind and slug, sources by slug, and statements.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: BTreeMap<Spanned<String>, SourceItem>,
    #[serde(default)]
    statement: Vec<Spanned<StatementTable>>,
    #[serde(default)]
    role: Concepts,
    #[serde(default, rename = "role-group")]
    role_group: Concepts,
    #[serde(default)]
    skill: Concepts,
    #[serde(default, rename = "skill-group")]
    skill_group: Concepts,
    #[serde(default)]
    language: Concepts,
    #[serde(default)]
    framework: Concepts,
    #[serde(default)]
    tool: Concepts,
    #[serde(default)]
    responsibility: Concepts,
    #[serde(default)]
    qualification: Concepts,
}

type Concepts = BTreeMap<Spanned<String>, ConceptTable>;
type References = Vec<Spanned<String>>;
type Weights = BTreeMap<Spanned<String>, f64>;

/// A concept with the relations that start from it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConceptTable {
    pref_label: Localised<String>,
    #[serde(default)]
    alt_labels: Localised<Vec<String>>,
    #[serde(default)]
    hidden_labels: Localised<Vec<String>>,
    definition: Option<Localised<String>>,
    description: Option<Localised<String>>,
    scope_note: Option<Localised<String>>,
    editorial_note: Option<Localised<String>>,
    #[serde(default)]
    identifiers: BTreeMap<String, OneOrMore>,
    status: Option<Status>,
    #[serde(default)]
    broader: References,
    #[serde(default)]
    related: References,
    #[serde(default)]
    prerequisites: References,
    #[serde(default)]
    implies: Weights,
    #[serde(default)]
    essential: Weights,
    #[serde(default)]
    optional: Weights,
    #[serde(default)]
    responsibilities: References,
    #[serde(default)]
    optional_responsibilities: References,
    #[serde(default)]
    calls_for: References,
    #[serde(default)]
    calls_for_optional: References,
    #[serde(default)]
    languages: References,
    #[serde(default)]
    built_on: References,
    #[serde(default)]
    works_with: References,
    #[serde(default)]
    exact_match: References,
    #[serde(default)]
    close_match: References,
    #[serde(default)]
    broad_match: References,
    #[serde(default)]
    narrow_match: References,
    #[serde(default)]
    replaced_by: References,
    #[serde(flatten)]
    columns: Columns,
}

/// What a source says: of a concept, or of its relation to others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementTable {
    source: String,
    locator: String,
    subject: Spanned<String>,
    relation: Option<RelationKind>,
    strength: Option<Strength>,
    #[serde(default)]
    objects: References,
    confidence: Option<f64>,
    comment: Option<String>,
}

/// A value in the default locale, or one for each locale.
#[derive(Deserialize)]
#[serde(untagged)]
enum Localised<T> {
    Default(T),
    ByLocale(BTreeMap<String, T>),
}

impl<T: Default> Default for Localised<T> {
    fn default() -> Self {
        Self::Default(T::default())
    }
}

impl<T> Localised<T> {
    fn into_pairs(self) -> Vec<(String, T)> {
        match self {
            Self::Default(value) => vec![(DEFAULT_LOCALE.to_owned(), value)],
            Self::ByLocale(values) => values.into_iter().collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Every key of a concept. `deny_unknown_fields` does not go together with the shared columns, so they are compared here.
const CONCEPT_KEYS: &[&str] = &[
    "prefLabel",
    "altLabels",
    "hiddenLabels",
    "definition",
    "description",
    "scopeNote",
    "editorialNote",
    "identifiers",
    "status",
    "broader",
    "related",
    "prerequisites",
    "implies",
    "essential",
    "optional",
    "responsibilities",
    "optionalResponsibilities",
    "callsFor",
    "callsForOptional",
    "languages",
    "builtOn",
    "worksWith",
    "exactMatch",
    "closeMatch",
    "broadMatch",
    "narrowMatch",
    "replacedBy",
    "iscoCode",
    "regulatedProfessionNote",
    "jobZone",
    "code",
    "level",
    "skillType",
    "reuseLevel",
    "languageType",
    "firstAppeared",
    "extensions",
    "frameworkType",
    "side",
    "toolType",
    "homepage",
    "eqfLevel",
];

/// Reads one file.
struct Reader {
    file: Arc<str>,
    /// Where each line begins.
    lines: Vec<usize>,
    items: Vec<Placed>,
    problems: Vec<Problem>,
}

impl Reader {
    fn new(file: &str, text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.into(), lines, items: Vec::new(), problems: Vec::new() }
    }

    fn place(&self, offset: usize) -> Place {
        Place { file: self.file.clone(), line: self.lines.partition_point(|start| *start <= offset) }
    }

    fn problem(&mut self, place: Place, message: impl Into<String>) {
        self.problems.push(Problem { place, message: message.into() });
    }

    fn read(&mut self, text: &str) {
        match toml::from_str::<File>(text) {
            Ok(file) => {
                self.find_unknown_keys(text, &file);
                self.take(file);
            }
            Err(error) => {
                let place = self.place(error.span().map_or(0, |span| span.start));
                self.problem(place, error.message().to_owned());
            }
        }
    }

    fn find_unknown_keys(&mut self, text: &str, file: &File) {
        let Ok(tables) = toml::from_str::<BTreeMap<String, toml::Value>>(text) else { return };
        for (kind, concepts) in file.concepts() {
            for slug in concepts.keys() {
                let table = tables.get(kind.word()).and_then(|table| table.get(slug.get_ref())?.as_table());
                let keys = table.into_iter().flat_map(toml::Table::keys);
                for key in keys.filter(|key| !CONCEPT_KEYS.contains(&key.as_str())) {
                    let message = format!("`{key}` is no key of a concept; see data/core/README.md");
                    self.problem(self.place(slug.span().start), message);
                }
            }
        }
    }

    fn take(&mut self, file: File) {
        for (slug, source) in file.source {
            let place = self.place(slug.span().start);
            self.items.push((place, Item::Source(SourceItem { slug: slug.into_inner(), ..source })));
        }
        let concepts = [
            (Kind::Role, file.role),
            (Kind::RoleGroup, file.role_group),
            (Kind::Skill, file.skill),
            (Kind::SkillGroup, file.skill_group),
            (Kind::Language, file.language),
            (Kind::Framework, file.framework),
            (Kind::Tool, file.tool),
            (Kind::Responsibility, file.responsibility),
            (Kind::Qualification, file.qualification),
        ];
        for (kind, concepts) in concepts {
            for (slug, table) in concepts {
                self.take_concept(kind, slug, table);
            }
        }
        for statement in file.statement {
            self.take_statement(statement);
        }
    }

    fn take_concept(&mut self, kind: Kind, slug: Spanned<String>, mut table: ConceptTable) {
        let place = self.place(slug.span().start);
        let slug = slug.into_inner();
        self.take_relations(&(kind, slug.clone()), &mut table);
        self.own_evidence(&place, &(kind, slug.clone()), None);
        let concept = ConceptItem {
            kind,
            slug,
            id: None,
            status: table.status.unwrap_or(Status::Published),
            labels: labels(&mut table),
            notes: notes(&mut table),
            identifiers: identifiers(table.identifiers),
            columns: table.columns,
        };
        self.items.push((place, Item::Concept(Box::new(concept))));
    }

    fn take_relations(&mut self, from: &(Kind, String), table: &mut ConceptTable) {
        use RelationKind as R;
        use Strength::{Essential, Optional};
        let lists: [(&mut References, R, Option<Strength>, Option<Kind>); 15] = [
            (&mut table.broader, R::Broader, None, None),
            (&mut table.related, R::Related, None, None),
            (&mut table.prerequisites, R::Prerequisite, None, None),
            (&mut table.responsibilities, R::Performs, Some(Essential), Some(Kind::Responsibility)),
            (&mut table.optional_responsibilities, R::Performs, Some(Optional), Some(Kind::Responsibility)),
            (&mut table.calls_for, R::CallsFor, Some(Essential), None),
            (&mut table.calls_for_optional, R::CallsFor, Some(Optional), None),
            (&mut table.languages, R::UsesLanguage, None, Some(Kind::Language)),
            (&mut table.built_on, R::BuiltOn, None, Some(Kind::Framework)),
            (&mut table.works_with, R::WorksWith, None, None),
            (&mut table.exact_match, R::ExactMatch, None, None),
            (&mut table.close_match, R::CloseMatch, None, None),
            (&mut table.broad_match, R::BroadMatch, None, None),
            (&mut table.narrow_match, R::NarrowMatch, None, None),
            (&mut table.replaced_by, R::ReplacedBy, None, Some(from.0)),
        ];
        for (references, kind, strength, only) in lists {
            for to in std::mem::take(references) {
                self.take_relation(from, kind, &to, only, strength, None);
            }
        }
        let weights = [
            (std::mem::take(&mut table.essential), R::Requires, Some(Essential)),
            (std::mem::take(&mut table.optional), R::Requires, Some(Optional)),
            (std::mem::take(&mut table.implies), R::Implies, None),
        ];
        for (weights, kind, strength) in weights {
            for (to, importance) in weights {
                self.take_relation(from, kind, &to, None, strength, Some(importance));
            }
        }
    }

    fn take_relation(
        &mut self,
        from: &(Kind, String),
        kind: RelationKind,
        to: &Spanned<String>,
        only: Option<Kind>,
        strength: Option<Strength>,
        importance: Option<f64>,
    ) {
        let place = self.place(to.span().start);
        match parse_reference(to.get_ref(), only) {
            Ok(to) => {
                let from = from.clone();
                self.own_evidence(&place, &from, Some((kind, to.clone())));
                let relation = RelationItem { from, kind, to, strength, importance, level: None };
                self.items.push((place, Item::Relation(relation)));
            }
            Err(message) => self.problem(place, message),
        }
    }

    /// What a file of concepts says, it says for the built-in graph itself.
    fn own_evidence(
        &mut self,
        place: &Place,
        subject: &(Kind, String),
        relation: Option<(RelationKind, (Kind, String))>,
    ) {
        let about = Statement { subject: subject.clone(), relation };
        let (source, locator) = (OWN_SOURCE.to_owned(), self.file.to_string());
        let evidence = EvidenceItem { about, source, locator, confidence: 1.0, comment: None, strength: None };
        self.items.push((place.clone(), Item::Evidence(evidence)));
    }

    fn take_statement(&mut self, statement: Spanned<StatementTable>) {
        let start = self.place(statement.span().start);
        let table = statement.into_inner();
        if table.relation.is_some() == table.objects.is_empty() {
            self.problem(start, "give both `relation` and `objects`, or neither");
            return;
        }
        let subject = match parse_reference(table.subject.get_ref(), None) {
            Ok(subject) => subject,
            Err(message) => return self.problem(self.place(table.subject.span().start), message),
        };
        let evidence = |relation| EvidenceItem {
            about: Statement { subject: subject.clone(), relation },
            source: table.source.clone(),
            locator: table.locator.clone(),
            confidence: table.confidence.unwrap_or(1.0),
            comment: table.comment.clone(),
            strength: table.strength,
        };
        let Some(relation) = table.relation else {
            self.items.push((start, Item::Evidence(evidence(None))));
            return;
        };
        for object in &table.objects {
            let place = self.place(object.span().start);
            match parse_reference(object.get_ref(), None) {
                Ok(object) => self.items.push((place, Item::Evidence(evidence(Some((relation, object)))))),
                Err(message) => self.problem(place, message),
            }
        }
    }
}

impl File {
    fn concepts(&self) -> [(Kind, &Concepts); 9] {
        [
            (Kind::Role, &self.role),
            (Kind::RoleGroup, &self.role_group),
            (Kind::Skill, &self.skill),
            (Kind::SkillGroup, &self.skill_group),
            (Kind::Language, &self.language),
            (Kind::Framework, &self.framework),
            (Kind::Tool, &self.tool),
            (Kind::Responsibility, &self.responsibility),
            (Kind::Qualification, &self.qualification),
        ]
    }
}

fn labels(table: &mut ConceptTable) -> Vec<(String, LabelRole, String)> {
    let preferred = std::mem::replace(&mut table.pref_label, Localised::Default(String::new()));
    let mut labels: Vec<_> =
        preferred.into_pairs().into_iter().map(|(locale, text)| (locale, LabelRole::Preferred, text)).collect();
    for (lists, role) in [
        (std::mem::take(&mut table.alt_labels), LabelRole::Alternative),
        (std::mem::take(&mut table.hidden_labels), LabelRole::Hidden),
    ] {
        for (locale, texts) in lists.into_pairs() {
            labels.extend(texts.into_iter().map(|text| (locale.clone(), role, text)));
        }
    }
    labels
}

fn notes(table: &mut ConceptTable) -> Vec<(String, NoteRole, String)> {
    let notes = [
        (table.definition.take(), NoteRole::Definition),
        (table.description.take(), NoteRole::Description),
        (table.scope_note.take(), NoteRole::ScopeNote),
        (table.editorial_note.take(), NoteRole::EditorialNote),
    ];
    let given = notes.into_iter().filter_map(|(note, role)| Some((note?, role)));
    given
        .flat_map(|(note, role)| note.into_pairs().into_iter().map(move |(locale, text)| (locale, role, text)))
        .collect()
}

fn identifiers(table: BTreeMap<String, OneOrMore>) -> Vec<(String, String)> {
    let pairs = table.into_iter().flat_map(|(scheme, values)| {
        let values = match values {
            OneOrMore::One(value) => vec![value],
            OneOrMore::More(values) => values,
        };
        values.into_iter().map(move |value| (scheme.clone(), value))
    });
    pairs.collect()
}
