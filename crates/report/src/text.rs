//! Text that has to fit.

/// At most `width` characters, the last of them an ellipsis if something is left out.
pub fn truncated(text: &str, width: usize) -> String {
    match text.chars().count() > width {
        true => text.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_owned(),
    }
}
