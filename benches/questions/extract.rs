//! How fast is `extract`?

use entity::Kind;
use skillgraph::graph::{Graph, KindSet, Order};

use super::each;

/// How long the texts are, in bytes.
const LENGTH: usize = 5_000;

pub(crate) fn measure(graph: &Graph) {
    let texts = texts(graph);
    each("extract from 5 kB", 3.0, &texts, |text| graph.extract(text, None, 0.5));
    each("extract from 5 kB, all kinds", 3.0, &texts, |text| graph.extract(text, Some(KindSet::ALL), 0.5));
    let long = [texts.concat().chars().take(100_000).collect::<String>()];
    each("extract from 100 kB", 60.0, &long, |text| graph.extract(text, None, 0.5));
}

/// Advertisements as they could be: what a role is, what it requires and what somebody does in it.
fn texts(graph: &Graph) -> Vec<String> {
    let roles = graph.of_kind(Kind::Role, Order::Slug);
    let step = (roles.len() / 100).max(1);
    let mut told = roles.iter().step_by(step).flat_map(|role| {
        let node = graph.node(*role);
        let required = graph.all_links(*role, skillgraph::graph::Direction::Outgoing).iter().take(40);
        let named = required.map(|link| graph.node(link.other).preferred_label("en").to_owned());
        let notes = node.notes.iter().map(|note| note.text.clone());
        std::iter::once(format!("We are looking for: {}.", node.preferred_label("en"))).chain(notes).chain(named)
    });
    let mut texts = Vec::new();
    let mut text = String::new();
    for line in &mut told {
        text.push_str(&line);
        text.push_str(if text.len().is_multiple_of(3) { ", " } else { ".\n" });
        if text.len() >= LENGTH {
            text.truncate(text.floor_char_boundary(LENGTH));
            texts.push(std::mem::take(&mut text));
        }
    }
    texts
}
