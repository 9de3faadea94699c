//! A mutant as a small diff against the answer.
use similar::{ChangeTag, TextDiff};

/// The lines that differ, with some lines of context.
pub(crate) fn unified(answer: &str, mutant: &str, context: usize) -> String {
    let diff = TextDiff::from_lines(answer, mutant);
    diff.unified_diff().context_radius(context).to_string()
}

/// The first added line as `+ line`, or the first removed line as `- line` if none is added.
pub(crate) fn first_change(answer: &str, mutant: &str) -> String {
    let diff = TextDiff::from_lines(answer, mutant);
    let first = |tag| {
        let mut lines = diff.iter_all_changes().filter(|change| change.tag() == tag);
        lines.find_map(|change| Some(change.value().trim().to_owned()).filter(|l| !l.is_empty()))
    };
    match (first(ChangeTag::Insert), first(ChangeTag::Delete)) {
        (Some(line), _) => format!("+ {line}"),
        (None, Some(line)) => format!("- {line}"),
        (None, None) => String::new(),
    }
}

/// The line at which two texts begin to differ, from 1.
pub(crate) fn first_line(one: &str, other: &str) -> usize {
    one.lines().zip(other.lines()).take_while(|(a, b)| a == b).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_what_changes() {
        let (answer, mutant) = ("a\nb\nc\nd\n", "a\nb\nx\nd\n");
        assert_eq!(unified(answer, mutant, 1), "@@ -2,3 +2,3 @@\n b\n-c\n+x\n d\n");
        assert_eq!(first_change(answer, mutant), "+ x");
        assert_eq!(first_change(answer, "a\nb\nd\n"), "- c");
        assert_eq!((first_line(answer, mutant), first_line("a\n", "a\nb\n")), (3, 2));
    }
}
