//! Commands in packages of their own, which are compiled when they are first called, so that students do
//! not wait for them before their first verdict.
use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use protocol::environment::COMMAND;

use crate::cargo;
use crate::error::{Error, OrCannot};
use crate::screen::Progress;
use crate::workspace::Workspace;

/// The command of `grade` that prints what confines a submission on this machine.
pub const LAYERS: &str = "layers";

/// Builds the package and runs `command` in it, with the rest of the command line. Returns its exit code.
pub fn call(
    workspace: &Workspace,
    package: &str,
    command: &str,
    arguments: impl Iterator<Item = OsString>,
) -> Result<ExitCode, Error> {
    let mut progress = Progress::start();
    let program = cargo::build_program(workspace, package, &mut progress)?;
    progress.stop();
    // It runs in the current folder, because relative paths on the command line start there.
    let mut external = Command::new(&program);
    external.arg(command).args(arguments);
    if let Ok(course) = env::current_exe() {
        external.env(COMMAND, course);
    }
    let status = external.status().or_cannot("run", program.display())?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

/// The course command, for an external command that calls it.
pub fn course() -> Command {
    match env::var_os(COMMAND) {
        Some(course) => Command::new(course),
        // The user started the external command directly, in the folder of the course.
        None => {
            let mut cargo = Command::new(cargo::program());
            cargo.arg("course");
            cargo
        }
    }
}
