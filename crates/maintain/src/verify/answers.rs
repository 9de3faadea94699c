//! Every answer passes every test, and every scenario is explored completely.
use course::messages::{self, CommandStyle};
use course::screen::Progress;
use course::{Source, Verdict};
use protocol::Extent;

use super::context::{StepResult, VerifyContext, count, unless};
use super::repeat::Runs;

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let Runs { results, differences, note } = context.answers(progress)?;
    let mut errors = differences;
    for result in &results {
        if !result.is_solved() {
            errors.push(messages::details(result, Source::Solution, CommandStyle::Make));
        }
        for test in result.tests().iter().filter(|test| test.verdict == Verdict::Passed) {
            if test.coverage.is_some_and(|coverage| coverage.extent == Extent::Bounded) {
                let name = &result.exercise;
                errors.push(format!("{name}: {}: not explored completely", test.name));
            }
        }
    }
    let tests = results.iter().map(|result| result.tests().len()).sum();
    unless(errors, || {
        format!("{}, {} passed{note}", count(results.len(), "answer"), count(tests, "test"))
    })
}
