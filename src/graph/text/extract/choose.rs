//! Of mentions that overlap, which stay? The longest, and of those the surest.

use std::cmp::Reverse;

use entity::Kind;

use super::{
    super::{
        build::has_proper_names,
        hit::{How, Match},
        search::Asked,
        token::Words,
    },
    Mention,
    weigh::Weighed,
};
use crate::graph::Graph;

/// The mentions that are sure enough, in the order of the text.
pub(super) fn choose(
    asked: &Asked<'_>,
    text: &str,
    words: &Words,
    mut weighed: Vec<Weighed>,
    least: f32,
) -> Vec<Mention> {
    let entry = |weighed: &Weighed| asked.index.segments[weighed.spot.level].text(weighed.spot.text);
    weighed.retain(|weighed| weighed.confidence >= least);
    weighed.sort_by_cached_key(|weighed| {
        let sure = (weighed.confidence * 1e3) as u32;
        let (field, prior) = (entry(weighed).field, entry(weighed).prior);
        (
            Reverse(weighed.spot.length),
            Reverse(sure),
            field,
            Reverse(prior),
            weighed.spot.first,
            weighed.node,
            weighed.spot.text,
        )
    });
    // Names of roles have names of technologies in them: `Java developer` says both.
    let mut taken = [vec![false; words.len()], vec![false; words.len()]];
    let mut mentions = Vec::new();
    for weighed in &weighed {
        let range = weighed.spot.first..weighed.spot.first + weighed.spot.length;
        let (layer, may_be_within) = layer(asked.graph, weighed);
        let is_taken = |layer: usize| taken[layer][range.clone()].contains(&true);
        if is_taken(layer) || is_taken(1 - layer) && !may_be_within {
            continue;
        }
        taken[layer][range.clone()].fill(true);
        let bytes = words.span(range);
        let how = if &text[bytes.clone()] == label(asked, weighed) { How::Exact } else { How::Normalised };
        let segment = &asked.index.segments[weighed.spot.level];
        mentions.push(Mention {
            bytes,
            start: 0,
            end: 0,
            node: weighed.node,
            confidence: weighed.confidence,
            why: weighed.why,
            supported_by: weighed.supported_by,
            matched: Match::of(asked.graph, segment, entry(weighed), how),
        });
    }
    mentions.sort_by_key(|mention| (mention.bytes.start, Reverse(mention.bytes.end)));
    mentions
}

fn label<'g>(asked: &Asked<'g>, weighed: &Weighed) -> &'g str {
    let entry = asked.index.segments[weighed.spot.level].text(weighed.spot.text);
    &asked.graph.node(entry.node).labels[entry.place as usize].text
}

/// Roles on one layer, all else on the other; and whether it may stand within something of the other layer.
fn layer(graph: &Graph, weighed: &Weighed) -> (usize, bool) {
    match graph.node(weighed.node).kind() {
        Kind::Role | Kind::RoleGroup => (1, false),
        kind => (0, has_proper_names(kind)),
    }
}
