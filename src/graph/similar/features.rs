//! What a concept has in one respect: features with their values, each feature once.

/// Features by their keys, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Features(Vec<(u64, f32)>);

impl Features {
    /// Those that some keys name: the value follows from how often each is there.
    pub(super) fn counted(mut keys: Vec<u64>, value: impl Fn(usize) -> f32) -> Self {
        keys.sort_unstable();
        Self(keys.chunk_by(|one, other| one == other).map(|same| (same[0], value(same.len()))).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys with values, in the order of the keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, f32)> {
        self.0.iter().copied()
    }

    pub(super) fn get(&self, key: u64) -> Option<f32> {
        let place = self.0.binary_search_by_key(&key, |(known, _)| *known).ok()?;
        Some(self.0[place].1)
    }
}

impl FromIterator<(u64, f32)> for Features {
    /// A feature that comes several times has the greatest of its values.
    fn from_iter<I: IntoIterator<Item = (u64, f32)>>(features: I) -> Self {
        let mut features: Vec<_> = features.into_iter().collect();
        features.sort_unstable_by(|(left, one), (right, other)| left.cmp(right).then_with(|| other.total_cmp(one)));
        features.dedup_by_key(|(key, _)| *key);
        Self(features)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_values_of_a_feature_the_greatest_counts() {
        let features: Features = [(7, 0.5), (3, 1.0), (7, 0.75), (7, 0.25)].into_iter().collect();
        assert_eq!(features.iter().collect::<Vec<_>>(), [(3, 1.0), (7, 0.75)]);
        assert_eq!((features.get(7), features.get(5)), (Some(0.75), None));
    }

    #[test]
    fn keys_are_counted() {
        let features = Features::counted(vec![2, 9, 2, 2], |count| count as f32);
        assert_eq!(features.iter().collect::<Vec<_>>(), [(2, 3.0), (9, 1.0)]);
    }
}
