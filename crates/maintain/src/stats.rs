//! `stats`: how much is tested, explored and planted, exercise by exercise.
use std::fmt::Write;
use std::fs;
use std::process::ExitCode;

use course::{Arguments, Context, Error, ExerciseResult, Source, Workspace};
use serde::Serialize;

/// The numbers of an exercise.
#[derive(Debug, Default, Serialize)]
struct Numbers {
    exercise: String,
    tests: u64,
    scenarios: u64,
    executions: u64,
    /// Patches that plant a mistake.
    mutants: u64,
    /// Right answers of other designs.
    alternatives: u64,
    /// Lines of the answer.
    lines: u64,
}

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let exercises = context.catalog.select(&arguments.values)?;
    let judgements = course::judge(context, Source::Solution, &exercises)?;
    let unsolved: Vec<&str> = judgements
        .iter()
        .filter(|judgement| !judgement.is_solved())
        .map(|judgement| judgement.exercise.as_str())
        .collect();
    if !unsolved.is_empty() {
        let problem = Error::new(format!("these answers do not pass: {}", unsolved.join(", ")));
        return Err(problem.help("`cargo course verify answers` says why"));
    }
    let numbers: Vec<Numbers> =
        judgements.iter().map(|judgement| count(&context.workspace, judgement)).collect();
    match arguments.has("json") {
        true => {
            anstream::println!("{}", serde_json::to_string_pretty(&numbers).unwrap_or_default())
        }
        false => anstream::print!("{}", table(&numbers)),
    }
    Ok(ExitCode::SUCCESS)
}

fn count(workspace: &Workspace, judgement: &ExerciseResult) -> Numbers {
    let name = &judgement.exercise;
    let files = |folder: &str, ending: &str| -> u64 {
        let entries = fs::read_dir(workspace.path(&format!("course/{name}/{folder}")));
        let is_one = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|e| e == ending);
        entries.map_or(0, |entries| entries.flatten().filter(is_one).count() as u64)
    };
    let mut numbers = Numbers {
        exercise: name.clone(),
        mutants: files("mutants", "patch"),
        alternatives: files("alternatives", "rs"),
        lines: workspace
            .read(&Source::Solution.shown(name))
            .map_or(0, |text| text.lines().count() as u64),
        ..Numbers::default()
    };
    for test in judgement.tests() {
        numbers.tests += 1;
        numbers.executions += test.coverage.map_or(0, |covered| covered.executions);
        numbers.scenarios += test.coverage.map_or(0, |covered| covered.scenarios);
    }
    numbers
}

fn table(numbers: &[Numbers]) -> String {
    let width = numbers.iter().map(|row| row.exercise.len()).max().unwrap_or(0).max(5);
    let mut text = format!(
        "{:width$}  {:>5}  {:>9}  {:>10}  {:>7}  {:>12}  {:>5}\n",
        "", "tests", "scenarios", "executions", "mutants", "alternatives", "lines"
    );
    let mut row = |name: &str, row: [u64; 6]| {
        let [tests, scenarios, executions, mutants, alternatives, lines] = row.map(grouped);
        let _ = writeln!(
            text,
            "{name:width$}  {tests:>5}  {scenarios:>9}  {executions:>10}  {mutants:>7}  {alternatives:>12}  {lines:>5}"
        );
    };
    let columns = |it: &Numbers| {
        [it.tests, it.scenarios, it.executions, it.mutants, it.alternatives, it.lines]
    };
    let mut sum = [0; 6];
    for it in numbers {
        row(&it.exercise, columns(it));
        sum.iter_mut().zip(columns(it)).for_each(|(sum, number)| *sum += number);
    }
    if numbers.len() > 1 {
        row("all", sum);
    }
    text
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
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
            mutants: 9,
            alternatives: 3,
            lines: 74,
        };
        insta::assert_snapshot!(table(&[one("loon", 1_234_567), one("philosophers", 8)]));
    }
}
