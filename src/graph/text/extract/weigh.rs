//! How sure is it that a label means its concept here?

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{
    super::{
        build::has_proper_names,
        lexicon::{is_ordinary, is_stop_word},
        search::Asked,
        segment::Field,
        token::{Gap, Words},
    },
    Why,
    spot::Spot,
};
use crate::graph::{Direction, Graph, NodeIndex};

/// From here on a mention says something of others.
const STRONG: f32 = 0.6;
/// What others say of a mention is asked for so many concepts at most.
const MAX_STRONG: usize = 400;
/// How many relations of such a concept are followed each way: what has more is joined to nearly everything.
const MAX_LINKS: usize = 256;

/// A place where a label stands, and how sure it is that it means its concept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    pub(super) spot: Spot,
    pub(super) node: NodeIndex,
    pub(super) confidence: f32,
    pub(super) why: Why,
    pub(super) supported_by: usize,
}

/// How a label stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A name that can mean nothing else.
    Telling,
    /// A word of everyday language or a very short one, written as the name is, where capitals tell something.
    Capital,
    /// Such a word where capitals tell nothing: at the beginning of a sentence, or in a text of capitals.
    Perhaps,
    /// Such a word, written as everyday language has it.
    Plain,
}

/// Weighs all places.
pub(super) fn weigh(asked: &Asked<'_>, text: &str, words: &Words, spots: Vec<Spot>) -> Vec<Weighed> {
    let scene = Scene { asked, text, words };
    let mut weighed: Vec<_> = spots.into_iter().map(|spot| scene.alone(spot)).collect();
    // A list is read from its sure names outwards.
    for _ in 0..2 {
        let strong = scene.strong_words(&weighed);
        weighed.iter_mut().for_each(|(form, weighed)| scene.in_list(*form, weighed, &strong));
    }
    let strong = strong_concepts(&weighed);
    let support = supports(asked.graph, &weighed, &strong);
    for (form, weighed) in &mut weighed {
        weighed.supported_by = support.get(&weighed.node.0).copied().unwrap_or(0);
        in_context(*form, weighed, strong.contains(&weighed.node));
    }
    weighed.into_iter().map(|(_, weighed)| weighed).collect()
}

struct Scene<'s, 'g> {
    asked: &'s Asked<'g>,
    text: &'s str,
    words: &'s Words,
}

impl Scene<'_, '_> {
    /// What the place tells by itself.
    fn alone(&self, spot: Spot) -> (Form, Weighed) {
        let segment = &self.asked.index.segments[spot.level];
        let entry = segment.text(spot.text);
        let label = &self.asked.graph.node(entry.node).labels[entry.place as usize].text;
        let own = &self.text[self.words.span(spot.first..spot.first + spot.length)];
        let as_written = own == label;
        let proper = has_proper_names(entry.kind);
        let form = self.form(&spot, label, own, (proper, entry.field));
        let several = segment.contents.get(spot.text).iter().filter(|word| !is_stop_word(segment.words.word(**word)));
        let base: f32 = match (form, several.count()) {
            (Form::Telling, 0) => 0.2,
            (Form::Telling, 1) if proper || is_acronym(label) => 0.9,
            (Form::Telling, 1) => 0.7,
            (Form::Telling, _) => 0.9,
            (Form::Capital, _) if own.chars().count() == 1 => 0.4,
            (Form::Capital, _) => 0.62,
            (Form::Perhaps, _) => 0.35,
            (Form::Plain, _) => 0.12,
        };
        let mut confidence = base;
        if !as_written {
            confidence *= if spot.is_same { 0.97 } else { 0.92 };
        }
        confidence *= match entry.field {
            Field::Hidden => 0.93,
            Field::Alternative => 0.98,
            _ => 1.0,
        };
        if matches!(form, Form::Capital | Form::Perhaps) && self.is_first_name(&spot) {
            confidence *= 0.5;
        }
        let why = if as_written { Why::AsWritten } else { Why::OtherForm };
        let node = self.asked.graph.shown(entry.node, self.asked.kinds);
        (form, Weighed { spot, node, confidence, why, supported_by: 0 })
    }

