//! `list`: what is solved, topic by topic, without running tests.
use std::process::ExitCode;

use crate::arguments::{Arguments, usage};
use crate::catalog::Exercise;
use crate::charset::to_terminal;
use crate::context::Context;
use crate::error::Error;
use crate::messages;
use crate::status::{Status, StatusCache};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let statuses = StatusCache::new(&context.workspace);
    if arguments.has("solved") && arguments.has("unsolved") {
        return Err(usage(
            "list",
            "`--solved` and `--unsolved` cannot be used together".to_owned(),
        ));
    }
    let patterns: Vec<String> =
        arguments.values.iter().map(|pattern| pattern.to_lowercase()).collect();
    let exercises = &context.catalog.exercises;
    let all: Vec<messages::ExerciseStatus<'_>> = (1..)
        .zip(exercises)
        .map(|(position, exercise)| messages::ExerciseStatus {
            position,
            exercise,
            status: statuses.of(&exercise.name),
        })
        .collect();
    let is_wanted = |entry: &&messages::ExerciseStatus<'_>| {
        let solved = entry.status == Status::Solved;
        let by_state = !(arguments.has("solved") && !solved || arguments.has("unsolved") && solved);
        by_state
            && (patterns.is_empty()
                || patterns.iter().any(|pattern| matches(entry.exercise, pattern)))
    };
    let wanted: Vec<&messages::ExerciseStatus<'_>> = all.iter().filter(is_wanted).collect();
    if wanted.is_empty() && !patterns.is_empty() {
        let error = Error::new(format!("no exercise or topic contains `{}`", patterns.join(" ")));
        return Err(error.help("`cargo course list` shows everything"));
    }
    anstream::print!("{}", to_terminal(&messages::list(&all, &wanted, context.commands)));
    Ok(ExitCode::SUCCESS)
}

fn matches(exercise: &Exercise, pattern: &str) -> bool {
    [&exercise.name, &exercise.topic, &exercise.title]
        .iter()
        .any(|text| text.to_lowercase().contains(pattern))
}
