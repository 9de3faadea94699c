//! Formatting, lints and documentation of the whole workspace.
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anstream::adapter::strip_str;

use course::screen::Progress;
use course::{cargo, process};

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

pub(super) fn clippy(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    // With the answers, only the tests are other code.
    for targets in [&["--all-targets"][..], &["--tests", "--features", "complete"]] {
        let mut command = cargo::command(context.workspace, "clippy");
        command.arg("--workspace").args(targets).args(["--", "-D", "warnings"]);
        quietly(command, progress)?;
    }
    Ok("exercises, answers and all crates, -D warnings".to_owned())
}

pub(super) fn docs(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let mut command = cargo::command(context.workspace, "doc");
    command.args(["--workspace", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    quietly(command, progress)?;
    Ok("every crate, -D warnings".to_owned())
}

/// Runs cargo; its output becomes the errors if it fails.
pub(super) fn quietly(command: Command, progress: &mut Progress) -> Result<String, Vec<String>> {
    let ended = process::run(command, LIMIT, |line| cargo::watch(line, progress))
        .map_err(|error| vec![format!("cargo cannot be run: {error}")])?;
    if ended.succeeded() {
        return Ok(ended.stdout);
    }
    let plain = strip_str(&ended.text()).to_string();
    Err(essential(&plain))
}

/// The part of cargo's output that explains a failure.
fn essential(output: &str) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut in_warning = false;
    for line in output.lines() {
        in_warning = line.starts_with("warning") || in_warning && !line.trim().is_empty();
        let repeats =
            line.trim().is_empty() && kept.last().is_none_or(|last| last.trim().is_empty());
        if !(in_warning || repeats || is_noise(line)) {
            kept.push(line.to_owned());
        }
    }
    kept
}

/// Whether cargo and libtest print this line even if nothing is wrong.
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
    fn warnings_and_successes_are_left_out() {
        let output = "   Compiling a v1\nwarning: unused\n --> a.rs\n\nrunning 2 tests\ntest a ... ok\n\n\ntest b ... FAILED\n";
        assert_eq!(essential(output), ["test b ... FAILED"]);
    }
}
