//! `corpus`: grades submissions whose verdicts are known with the real grader, all in one class.
mod case;
mod class;
mod expected;
mod files;
mod leftovers;
#[cfg(unix)]
mod trees;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use course::catalog::Exercise;
use course::screen::{ERROR, Progress, SUCCESS, elapsed, paint};
use course::{Arguments, Context, Error, Workspace, cargo, parallel};

pub(crate) use class::{Graded, IS_SUPPORTED, LIMIT, Run, Show, grade};

use case::Case;

/// How many repetitions it takes to grade every alternative again.
const TURNS: usize = 8;

/// Grades the whole corpus, every alternative, every answer and every starter, as often as the options say.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    if !IS_SUPPORTED {
        return Err(Error::new("the corpus contains hostile code, and its sandbox needs Linux"));
    }
    let workspace = &context.workspace;
    let exercises = context.catalog.select(&[])?;
    let mut cases = all(workspace, &exercises)?;
    if let Some(verdict) = arguments.option("only") {
        cases.retain(|case| case.expected.values().any(|it| it.verdict() == verdict));
    }
    if cases.is_empty() {
        return Err(Error::new("no submission of the corpus must get this verdict"));
    }
    let folder = workspace.cache_path("corpus");
    let at_once = if arguments.has("twice") { 2 } else { 1 };
    let mut options: Vec<OsString> = Vec::new();
    for (name, option) in [("without", "--without"), ("limit", "--limit")] {
        options
            .extend(arguments.option(name).into_iter().flat_map(|it| [option.into(), it.into()]));
    }
    let limit = arguments.number("limit")?.unwrap_or(LIMIT);
    let grader = cargo::build_program(workspace, "grade", &mut Progress::start())?;
    let run = Run { grader: &grader, options: &options, limit, show: Show::Progress };
    let mut is_as_expected = true;
    for repetition in 0..arguments.number("repeat")?.unwrap_or(1) {
        class::remove(&folder)?;
        let start = Instant::now();
        let cases = in_repetition(&cases, repetition);
        for graded in grade_at_once(workspace, &cases, &folder, at_once, run) {
            is_as_expected &= report(&graded?, start);
        }
    }
    Ok(if is_as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The submissions of a repetition: alternatives take a third of the time and differ from an answer only in what the
/// exercise computes, so after the first repetition each contains some of them, and others than the one before.
fn in_repetition(cases: &[Case], repetition: usize) -> Vec<Case> {
    let is_turn = |index| repetition == 0 || index % TURNS == repetition % TURNS;
    let is_graded = |(index, case): &(usize, &Case)| !case.is_alternative() || is_turn(*index);
    cases.iter().enumerate().filter(is_graded).map(|(_, case)| case.clone()).collect()
}

/// Several graders grade the same submissions at the same time.
fn grade_at_once(
    workspace: &Workspace,
    cases: &[Case],
    folder: &Path,
    graders: usize,
    run: Run<'_>,
) -> Vec<Result<Graded, Error>> {
    let folders: Vec<PathBuf> =
        (0..graders).map(|number| folder.join(number.to_string())).collect();
    parallel::map_with(graders, &folders, |folder| grade(workspace, cases, folder, run))
}

/// Prints what a grader did; returns whether everything is as expected.
fn report(graded: &Graded, start: Instant) -> bool {
    for surprise in &graded.surprises {
        anstream::println!("{}  {surprise}", paint(ERROR, "FAIL"));
    }
    let (count, time) = (graded.submissions, elapsed(start));
    if !graded.surprises.is_empty() {
        anstream::println!("{} of {count} submissions ({time})", graded.surprises.len());
        return false;
    }
    let (costliest, seconds) = &graded.costliest;
    let ok = paint(SUCCESS, "ok");
    anstream::println!(
        "{ok}  {count} submissions got their verdicts ({time}); {costliest} used most, {seconds} s"
    );
    true
}

fn all(workspace: &Workspace, exercises: &[&Exercise]) -> Result<Vec<Case>, Error> {
    let mut cases = files::corpus(workspace)?;
    cases.extend(files::archives(&cases));
    #[cfg(unix)]
    cases.extend(files::trees(workspace)?);
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
        let mut more = files::corpus(workspace)?;
        #[cfg(unix)]
        more.extend(files::trees(workspace)?);
        cases.extend(more.into_iter().filter(|case| case.is_quick));
    }
    Ok(cases)
}

#[cfg(test)]
mod tests;
