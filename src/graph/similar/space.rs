//! Items as sparse vectors, and how near each is to each: the cosine of the angle between them.
//!
//! What is kept are the raw values; what a feature weighs follows from who has it, and is kept for each feature. So a
//! change of one item alters the features that it has, or had, and the lengths of the items that share them, and
//! nothing else. Everything large is a persistent collection: the space before a change and the one after it share the
//! rest.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use imbl::{GenericHashMap, Vector, shared_ptr::DefaultSharedPtr};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::features::Features;

/// What a feature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighing {
    /// The value times ln(N / n), where n of all N items have the feature (inverse document frequency, Spärck Jones
    /// 1972). N is rounded up to a power of two, so that one item more does not shift all weights. What only one item
    /// has weighs nothing: nobody can share it.
    Rarity,
    /// By how much the value differs from the mean of those that have the feature: what is unusual for the item, not
    /// what is common to all.
    Deviation,
}

/// A number with a value: of a feature in the vector of an item, of an item in the postings of a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    at: u32,
    raw: f32,
}

type Entries = Arc<[Entry]>;

/// The vectors of all items in one respect. Items are numbered by the caller, features are found by their keys.
#[derive(Clone, Debug)]
pub(super) struct Space {
    weighing: Weighing,
    numbers: GenericHashMap<u64, u32, FxBuildHasher, DefaultSharedPtr>,
    /// By item, what it has, sorted by feature.
    vectors: Vector<Entries>,
    /// By feature, who has it, sorted by item.
    postings: Vector<Entries>,
    /// By feature: its rarity, or the mean of its values.
    scalars: Arc<Vec<f64>>,
    /// By item: one by the length of its vector; zero if it has none.
    scales: Arc<Vec<f32>>,
    /// How many items have a vector.
    filled: usize,
}

impl Space {
    /// The space of items that are numbered in their order.
    pub(super) fn of(weighing: Weighing, items: &[Features]) -> Self {
        let mut numbers = FxHashMap::default();
        let mut vector = Vec::new();
        let vectors = items.iter().map(|features| {
            vector.clear();
            vector.extend(features.iter().map(|(key, raw)| {
                let next = numbers.len() as u32;
                Entry { at: *numbers.entry(key).or_insert(next), raw }
            }));
            vector.sort_unstable_by_key(|entry| entry.at);
            Entries::from(vector.as_slice())
        });
        let vectors: Vec<_> = vectors.collect();
        let mut space = Self {
            weighing,
            filled: items.iter().filter(|features| !features.is_empty()).count(),
            postings: turned(&vectors, numbers.len()).collect(),
            vectors: vectors.into_iter().collect(),
            numbers: numbers.into_iter().collect(),
            scalars: Arc::default(),
            scales: Arc::default(),
        };
        let total = space.total();
        space.scalars = Arc::new(space.postings.iter().map(|postings| space.scalar(postings, total)).collect());
        space.scales = Arc::new(space.vectors.iter().map(|vector| space.scale(vector)).collect());
        space
    }

    /// The space after some items have come to have other features. New items have the numbers after the last.
    pub(super) fn after(&self, items: BTreeMap<u32, Features>) -> Self {
        let mut next = self.clone();
        let total = self.total();
        let mut moved = BTreeMap::<u32, BTreeMap<u32, Option<f32>>>::new();
        let mut changed = BTreeSet::new();
        for (item, features) in items {
            let differences = next.replace(item, &features);
            if !differences.is_empty() {
                changed.insert(item);
            }
            for (feature, raw) in differences {
                moved.entry(feature).or_default().insert(item, raw);
            }
        }
        if moved.is_empty() {
            return next;
        }
        for (feature, items) in &moved {
            next.postings[*feature as usize] = merged(&next.postings[*feature as usize], items);
        }
        let all = next.total() != total && self.weighing == Weighing::Rarity;
        next.weigh(all, moved.keys().copied(), changed);
        next
    }

    /// Gives an item its features, and says which of them it did not have before, or had with another value.
    fn replace(&mut self, item: u32, features: &Features) -> Vec<(u32, Option<f32>)> {
        while self.vectors.len() <= item as usize {
            self.vectors.push_back(Entries::from([]));
        }
        let mut vector: Vec<_> = features.iter().map(|(key, raw)| Entry { at: self.number(key), raw }).collect();
        vector.sort_unstable_by_key(|entry| entry.at);
        let old = std::mem::replace(&mut self.vectors[item as usize], Entries::from(vector));
        let new = &self.vectors[item as usize];
        self.filled += usize::from(!new.is_empty());
        self.filled -= usize::from(!old.is_empty());
        let gone = old.iter().filter(|entry| find(new, entry.at).is_none()).map(|entry| (entry.at, None));
        let come = new.iter().filter(|entry| find(&old, entry.at) != Some(entry.raw));
        gone.chain(come.map(|entry| (entry.at, Some(entry.raw)))).collect()
    }

