//! Edits of a text.
use std::ops::Range;

use syn::spanned::Spanned;

use crate::mutants::source::{Source, bytes};

/// A range of bytes and its replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

/// All edits of one mutant.
pub(crate) type Edits = Vec<Edit>;

pub(crate) fn replace(node: &(impl Spanned + ?Sized), text: impl Into<String>) -> Edit {
    Edit { range: bytes(node), text: text.into() }
}

pub(crate) fn before(node: &(impl Spanned + ?Sized), text: impl Into<String>) -> Edit {
    let start = bytes(node).start;
    Edit { range: start..start, text: text.into() }
}

pub(crate) fn after(node: &(impl Spanned + ?Sized), text: impl Into<String>) -> Edit {
    let end = bytes(node).end;
    Edit { range: end..end, text: text.into() }
}

/// Removes a statement, together with its line if nothing else is on it.
pub(crate) fn remove(source: &Source, node: &(impl Spanned + ?Sized)) -> Edit {
    let Range { start, end } = bytes(node);
    let before = &source.text[..start];
    let line = before.trim_end_matches([' ', '\t']);
    let start = if line.ends_with('\n') { line.len() - 1 } else { start };
    Edit { range: start..end, text: String::new() }
}

/// Applies all edits; `None` if two of them overlap.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut changed = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        if edit.range.start < at {
            return None;
        }
        changed.push_str(&text[at..edit.range.start]);
        changed.push_str(&edit.text);
        at = edit.range.end;
    }
    changed.push_str(&text[at..]);
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_from_left_to_right() {
        let edit = |range, text: &str| Edit { range, text: text.to_owned() };
        let edits = [edit(4..5, "x"), edit(0..1, "y"), edit(2..2, "-")];
        assert_eq!(apply("abcdef", &edits).as_deref(), Some("yb-cdxf"));
        assert_eq!(apply("abcdef", &[edit(0..2, ""), edit(1..3, "")]), None);
    }
}
