//! Suggests the name that was probably meant.

/// The candidate most similar to `typed`, if one is similar enough or starts with it.
pub(crate) fn nearest<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let is_prefix = |candidate: &str| typed.len() >= 2 && candidate.starts_with(&typed);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&typed, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= 1 + candidate.chars().count() / 4 || is_prefix(candidate)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["loon", "coffee", "cat", "db", "philosophers"];

    #[test]
    fn a_misspelled_name_is_recognized() {
        assert_eq!(nearest("cofee", NAMES), Some("coffee"));
        assert_eq!(nearest("Loon", NAMES), Some("loon"));
        assert_eq!(nearest("act", NAMES), Some("cat"));
        assert_eq!(nearest("bd", NAMES), Some("db"));
    }

    #[test]
    fn a_prefix_is_completed() {
        assert_eq!(nearest("phil", NAMES), Some("philosophers"));
    }

    #[test]
    fn an_unrelated_word_gets_no_suggestion() {
        assert_eq!(nearest("kubernetes", NAMES), None);
    }
}
