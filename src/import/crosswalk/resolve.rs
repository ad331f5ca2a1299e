//! From the codes of the file to concepts of the graph.

use std::collections::HashMap;

use entity::{Kind, LabelRole};

use super::{
    super::{ConceptItem, ImportError, Reading, Rejected},
    pair::{Coded, ESCO_CODE, ONET_CODE, Pair},
    title::words,
};
use crate::graph::{Graph, Node};

const NO_ESCO: &str = "there is no ESCO in the graph: run `skillgraph import esco DIR` first";
const NO_ONET: &str = "there is no O*NET in the graph: run `skillgraph import onet DIR` first";

const NO_GROUP: &str = "the graph has no ISCO group with this code: is ESCO in it as a whole?";
const OTHER_GROUP: &str = "in the graph this code belongs to an ISCO group of another name";
const VANISHED: &str = "ESCO in the graph has no occupation with this code, for codes change between releases: \
                        name the package of ESCO 1.1.0 with --esco-codes";
const CHANGED: &str = "ESCO in the graph has given this code to another occupation: \
                       name the package of ESCO 1.1.0 with --esco-codes";
const NOT_IN_PACKAGE: &str = "the package of --esco-codes has no occupation with this code: is it ESCO 1.1.0?";
const OTHER_IN_PACKAGE: &str = "in the package of --esco-codes this code belongs to another occupation: \
                                is it ESCO 1.1.0?";
const GONE: &str = "ESCO in the graph does not have this occupation any more";
const NO_OCCUPATION: &str = "O*NET in the graph has no occupation with this code: the file is made for O*NET-SOC 2019, \
                             which O*NET has from release 25.1 on";
const OTHER_OCCUPATION: &str = "O*NET in the graph has given this code to another occupation: the file is made for \
                                O*NET-SOC 2019, which O*NET has from release 25.1 on";

/// The language of the titles in the file.
const LANGUAGE: &str = "en";

/// A pair with its two concepts.
pub(super) struct Resolved<'g> {
    pub(super) pair: &'g Pair,
    pub(super) esco: &'g Node,
    pub(super) onet: &'g Node,
}

/// Knows what codes mean.
pub(super) struct Resolver<'g> {
    graph: &'g Graph,
    /// What they mean in the package that was named, if one was.
    codes: Option<HashMap<String, ConceptItem>>,
}

impl<'g> Resolver<'g> {
    pub(super) fn new(graph: &'g Graph, codes: Option<HashMap<String, ConceptItem>>) -> Result<Self, ImportError> {
        for (scheme, advice) in [("esco", NO_ESCO), ("onet", NO_ONET)] {
            let has = |node: &Node| node.kind() == Kind::Role && identifier(&node.identifiers, scheme).is_some();
            if !graph.concepts().any(|index| has(graph.node(index))) {
                return Err(ImportError::NotThereYet(advice));
            }
        }
        Ok(Self { graph, codes })
    }

    /// The concepts of a pair. If one of them cannot be told, the pair is rejected.
    pub(super) fn resolve<'p>(&self, reading: &mut Reading, pair: &'p Pair) -> Option<Resolved<'p>>
    where
        'g: 'p,
    {
        let reject = |reading: &mut Reading, column, code: &Coded, reason| {
            let (place, value) = (pair.place.clone(), code.code.clone());
            reading.rejected.push(Rejected { place, column, value, reason });
        };
        match (self.esco(pair), self.onet(&pair.onet)) {
            (Ok(esco), Ok(onet)) => Some(Resolved { pair, esco, onet }),
            (Err(reason), _) => {
                reject(reading, ESCO_CODE, &pair.esco, reason);
                None
            }
            (_, Err(reason)) => {
                reject(reading, ONET_CODE, &pair.onet, reason);
                None
            }
        }
    }

    fn esco(&self, pair: &Pair) -> Result<&'g Node, &'static str> {
        let Coded { code, title } = &pair.esco;
        if pair.is_of_group() {
            let uri = format!("http://data.europa.eu/esco/isco/C{code}");
            return self.bearing("esco", &uri, title, NO_GROUP, OTHER_GROUP);
        }
        let Some(codes) = &self.codes else {
            return self.bearing("esco-code", code, title, VANISHED, CHANGED);
        };
        let then = codes.get(code).ok_or(NOT_IN_PACKAGE)?;
        let names = then.labels.iter().map(|(locale, _, text)| (locale.as_str(), text.as_str()));
        if !is_among(names, title) {
            return Err(OTHER_IN_PACKAGE);
        }
        // It may have been renamed since; its URI says that it is the same.
        let uri = identifier_of(then, "esco").ok_or(NOT_IN_PACKAGE)?;
        self.graph.by_identifier("esco", uri).map(|index| self.graph.node(index)).ok_or(GONE)
    }

    fn onet(&self, Coded { code, title }: &Coded) -> Result<&'g Node, &'static str> {
        self.bearing("onet", code, title, NO_OCCUPATION, OTHER_OCCUPATION)
    }

    /// The concept with an outside name, if it bears the title that the file gives it.
    fn bearing(
        &self,
        scheme: &str,
        value: &str,
        title: &str,
        missing: &'static str,
        other: &'static str,
    ) -> Result<&'g Node, &'static str> {
        let index = self.graph.by_identifier(scheme, value).ok_or(missing)?;
        let node = self.graph.node(index);
        let names = node.labels.iter().map(|label| (label.locale.as_str(), label.text.as_str()));
        if is_among(names, title) { Ok(node) } else { Err(other) }
    }
}

impl Resolved<'_> {
    /// The other names of the ESCO side in the language of the file.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &str> {
        self.esco.labels_in(LANGUAGE, LabelRole::Alternative)
    }
}

/// Whether a title is among names. Where there are none in its language, nothing speaks against it.
fn is_among<'n>(names: impl Iterator<Item = (&'n str, &'n str)>, title: &str) -> bool {
    let title = words(title);
    let mut names = names.filter(|(locale, _)| *locale == LANGUAGE).map(|(_, name)| words(name)).peekable();
    names.peek().is_none() || names.any(|name| name == title)
}

fn identifier<'n>(identifiers: &'n [entity::identifier::Model], scheme: &str) -> Option<&'n str> {
    identifiers.iter().find(|identifier| identifier.scheme == scheme).map(|identifier| identifier.value.as_str())
}

fn identifier_of<'i>(item: &'i ConceptItem, scheme: &str) -> Option<&'i str> {
    item.identifiers.iter().find(|(known, _)| known == scheme).map(|(_, value)| value.as_str())
}
