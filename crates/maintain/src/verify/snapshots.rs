//! Snapshots of outcomes: none waits for review, none is missing, none is left over.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{StepResult, VerifyContext, answers, count, unless};
use crate::snapshots::{FOLDER, files};
use course::screen::Progress;
use course::workspace::Workspace;

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let run = answers::run(context, progress)?;
    let list = |ending| files(workspace, ending).map_err(|problem| vec![problem.to_string()]);
    let reviewed = list("snap")?;
    let mut complaints = pending(workspace, &list("snap.new")?);
    let used = references(&run.references);
    complaints.extend(unused(workspace, &reviewed, &used));
    // Without its snapshot a test fails; it is named here too, because that is easily mended.
    let missing = used.iter().filter(|path| !path.is_file());
    complaints.extend(missing.map(|path| format!("{} is missing", workspace.shown(path))));
    if reviewed.is_empty() {
        complaints.push(format!("{FOLDER} holds no snapshot"));
    }
    unless(complaints, || format!("{} reviewed and in use", count(reviewed.len(), "snapshot")))
}

pub(crate) fn pending(workspace: &Workspace, new: &[PathBuf]) -> Vec<String> {
    new.iter()
        .map(|path| format!("{} waits for review (make snapshots)", workspace.shown(path)))
        .collect()
}

pub(crate) fn unused(
    workspace: &Workspace,
    there: &[PathBuf],
    used: &BTreeSet<PathBuf>,
) -> Vec<String> {
    let is_unused = |path: &&PathBuf| !path.canonicalize().is_ok_and(|path| used.contains(&path));
    there
        .iter()
        .filter(is_unused)
        .map(|path| format!("{} is used by no test: delete it", workspace.shown(path)))
        .collect()
}

/// The snapshots that insta looked at.
pub(crate) fn references(file: &Path) -> BTreeSet<PathBuf> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let path = |line: &str| Path::new(line).canonicalize().unwrap_or_else(|_| PathBuf::from(line));
    text.lines().map(path).collect()
}
