//! Formatting, lints and documentation of the whole workspace: cargo's own checks.
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anstream::adapter::strip_str;

use super::{StepResult, VerifyContext};
use course::cargo;
use course::process;
use course::screen::Progress;

/// For a whole cargo command, its compiling included.
pub(crate) const LIMIT: Duration = Duration::from_secs(3600);

pub(crate) fn format(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    // `fmt` is the one command of cargo that does not know `--locked`.
    let mut command = Command::new(cargo::program());
    command.args(["fmt", "--all", "--", "--check", "-l"]).current_dir(&context.workspace.root);
    let ended =
        process::run(command, LIMIT, |_| ()).map_err(|e| vec![format!("cargo fmt: {e}")])?;
    if ended.succeeded() {
        return Ok("every file is formatted".to_owned());
    }
    let said = ended.text();
    // The tests reach the exercises as modules, by way of `tests/..`: those are named already.
    let lines = said.lines().filter(|line| !line.replace('\\', "/").contains("/../"));
    let mut complaints: Vec<String> = lines
        .map(|line| {
            let path = Path::new(line);
            if path.is_file() {
                format!("{} is not formatted", context.workspace.shown(path))
            } else {
                line.to_owned()
            }
        })
        .collect();
    // A module that several tests share is named once a test.
    complaints.sort();
    complaints.dedup();
    complaints.push("help: cargo fmt --all".to_owned());
    Err(complaints)
}

pub(crate) fn lints(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    for features in [&[][..], &["--features", "complete"]] {
        let mut command = cargo::command(context.workspace, "clippy");
        command
            .args(["--workspace", "--all-targets"])
            .args(features)
            .args(["--", "-D", "warnings"]);
        quietly(command, progress)?;
    }
    Ok("both trees, all targets, -D warnings".to_owned())
}

pub(crate) fn docs(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let mut command = cargo::command(context.workspace, "doc");
    command.args(["--workspace", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    quietly(command, progress)?;
    Ok("the documentation of every crate, -D warnings".to_owned())
}

/// Runs cargo to its end; what it said becomes the complaint if it failed.
pub(crate) fn quietly(command: Command, progress: &mut Progress) -> Result<String, Vec<String>> {
    let ended = process::run(command, LIMIT, |line| cargo::watch(line, progress))
        .map_err(|error| vec![format!("cargo cannot be run: {error}")])?;
    if ended.succeeded() {
        return Ok(ended.stdout);
    }
    let plain = strip_str(&ended.text()).to_string();
    Err(worth_reading(&plain))
}

/// What is left of cargo's words when something went wrong: no warnings, nothing that went well.
fn worth_reading(said: &str) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut in_warning = false;
    for line in said.lines() {
        in_warning = line.starts_with("warning") || in_warning && !line.trim().is_empty();
        let repeats =
            line.trim().is_empty() && kept.last().is_none_or(|last| last.trim().is_empty());
        if !(in_warning || repeats || is_noise(line)) {
            kept.push(line.to_owned());
        }
    }
    kept
}

/// What cargo and the test harness say although nothing is wrong.
fn is_noise(line: &str) -> bool {
    const BEGINNINGS: [&str; 12] = [
        "Compiling ",
        "Checking ",
        "Documenting ",
        "Finished ",
        "Blocking ",
        "Downloading ",
        "Downloaded ",
        "Running ",
        "Doc-tests ",
        "running ",
        "test result: ok",
        "all doctests ran",
    ];
    let line = line.trim();
    let passed = line.starts_with("test ") && (line.ends_with(" ok") || line.ends_with(" ignored"));
    passed || BEGINNINGS.iter().any(|begin| line.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_what_went_well_are_left_out() {
        let said = "   Compiling a v1\nwarning: unused\n --> a.rs\n\nrunning 2 tests\ntest a ... ok\n\n\ntest b ... FAILED\n";
        assert_eq!(worth_reading(said), ["test b ... FAILED"]);
    }
}
