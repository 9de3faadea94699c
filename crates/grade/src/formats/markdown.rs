//! Markdown, for the summary of a run in CI or a comment.
use std::fmt::Write;

use crate::model::{Graded, Model, Verdict};

pub(crate) fn write(model: &Model) -> String {
    let mut text = format!("# {} of {} points\n\n", model.points, model.max_points);
    text.push_str("| exercise | verdict | points | |\n|---|---|---:|---|\n");
    for graded in &model.exercises {
        let _ = writeln!(
            text,
            "| {} | {} | {} of {} | {} |",
            graded.name,
            graded.verdict.name(),
            graded.points,
            graded.max_points,
            cell(&graded.summary),
        );
    }
    for graded in model.exercises.iter().filter(|graded| graded.verdict != Verdict::Passed) {
        if let Some(report) = report(graded) {
            let fence = fence(report);
            let _ = write!(
                text,
                "\n<details><summary>{}: {}</summary>\n\n{fence}text\n{}\n{fence}\n\n</details>\n",
                graded.name,
                graded.verdict.name(),
                report.trim_end(),
            );
        }
    }
    text
}

fn report(graded: &Graded) -> Option<&str> {
    (!graded.report.trim().is_empty()).then_some(graded.report.as_str())
}

/// Nothing in a cell has a meaning to Markdown or HTML.
fn cell(text: &str) -> String {
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

/// More back quotes than stand in the text in a row.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sample::sample;

    #[test]
    fn a_result_reads_well() {
        insta::assert_snapshot!(write(&sample()));
    }

    #[test]
    fn a_text_cannot_leave_its_cell_or_its_block() {
        assert_eq!(cell("a|b\n<img> [x](y)"), "a\\|b &lt;img&gt; \\[x\\](y)");
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("a ```` b"), "`````");
    }
}
