//! What a technology is for, by the commodity of the UNSPSC that O*NET lists it under.

use std::{collections::HashMap, sync::LazyLock};

use entity::ToolType;

/// The types by the codes of the commodities.
static TYPES: LazyLock<HashMap<&str, ToolType>> = LazyLock::new(|| {
    let lines = include_str!("tool-types.tsv").lines().filter(|line| !line.starts_with('#'));
    let cells = lines.filter_map(|line| line.split_once('\t'));
    cells.filter_map(|(code, rest)| Some((code, rest.split_once('\t')?.0.parse().ok()?))).collect()
});

/// The type of a technology; that of a commodity which no release had so far is not known.
pub(super) fn tool_type(commodity: &str) -> ToolType {
    TYPES.get(commodity).copied().unwrap_or(ToolType::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let lines = include_str!("tool-types.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((TYPES.len(), lines), (135, 135));
    }

    #[test]
    fn a_commodity_that_is_not_in_the_table_has_no_type_in_particular() {
        assert_eq!(tool_type("43232304"), ToolType::Database);
        assert_eq!(tool_type("00000000"), ToolType::Other);
    }
}
