//! Markdown, for the summary of a CI run or a comment.
use std::fmt::Write;

use crate::model::{GradedExercise, GradedSubmission};

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let mut text = format!("# {} of {} points\n\n", graded.points, graded.max_points);
    text.push_str("| exercise | verdict | points | |\n|---|---|---:|---|\n");
    for exercise in &graded.exercises {
        let GradedExercise { name, points, max_points, .. } = exercise;
        let (verdict, summary) = (exercise.verdict.name(), escape_cell(&exercise.summary));
        let _ = writeln!(text, "| {name} | {verdict} | {points} of {max_points} | {summary} |");
    }
    for exercise in &graded.exercises {
        if let Some(report) = exercise.failure() {
            let (name, verdict) = (&exercise.name, exercise.verdict.name());
            let fence = fence(report);
            let _ = write!(
                text,
                "\n<details><summary>{name}: {verdict}</summary>\n\n\
                 {fence}text\n{report}\n{fence}\n\n</details>\n",
            );
        }
    }
    text
}

/// Escapes everything that has a meaning in Markdown or HTML.
fn escape_cell(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Returns a code fence that is longer than every run of backquotes in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample::sample;

    #[test]
    fn markdown_shows_a_table_and_the_reports_of_failures() {
        insta::assert_snapshot!(write(&sample()));
    }

    #[test]
    fn text_cannot_leave_its_cell_or_its_code_block() {
        assert_eq!(escape_cell("a|b\n<img> [x](y)"), "a\\|b &lt;img&gt; \\[x\\](y)");
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("a ```` b"), "`````");
    }
}
