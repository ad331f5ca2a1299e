//! The names that concepts have in the graph.

use std::collections::HashMap;

use entity::{Kind, LabelRole};

use super::{
    super::{
        ConceptItem, Item, Placed,
        slug::{slug, tell_apart},
    },
    concepts::{Concepts, isced_code},
    rows::Described,
};

/// The concepts under the names that they have in the graph.
pub(super) struct Named {
    by_uri: HashMap<String, usize>,
    names: Vec<(Kind, String)>,
}

impl Named {
    /// The number of the concept with this URI.
    pub(super) fn find(&self, uri: &str) -> Option<usize> {
        self.by_uri.get(uri).copied()
    }

    /// The name of the concept with this number.
    pub(super) fn name(&self, number: usize) -> &(Kind, String) {
        &self.names[number]
    }
}

/// Gives every concept its slug, and puts all among the items.
pub(super) fn name(concepts: Concepts, items: &mut Vec<Placed>) -> Named {
    let mut names: Vec<_> = concepts.list.iter().map(|concept| (concept.value.kind, wanted(concept))).collect();
    for &kind in Kind::ALL {
        let numbers: Vec<_> = (0..names.len()).filter(|number| names[*number].0 == kind).collect();
        let mut slugs: Vec<_> = numbers.iter().map(|number| std::mem::take(&mut names[*number].1)).collect();
        tell_apart(&mut slugs, |place| own_name(&concepts.list[numbers[place]]));
        numbers.into_iter().zip(slugs).for_each(|(number, slug)| names[number].1 = slug);
    }
    items.reserve(names.len());
    for (Described { place, value: mut item, .. }, (_, slug)) in concepts.list.into_iter().zip(&names) {
        item.slug.clone_from(slug);
        items.push((place, Item::Concept(Box::new(item))));
    }
    Named { by_uri: concepts.by_uri, names }
}

/// A slug after the preferred label; groups have their code in front, since groups and their parts share labels.
fn wanted(concept: &Described<ConceptItem>) -> String {
    let ConceptItem { kind, labels, columns, .. } = &concept.value;
    let label = labels.iter().find(|(_, role, _)| *role == LabelRole::Preferred).map_or("", |(_, _, text)| text);
    let code = columns.code.as_deref().unwrap_or_default();
    let scheme = match kind {
        Kind::RoleGroup => "isco",
        Kind::SkillGroup if isced_code(&concept.uri).is_some() => "isced-f",
        _ => "",
    };
    match slug(label).is_empty() {
        true => format!("esco-{}", own_name(concept)),
        false => slug(&format!("esco {scheme} {code} {label}")),
    }
}

/// What tells the concept from all others: the first digits of its UUID, or its identity.
fn own_name(concept: &Described<ConceptItem>) -> String {
    let last = concept.uri.rsplit('/').next().unwrap_or_default();
    match last.split_once('-') {
        Some((first, _)) if first.len() == 8 && first.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            first.to_ascii_lowercase()
        }
        _ => format!("{:016x}", concept.value.id.unwrap_or_default()),
    }
}
