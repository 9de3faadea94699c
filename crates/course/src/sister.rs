//! Commands that live in packages of their own: cargo compiles them when they are asked for, so that
//! nobody waits for them on the way to a first verdict.
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::house::House;
use crate::problem::Problem;
use crate::screen::Progress;
use crate::{cargo, process, rustc, words};

/// Names this command to its sisters, which call it.
pub(crate) const COURSE: &str = "COURSE_COMMAND";

/// Lets the package do `command`, with the rest of the command line. Its exit code is ours.
pub(crate) fn call(
    house: &House,
    package: &str,
    command: &str,
    arguments: impl Iterator<Item = OsString>,
) -> Result<ExitCode, Problem> {
    let mut progress = Progress::start();
    let mut build = cargo::command(house, "build");
    build.args(["--package", package, "--bin", package]);
    let limit = crate::verify::LIMIT;
    let built = process::run(build, limit, |line| cargo::watch(line, &mut progress))
        .map_err(|error| Problem::io("run", "cargo", &error).help(words::NO_CARGO))?;
    progress.stop();
    if !built.succeeded() {
        let said = rustc::errors(&built.stderr);
        return Err(Problem::new(words::course_does_not_build(&said)).help(words::SEE_DOCTOR));
    }
    // A process of its own, in the folder where its name was typed: paths begin there.
    let program = house.target.join("debug").join(format!("{package}{EXE_SUFFIX}"));
    let mut sister = Command::new(&program);
    sister.arg(command).args(arguments);
    if let Ok(course) = env::current_exe() {
        sister.env(COURSE, course);
    }
    let status = sister.status().map_err(|error| Problem::io("run", program.display(), &error))?;
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
