//! Letters for a terminal that knows only ASCII: one for one, so that tables stay tables.
use std::borrow::Cow;
use std::env;
use std::sync::OnceLock;

/// The text as this terminal can show it.
pub fn fit(text: &str) -> Cow<'_, str> {
    static SPEAKS_UTF8: OnceLock<bool> = OnceLock::new();
    match SPEAKS_UTF8.get_or_init(|| speaks_utf8(|name| env::var(name).ok())) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(ascii(text)),
    }
}

/// Whether the locale says nothing against it. Where it says nothing at all (a container, say) UTF-8
/// is what terminals mostly speak.
fn speaks_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    // The first of them that is set is the one that counts.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| variable(name))
        .find(|locale| !locale.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// What the reports and our own sentences use beyond ASCII; what a program says stays as it is.
fn ascii(text: &str) -> String {
    let letter = |c| match c {
        '─' | '–' | '━' => '-',
        '│' => '|',
        '→' => '>',
        '←' => '<',
        '…' => '.',
        '≤' => '<',
        c => c,
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)]) -> bool {
        speaks_utf8(|name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_counts() {
        assert!(with(&[]));
        assert!(with(&[("LANG", "de_DE.UTF-8")]));
        assert!(with(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8"), ("LANG", "C")]));
        assert!(!with(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]));
        assert!(!with(&[("LANG", "de_DE.ISO-8859-1")]));
        assert!(!with(&[("LANG", "POSIX")]));
    }

    #[test]
    fn a_table_stays_a_table() {
        let row = "age → 41  │ ← changed…";
        assert_eq!(ascii(row), "age > 41  | < changed.");
        assert_eq!(ascii(row).chars().count(), row.chars().count());
        assert_eq!(ascii("é"), "é");
    }
}
