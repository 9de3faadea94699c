//! `mutants`: which test kills which mutant of the answers.
mod advice;
mod analysis;
mod baseline;
mod body;
mod body_diff;
mod browser_check;
mod build;
mod build_cache;
mod cargo_mutants_json;
pub(crate) mod cell;
pub(crate) mod diff;
mod edit;
mod engine;
mod equivalent;
mod expectations;
mod generate;
mod guards;
pub(crate) mod handwritten;
mod html;
mod json;
pub(crate) mod matrix;
mod mutant;
mod mutant_set;
mod operators;
pub(crate) mod package;
pub(crate) mod paths;
mod pictures;
#[cfg(test)]
mod repairs;
pub(crate) mod rustfmt;
pub(crate) mod schedules;
mod schemata;
mod session;
mod source;
mod summary;
pub(crate) mod test_run;
mod test_value;

use std::path::Path;
use std::process::ExitCode;

use course::catalog::Exercise;
use course::parallel::cores;
use course::screen::Progress;
use course::{Arguments, Context, Error, OrCannot, Workspace, lock};

use crate::verdict_cache::VerdictCache;
use analysis::{ExerciseAnalysis, Plan};
use matrix::Row;
use mutant_set::TestSuite;
use paths::{folder, scratch};
use session::Session;

/// Exit codes: 0 all is well, 1 a mutant survives or something has changed.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    if arguments.has("operators") {
        for operator in operators::all() {
            anstream::println!("{:26} {:24} {}", operator.name, operator.group, operator.does);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (workspace, names) = (&context.workspace, &arguments.values);
    let jobs = arguments.number("jobs")?.unwrap_or_else(cores);
    let _lock = lock::acquire(workspace, "mutants", |text| anstream::eprintln!("{text}"))?;
    let progress = &Progress::start();
    let session = Session { workspace, jobs, progress };
    let failed = if arguments.has("baseline") {
        let text = baseline::compare(session)?;
        if arguments.has("accept") {
            workspace.write(baseline::FILE, &text)?;
        }
        anstream::print!("{text}");
        false
    } else if arguments.has("engine") {
        engine::run(workspace, names, jobs, progress)?
    } else if arguments.has("advice") {
        let (text, failed) = advice::check(session, &context.catalog.select(names)?)?;
        anstream::print!("{text}");
        failed
    } else if arguments.has("schedules") {
        schedules::record_all(session, &context.catalog.select(names)?)?;
        false
    } else {
        analyze(session, arguments, &context.catalog.select(names)?)?
    };
    Ok(ExitCode::from(u8::from(failed)))
}

fn analyze(
    session: Session<'_>,
    arguments: &Arguments,
    exercises: &[&Exercise],
) -> Result<bool, Error> {
    let workspace = session.workspace;
    let repeat = arguments.number("repeat")?.unwrap_or(1);
    let [json, accept] = ["json", "accept"].map(|flag| arguments.has(flag));
    let html = arguments.option("html").map(Path::new);
    let plan = Plan { repeat, reports: json || html.is_some() };
    let analysis = analysis::run(session, &TestSuite::of(workspace), exercises, plan)?;
    if repeat > 1 && !json {
        anstream::println!(
            "{repeat} runs with 1, 2 and 4 jobs in turn: all agree about every mutant\n"
        );
    }
    if accept {
        // Patches and equivalents are written by people.
        for ExerciseAnalysis { matrix, .. } in &analysis.exercises {
            workspace.write(&matrix::file(&matrix.exercise), &matrix.render())?;
        }
    }
    if json {
        let text = serde_json::to_string_pretty(&json::report(workspace, &analysis))
            .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
        anstream::println!("{text}");
    } else {
        anstream::print!("{}", summary::render(&analysis));
    }
    if let Some(folder) = html {
        let page = html::write(session, &analysis, folder)?;
        // Standard output may be JSON.
        anstream::eprintln!("wrote {}", page.display());
    }
    if accept {
        let mut rows = analysis.exercises.iter().flat_map(|exercise| &exercise.matrix.rows);
        return Ok(rows.any(Row::survives));
    }
    let mut errors = analysis.exercises.iter().flat_map(|exercise| &exercise.errors).peekable();
    let failed = errors.peek().is_some();
    if !json {
        errors.for_each(|error| anstream::println!("{}", error.trim_end()));
    }
    Ok(failed)
}

/// A summary, or what is wrong.
pub(crate) type Checked = Result<String, Vec<String>>;

/// Only what is wrong; exercises that have not changed since they passed are skipped.
pub(crate) fn check(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress,
) -> Result<Checked, Error> {
    let session = Session { workspace, jobs: cores(), progress };
    let cache =
        VerdictCache::open(workspace, "mutants").or_cannot("read", "the sources of the course")?;
    let key = |name: &str| cache.key(name, &[&folder(name), baseline::TESTS]).unwrap_or_default();
    let (known, new): (Vec<&Exercise>, Vec<&Exercise>) =
        exercises.iter().partition(|of| cache.holds(&of.name, &key(&of.name)));
    let suite = TestSuite::of(workspace);
    let mut analysis = analysis::run(session, &suite, &new, Plan::ONCE)?;
    for exercise in &mut analysis.exercises {
        let name = &exercise.matrix.exercise;
        if name == baseline::EXERCISE {
            exercise.errors.extend(baseline::changes(session, exercise)?);
        }
        if exercise.errors.is_empty() {
            cache.store(name, &key(name));
        }
    }
    let skipped = match known.len() {
        0 => String::new(),
        count => format!(" ({count} exercises unchanged since they passed)"),
    };
    let summary = format!("{}{skipped}", summary::in_one_line(&analysis));
    let errors = analysis.exercises.into_iter().flat_map(|exercise| exercise.errors);
    let errors: Vec<String> = errors.collect();
    Ok(if errors.is_empty() { Ok(summary) } else { Err(errors) })
}

/// Tests the page of one exercise in a browser.
pub(crate) fn browser_check(
    workspace: &Workspace,
    exercise: &Exercise,
    progress: &Progress,
) -> Result<Checked, Error> {
    let session = Session { workspace, jobs: cores(), progress };
    let plan = Plan { reports: true, ..Plan::ONCE };
    let suite = TestSuite::of(workspace);
    let analysis = analysis::run(session, &suite, &[exercise], plan)?;
    let page = html::write(session, &analysis, &scratch(workspace).join("page"))?;
    let Some(checks) = browser_check::run(&page)? else {
        return Ok(Ok("skipped: Chromium is not installed".to_owned()));
    };
    let (passed, failed): (Vec<String>, Vec<String>) =
        checks.into_iter().partition(|line| line.starts_with("ok"));
    Ok(match failed.is_empty() {
        true => Ok(format!("the page passes {} checks in Chromium", passed.len())),
        false => Err(failed),
    })
}
