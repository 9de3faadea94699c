//! Every answer passes every test, and every scenario is explored completely (the judge sees to
//! that when it judges an answer).
use std::fs;
use std::path::PathBuf;

use protocol::Extent;

use super::repeat::{self, Runs};
use super::{StepResult, VerifyContext, count, unless};
use course::messages;
use course::runner::Runner;
use course::screen::Progress;
use course::workspace::Source;

/// What came out when the answers were judged.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) runs: Runs,
    /// insta's list of the snapshots that were looked at.
    pub(crate) references: PathBuf,
}

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let Runs { judgements, differences, note } = run(context, progress)?.runs;
    let mut complaints = differences;
    for judgement in &judgements {
        if !judgement.is_solved() {
            complaints.push(messages::details(judgement, Source::Solution, messages::Typed::MAKE));
        }
        for test in judgement.tests() {
            if test.coverage.is_some_and(|coverage| coverage.extent == Extent::Bounded) {
                complaints.push(format!("{}: {}: {}", judgement.exercise, test.name, test.summary));
            }
        }
    }
    let tests = judgements.iter().map(|judgement| judgement.tests().len()).sum();
    unless(complaints, || {
        format!("{} pass {}{note}", count(judgements.len(), "answer"), count(tests, "test"))
    })
}

/// Judges the answers, once for all steps.
pub(crate) fn run(
    context: &mut VerifyContext<'_>,
    progress: &mut Progress,
) -> Result<Run, Vec<String>> {
    if let Some(run) = &context.answers {
        return Ok(run.clone());
    }
    let references = context.workspace.cache_path("snapshots-in-use");
    // It only has to be empty before the run; insta appends to it.
    let _ = fs::remove_file(&references);
    let runner =
        Runner::prepare(context.workspace, Source::Solution, &context.exercises(), progress)
            .map_err(|problem| vec![problem.to_string()])?
            .environment("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
    let run = Run { runs: repeat::judge(context, &runner, progress)?, references };
    context.answers = Some(run.clone());
    Ok(run)
}
