//! Compares cost and findings with cargo-mutants on the same answers and tests, in the same run. Mutants
//! that do not compile cost neither tool a test run, so only the others are counted.
use std::fs;
use std::process::Stdio;
use std::time::Instant;

use course::catalog::Exercise;
use course::screen::Progress;
use course::{Error, Source as Tree, Workspace};
use serde::Deserialize;

use crate::mutants::analysis::{self, Analysis, ExerciseAnalysis, Plan};
use crate::mutants::cargo_mutants_json::{CargoMutant, not_installed};
use crate::mutants::matrix::{Row, Status};
use crate::mutants::mutant_set::TestSuite;
use crate::mutants::paths::scratch;
use crate::mutants::source::Source;
use crate::mutants::{compiler, package, rustfmt};

/// Seconds for the tests of one mutant of cargo-mutants; after that it counts as not killed.
const TIMEOUT: &str = "300";

/// `mutants.out/outcomes.json` of cargo-mutants.
#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: String,
    phase_results: Vec<Phase>,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant(CargoMutant),
}

#[derive(Deserialize)]
struct Phase {
    duration: f64,
}

impl Outcome {
    fn mutant(&self) -> Option<&CargoMutant> {
        match &self.scenario {
            Scenario::Mutant(mutant) => Some(mutant),
            Scenario::Baseline => None,
        }
    }
}

/// Runs both tools on each exercise and prints a line as soon as it is known; returns whether a mutant
/// of cargo-mutants survives that is not listed as equivalent.
pub(crate) fn run(
    workspace: &Workspace,
    exercises: &[&Exercise],
    jobs: usize,
    progress: &Progress,
    mut print: impl FnMut(&str),
) -> Result<bool, Error> {
    print(HEAD);
    let (mut total, mut survivors) = (Cost::default(), 0);
    let analyze = |exercises: &[&Exercise]| {
        // Both tools start without any build.
        let _ = fs::remove_dir_all(scratch(workspace).join("built"));
        analysis::run(workspace, &TestSuite::of(workspace), exercises, Plan::once(jobs), progress)
    };
    for exercise in exercises {
        let ours = analyze(&[exercise])?;
        progress.say(format!("cargo-mutants on {}", exercise.name));
        let native = ours.exercises.iter().flat_map(|one| &one.answer.native);
        let (outcomes, seconds) =
            run_cargo_mutants(workspace, &exercise.name, &native.collect::<Vec<_>>())?;
        progress.stop();
        let theirs = Cost::of_outcomes(&outcomes, seconds);
        print(&line(&exercise.name, &Cost::of_analysis(&ours), &theirs));
        total.add(&theirs);
        if let Some(ours) = ours.exercises.first() {
            for survivor in survivors_of(workspace, ours, &outcomes)? {
                print(&format!("  {survivor}"));
                survivors += 1;
            }
        }
    }
    if exercises.len() > 1 {
        // Once more, as `cargo course mutants` runs: one build, one queue.
        let ours = analyze(exercises)?;
        progress.stop();
        print(&line("all at once", &Cost::of_analysis(&ours), &total));
    }
    print(&format!(
        "each: seconds for a mutant that compiles; factor: cargo-mutants relative to this command\n\
         this command: everything, {jobs} at a time, with builds, the answer's tests and the canary\n\
         cargo-mutants: everything, one at a time, with its first build and test\n\
         once built: without the first build and test, and without mutants that do not compile"
    ));
    print(&match survivors {
        0 => "no mutant of cargo-mutants survives, except those in equivalent.toml".to_owned(),
        count => format!("survivors that no equivalent.toml lists: {count}"),
    });
    Ok(survivors > 0)
}

const HEAD: &str = concat!(
    "                            this command |                      cargo-mutants |           once built\n",
    "exercise       all compile seconds  each |   all compile seconds  each factor | seconds  each factor",
);

/// What the mutants of a tool cost.
#[derive(Default)]
struct Cost {
    all: usize,
    compiled: usize,
    seconds: f64,
    /// Only mutants that compile, without the first build.
    once_built: f64,
}

impl Cost {
    fn of_analysis(analysis: &Analysis) -> Self {
        let rows = analysis.exercises.iter().flat_map(|one| &one.matrix.rows);
        let compiled = |row: &&Row| !matches!(row.status, Status::RuledOut(_));
        Self {
            all: rows.clone().count(),
            compiled: rows.filter(compiled).count(),
            seconds: analysis.duration.as_secs_f64(),
            once_built: 0.0,
        }
    }

    fn of_outcomes(outcomes: &[Outcome], seconds: f64) -> Self {
        let mutants = outcomes.iter().filter(|outcome| outcome.mutant().is_some());
        let compiled = mutants.clone().filter(|outcome| outcome.summary != "Unviable");
        let phases = compiled.clone().flat_map(|outcome| &outcome.phase_results);
        Self {
            all: mutants.count(),
            compiled: compiled.count(),
            seconds,
            once_built: phases.fold(0.0, |sum, phase| sum + phase.duration),
        }
    }

    fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.compiled += other.compiled;
        self.seconds += other.seconds;
        self.once_built += other.once_built;
    }
}

