//! Titles of occupations in the form in which they are compared.

use super::super::slug::slug;

/// The words of a title: small, without accents and punctuation, and each in the singular, since ESCO names one who does
/// the work ("software developer") and O*NET all of them ("Software Developers").
pub(in crate::import) fn words(title: &str) -> String {
    slug(title).split('-').map(singular).collect::<Vec<_>>().join(" ")
}

/// What is left over when a class has been divided, as O*NET names it.
pub(super) fn is_left_over(title: &str) -> bool {
    title.ends_with(", All Other")
}

/// A word in the singular, as far as its ending tells. Wrong singulars do no harm where both sides get them.
fn singular(word: &str) -> String {
    const SIBILANTS: &[&str] = &["sses", "shes", "ches", "xes", "zes"];
    match word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        Some(stem) => format!("{stem}y"),
        None if SIBILANTS.iter().any(|ending| word.ends_with(ending)) => word[..word.len() - 2].to_owned(),
        None if word.ends_with("ss") || word.len() < 4 => word.to_owned(),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_agree_whatever_their_case_number_accents_and_punctuation() {
        for (esco, onet) in [
            ("software developer", "Software Developers"),
            ("fire prevention and protection engineer", "Fire-Prevention and Protection Engineers"),
            ("nanny", "Nannies"),
            ("waitress", "Waitresses"),
            ("boiler watch", "Boiler Watches"),
            ("dance répétiteur", "dance repetiteur"),
            ("Ships’ engineers", "Ships' engineers"),
            ("microsystem engineer", "Microsystems Engineers"),
        ] {
            assert_eq!(words(esco), words(onet));
        }
        assert_ne!(words("web developer"), words("Web Administrators"));
        assert_ne!(words("glass worker"), words("Gas Workers"));
    }

    #[test]
    fn only_a_title_that_says_so_is_left_over() {
        assert!(is_left_over("Managers, All Other"));
        assert!(!is_left_over("Managers"));
    }
}
