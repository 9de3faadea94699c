//! The student's command, and the library that the other commands share with it.
#![expect(missing_docs, reason = "only other commands of this workspace use it")]
pub mod arc_queries;
mod arguments;
pub mod cargo;
pub mod catalog;
pub mod charset;
mod cli;
mod commands;
mod compile_check;
mod context;
pub mod diff;
pub mod error;
pub mod external_command;
pub mod files;
pub mod fingerprint;
mod help;
pub mod lock;
pub mod messages;
pub mod parallel;
pub mod process;
pub mod reports;
pub mod result;
pub mod runner;
pub mod scratch;
pub mod screen;
pub mod session;
pub mod starters;
mod status;
mod suggest;
pub mod test_list;
pub mod workspace;

use std::process::ExitCode;

pub use arc_queries::ArcQuery;
pub use arguments::{Arguments, usage};
pub use catalog::{Catalog, Exercise};
pub use charset::to_terminal;
pub use cli::{exit_code, external_main};
pub use context::Context;
pub use error::{Error, OrCannot};
pub use external_command::{LAYERS, course};
pub use help::VERIFY_STEPS;
pub use messages::{CommandStyle, report};
pub use process::group::kill_all;
pub use result::{CompileError, ErrorSource, ExerciseResult, State, TestRecord, Verdict};
pub use source_check::{self, Finding};
pub use starters::{save_starter, starter};
pub use status::{Status, StatusCache};
pub use workspace::{Source, Workspace};

/// Runs the command that the command line names.
pub fn main() -> ExitCode {
    cli::exit_code(cli::run())
}
