//! Every mutant is killed by the expected test, and the page that shows them works.
use course::lock;
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, one};
use crate::mutants;

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let _lock =
        lock::acquire(context.workspace, "mutants", |text| progress.say(text)).map_err(one)?;
    mutants::check(context.workspace, &context.exercises, progress).map_err(one)?
}

/// Checks the page of the first exercise, if there is a browser.
pub(super) fn page(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let _lock =
        lock::acquire(context.workspace, "mutants", |text| progress.say(text)).map_err(one)?;
    mutants::browser_check(context.workspace, context.exercises[0], progress).map_err(one)?
}
