//! Words of which more must be known than that they occur: kept as lists beside this file, in `words/`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static STOP: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| words(include_str!("words/stop.txt")));
static ORDINARY: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| words(include_str!("words/ordinary.txt")));
static LEVEL: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| words(include_str!("words/level.txt")));

fn words(list: &'static str) -> FxHashSet<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// Whether a folded word says nothing of a skill by itself, such as `of`.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP.contains(word)
}

/// Whether a folded word that can be a name is also a word of everyday English, such as `go`.
pub(super) fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(word) || is_stop_word(word)
}

/// Whether a folded word beside a name tells how well or how long, such as `senior` or `years`.
pub(super) fn is_level(word: &str) -> bool {
    LEVEL.contains(word)
}