    fn number(&mut self, key: u64) -> u32 {
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.postings.len() as u32;
        self.numbers.insert(key, number);
        self.postings.push_back(Entries::from([]));
        number
    }

    /// Works out anew what some features weigh, or all, and how long the vectors are in which they occur.
    fn weigh(&mut self, all: bool, moved: impl Iterator<Item = u32>, mut changed: BTreeSet<u32>) {
        let (total, count) = (self.total(), self.postings.len());
        let mut scalars = Arc::unwrap_or_clone(std::mem::take(&mut self.scalars));
        scalars.resize(count, 0.0);
        let features: Vec<_> = if all { (0..count as u32).collect() } else { moved.collect() };
        for feature in features {
            let postings = &self.postings[feature as usize];
            let scalar = self.scalar(postings, total);
            if scalar != scalars[feature as usize] {
                scalars[feature as usize] = scalar;
                changed.extend(postings.iter().map(|entry| entry.at));
            }
        }
        self.scalars = Arc::new(scalars);
        let mut scales = Arc::unwrap_or_clone(std::mem::take(&mut self.scales));
        scales.resize(self.vectors.len(), 0.0);
        for item in changed {
            scales[item as usize] = self.scale(&self.vectors[item as usize]);
        }
        self.scales = Arc::new(scales);
    }

    fn total(&self) -> f64 {
        self.filled.next_power_of_two() as f64
    }

    fn scalar(&self, postings: &[Entry], total: f64) -> f64 {
        match self.weighing {
            Weighing::Rarity if postings.len() < 2 => 0.0,
            Weighing::Rarity => (total / postings.len() as f64).ln(),
            Weighing::Deviation if postings.is_empty() => 0.0,
            Weighing::Deviation => {
                postings.iter().map(|entry| f64::from(entry.raw)).sum::<f64>() / postings.len() as f64
            }
        }
    }

    fn scale(&self, vector: &[Entry]) -> f32 {
        let squares: f64 = vector.iter().map(|entry| self.weight(entry.at, entry.raw).powi(2)).sum();
        if squares > 1e-12 { (1.0 / squares.sqrt()) as f32 } else { 0.0 }
    }

    fn weight(&self, feature: u32, raw: f32) -> f64 {
        let scalar = self.scalars[feature as usize];
        match self.weighing {
            Weighing::Rarity => f64::from(raw) * scalar,
            Weighing::Deviation => f64::from(raw) - scalar,
        }
    }

    /// What the features of an item weigh by themselves, by their keys: how rare they are, or by how much they differ.
    pub(super) fn weight_of(&self, key: u64, raw: f32) -> f64 {
        self.numbers.get(&key).map_or(0.0, |feature| self.weight(*feature, raw))
    }

    /// One by the length of the vector of an item; zero if it has none, or all it has weighs nothing.
    pub(super) fn scale_of(&self, item: u32) -> f64 {
        self.scales.get(item as usize).copied().map_or(0.0, f64::from)
    }

    /// Adds the cosines of an item with all others, times a weight, to the sums of these. `room` has a place for each and
    /// is all zeros, before and after.
    pub(super) fn add_cosines(&self, item: u32, times: f64, room: &mut [f64], sums: &mut [f64]) {
        let Some(vector) = self.vectors.get(item as usize) else { return };
        for entry in vector.iter() {
            let (weight, scalar) = (self.weight(entry.at, entry.raw), self.scalars[entry.at as usize]);
            let postings = self.postings[entry.at as usize].iter();
            match self.weighing {
                _ if weight == 0.0 => {}
                Weighing::Rarity => {
                    let weight = weight * scalar;
                    postings.for_each(|other| room[other.at as usize] += weight * f64::from(other.raw));
                }
                Weighing::Deviation => {
                    postings.for_each(|other| room[other.at as usize] += weight * (f64::from(other.raw) - scalar));
                }
            }
        }
        let own = self.scale_of(item) * times;
        for ((product, scale), sum) in room.iter_mut().zip(self.scales.iter()).zip(sums) {
            if *product != 0.0 {
                *sum += *product * own * f64::from(*scale);
                *product = 0.0;
            }
        }
    }
}

