//! The report that a student sees first is the reviewed one, and fits a terminal.
use course::Source;
use course::messages::{self, CommandStyle};
use course::reports::{file, report, reviewed};
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, count, unless};
use crate::mutants::diff::first_line;

const WIDTH: usize = 80;

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let results = context.starters(progress)?.results;
    let mut errors = Vec::new();
    for result in &results {
        let file = file(&result.exercise);
        let Some(report) = report(result) else {
            let details = messages::details(result, Source::Exercise, CommandStyle::Make);
            errors.push(format!("{file}: {details}"));
            continue;
        };
        match reviewed(context.workspace, &result.exercise) {
            None => errors.push(format!("{file} is missing (make snapshots)")),
            Some(text) if text == report => {}
            Some(text) => {
                let line = first_line(&text, &report);
                errors.push(format!("{file}:{line}: the report has changed (make snapshots)"));
            }
        }
        let wide = too_wide(&report);
        errors.extend(wide.map(|line| format!("{file}:{line}: wider than {WIDTH} columns")));
    }
    unless(errors, || format!("{} as reviewed", count(results.len(), "report")))
}

/// The numbers of the lines that are too wide. A command to copy stays on one line.
fn too_wide(report: &str) -> impl Iterator<Item = usize> {
    let is_command = |line: &str| line.trim_start().starts_with("make replay ");
    let wide = (1..)
        .zip(report.lines())
        .filter(move |(_, line)| line.chars().count() > WIDTH && !is_command(line));
    wide.map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_command_may_be_wide() {
        let wide = "é".repeat(WIDTH + 1);
        let report = format!("{}\n{wide}\n  make replay EX=loon {wide}\n", "é".repeat(WIDTH));
        assert_eq!(too_wide(&report).collect::<Vec<_>>(), [2]);
    }
}
