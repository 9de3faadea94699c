//! Mutants: how strong the tests are. A program of its own makes and judges them, because it parses
//! Rust and no student should have to compile that.
use super::lints::LIMIT;
use super::{Found, Workshop};
use crate::process;
use crate::screen::Progress;
use crate::{cargo, rustc};

pub(crate) fn check(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    ask(workshop, progress, &["--check"])
}

/// The page of one exercise, in a browser if there is one here; the note says whether there is.
pub(crate) fn page(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    ask(workshop, progress, &["loon", "--look"])
}

/// What the program says: its last line if all is well.
fn ask(workshop: &Workshop<'_>, progress: &mut Progress, arguments: &[&str]) -> Found {
    let mut command = cargo::command(workshop.workspace, "run");
    command.args(["--package", "mutants", "--"]).args(arguments);
    let ended = process::run(command, LIMIT, |line| cargo::watch(line, progress))
        .map_err(|error| vec![format!("cargo run: {error}")])?;
    progress.stop();
    let said: Vec<String> = ended.stdout.lines().map(str::to_owned).collect();
    match said.last() {
        Some(last) if ended.succeeded() => Ok(last.clone()),
        // Without a word on its standard output it could not begin.
        None => Err(vec![rustc::errors(&ended.stderr)]),
        _ => Err(said),
    }
}
