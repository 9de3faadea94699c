//! Test results and failing interleavings for other commands.
use protocol::Timeline;

use crate::catalog::Exercise;
use crate::context::Context;
use crate::error::Error;
use crate::messages;
use crate::result::{ExerciseResult, State, TestRecord};
use crate::runner::Runner;
use crate::screen::Progress;
use crate::workspace::Source;

/// Tests exercises or their solutions, in the given order.
///
/// # Errors
/// If the tests cannot be run.
pub fn test_exercises(
    context: &Context,
    source: Source,
    exercises: &[&Exercise],
) -> Result<Vec<ExerciseResult>, Error> {
    let mut progress = Progress::start();
    let runner = Runner::prepare(&context.workspace, source, exercises, &mut progress)?;
    exercises.iter().map(|exercise| runner.test(exercise, &mut progress)).collect()
}

/// The result of [`explain()`].
#[derive(Debug)]
pub enum Explained {
    /// A failing test and its interleaving.
    Timeline {
        /// The record of the test.
        test: Box<TestRecord>,
        /// The interleaving.
        timeline: Timeline,
    },
    /// A message, if there is no interleaving to show.
    Message(String),
}

/// Tests an exercise in exercises/, and finds the failing interleaving of `test`, or of the first test
/// that fails.
///
/// # Errors
/// If there is no such test, or the tests cannot be run.
pub fn explain(
    context: &Context,
    exercise: &Exercise,
    test: Option<&str>,
) -> Result<Explained, Error> {
    let mut progress = Progress::start();
    let runner = Runner::prepare(&context.workspace, Source::Exercise, &[exercise], &mut progress)?;
    let result = runner.test(exercise, &mut progress)?;
    drop(progress);
    let (State::Tested(tests), Some(executable)) = (&result.state, runner.executable(exercise))
    else {
        return Ok(Explained::Message(messages::details(
            &result,
            Source::Exercise,
            context.commands,
        )));
    };
    let found = match test {
        Some(name) => tests.iter().find(|test| test.name == name).map(Some).ok_or_else(|| {
            let failing = tests.iter().filter(|test| test.failed());
            let failing: Vec<&str> = failing.map(|test| test.name.as_str()).collect();
            let names = tests.iter().map(|test| test.name.as_str());
            let error = Error::new(format!("`{}` has no test `{name}`", exercise.name));
            error.suggest(name, names, "", format!("the failing tests are: {}", failing.join(", ")))
        })?,
        None => {
            // A test that misses an outcome has no interleaving to show.
            let mut failed = tests.iter().filter(|test| test.failed());
            failed
                .find(|test| test.replay.is_some())
                .or_else(|| tests.iter().find(|test| test.failed()))
        }
    };
    let Some(found) = found.filter(|test| test.failed()) else {
        return Ok(Explained::Message(messages::nothing_to_explain(
            &exercise.name,
            found.map(|test| test.sentence.as_str()),
        )));
    };
    match runner.timeline(exercise, executable, &found.name)? {
        Some(timeline) => Ok(Explained::Timeline { test: Box::new(found.clone()), timeline }),
        None => Ok(Explained::Message(format!(
            "{}\n\n{}",
            found.report.trim_end(),
            messages::NO_TIMELINE
        ))),
    }
}
