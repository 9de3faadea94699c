//! The command behind the Makefile, and what the packages that are compiled only when they are asked
//! for (`watch`, `explain`, `grade`, `author`) share with it.
mod arc_queries;
mod cargo;
mod catalog;
mod charset;
mod cli;
mod commands;
mod compile_check;
mod contract;
mod error;
mod explain;
mod external_command;
mod fingerprint;
mod grading;
mod help;
mod messages;
mod parallel;
mod process;
mod records;
mod result;
mod runner;
mod rustc;
mod screen;
mod source_check;
mod standing;
mod starters;
mod suggest;
mod test_list;
mod verify;
mod workspace;

use std::process::ExitCode;

pub use arc_queries::{Unseen, in_words as unseen_in_words};
pub use catalog::{Catalog, Exercise};
pub use charset::fit;
pub use cli::{Arguments, Context, sister_main, usage};
pub use error::Error;
pub use explain::{Explained, explain, judge};
pub use external_command::course;
pub use grading::{Grading, Submitted};
pub use messages::{Typed, report};
pub use process::group::end_all;
pub use result::{CompileError, ExerciseResult, Place, State, TestResult, Verdict};
pub use source_check::Finding;
pub use standing::{Standing, Standings};
pub use starters::{keep_starter, starter};
pub use workspace::{Source, Workspace};

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    cli::spoken(cli::run())
}
