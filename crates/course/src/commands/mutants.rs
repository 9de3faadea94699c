//! `mutants`: how strong the tests are. A program of its own does it, which no student compiles.
use std::process::ExitCode;

use super::run::hand_over;
use crate::cargo;
use crate::cli::{Arguments, Context};
use crate::problem::Problem;
use crate::words;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let mut command = cargo::command(&context.house, "run");
    command.args(["--quiet", "--package", "mutants", "--"]).args(&arguments.values);
    hand_over(command, "cargo").map_err(|problem| problem.help(words::NO_CARGO))
}
