//! `run`: runs an exercise as a program, on real threads.
use std::process::{Command, ExitCode};

use crate::arguments::Arguments;
use crate::cargo;
use crate::context::Context;
use crate::error::{Error, OrCannot};
use crate::messages;
use crate::runner;
use crate::workspace::Source;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let exercise = context.exercise(arguments.values.first().map(String::as_str))?;
    let name = exercise.name.as_str();
    let source = if arguments.has("answer") { Source::Answer } else { Source::Exercise };
    if source == Source::Exercise {
        context.file(name)?;
    }
    let mut command = cargo::command(&context.workspace, "run");
    command.arg("--quiet");
    cargo::features(&mut command, &runner::features(source, exercise));
    command.args(["--example", &source.example(name)]);
    run_in_foreground(command, "cargo").map_err(|error| error.help(messages::NO_CARGO))
}

/// Runs a program on this terminal. Its exit code becomes 0, 1, or 2 for a wrong command line.
pub(crate) fn run_in_foreground(mut command: Command, program: &str) -> Result<ExitCode, Error> {
    let status = command.status().or_cannot("run", program)?;
    Ok(ExitCode::from(match status.code() {
        Some(0) => 0,
        Some(2) => 2,
        _ => 1,
    }))
}
