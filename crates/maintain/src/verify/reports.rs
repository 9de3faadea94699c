//! What a beginner reads first, for every starter: the report is the one that was reviewed, and no
//! wider than a terminal.
use course::reports::{file, report, reviewed};

use super::{StepResult, VerifyContext, count, starters, unless};
use course::messages;
use course::screen::Progress;
use course::workspace::Source;

const WIDTH: usize = 100;

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let judgements = starters::run(context, progress)?.judgements;
    let mut complaints = Vec::new();
    for judgement in &judgements {
        let file = file(&judgement.exercise);
        let Some(report) = report(judgement) else {
            complaints.push(format!(
                "{file}: {}",
                messages::details(judgement, Source::Exercise, messages::Typed::MAKE)
            ));
            continue;
        };
        match reviewed(workspace, &judgement.exercise) {
            None => complaints.push(format!("{file} is missing (make snapshots)")),
            Some(text) if text == report => {}
            Some(text) => {
                let line = first_difference(&text, &report);
                complaints.push(format!("{file}:{line}: reads otherwise now (make snapshots)"));
            }
        }
        complaints.extend(
            too_wide(&report).map(|line| format!("{file}:{line}: wider than {WIDTH} columns")),
        );
    }
    unless(complaints, || {
        format!("{} read as they were reviewed", count(judgements.len(), "report"))
    })
}

/// The number of the first line that is not the same.
fn first_difference(a: &str, b: &str) -> usize {
    a.lines().zip(b.lines()).take_while(|(a, b)| a == b).count() + 1
}

/// The lines that do not fit, by number. What is to be typed stands in one line, however long.
fn too_wide(report: &str) -> impl Iterator<Item = usize> {
    let is_typed = |line: &str| line.trim_start().starts_with("make replay ");
    (1..)
        .zip(report.lines())
        .filter(move |(_, line)| line.chars().count() > WIDTH && !is_typed(line))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn only_what_is_to_be_typed_may_be_wide() {
        let wide = "é".repeat(WIDTH + 1);
        let report = format!("{}\n{wide}\n  make replay EX=loon {wide}\n", "é".repeat(WIDTH));
        assert_eq!(too_wide(&report).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn the_first_difference_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), 2);
        assert_eq!(first_difference("a\n", "a\nb\n"), 2);
    }
}