fn line(name: &str, ours: &Cost, theirs: &Cost) -> String {
    let each = ours.seconds / ours.compiled.max(1) as f64;
    let relative = |seconds: f64| match theirs.compiled {
        0 => format!("{seconds:>7.1} {:>5} {:>6}", "-", "-"),
        count => {
            let their_each = seconds / count as f64;
            format!("{seconds:>7.1} {their_each:>5.3} {:>5.1}×", their_each / each)
        }
    };
    format!(
        "{name:13} {:>4} {:>7} {:>7.1} {each:>5.3} | {:>5} {:>7} {} | {}",
        ours.all,
        ours.compiled,
        ours.seconds,
        theirs.all,
        theirs.compiled,
        relative(theirs.seconds),
        relative(theirs.once_built),
    )
}

/// Runs cargo-mutants with all tests but these: its outcomes, and the seconds that it took.
fn run_cargo_mutants(
    workspace: &Workspace,
    name: &str,
    skip: &[&String],
) -> Result<(Vec<Outcome>, f64), Error> {
    let folder = scratch(workspace).join("cargo-mutants").join(name);
    let io = |action: &str, error| Error::io(action, folder.display(), &error);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| io("clear", error))?;
    }
    package::write_library(workspace, &folder, name).map_err(|error| io("write", error))?;
    let answer = workspace.read(&Tree::Solution.shown(name))?;
    let source = Source::parse(&answer).map_err(|error| Error::new(error.to_string()))?;
    let tested: Vec<String> = source.tested().into_iter().map(|function| function.name).collect();
    let mut command = compiler::cargo_command();
    command.args(["mutants", "--no-shuffle", "--colors", "never", "--gitignore", "false"]);
    // It finds compiled dependencies in the target folder of the course.
    let target = format!("--cargo-arg=--target-dir={}", workspace.target.display());
    command.args(["--jobs", "1", "--timeout", TIMEOUT, &target]).arg("--dir").arg(&folder);
    for function in source.functions().iter().filter(|of| !tested.contains(&of.name)) {
        // No test can detect a change of `main`, or of what only `main` calls.
        command.args(["--exclude-re", &format!(r"\b{}\b", function.signature.ident)]);
    }
    command.args(["--", "--"]).args(skip.iter().flat_map(|test| ["--skip", test]));
    command.env("INSTA_UPDATE", "no").stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().map_err(|error| io("run cargo-mutants in", error))?;
    let seconds = start.elapsed().as_secs_f64();
    let text = fs::read_to_string(folder.join("mutants.out/outcomes.json"))
        .map_err(|_| not_installed(String::from_utf8_lossy(&output.stderr).trim()))?;
    let found: Outcomes = serde_json::from_str(&text).map_err(|error| {
        Error::new(format!("cannot read the outcomes of cargo-mutants: {error}"))
    })?;
    Ok((found.outcomes, seconds))
}

/// The survivors of cargo-mutants that are not listed as equivalent.
fn survivors_of(
    workspace: &Workspace,
    ours: &ExerciseAnalysis,
    outcomes: &[Outcome],
) -> Result<Vec<String>, Error> {
    let set = &ours.set;
    let alive = outcomes
        .iter()
        .filter(|outcome| !["CaughtMutant", "Unviable"].contains(&outcome.summary.as_str()));
    let survivors: Vec<(&Outcome, &CargoMutant)> =
        alive.filter_map(|outcome| Some((outcome, outcome.mutant()?))).collect();
    let texts = survivors.iter().map(|(_, mutant)| mutant.apply(&set.answer).unwrap_or_default());
    let texts = rustfmt::format(workspace, &texts.collect::<Vec<_>>())?;
    let is_equivalent = |text: &String| {
        set.mutants.iter().zip(&ours.matrix.rows).any(|(mutant, row)| {
            mutant.text == *text && matches!(row.status, Status::Equivalent(_))
        })
    };
    let missed = survivors.iter().zip(&texts).filter(|(_, text)| !is_equivalent(text));
    let lines = missed.map(|((outcome, mutant), _)| {
        let end = if outcome.summary == "Timeout" { "times out" } else { "survives" };
        format!("{}: {end}: {}", set.name, mutant.name)
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mutants_that_compile_are_counted() {
        let outcomes: Outcomes = serde_json::from_str(
            r#"{"outcomes": [
                {"scenario": "Baseline", "summary": "Success", "phase_results": [{"duration": 4}]},
                {"scenario": {"Mutant": {"name": "a", "replacement": "", "span":
                    {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}}}},
                 "summary": "CaughtMutant", "phase_results": [{"duration": 1}, {"duration": 0.5}]},
                {"scenario": {"Mutant": {"name": "b", "replacement": "", "span":
                    {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}}}},
                 "summary": "Unviable", "phase_results": [{"duration": 0.25}]}
            ]}"#,
        )
        .expect("it is what cargo-mutants writes");
        let theirs = Cost::of_outcomes(&outcomes.outcomes, 6.0);
        let ours = Cost { all: 40, compiled: 30, seconds: 3.0, once_built: 0.0 };
        let some = line("philosophers", &ours, &theirs);
        // For some answers it generates no mutant that compiles.
        let none = line("memo", &ours, &Cost { compiled: 0, once_built: 0.0, ..theirs });
        insta::assert_snapshot!([HEAD, &some, &none].join("\n"));
    }
}
