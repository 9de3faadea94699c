//! Every answer passes every test, and every scenario is explored completely, except in the tests that the
//! contract names as sampled. The scenarios have the sizes that the contract lists.
use course::messages::{self, CommandStyle};
use course::screen::Progress;
use course::{Source, Verdict, catalog};
use protocol::Extent;

use super::context::{StepResult, VerifyContext, count, unless};
use super::repeat::Runs;
use crate::contract::sizes;

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let Runs { results, differences, note } = context.answers(progress)?;
    let mut errors = differences;
    for (exercise, result) in context.exercises.iter().zip(&results) {
        let file = catalog::file(&exercise.name);
        if result.is_solved() {
            let ran = sizes::of_tests(result.tests());
            errors.extend(sizes::mismatch(&file, &exercise.contract.sizes, &ran));
        } else {
            errors.push(messages::details(result, Source::Answer, CommandStyle::Make));
        }
        for test in result.tests().iter().filter(|test| test.verdict == Verdict::Passed) {
            let (test, extent) = (&test.name, test.coverage.map(|coverage| coverage.extent));
            let is_declared = exercise.contract.sampled.contains(test);
            if extent == Some(Extent::Bounded) {
                errors.push(format!("{}: {test}: not explored completely", exercise.name));
            } else if (extent == Some(Extent::Sampled)) != is_declared {
                errors.push(format!(
                    "{file}: `sampled` must list {test} if it is sampled, and only then"
                ));
            }
        }
    }
    let tests = results.iter().map(|result| result.tests().len()).sum();
    unless(errors, || {
        format!("{}, {} passed{note}", count(results.len(), "answer"), count(tests, "test"))
    })
}
