//! What a beginner reads first, for every starter: the report is the one that was reviewed, and no
//! wider than a terminal.
use course::reports::{file, report, reviewed};

use super::{StepResult, VerifyContext, count, starters, unless};
use course::messages;
use course::result::ExerciseResult;
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
            too_wide(judgement).map(|line| format!("{file}:{line}: wider than {WIDTH} columns")),
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

/// The numbers of the lines that are too wide. Only the command below the report may be wider.
fn too_wide(result: &ExerciseResult) -> impl Iterator<Item = usize> {
    let report = result.first_failure().map_or("", |test| &test.report);
    let lines = (1..).zip(report.lines());
    lines.filter(|(_, line)| line.chars().count() > WIDTH).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use course::result::State;
    use protocol::{Replay, TestRecord, Verdict};

    use super::*;

    #[test]
    fn only_the_command_may_be_wide() {
        let wide = "é".repeat(WIDTH + 1);
        let mut test = TestRecord::new("a", "b", Verdict::Race)
            .with_report(&format!("{}\n{wide}\n", "é".repeat(WIDTH)));
        test.replay = Some(Replay::parse("loon", &wide));
        let state = State::Judged(vec![test]);
        let result = ExerciseResult { exercise: "loon".into(), state, arc_queries: Vec::new() };
        assert_eq!(too_wide(&result).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn the_first_difference_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), 2);
        assert_eq!(first_difference("a\n", "a\nb\n"), 2);
    }
}
