//! Formatting, lints and documentation of the whole workspace: cargo's own checks.
use std::process::Command;
use std::time::Duration;

use anstream::adapter::strip_str;

use super::{Found, Workshop};
use crate::cargo;
use crate::process;
use crate::screen::Progress;

/// For a whole cargo command, its compiling included.
pub(crate) const LIMIT: Duration = Duration::from_secs(3600);

pub(crate) fn format(workshop: &mut Workshop<'_>, _: &mut Progress) -> Found {
    let mut command = cargo::command(workshop.house, "fmt");
    // `fmt` is the one command of cargo that does not know `--locked`.
    let mut plain = Command::new(command.get_program());
    plain
        .args(["fmt", "--all", "--", "--check", "-l"])
        .current_dir(&workshop.house.root);
    std::mem::swap(&mut command, &mut plain);
    let ended =
        process::run(command, LIMIT, |_| ()).map_err(|e| vec![format!("cargo fmt: {e}")])?;
    if ended.succeeded() {
        return Ok("every file is formatted".to_owned());
    }
    let mut complaints: Vec<String> = ended
        .said()
        .lines()
        .map(|line| {
            let path = std::path::Path::new(line);
            if path.is_file() {
                format!("{} is not formatted", workshop.house.shown(path))
            } else {
                line.to_owned()
            }
        })
        .collect();
    complaints.push("help: cargo fmt --all".to_owned());
    Err(complaints)
}

pub(crate) fn lints(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    for features in [&[][..], &["--features", "complete"]] {
        let mut command = cargo::command(workshop.house, "clippy");
        command
            .args(["--workspace", "--all-targets"])
            .args(features)
            .args(["--", "-D", "warnings"]);
        quietly(command, progress)?;
    }
    Ok("both trees, all targets, -D warnings".to_owned())
}

pub(crate) fn docs(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    let mut command = cargo::command(workshop.house, "doc");
    command.args(["--workspace", "--no-deps", "--document-private-items"]);
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
    let plain = strip_str(&ended.said()).to_string();
    let kept = plain.lines().filter(|line| {
        let word = line.trim_start().split(' ').next().unwrap_or_default();
        ![
            "Compiling",
            "Checking",
            "Documenting",
            "Finished",
            "Blocking",
            "Downloading",
            "Downloaded",
        ]
        .contains(&word)
    });
    Err(kept.map(str::to_owned).collect())
}
