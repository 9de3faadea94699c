//! Every starter fails exactly as `course/NAME/exercise.toml` declares: those tests, those verdicts, no others.
use std::collections::BTreeMap;

use super::repeat::{self, Runs};
use super::{StepResult, VerifyContext, count, unless};
use course::catalog::{self, Exercise};
use course::messages;
use course::result::{ExerciseResult, State, Verdict};
use course::runner::Runner;
use course::screen::Progress;
use course::workspace::Source;

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let Runs { judgements, differences, note } = run(context, progress)?;
    let exercises = context.exercises();
    let mut complaints = differences;
    for (exercise, judgement) in exercises.iter().zip(&judgements) {
        complaints.extend(compare(exercise, judgement));
    }
    let failures = exercises.iter().map(|exercise| exercise.starter.len()).sum();
    unless(complaints, || {
        let starters = count(exercises.len(), "starter");
        format!("{starters} fail {} as declared{note}", count(failures, "test"))
    })
}

/// Judges the starters, once for all steps.
pub(crate) fn run(
    context: &mut VerifyContext<'_>,
    progress: &mut Progress,
) -> Result<Runs, Vec<String>> {
    if let Some(runs) = &context.starters {
        return Ok(runs.clone());
    }
    let runner =
        Runner::prepare(context.workspace, Source::Exercise, &context.exercises(), progress)
            .map_err(|problem| vec![problem.to_string()])?;
    let runs = repeat::judge(context, &runner, progress)?;
    context.starters = Some(runs.clone());
    Ok(runs)
}

fn compare(exercise: &Exercise, judgement: &ExerciseResult) -> Vec<String> {
    let State::Judged(tests) = &judgement.state else {
        return vec![messages::details(judgement, Source::Exercise, messages::Typed::MAKE)];
    };
    let name = &exercise.name;
    let mut complaints = Vec::new();
    if exercise.starter.is_empty() {
        complaints.push(format!("{}: [starter] declares no failing test", catalog::file(name)));
    }
    let mut found: BTreeMap<&str, Verdict> = BTreeMap::new();
    for test in tests {
        found.insert(&test.name, test.verdict);
        let declared = exercise.starter.get(&test.name).copied().unwrap_or(Verdict::Passed);
        if test.verdict != declared {
            complaints.push(format!(
                "{name}: {}: {} ({}), declared is {declared}",
                test.name, test.verdict, test.summary
            ));
        }
    }
    for test in exercise.starter.keys().filter(|test| !found.contains_key(test.as_str())) {
        complaints.push(format!(
            "{}: [starter] names `{test}`, and there is no such test",
            catalog::file(name)
        ));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::result::TestRecord;

    fn exercise(starter: &[(&str, Verdict)]) -> Exercise {
        Exercise {
            name: "loon".into(),
            chapter: String::new(),
            title: String::new(),
            points: 1,
            features: vec![],
            hints: vec![],
            starter: starter.iter().map(|(name, verdict)| ((*name).into(), *verdict)).collect(),
            contract: catalog::Contract::default(),
        }
    }

    fn judged(tests: &[(&str, Verdict)]) -> ExerciseResult {
        let result = |(name, verdict): &(&str, Verdict)| TestRecord::new(name, "", *verdict);
        ExerciseResult {
            exercise: "loon".into(),
            state: State::Judged(tests.iter().map(result).collect()),
            arc_queries: Vec::new(),
        }
    }

    #[test]
    fn what_is_declared_is_what_must_happen() {
        let declared = exercise(&[("a", Verdict::Race)]);
        let complaints = |tests: &[(&str, Verdict)]| compare(&declared, &judged(tests)).len();
        assert_eq!(complaints(&[("a", Verdict::Race), ("b", Verdict::Passed)]), 0);
        assert_eq!(complaints(&[("a", Verdict::Deadlock)]), 1, "another verdict");
        assert_eq!(complaints(&[("a", Verdict::Passed)]), 1, "it passes");
        assert_eq!(complaints(&[("a", Verdict::Race), ("b", Verdict::Race)]), 1, "another test");
        assert_eq!(complaints(&[]), 1, "no such test");
    }

    #[test]
    fn a_compile_error_is_not_what_was_declared() {
        let mut judgement = judged(&[]);
        judgement.state = State::Missing;
        assert_eq!(compare(&exercise(&[("a", Verdict::Race)]), &judgement).len(), 1);
    }
}
