//! Pristine starters, kept in `course/NAME/starter.rs`: `reset` needs no git, and `grade` knows which
//! exercises are unchanged.

use crate::error::Error;
use crate::workspace::{Source, Workspace};

/// The pristine starter of an exercise.
///
/// # Errors
/// If it cannot be read.
pub fn starter(workspace: &Workspace, name: &str) -> Result<String, Error> {
    workspace
        .read(&file(name))
        .map_err(|error| error.help(format!("`git restore {}` restores it", file(name))))
}

/// Whether an exercise is still the starter.
pub fn is_unmodified(workspace: &Workspace, name: &str) -> bool {
    let now = workspace.read(&Source::Exercise.shown(name));
    now.is_ok_and(|now| starter(workspace, name).is_ok_and(|starter| starter == now))
}

/// Saves the file in exercises/ as the starter; returns whether that changed the starter.
///
/// # Errors
/// If one of the two files cannot be read or written.
pub fn save_starter(workspace: &Workspace, name: &str) -> Result<bool, Error> {
    let now = workspace.read(&Source::Exercise.shown(name))?;
    let file = file(name);
    if workspace.read(&file).is_ok_and(|kept| kept == now) {
        return Ok(false);
    }
    workspace.write(&file, &now)?;
    Ok(true)
}

/// The path of the pristine starter, relative to the workspace.
pub fn file(name: &str) -> String {
    format!("course/{name}/starter.rs")
}
