//! The interleaving in the report of each starter, and those that a person found, played as `play` does it.
use course::catalog::Exercise;
use course::runner::Runner;
use course::test_list::TestId;
use course::{Error, ExerciseResult, Workspace};
use protocol::{Replay, Verdict, environment};

use crate::mutants::schedules;

/// What is wrong: a starter whose interleaving does not fail when it is played.
pub(super) fn errors(
    workspace: &Workspace,
    runner: &Runner<'_>,
    exercises: &[&Exercise],
    results: &[ExerciseResult],
) -> Result<Vec<String>, Error> {
    let mut errors = Vec::new();
    for (exercise, result) in exercises.iter().zip(results) {
        let failing = result.tests().iter().find(|test| test.replay.is_some());
        let (Some(record), Some(executable)) = (failing, runner.executable(exercise)) else {
            errors.push(format!("{}: no interleaving breaks the starter", exercise.name));
            continue;
        };
        let tests = runner.tests(exercise, executable)?;
        let play = |test: &TestId, replay: &Replay| -> Result<Option<Verdict>, Error> {
            let turn = runner.turn(executable, test, replay, environment::DECIDED)?;
            Ok(turn.ok().and_then(|turn| turn.ending).map(|ending| ending.verdict))
        };
        for replay in schedules::of_starter(workspace, &exercise.name) {
            let test = tests.iter().find(|test| test.name == replay.test);
            let ending = test.map(|test| play(test, &replay)).transpose()?.flatten();
            if ending.is_none_or(|verdict| verdict == Verdict::Passed) {
                errors.push(format!(
                    "{}: the schedule that a person found does not break the starter anymore: {}",
                    exercise.name,
                    replay.request()
                ));
            }
        }
        let test = tests.iter().find(|test| test.name == record.name);
        let (Some(test), Some(replay)) = (test, &record.replay) else { continue };
        if play(test, replay)? != Some(record.verdict) {
            errors.push(format!(
                "{}: played, the schedule of {} does not end with {}",
                exercise.name, record.name, record.verdict
            ));
        }
    }
    Ok(errors)
}
