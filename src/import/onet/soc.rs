//! The groups of the Standard Occupational Classification, by which O*NET orders its occupations.
//!
//! The tables of O*NET have the codes and not the titles of the groups; `soc-2018.tsv` has them.

use std::{
    collections::BTreeMap,
    ops::Bound::{Included, Unbounded},
    sync::LazyLock,
};

/// The major and minor groups of the classification of 2018, by their codes.
static GROUPS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("soc-2018.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// A group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Such as `15-1200`.
    pub(super) code: &'static str,
    /// Its official title.
    pub(super) title: &'static str,
    /// 1 for a major group, 2 for a minor one.
    pub(super) level: i16,
}

/// The groups that an occupation belongs to, the wider first. None for a code of another classification.
///
/// A group has the codes from its own to the next group's: 15-1252 is in 15-1200, for there is no 15-1250 among them.
pub(super) fn groups_of(occupation: &str) -> Vec<Group> {
    let Some((major, code)) = occupation.get(..2).zip(occupation.get(..7)) else { return Vec::new() };
    let major = format!("{major}-0000");
    let major = GROUPS.get_key_value(&*major).map(|(code, title)| Group { code, title, level: 1 });
    let minor = GROUPS.range::<str, _>((Unbounded, Included(code))).next_back().map(|(code, title)| Group {
        code,
        title,
        level: 2,
    });
    match (major, minor) {
        (Some(major), Some(minor)) if minor.code == major.code => vec![major],
        (Some(major), Some(minor)) => vec![major, minor],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(occupation: &str) -> Vec<&'static str> {
        groups_of(occupation).iter().map(|group| group.code).collect()
    }

    #[test]
    fn the_classification_has_23_major_and_98_minor_groups() {
        let major = GROUPS.keys().filter(|code| code.ends_with("-0000")).count();
        assert_eq!((major, GROUPS.len() - major), (23, 98));
    }

    #[test]
    fn a_minor_group_does_not_always_end_in_three_zeros() {
        assert_eq!(codes("11-1011.00"), ["11-0000", "11-1000"]);
        assert_eq!(codes("15-1252.01"), ["15-0000", "15-1200"]);
        assert_eq!(codes("31-1131.00"), ["31-0000", "31-1100"]);
        assert_eq!(codes("51-5112.00"), ["51-0000", "51-5100"]);
    }

    #[test]
    fn a_code_of_another_classification_has_no_group_or_only_a_wide_one() {
        assert_eq!(codes("15-1132.00"), ["15-0000"]);
        assert_eq!(codes("99-1011.00"), [""; 0]);
        assert_eq!(codes("2512"), [""; 0]);
    }
}
