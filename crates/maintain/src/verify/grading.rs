//! The grader gives every answer its points, and hostile submissions their verdicts. `corpus` grades more.
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, count, one, unless};
use crate::corpus::{self, Graded, IS_SUPPORTED, Run, Show};

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    if !IS_SUPPORTED {
        return Ok("skipped: the sandbox of the grader needs Linux".to_owned());
    }
    let workspace = context.workspace;
    let cases = corpus::quick(workspace, &context.exercises).map_err(one)?;
    progress.say(format!("grading {}", count(cases.len(), "submission")));
    let folder = workspace.cache_path("graded");
    let run = Run { options: &[], limit: corpus::LIMIT, show: Show::Nothing };
    let graded = corpus::grade(workspace, &cases, &folder, run);
    let Graded { submissions, surprises, .. } = graded.map_err(one)?;
    unless(surprises, || {
        let answers = count(context.exercises.len(), "answer");
        format!("{answers} in {} got their verdicts", count(submissions, "submission"))
    })
}
