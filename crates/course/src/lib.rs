//! The command behind the Makefile, and what the packages that are compiled only when they are asked
//! for (`watch`, `explain`, `grade`, `author`) share with it.
mod cargo;
mod catalog;
mod cli;
mod commands;
mod contract;
mod explaining;
mod fingerprint;
mod grading;
mod help;
mod house;
mod letters;
mod listing;
mod parallel;
mod problem;
mod process;
mod program;
mod result;
mod runner;
mod rustc;
mod screen;
mod sister;
mod source;
mod standing;
mod starters;
mod suggest;
mod unseen;
mod verdicts;
mod verify;
mod words;

use std::process::ExitCode;

pub use catalog::{Catalog, Exercise};
pub use cli::{Arguments, Context, sister_main, usage};
pub use explaining::{Explained, explain, judge};
pub use grading::{Grading, Submitted};
pub use house::{House, Tree};
pub use letters::fit;
pub use problem::Problem;
pub use process::trees::end_all;
pub use result::{CompileError, Judgement, Place, State, TestResult, Verdict};
pub use sister::course;
pub use source::Finding;
pub use standing::{Standing, Standings};
pub use starters::{keep_starter, starter};
pub use unseen::{Unseen, in_words as unseen_in_words};
pub use words::{Typed, report};

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    cli::spoken(cli::run())
}
