//! Every starter fails exactly as its exercise.toml declares: these tests with these verdicts.
use std::collections::BTreeMap;

use course::catalog::{self, Exercise};
use course::messages::{self, CommandStyle};
use course::screen::Progress;
use course::{ExerciseResult, Source, State, TestRecord, Verdict};

use super::context::{StepResult, VerifyContext, count, unless};
use super::repeat::Runs;

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let Runs { results, differences, note } = context.starters(progress)?;
    let mut errors = differences;
    for (exercise, result) in context.exercises.iter().zip(&results) {
        errors.extend(compare(exercise, result));
    }
    let failures = context.exercises.iter().map(|exercise| exercise.starter.len()).sum();
    unless(errors, || {
        let starters = count(results.len(), "starter");
        format!("{starters}, {} failed as declared{note}", count(failures, "test"))
    })
}

fn compare(exercise: &Exercise, result: &ExerciseResult) -> Vec<String> {
    let State::Tested(tests) = &result.state else {
        return vec![messages::details(result, Source::Exercise, CommandStyle::Make)];
    };
    let (name, file) = (&exercise.name, catalog::file(&exercise.name));
    let mut errors = Vec::new();
    if exercise.starter.is_empty() {
        errors.push(format!("{file}: [starter] lists no failing test"));
    }
    let mut found: BTreeMap<&str, Verdict> = BTreeMap::new();
    for TestRecord { name: test, verdict, summary, .. } in tests {
        found.insert(test, *verdict);
        let declared = exercise.starter.get(test).copied().unwrap_or(Verdict::Passed);
        if *verdict != declared {
            errors.push(format!("{name}: {test}: {verdict} ({summary}), declared is {declared}"));
        }
    }
    for test in exercise.starter.keys().filter(|test| !found.contains_key(test.as_str())) {
        errors.push(format!("{file}: [starter] names `{test}`, but there is no such test"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exercise(starter: &[(&str, Verdict)]) -> Exercise {
        Exercise {
            starter: starter.iter().map(|(name, verdict)| ((*name).into(), *verdict)).collect(),
            ..Exercise::default()
        }
    }

    fn tested(tests: &[(&str, Verdict)]) -> ExerciseResult {
        let result = |(name, verdict): &(&str, Verdict)| TestRecord::new(name, "", *verdict);
        ExerciseResult::new("loon", State::Tested(tests.iter().map(result).collect()))
    }

    #[test]
    fn a_starter_must_fail_as_declared() {
        let declared = exercise(&[("a", Verdict::Race)]);
        let errors = |tests: &[(&str, Verdict)]| compare(&declared, &tested(tests)).len();
        assert_eq!(errors(&[("a", Verdict::Race), ("b", Verdict::Passed)]), 0);
        assert_eq!(errors(&[("a", Verdict::Deadlock)]), 1, "another verdict");
        assert_eq!(errors(&[("a", Verdict::Passed)]), 1, "it passes");
        assert_eq!(errors(&[("a", Verdict::Race), ("b", Verdict::Race)]), 1, "another test");
        assert_eq!(errors(&[]), 1, "no such test");
    }

    #[test]
    fn a_missing_file_does_not_fail_as_declared() {
        let mut result = tested(&[]);
        result.state = State::Missing;
        assert_eq!(compare(&exercise(&[("a", Verdict::Race)]), &result).len(), 1);
    }
}
