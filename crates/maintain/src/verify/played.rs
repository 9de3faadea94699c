//! The interleaving in the report of each starter, played as `play` does it.
use course::catalog::Exercise;
use course::runner::Runner;
use course::{Error, ExerciseResult};
use protocol::environment;

/// What is wrong: a starter whose interleaving does not fail when it is played.
pub(super) fn errors(
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
        let test = tests.iter().find(|test| test.name == record.name);
        let (Some(test), Some(replay)) = (test, &record.replay) else { continue };
        let turn = runner.turn(executable, test, replay, environment::DECIDED)?;
        let ending = turn.ok().and_then(|turn| turn.ending).map(|ending| ending.verdict);
        if ending != Some(record.verdict) {
            errors.push(format!(
                "{}: played, the schedule of {} does not end with {}",
                exercise.name, record.name, record.verdict
            ));
        }
    }
    Ok(errors)
}
