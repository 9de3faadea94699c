//! Texts that have to fit, and numbers in them.

/// The number of characters.
pub(crate) fn count(text: &str) -> usize {
    text.chars().count()
}

/// At most `width` characters, the last of them an ellipsis if something is left out.
pub fn truncated(text: &str, width: usize) -> String {
    match count(text) > width {
        true => text.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

/// `1 execution`, `2,000 executions`
pub fn counted(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", with_commas(n), if n == 1 { "" } else { "s" })
}

/// A number with a comma between thousands.
pub fn with_commas(n: u64) -> String {
    let (thousands, rest) = (n / 1_000, n % 1_000);
    if thousands == 0 { rest.to_string() } else { format!("{},{rest:03}", with_commas(thousands)) }
}
