//! Every mutant is killed by the expected test, and the page that shows them works.
use course::lock;
use course::parallel::cores;
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, one, unless};
use crate::mutants::{self, CheckReport};

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let _lock =
        lock::acquire(context.workspace, "mutants", |text| progress.say(text)).map_err(one)?;
    let CheckReport { errors, summary } =
        mutants::check(context.workspace, &context.exercises, cores(), progress).map_err(one)?;
    unless(errors, || summary)
}

/// Checks the page of the first exercise, if there is a browser.
pub(super) fn page(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let _lock =
        lock::acquire(context.workspace, "mutants", |text| progress.say(text)).map_err(one)?;
    let first = context.exercises[0];
    match mutants::browser_check(context.workspace, first, progress).map_err(one)? {
        (text, false) => Ok(text),
        (text, true) => Err(vec![text]),
    }
}