    fn form(&self, spot: &Spot, label: &str, own: &str, (proper, field): (bool, Field)) -> Form {
        let folded = self.words.folded(spot.first);
        let letters = own.chars().count();
        let doubtful = match spot.length {
            1 => letters <= 2 && own.chars().all(char::is_alphabetic) || is_ordinary(folded),
            // `the hive` is not `TheHive`.
            length => {
                let apart = letters <= 5 || proper && !label.contains(' ');
                apart && (0..length).all(|at| is_ordinary(self.words.folded(spot.first + at)))
            }
        };
        if !doubtful {
            return Form::Telling;
        }
        let word = &self.words.words[spot.first];
        let upper = |text: &str| text.chars().any(char::is_uppercase);
        let all_upper = |text: &str| upper(text) && !text.chars().any(char::is_lowercase);
        let shouting = all_upper(own) && letters > 1 && !all_upper(label) || self.is_shouted(spot);
        let same_case = own == label || all_upper(own) && all_upper(label);
        match () {
            () if !upper(own) => Form::Plain,
            // Hidden labels are what people type, and tell nothing of case.
            () if !upper(label) && field == Field::Hidden && letters > 2 => match word.begins {
                true => Form::Perhaps,
                false => Form::Capital,
            },
            () if !upper(label) => Form::Plain,
            () if letters == 1 && self.is_among_letters(spot.first) => Form::Plain,
            () if shouting => Form::Perhaps,
            () if !same_case && !all_upper(own) => Form::Plain,
            () if word.begins && !is_acronym(label) && !has_inner_capital(label) => Form::Perhaps,
            () => Form::Capital,
        }
    }

    /// Whether a letter stands beside others, with a slash between them: `m/f/d`.
    fn is_among_letters(&self, place: usize) -> bool {
        let is_letter = |place: usize| self.words.folded(place).chars().count() == 1;
        let joined =
            |place: usize| self.words.words.get(place).is_some_and(|word| word.joined && word.gap == Gap::List);
        joined(place) && is_letter(place - 1) || joined(place + 1) && is_letter(place + 1)
    }

    /// Whether a word that nobody knows follows with a capital: somebody's surname, or the rest of a company's name.
    fn is_first_name(&self, spot: &Spot) -> bool {
        let place = spot.first + spot.length;
        self.words.words.get(place).is_some_and(|word| word.gap == Gap::Blank && !word.joined)
            && self.text[self.words.span(place..place + 1)].starts_with(char::is_uppercase)
            && !self.asked.index.knows(self.words.folded(place))
    }

    /// Whether the words around are all capitals too: a heading.
    fn is_shouted(&self, spot: &Spot) -> bool {
        let around = [spot.first.checked_sub(1), Some(spot.first + spot.length)];
        let mut known = around.into_iter().flatten().filter(|place| *place < self.words.len());
        let shouted = |place: usize| {
            let word = &self.text[self.words.span(place..place + 1)];
            word.chars().count() > 4 && word.chars().all(char::is_uppercase)
        };
        known.any(shouted)
    }

    /// The words that surely belong to names of technologies.
    fn strong_words(&self, weighed: &[(Form, Weighed)]) -> Vec<bool> {
        let mut strong = vec![false; self.words.len()];
        for (_, weighed) in weighed {
            let kind = self.asked.graph.node(weighed.node).kind();
            if weighed.confidence >= STRONG && has_proper_names(kind) {
                let first = weighed.spot.first;
                strong[first..first + weighed.spot.length].fill(true);
            }
        }
        strong
    }

    /// A doubtful word in a list of names is one itself.
    fn in_list(&self, form: Form, weighed: &mut Weighed, strong: &[bool]) {
        let kind = self.asked.graph.node(weighed.node).kind();
        if form == Form::Telling || !has_proper_names(kind) || weighed.why == Why::InList {
            return;
        }
        let (left, right) = (self.left(&weighed.spot, strong), self.right(&weighed.spot, strong));
        let listed = match form {
            Form::Plain => matches!((left, right), (Side::Name, Side::Name | Side::End) | (Side::End, Side::Name)),
            _ => left == Side::Name || right == Side::Name || (left, right) == (Side::End, Side::End),
        };
        if listed {
            weighed.confidence = weighed.confidence.max(if form == Form::Plain { 0.66 } else { 0.8 });
            weighed.why = Why::InList;
        }
    }

