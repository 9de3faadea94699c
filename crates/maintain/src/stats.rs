//! `stats`: how much is tested and explored, exercise by exercise.
use std::fmt::Write;
use std::process::ExitCode;

use course::runner::Runner;
use course::screen::Progress;
use course::{Arguments, Context, Error, ExerciseResult, Source, Workspace};
use protocol::with_commas;
use serde::Serialize;

use crate::mutants::matrix;

/// The numbers of an exercise.
#[derive(Debug, Default, Serialize)]
struct Numbers {
    exercise: String,
    tests: u64,
    scenarios: u64,
    executions: u64,
    /// Generated and handwritten mutants.
    mutants: u64,
    /// Handwritten mutants alone.
    planted: u64,
    /// Correct solutions with other designs.
    alternatives: u64,
    /// Lines of the answer.
    lines: u64,
}

const COLUMNS: [&str; 7] =
    ["tests", "scenarios", "executions", "mutants", "planted", "alternatives", "lines"];

impl Numbers {
    /// In the order of [`COLUMNS`].
    fn columns(&self) -> [u64; 7] {
        let Self { tests, scenarios, executions, mutants, planted, alternatives, lines, .. } = self;
        [*tests, *scenarios, *executions, *mutants, *planted, *alternatives, *lines]
    }
}

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let exercises = context.catalog.select(&arguments.values)?;
    let mut progress = Progress::start();
    let runner = Runner::prepare(&context.workspace, Source::Answer, &exercises, &mut progress)?;
    let tested = exercises.iter().map(|exercise| runner.test(exercise, &mut progress));
    let results = tested.collect::<Result<Vec<_>, _>>()?;
    drop(progress);
    let failed = results.iter().filter(|result| !result.is_solved());
    let failed: Vec<&str> = failed.map(|result| result.exercise.as_str()).collect();
    if !failed.is_empty() {
        return Err(Error::new(format!("these answers do not pass: {}", failed.join(", ")))
            .help("`cargo course verify answers` shows why"));
    }
    let count = |result| count(&context.workspace, result);
    let numbers = results.iter().map(count).collect::<Result<Vec<_>, _>>()?;
    match arguments.has("json") {
        true => {
            anstream::println!("{}", serde_json::to_string_pretty(&numbers).unwrap_or_default())
        }
        false => anstream::print!("{}", table(&numbers)),
    }
    Ok(ExitCode::SUCCESS)
}

fn count(workspace: &Workspace, result: &ExerciseResult) -> Result<Numbers, Error> {
    let name = &result.exercise;
    let mutants = matrix::reviewed(workspace, name)?.map_or(Vec::new(), |matrix| matrix.rows);
    let is_planted = |row: &&matrix::Row| row.id.starts_with("planted/");
    let alternatives = workspace.list(&format!("course/{name}/alternatives"), "rs")?;
    let mut numbers = Numbers {
        exercise: name.clone(),
        tests: result.tests().len() as u64,
        mutants: mutants.len() as u64,
        planted: mutants.iter().filter(is_planted).count() as u64,
        alternatives: alternatives.len() as u64,
        lines: workspace.read(&Source::Answer.shown(name))?.lines().count() as u64,
        ..Numbers::default()
    };
    for test in result.tests() {
        // A test without coverage runs once.
        let coverage = test.coverage.map(|of| (of.executions, of.scenarios));
        let (executions, scenarios) = coverage.unwrap_or((1, 1));
        numbers.executions += executions;
        numbers.scenarios += scenarios;
    }
    Ok(numbers)
}

fn table(numbers: &[Numbers]) -> String {
    let width = numbers.iter().map(|row| row.exercise.len()).max().unwrap_or(0).max(5);
    let mut text = String::new();
    let mut row = |name: &str, cells: [String; 7]| {
        let _ = write!(text, "{name:width$}");
        for (cell, heading) in cells.iter().zip(COLUMNS) {
            let _ = write!(text, "  {cell:>width$}", width = heading.len());
        }
        text.push('\n');
    };
    row("", COLUMNS.map(str::to_owned));
    let mut sum = [0; 7];
    for it in numbers {
        row(&it.exercise, it.columns().map(with_commas));
        sum.iter_mut().zip(it.columns()).for_each(|(sum, number)| *sum += number);
    }
    if numbers.len() > 1 {
        row("all", sum.map(with_commas));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_well() {
        let one = |name: &str, executions| Numbers {
            exercise: name.into(),
            tests: 11,
            scenarios: 60,
            executions,
            mutants: 42,
            planted: 9,
            alternatives: 3,
            lines: 74,
        };
        insta::assert_snapshot!(table(&[one("loon", 1_234_567), one("philosophers", 8)]));
    }
}
