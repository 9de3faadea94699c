//! The grader gives every answer its points, and hostile submissions their verdicts. `corpus` grades more.
use std::path::PathBuf;

use course::Workspace;
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, count, one, unless};
use super::{crates, lints};
use crate::corpus::{self, Graded, IS_SUPPORTED, Run, Show};

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    if !IS_SUPPORTED {
        return Ok("skipped: the sandbox of the grader needs Linux".to_owned());
    }
    let workspace = context.workspace;
    let cases = corpus::quick(workspace, &context.exercises).map_err(one)?;
    progress.say(format!("grading {}", count(cases.len(), "submission")));
    let folder = workspace.cache_path("graded");
    let grader = build(workspace)?;
    let run = Run { grader: &grader, options: &[], limit: corpus::LIMIT, show: Show::Nothing };
    let graded = corpus::grade(workspace, &cases, &folder, run);
    let Graded { submissions, surprises, .. } = graded.map_err(one)?;
    unless(surprises, || {
        let answers = count(context.exercises.len(), "answer");
        format!("{answers} in {} got their verdicts", count(submissions, "submission"))
    })
}

/// The grader as its tests use it.
fn build(workspace: &Workspace) -> Result<PathBuf, Vec<String>> {
    let mut command = lints::quiet(workspace, crates::ALIAS);
    command.args(["--bin", "grade", "--test", "export"]);
    lints::run(command)?;
    Ok(workspace.target.join("debug/grade"))
}
