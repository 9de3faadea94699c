//! `corpus`: grades submissions whose verdicts are known with the real grader, all in one class.
mod case;
mod class;
mod expected;
mod files;
mod leftovers;

use std::process::ExitCode;
use std::time::Instant;

use course::catalog::Exercise;
use course::screen::{ERROR, SUCCESS, elapsed, paint};
use course::{Arguments, Context, Error, Workspace};

pub(crate) use class::{Graded, IS_SUPPORTED, Show, grade};

use case::Case;

/// Grades the whole corpus, every alternative, every answer and every starter.
pub(crate) fn run(context: &Context, _: &Arguments) -> Result<ExitCode, Error> {
    if !IS_SUPPORTED {
        return Err(Error::new("the corpus contains hostile code, and its sandbox needs Linux"));
    }
    let workspace = &context.workspace;
    let exercises = context.catalog.select(&[])?;
    let start = Instant::now();
    let folder = workspace.cache_path("corpus");
    class::remove(&folder)?;
    let graded = grade(workspace, &all(workspace, &exercises)?, &folder, Show::Progress)?;
    for surprise in &graded.surprises {
        anstream::println!("{}  {surprise}", paint(ERROR, "FAIL"));
    }
    let (count, time) = (graded.submissions, elapsed(start));
    if !graded.surprises.is_empty() {
        anstream::println!("{} of {count} submissions ({time})", graded.surprises.len());
        return Ok(ExitCode::FAILURE);
    }
    let (slowest, seconds) = &graded.slowest;
    let ok = paint(SUCCESS, "ok");
    anstream::println!(
        "{ok}  {count} submissions got their verdicts ({time}); {slowest} took longest, {seconds} s"
    );
    Ok(ExitCode::SUCCESS)
}

fn all(workspace: &Workspace, exercises: &[&Exercise]) -> Result<Vec<Case>, Error> {
    let mut cases = files::corpus(workspace)?;
    let archives = files::archives(&cases)?;
    cases.extend(archives);
    cases.push(files::answers(workspace, exercises)?);
    cases.extend(files::alternatives(workspace, exercises)?);
    cases.push(files::starters(workspace, exercises, "")?);
    cases.push(files::starters(workspace, exercises, "\n// changed\n")?);
    Ok(cases)
}

/// What `verify` grades each time: every answer, unchanged starters, and a few hostile files.
pub(crate) fn quick(workspace: &Workspace, exercises: &[&Exercise]) -> Result<Vec<Case>, Error> {
    let mut cases =
        vec![files::answers(workspace, exercises)?, files::starters(workspace, exercises, "")?];
    if exercises.iter().any(|exercise| exercise.name == files::EXERCISE) {
        cases.extend(files::corpus(workspace)?.into_iter().filter(|case| case.is_quick));
    }
    Ok(cases)
}

#[cfg(test)]
mod tests;
