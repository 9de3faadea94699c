//! Formatting, lints and documentation of the whole workspace.
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anstream::adapter::strip_str;

use course::screen::Progress;
use course::{Workspace, cargo, process};

use super::context::{StepResult, VerifyContext};

/// For a cargo command, including compilation.
pub(super) const LIMIT: Duration = Duration::from_secs(3600);

pub(super) fn format(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    // `cargo fmt` does not support `--locked`.
    let mut command = Command::new(cargo::program());
    command.args(["fmt", "--all", "--", "--check", "-l"]).current_dir(&context.workspace.root);
    let ended =
        process::run(command, LIMIT, |_| ()).map_err(|e| vec![format!("cargo fmt: {e}")])?;
    if ended.succeeded() {
        return Ok("every file is formatted".to_owned());
    }
    let output = ended.text();
    // Exercises appear again as modules of the tests, as `tests/../`.
    let lines = output.lines().filter(|line| !line.replace('\\', "/").contains("/../"));
    let mut errors: Vec<String> = lines
        .map(|line| {
            let path = Path::new(line);
            if path.is_file() {
                format!("{} is not formatted", context.workspace.shown(path))
            } else {
                line.to_owned()
            }
        })
        .collect();
    // A module that several tests share appears several times.
    errors.sort();
    errors.dedup();
    errors.push("help: cargo fmt --all".to_owned());
    Err(errors)
}

pub(super) fn clippy(workspace: &Workspace) -> StepResult {
    // Each answer is also an example, so the tests need not be checked with it, except those of the server.
    let server = ["--package", "serve", "--tests", "--features", "complete"];
    for targets in [&["--workspace", "--all-targets"][..], &server] {
        let mut command = quiet(workspace, "clippy");
        command.args(targets).args(["--", "-D", "warnings"]);
        run(command)?;
    }
    Ok("exercises, answers and all crates, -D warnings".to_owned())
}

pub(super) fn docs(workspace: &Workspace) -> StepResult {
    let mut command = quiet(workspace, "doc");
    command.args(["--workspace", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    run(command)?;
    Ok("every crate, -D warnings".to_owned())
}

/// A cargo command that prints only what is wrong.
pub(super) fn quiet(workspace: &Workspace, subcommand: &str) -> Command {
    let mut command = cargo::command(workspace, subcommand);
    command.arg("--quiet");
    command
}

/// Runs cargo; its output becomes the errors if it fails.
pub(super) fn run(command: Command) -> Result<String, Vec<String>> {
    let ended = process::run(command, LIMIT, |_| ())
        .map_err(|error| vec![format!("cargo cannot be run: {error}")])?;
    if ended.succeeded() {
        return Ok(ended.stdout);
    }
    let mut errors = essential(&strip_str(&ended.text()).to_string());
    // It may have been killed, for example because memory is exhausted.
    if errors.is_empty() {
        errors.push(format!("cargo printed no error: {:?}", ended.exit));
    }
    Err(errors)
}

/// The output without lines that libtest prints even if nothing is wrong.
fn essential(output: &str) -> Vec<String> {
    let is_progress = |line: &str| line.chars().all(|c| ".i".contains(c));
    let is_noise = |line: &str| {
        is_progress(line)
            || line.starts_with("running ")
            || line.starts_with("test result: ok")
            || line.starts_with("all doctests ran")
    };
    output.lines().filter(|line| !is_noise(line)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_command_that_is_killed_is_an_error() {
        let mut command = Command::new("sh");
        command.args(["-c", "kill -9 $$"]);
        assert_eq!(run(command), Err(vec!["cargo printed no error: Crashed(9)".to_owned()]));
    }

    #[test]
    fn successes_are_left_out() {
        let output = "\nrunning 2 tests\n..\ntest result: ok. 2 passed; 0 failed\n\nrunning 2 tests\n\
                      .F\nfailures:\n\n---- b stdout ----\nwrong\n";
        assert_eq!(essential(output), [".F", "failures:", "---- b stdout ----", "wrong"]);
    }
}
