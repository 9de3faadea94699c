//! Differences between two texts, line by line.
use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::screen::{BOLD, DIM, paint};

/// Lines that only the old text has.
pub const REMOVED: Style = AnsiColor::Red.on_default();
/// Lines that only the new text has.
pub const ADDED: Style = AnsiColor::Green.on_default();

/// How many lines were added and removed.
pub fn count(old: &str, new: &str) -> (usize, usize) {
    let diff = TextDiff::from_lines(old, new);
    let of = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    (of(ChangeTag::Insert), of(ChangeTag::Delete))
}

/// A unified diff in color, with at most three lines of context.
pub fn unified(old: &str, new: &str, from: &str, to: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(3).header(from, to).to_string();
    let style = |line: &str| match line.as_bytes() {
        [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => BOLD,
        [b'-', ..] => REMOVED,
        [b'+', ..] => ADDED,
        [b'@', ..] => DIM,
        _ => Style::new(),
    };
    text.lines().map(|line| paint(style(line), line) + "\n").collect()
}
