//! From the tables of a file to items, each with its line.

use std::{collections::BTreeMap, sync::Arc};

use entity::{Kind, RelationKind, Status, Strength};
use toml::Spanned;

use super::{
    super::{
        ConceptItem, EvidenceItem, Item, Place, Placed, Problem, RelationItem, SourceItem, Statement,
        item::parse_reference,
    },
    OWN_SOURCE,
    table::{CONCEPT_KEYS, ConceptTable, File, References, StatementTable},
};

/// Reads one file.
pub(super) struct Reader {
    file: Arc<str>,
    /// Where each line begins.
    lines: Vec<usize>,
    pub(super) items: Vec<Placed>,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(file: &str, text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.into(), lines, items: Vec::new(), problems: Vec::new() }
    }

    fn place(&self, offset: usize) -> Place {
        Place { file: self.file.clone(), line: self.lines.partition_point(|start| *start <= offset) }
    }

    fn problem(&mut self, place: Place, message: impl Into<String>) {
        self.problems.push(Problem { place, message: message.into() });
    }

    /// Reads the whole text.
    pub(super) fn read(&mut self, text: &str) {
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
            labels: table.take_labels(),
            notes: table.take_notes(),
            identifiers: table.take_identifiers(),
            columns: table.columns,
        };
        self.items.push((place, Item::Concept(Box::new(concept))));
    }

    fn take_relations(&mut self, from: &(Kind, String), table: &mut ConceptTable) {
        use RelationKind as R;
        use Strength::{Essential, Optional};
        let lists: [(&mut References, R, Option<Strength>, Option<Kind>); 16] = [
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
            (&mut table.related_match, R::RelatedMatch, None, None),
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
                let relation = RelationItem { strength, importance, ..RelationItem::new(from, kind, to) };
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
