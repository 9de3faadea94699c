//! Commands that live in packages of their own: cargo compiles them when they are asked for, so that
//! nobody waits for them on the way to a first verdict.
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsString;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::error::Error;
use crate::screen::Progress;
use crate::workspace::Workspace;
use crate::{cargo, messages, process, rustc};

/// No package of ours takes so long to compile.
const LIMIT: Duration = Duration::from_secs(1800);

/// Names this command to its sisters, which call it.
pub const COURSE: &str = protocol::environment::COMMAND;

/// Lets the package do `command`, with the rest of the command line. Its exit code is ours.
pub fn call(
    workspace: &Workspace,
    package: &str,
    command: &str,
    arguments: impl Iterator<Item = OsString>,
) -> Result<ExitCode, Error> {
    let mut progress = Progress::start();
    let mut build = cargo::command(workspace, "build");
    build.args(["--package", package, "--bin", package]);
    let limit = LIMIT;
    let built = process::run(build, limit, |line| cargo::watch(line, &mut progress))
        .map_err(|error| Error::io("run", "cargo", &error).help(messages::NO_CARGO))?;
    progress.stop();
    if !built.succeeded() {
        let said = rustc::errors(&built.stderr);
        return Err(Error::new(messages::course_does_not_build(&said)).help(messages::SEE_DOCTOR));
    }
    // A process of its own, in the folder where its name was typed: paths begin there.
    let program = workspace.target.join("debug").join(format!("{package}{EXE_SUFFIX}"));
    let mut sister = Command::new(&program);
    sister.arg(command).args(arguments);
    if let Ok(course) = env::current_exe() {
        sister.env(COURSE, course);
    }
    let status = sister.status().map_err(|error| Error::io("run", program.display(), &error))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

/// The course command, for a sister that calls it.
pub fn course() -> Command {
    match env::var_os(COURSE) {
        Some(course) => Command::new(course),
        // Run by hand, from the folder of the course.
        None => {
            let mut cargo = Command::new(cargo::program());
            cargo.arg("course");
            cargo
        }
    }
}
