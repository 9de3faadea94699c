//! Pristine starters, kept in `course/NAME/starter.rs`: `reset` needs no git, and `grade` knows which
//! exercises are unchanged.
use std::fs;

use crate::house::{House, Tree};
use crate::problem::Problem;

/// The file of an exercise as the course hands it out.
///
/// # Errors
/// If it cannot be read.
pub fn starter(house: &House, name: &str) -> Result<String, Problem> {
    house
        .read(&file(name))
        .map_err(|problem| problem.help(format!("with git: `git checkout {}`", file(name))))
}

/// Whether an exercise is still as the course hands it out.
pub(crate) fn is_untouched(house: &House, name: &str) -> bool {
    let now = house.read(&Tree::Starter.shown(name));
    now.is_ok_and(|now| starter(house, name).is_ok_and(|starter| starter == now))
}

/// Keeps the file in exercises/ as the starter; returns whether that changed anything.
///
/// # Errors
/// If one of the two files cannot be read or written.
pub fn keep_starter(house: &House, name: &str) -> Result<bool, Problem> {
    let now = house.read(&Tree::Starter.shown(name))?;
    let file = file(name);
    if house.read(&file).is_ok_and(|kept| kept == now) {
        return Ok(false);
    }
    fs::write(house.path(&file), now).map_err(|error| Problem::io("write", &file, &error))?;
    Ok(true)
}

/// Where the pristine starter is kept.
pub(crate) fn file(name: &str) -> String {
    format!("course/{name}/starter.rs")
}
