//! The command behind the Makefile: test, run, serve, hint, diff, replay, snapshots, verify.
mod cargo;
mod catalogue;
mod cli;
mod commands;
mod contract;
mod help;
mod house;
mod listing;
mod nearest;
mod parallel;
mod problem;
mod process;
mod result;
mod runner;
mod rustc;
mod screen;
mod source;
mod verdicts;
mod verify;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(lexopt::Parser::from_env()) {
        Ok(code) => code,
        Err(problem) => {
            anstream::eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
