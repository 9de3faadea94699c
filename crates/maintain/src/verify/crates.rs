//! The crates' own tests, and their snapshots.
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{StepResult, VerifyContext, count, lints, snapshots, unless};
use course::cargo;
use course::screen::Progress;

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let references = context.workspace.cache_path("crate-snapshots-in-use");
    // It only has to be empty before the run; insta appends to it.
    let _ = fs::remove_file(&references);
    let mut command = cargo::command(context.workspace, "test");
    command.args(["--workspace", "--exclude", "coursework", "--no-fail-fast"]);
    command.env("INSTA_UPDATE", "no").env("INSTA_SNAPSHOT_REFERENCES_FILE", &references);
    let said = lints::quietly(command, progress)?;
    let passed: usize = said.lines().filter_map(passed).sum();

    let (mut accepted, mut new) = (Vec::new(), Vec::new());
    collect(&context.workspace.path("crates"), &mut accepted, &mut new)
        .map_err(|error| vec![format!("crates cannot be read: {error}")])?;
    let mut complaints = snapshots::pending(context.workspace, &new);
    complaints.extend(snapshots::unused(
        context.workspace,
        &accepted,
        &snapshots::references(&references),
    ));
    unless(complaints, || {
        format!("{} pass, {} in use", count(passed, "test"), count(accepted.len(), "snapshot"))
    })
}

/// Of `test result: ok. 12 passed; …` the number.
fn passed(line: &str) -> Option<usize> {
    line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse().ok()
}

fn collect(folder: &Path, accepted: &mut Vec<PathBuf>, new: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, accepted, new)?;
        } else if name.ends_with(".snap") {
            accepted.push(path);
        } else if name.ends_with(".snap.new") {
            new.push(path);
        }
    }
    Ok(())
}
