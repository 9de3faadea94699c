//! Mutants: how strong the tests are. They are judged by `mutants --check` in a process of its own.
use super::lints::LIMIT;
use super::{StepResult, VerifyContext};
use course::cargo;
use course::process;
use course::screen::Progress;
use std::env;
use std::process::Command;

pub(crate) fn check(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    ask(context, progress, &["--check"])
}

/// The page of one exercise, in a browser if there is one here; the note says whether there is.
pub(crate) fn page(context: &mut VerifyContext<'_>, progress: &mut Progress) -> StepResult {
    ask(context, progress, &["loon", "--look"])
}

/// What the program says: its last line if all is well.
fn ask(context: &VerifyContext<'_>, progress: &mut Progress, arguments: &[&str]) -> StepResult {
    let program = env::current_exe().map_err(|error| vec![format!("this program: {error}")])?;
    let mut command = Command::new(program);
    command.arg("mutants").args(arguments).current_dir(&context.workspace.root);
    let ended = process::run(command, LIMIT, |line| cargo::watch(line, progress))
        .map_err(|error| vec![format!("mutants: {error}")])?;
    progress.stop();
    let said: Vec<String> = ended.stdout.lines().map(str::to_owned).collect();
    match said.last() {
        Some(last) if ended.succeeded() => Ok(last.clone()),
        // Without a word on its standard output it could not begin.
        None => Err(vec![ended.stderr.trim().to_owned()]),
        _ => Err(said),
    }
}
