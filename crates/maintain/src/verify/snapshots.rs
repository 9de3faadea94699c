//! Snapshots of outcomes: none is pending, missing or unused.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use course::Workspace;
use course::screen::Progress;

use super::context::{StepResult, VerifyContext, count, one, unless};
use crate::snapshots::{self, FOLDER};

pub(super) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    context.answers(progress)?;
    let workspace = context.workspace;
    let list = |ending| snapshots::files(workspace, &context.exercises, ending).map_err(one);
    let (accepted, new) = (list("snap")?, list("snap.new")?);
    let used = references(&context.used_snapshots());
    let mut errors = pending(workspace, &new);
    errors.extend(unused(workspace, &accepted, &used));
    let missing = used.iter().filter(|path| !path.is_file());
    errors.extend(missing.map(|path| format!("{} is missing", workspace.shown(path))));
    if accepted.is_empty() {
        errors.push(format!("{FOLDER} contains no snapshot"));
    }
    unless(errors, || format!("{} reviewed and used", count(accepted.len(), "snapshot")))
}

pub(super) fn pending(workspace: &Workspace, new: &[PathBuf]) -> Vec<String> {
    let message = |path| format!("{} is not reviewed (make snapshots)", workspace.shown(path));
    new.iter().map(|path| message(path)).collect()
}

pub(super) fn unused(
    workspace: &Workspace,
    accepted: &[PathBuf],
    used: &BTreeSet<PathBuf>,
) -> Vec<String> {
    let is_unused = |path: &&PathBuf| !path.canonicalize().is_ok_and(|path| used.contains(&path));
    let message = |path| format!("{} is not used by any test: delete it", workspace.shown(path));
    accepted.iter().filter(is_unused).map(|path| message(path)).collect()
}

/// The snapshots that insta has used.
pub(super) fn references(file: &Path) -> BTreeSet<PathBuf> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let path = |line: &str| Path::new(line).canonicalize().unwrap_or_else(|_| PathBuf::from(line));
    text.lines().map(path).collect()
}
