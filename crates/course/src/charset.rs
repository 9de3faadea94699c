//! Text for terminals that can show ASCII only. Each character is replaced by one character, so that
//! tables stay aligned.
use std::borrow::Cow;
use std::env;
use std::sync::OnceLock;

/// The text as this terminal can show it.
pub fn to_terminal(text: &str) -> Cow<'_, str> {
    static IS_UTF8: OnceLock<bool> = OnceLock::new();
    match IS_UTF8.get_or_init(|| is_utf8(|name| env::var(name).ok())) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(to_ascii(text)),
    }
}

/// Whether the locale allows UTF-8. So does an environment without a locale, such as a container.
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    // The first of them that is set takes precedence.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| variable(name))
        .find(|locale| !locale.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Replaces the non-ASCII characters of the course's own messages and reports; other text is unchanged.
fn to_ascii(text: &str) -> String {
    let replace = |c| match c {
        '─' | '–' | '━' => '-',
        '│' => '|',
        '→' => '>',
        '←' => '<',
        '…' => '.',
        '≤' => '<',
        c => c,
    };
    text.chars().map(replace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)]) -> bool {
        is_utf8(|name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_takes_precedence() {
        assert!(with(&[]));
        assert!(with(&[("LANG", "de_DE.UTF-8")]));
        assert!(with(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8"), ("LANG", "C")]));
        assert!(!with(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]));
        assert!(!with(&[("LANG", "de_DE.ISO-8859-1")]));
        assert!(!with(&[("LANG", "POSIX")]));
    }

    #[test]
    fn tables_stay_aligned() {
        let row = "age → 41  │ ← changed…";
        assert_eq!(to_ascii(row), "age > 41  | < changed.");
        assert_eq!(to_ascii(row).chars().count(), row.chars().count());
        assert_eq!(to_ascii("é"), "é");
    }
}