/// Who has each of so many features, from what each item has.
fn turned(vectors: &[Entries], features: usize) -> impl Iterator<Item = Entries> {
    let mut ends = vec![0; features];
    let all = || (0..).zip(vectors).flat_map(|(item, vector)| vector.iter().map(move |entry| (item, entry)));
    all().for_each(|(_, entry)| ends[entry.at as usize] += 1);
    let mut total = 0;
    for end in &mut ends {
        // For now where it begins; each entry moves it on.
        (*end, total) = (total, total + *end);
    }
    let mut postings = vec![Entry { at: 0, raw: 0.0 }; total];
    for (item, entry) in all() {
        let next = &mut ends[entry.at as usize];
        postings[*next] = Entry { at: item, raw: entry.raw };
        *next += 1;
    }
    let mut start = 0;
    ends.into_iter().map(move |end| Entries::from(&postings[std::mem::replace(&mut start, end)..end]))
}

fn find(entries: &[Entry], at: u32) -> Option<f32> {
    let place = entries.binary_search_by_key(&at, |entry| entry.at).ok()?;
    Some(entries[place].raw)
}

/// Postings after some items have come, gone or changed.
fn merged(old: &[Entry], items: &BTreeMap<u32, Option<f32>>) -> Entries {
    let kept = old.iter().filter(|entry| !items.contains_key(&entry.at)).copied();
    let new = items.iter().filter_map(|(at, raw)| Some(Entry { at: *at, raw: (*raw)? }));
    let mut all: Vec<_> = kept.chain(new).collect();
    all.sort_unstable_by_key(|entry| entry.at);
    all.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_features() -> impl Strategy<Value = Features> {
        let features = (0_u64..8, prop::sample::select(&[0.25_f32, 0.5, 1.0][..]));
        proptest::collection::vec(features, 0..6).prop_map(|features| features.into_iter().collect())
    }

    /// What a feature weighs for who has it, as the definition has it.
    fn weight(weighing: Weighing, items: &[Features], key: u64, raw: f32) -> f64 {
        let values: Vec<_> = items.iter().filter_map(|item| item.get(key)).map(f64::from).collect();
        let filled = items.iter().filter(|item| !item.is_empty()).count();
        match weighing {
            Weighing::Deviation => f64::from(raw) - values.iter().sum::<f64>() / values.len() as f64,
            Weighing::Rarity if values.len() < 2 => 0.0,
            Weighing::Rarity => f64::from(raw) * (filled.next_power_of_two() as f64 / values.len() as f64).ln(),
        }
    }

    fn cosine(weighing: Weighing, items: &[Features], one: &Features, other: &Features) -> f64 {
        let weights = |item: &Features| -> BTreeMap<u64, f64> {
            item.iter().map(|(key, raw)| (key, weight(weighing, items, key, raw))).collect()
        };
        let (one, other) = (weights(one), weights(other));
        let length = |item: &BTreeMap<u64, f64>| item.values().map(|weight| weight.powi(2)).sum::<f64>().sqrt();
        let dot: f64 = one.iter().filter_map(|(key, weight)| Some(weight * other.get(key)?)).sum();
        let lengths = length(&one) * length(&other);
        if lengths > 1e-6 { dot / lengths } else { 0.0 }
    }

    proptest! {
        #[test]
        fn cosines_are_those_of_the_definition_however_the_items_came_to_be(
            first in proptest::collection::vec(any_features(), 0..8),
            changes in proptest::collection::vec(proptest::collection::btree_map(0_u32..12, any_features(), 1..4), 0..5),
            rarity in any::<bool>(),
        ) {
            let weighing = if rarity { Weighing::Rarity } else { Weighing::Deviation };
            let mut space = Space::of(weighing, &first);
            let mut items = first;
            for change in changes {
                space = space.after(change.clone());
                for (item, features) in change {
                    items.resize(items.len().max(item as usize + 1), Features::default());
                    items[item as usize] = features;
                }
            }
            for (item, one) in items.iter().enumerate() {
                let (mut room, mut cosines) = (vec![0.0; items.len()], vec![0.0; items.len()]);
                space.add_cosines(item as u32, 1.0, &mut room, &mut cosines);
                prop_assert!(room.iter().all(|product| *product == 0.0));
                for (other, cosine_found) in items.iter().zip(cosines) {
                    let expected = cosine(weighing, &items, one, other);
                    prop_assert!((cosine_found - expected).abs() < 1e-5, "{cosine_found} {expected}");
                }
            }
        }
    }
}