    fn left(&self, spot: &Spot, strong: &[bool]) -> Side {
        let gap = self.words.words[spot.first].gap;
        match spot.first.checked_sub(1) {
            None => Side::End,
            Some(before) if gap == Gap::List && strong[before] => Side::Name,
            Some(before) if gap == Gap::Blank && self.joins(before) => match before.checked_sub(1) {
                Some(name) if strong[name] => Side::Name,
                _ => Side::Text,
            },
            Some(_) if gap == Gap::Break => Side::End,
            Some(_) => Side::Text,
        }
    }

    fn right(&self, spot: &Spot, strong: &[bool]) -> Side {
        let after = spot.first + spot.length;
        let Some(word) = self.words.words.get(after) else { return Side::End };
        match word.gap {
            Gap::List if strong[after] => Side::Name,
            Gap::Break => Side::End,
            Gap::Blank | Gap::List if self.joins(after) => match strong.get(after + 1) {
                Some(true) => Side::Name,
                _ => Side::Text,
            },
            _ => Side::Text,
        }
    }

    /// Whether a word joins the items of a list.
    fn joins(&self, place: usize) -> bool {
        matches!(self.words.folded(place), "and" | "or" | "und" | "oder" | "et" | "ou" | "y" | "o" | "en" | "of")
    }
}

/// What stands beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The name of a technology, in a list.
    Name,
    /// The end of a line, sentence or bracket.
    End,
    /// Other text.
    Text,
}

fn is_acronym(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic());
    label.chars().count() > 1 && letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)
}

fn has_inner_capital(label: &str) -> bool {
    label.chars().skip(1).any(char::is_uppercase)
}

fn strong_concepts(weighed: &[(Form, Weighed)]) -> BTreeSet<NodeIndex> {
    let strong = weighed.iter().filter(|(_, weighed)| weighed.confidence >= STRONG);
    strong
        .map(|(_, weighed)| weighed.node)
        .take(MAX_STRONG * 8)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .take(MAX_STRONG)
        .collect()
}

/// How many surely named concepts each concept is joined to.
fn supports(graph: &Graph, weighed: &[(Form, Weighed)], strong: &BTreeSet<NodeIndex>) -> FxHashMap<u32, usize> {
    // For each concept that is named, who was the last to be seen joined to it: each counts once.
    let mut last: FxHashMap<u32, (u32, usize)> =
        weighed.iter().map(|(_, weighed)| (weighed.node.0, (u32::MAX, 0))).collect();
    for index in strong {
        for same in graph.same_as(*index) {
            for direction in [Direction::Outgoing, Direction::Incoming] {
                for link in graph.all_links(same, direction).iter().take(MAX_LINKS) {
                    let other = graph.representative(link.other);
                    if let Some((by, count)) = last.get_mut(&other.0).filter(|(by, _)| *by != index.0)
                        && other != *index
                    {
                        (*by, *count) = (index.0, *count + 1);
                    }
                }
            }
        }
    }
    last.into_iter().map(|(node, (_, count))| (node, count)).collect()
}

/// What the rest of the text says of a mention.
fn in_context(form: Form, weighed: &mut Weighed, is_sure_elsewhere: bool) {
    let others = weighed.supported_by.min(4) as f32;
    let (rest, before) = (1.0 - weighed.confidence, weighed.confidence);
    weighed.confidence = match form {
        Form::Telling => 1.0 - rest * 0.9_f32.powf(others),
        Form::Capital => 1.0 - rest * 0.75_f32.powf(others),
        Form::Perhaps if is_sure_elsewhere => before.max(0.6),
        Form::Perhaps => 1.0 - rest * 0.8_f32.powf(others),
        Form::Plain => before,
    };
    if form != Form::Telling && before < 0.5 && weighed.confidence >= 0.5 {
        weighed.why = Why::InContext;
    }
}
