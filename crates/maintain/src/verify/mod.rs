//! `verify`: everything that the repository promises about itself, one line for each step.
mod alternatives;
mod answers;
mod context;
mod contract;
mod crates;
mod documents;
mod grading;
mod lints;
mod mutants;
mod played;
mod programs;
mod repeat;
mod reports;
mod snapshots;
mod starters;
mod trees;

use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use course::messages::indent;
use course::screen::{DIM, ERROR, Progress, SUCCESS, elapsed, paint};
use course::{Arguments, Context, Error, Workspace};

use crate::new::next_step;
use context::{StepResult, VerifyContext};

/// One promise, and how it is checked.
struct Step {
    name: &'static str,
    promise: &'static str,
    /// What the promise is about.
    scope: Scope,
    check: Check,
}

/// How a step is checked.
enum Check {
    /// One step after the other, with results that steps share.
    InTurn(fn(&mut VerifyContext<'_>, &mut Progress) -> StepResult),
    /// Beside all others. It only lets cargo compile, which uses the cores that tests leave idle.
    Beside(fn(&Workspace) -> StepResult),
}
use Check::{Beside, InTurn};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The whole repository.
    Repository,
    /// Each exercise, so that the step can check a single one.
    Exercise,
}
use Scope::{Exercise, Repository};

/// The steps in order: the name, the promise, the scope, and how it is checked.
macro_rules! steps {
    ($($name:literal, $promise:literal, $scope:expr, $check:expr;)*) => {
        &[$(Step { name: $name, promise: $promise, scope: $scope, check: $check }),*]
    };
}

const STEPS: &[Step] = steps! {
    "format", "every file is formatted", Repository, InTurn(lints::format);
    "trees", "exercises and answers have the same public API", Exercise, InTurn(trees::check);
    "documents", "documents name only files that exist", Repository, InTurn(documents::check);
    "contract", "every sentence of the contract has a test, and every test a sentence", Exercise,
        InTurn(contract::check);
    "answers", "every answer passes every test", Exercise, InTurn(answers::check);
    "starters", "every starter fails as its exercise.toml says", Exercise, InTurn(starters::check);
    "reports", "every starter's report is the reviewed one", Exercise, InTurn(reports::check);
    "snapshots", "every snapshot is reviewed and used", Exercise, InTurn(snapshots::check);
    "mutants", "every mutant is killed by the expected test", Exercise, InTurn(mutants::check);
    "page", "the page of mutants works in a browser", Repository, InTurn(mutants::page);
    "alternatives", "correct solutions with other designs pass every test", Exercise,
        InTurn(alternatives::check);
    "grading", "the grader gives answers and hostile submissions their verdicts", Exercise,
        InTurn(grading::check);
    "programs", "every program terminates on real threads", Exercise, InTurn(programs::check);
    "crates", "the crates pass their own tests", Repository, InTurn(crates::check);
    "lints", "clippy has no warning", Repository, Beside(lints::clippy);
    "docs", "the documentation builds without warnings", Repository, Beside(lints::docs);
};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    if arguments.has("list") {
        for step in STEPS {
            anstream::println!("  {:<12}  {}", step.name, step.promise);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (steps, names) = select(context, &arguments.values)?;
    let exercises = context.catalog.select(&names)?;
    let repeat = arguments.number("repeat")?.unwrap_or(1);
    let start = Instant::now();
    let mut progress = Progress::start();
    let mut state = VerifyContext::new(&context.workspace, &context.catalog, exercises, repeat);
    let mut failed = Vec::new();
    let mut finish = |progress: &mut Progress, step: &Step, time: &str, result: StepResult| {
        progress.stop();
        print(progress, step, time, &result);
        failed.extend(result.is_err().then_some(step.name));
    };
    thread::scope(|scope| {
        let mut beside = Vec::new();
        for step in &steps {
            if let Beside(check) = step.check {
                beside
                    .push((step, scope.spawn(move || (check(&context.workspace), elapsed(start)))));
            }
        }
        for step in &steps {
            if let InTurn(check) = step.check {
                let start = Instant::now();
                progress.say(format!("{}: {}", step.name, step.promise));
                let result = check(&mut state, &mut progress);
                finish(&mut progress, step, &elapsed(start), result);
            }
        }
        for (step, thread) in beside {
            progress.say(format!("{}: {}", step.name, step.promise));
            let (result, time) = thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            finish(&mut progress, step, &time, result);
        }
    });
    drop(progress);
    let time = elapsed(start);
    match failed.is_empty() {
        true => anstream::println!("\nverify: ok ({time})"),
        false => {
            anstream::println!("\nverify: FAIL: {} ({time})", failed.join(", "));
            let again = [&failed[..], &names.iter().map(String::as_str).collect::<Vec<_>>()];
            anstream::println!("  again:  cargo course verify {}", again.concat().join(" "));
        }
    }
    if let [name] = &names[..] {
        next_step::print(context, name);
    }
    Ok(ExitCode::from(u8::from(!failed.is_empty())))
}

/// Prints the result of a step.
fn print(progress: &Progress, step: &Step, time: &str, result: &StepResult) {
    let (mark, text) = match result {
        Ok(summary) => (paint(SUCCESS, "ok  "), summary.as_str()),
        Err(_) => (paint(ERROR, "FAIL"), step.promise),
    };
    let time = paint(DIM, &format!("{time:>7}"));
    progress.print(&format!("  {mark}  {:<12} {time}  {text}", step.name));
    if let Err(errors) = result {
        progress.print(indent(&shorten(&errors.join("\n")), 8).trim_end());
    }
}

/// The beginning of a long list of errors.
fn shorten(errors: &str) -> String {
    const LINES: usize = 60;
    let count = errors.lines().count();
    if count <= LINES {
        return errors.to_owned();
    }
    let shown = errors.lines().take(LINES).collect::<Vec<_>>().join("\n");
    format!("{shown}\n… and {} more lines", count - LINES)
}

/// The steps and the exercises that the arguments name. Without steps: all of them, or with exercises
/// those that check exercises.
fn select(
    context: &Context,
    values: &[String],
) -> Result<(Vec<&'static Step>, Vec<String>), Error> {
    let is_step = |value: &&String| STEPS.iter().any(|step| step.name == **value);
    let (steps, names): (Vec<&String>, Vec<&String>) = values.iter().partition(is_step);
    if let Some(unknown) = names.iter().find(|name| context.catalog.get(name).is_err()) {
        let known = STEPS.iter().map(|step| step.name).chain(context.catalog.names());
        let error = Error::new(format!("`{unknown}` is neither a step nor an exercise"));
        let all = "`cargo course verify --list` names the steps";
        return Err(error.suggest(unknown, known, "", all));
    }
    let is_selected = |step: &&Step| match steps.is_empty() {
        true => names.is_empty() || step.scope == Exercise,
        false => steps.iter().any(|name| *name == step.name),
    };
    Ok((STEPS.iter().filter(is_selected).collect(), names.into_iter().cloned().collect()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn shells_complete_every_step() {
        let names: Vec<&str> = super::STEPS.iter().map(|step| step.name).collect();
        assert_eq!(names, course::VERIFY_STEPS);
    }
}
