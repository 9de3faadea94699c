//! `list`: what is solved, topic by topic, without running tests.
use std::process::ExitCode;

use crate::arguments::{Arguments, usage};
use crate::catalog::Exercise;
use crate::charset::to_terminal;
use crate::context::Context;
use crate::error::Error;
use crate::messages::{self, ExerciseStatus};
use crate::status::{Status, StatusCache};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let statuses = StatusCache::new(&context.workspace);
    if arguments.has("solved") && arguments.has("unsolved") {
        let message = "`--solved` and `--unsolved` cannot be used together";
        return Err(usage("list", message.to_owned()));
    }
    let patterns: Vec<String> =
        arguments.values.iter().map(|pattern| pattern.to_lowercase()).collect();
    let all = (1..).zip(&context.catalog.exercises).map(|(position, exercise)| {
        let status = statuses.of(&exercise.name);
        ExerciseStatus { position, exercise, status }
    });
    let all: Vec<ExerciseStatus<'_>> = all.collect();
    let is_wanted = |entry: &&ExerciseStatus<'_>| {
        let others = if entry.status == Status::Solved { "unsolved" } else { "solved" };
        let is_named = |pattern: &String| matches(entry.exercise, pattern);
        !arguments.has(others) && (patterns.is_empty() || patterns.iter().any(is_named))
    };
    let wanted: Vec<&ExerciseStatus<'_>> = all.iter().filter(is_wanted).collect();
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
