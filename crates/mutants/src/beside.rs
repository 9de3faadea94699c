//! `cargo-mutants` on the same answer with the same tests, in the same run: what it takes a mutant, and
//! whether any survives that is not known to be equivalent.
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use serde::Deserialize;

use crate::campaign;
use crate::compile;
use crate::files;
use crate::format;
use crate::kept;
use crate::matrix::End;
use crate::package;
use crate::problem::Problem;
use crate::screen::Progress;
use crate::source::Source;
use crate::workshop::Suite;

/// What `mutants.out/outcomes.json` says, as far as it is needed.
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
    Mutant(Foreign),
}

#[derive(Deserialize)]
struct Phase {
    duration: f64,
}

/// A mutant of cargo-mutants.
#[derive(Deserialize)]
struct Foreign {
    name: String,
    replacement: String,
    span: Span,
}

#[derive(Deserialize)]
struct Span {
    start: Place,
    end: Place,
}

#[derive(Deserialize)]
struct Place {
    line: usize,
    column: usize,
}

/// Runs both on each of the exercises, and says what they take; red if one of theirs survives.
pub(crate) fn both(
    root: &Path,
    names: &[String],
    progress: &Progress,
) -> Result<(String, bool), Problem> {
    let mut text = format!(
        "{:14} {:>7} {:>8} {:>7}   {:>13} {:>8} {:>7} {:>7}\n",
        "exercise", "ours", "seconds", "each", "cargo-mutants", "seconds", "each", "factor"
    );
    let mut survivors = Vec::new();
    for name in names {
        let names = std::slice::from_ref(name);
        // Both build all that they need for this.
        let suite = Suite::ours(root);
        kept::forget(root, &suite.folder, name);
        let ours = campaign::run(root, &suite, names, 1, 1, progress)?;
        let count: usize = ours.outcomes.iter().map(|outcome| outcome.matrix.rows.len()).sum();
        progress.say(&format!("cargo-mutants on {name}"));
        let (theirs, took) = run(root, name)?;
        progress.stop();
        let seconds = [ours.took, took].map(|took| took.as_secs_f64());
        let mutants =
            theirs.iter().filter(|outcome| matches!(outcome.scenario, Scenario::Mutant(_)));
        let counts = [count, mutants.count()];
        let each = [0, 1].map(|at| seconds[at] / counts[at].max(1) as f64);
        let _ = writeln!(
            text,
            "{name:14} {:>7} {:>8.1} {:>7.2}   {:>13} {:>8.1} {:>7.2} {:>6.0}×",
            counts[0],
            seconds[0],
            each[0],
            counts[1],
            seconds[1],
            each[1],
            each[1] / each[0]
        );
        for outcome in &ours.outcomes {
            survivors.extend(missed(root, outcome, &theirs)?);
        }
    }
    text += "(one job each; ours with its build, cargo-mutants without its first build and test)\n";
    survivors.iter().for_each(|survivor| _ = writeln!(text, "{survivor}"));
    Ok((text, !survivors.is_empty()))
}

/// Runs cargo-mutants: what it found, and how long its mutants took, its baseline not counted.
fn run(root: &Path, name: &str) -> Result<(Vec<Outcome>, Duration), Problem> {
    let folder = files::scratch(root).join("beside").join(name);
    let io = |what: &str, error: std::io::Error| Problem::io(what, folder.display(), &error);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| io("clear", error))?;
    }
    package::write_alone(root, &folder, name)?;
    let answer = files::read(root, &format!("complete/{name}.rs"))?;
    let source = Source::parse(&answer).map_err(|error| Problem::new(error.to_string()))?;
    let tested: Vec<String> = source.tested().into_iter().map(|function| function.name).collect();
    let began = Instant::now();
    let mut command = Command::new(compile::cargo());
    command.args(["mutants", "--no-shuffle", "--colors", "never", "--timeout", "300"]);
    // What the answer depends on is compiled already: it finds that where we have it.
    let target = format!("--cargo-arg=--target-dir={}", files::target(root).display());
    command.args(["--jobs", "1", &target]).arg("--dir").arg(&folder);
    for function in source.functions() {
        if !tested.contains(&function.name) {
            // `main`, and what only `main` calls: no test could notice.
            command.args(["--exclude-re", &format!(r"\b{}\b", function.signature.ident)]);
        }
    }
    for (variable, _) in env::vars_os() {
        if variable.to_string_lossy().starts_with("CARGO_") {
            command.env_remove(&variable);
        }
    }
    let path = env::var_os("PATH").unwrap_or_default();
    command.env("PATH", path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let output = command.output().map_err(|error| io("run cargo-mutants in", error))?;
    let took = began.elapsed();
    let text = fs::read_to_string(folder.join("mutants.out/outcomes.json")).map_err(|_| {
        Problem::new(format!("cargo mutants: {}", String::from_utf8_lossy(&output.stderr).trim()))
            .help("`cargo install --locked cargo-mutants` installs it")
    })?;
    let found: Outcomes = serde_json::from_str(&text)
        .map_err(|error| Problem::new(format!("what cargo-mutants wrote: {error}")))?;
    let is_baseline = |outcome: &&Outcome| matches!(outcome.scenario, Scenario::Baseline);
    let baseline = found.outcomes.iter().filter(is_baseline);
    let baseline: f64 =
        baseline.flat_map(|outcome| &outcome.phase_results).map(|phase| phase.duration).sum();
    Ok((found.outcomes, took.saturating_sub(Duration::from_secs_f64(baseline))))
}

/// Those that survive there and are not listed as equivalent here.
fn missed(
    root: &Path,
    ours: &campaign::Outcome,
    theirs: &[Outcome],
) -> Result<Vec<String>, Problem> {
    let bench = &ours.bench;
    let survivors: Vec<&Foreign> = theirs
        .iter()
        .filter(|outcome| !["CaughtMutant", "Unviable"].contains(&outcome.summary.as_str()))
        .filter_map(|outcome| match &outcome.scenario {
            Scenario::Mutant(mutant) => Some(mutant),
            Scenario::Baseline => None,
        })
        .collect();
    let texts: Vec<String> =
        survivors.iter().filter_map(|mutant| applied(&bench.answer, mutant)).collect();
    let texts = format::all(root, &format!("beside-{}", bench.name), &texts)?;
    let is_known = |text: &String| {
        bench
            .mutants
            .iter()
            .zip(&ours.matrix.rows)
            .any(|(mutant, row)| mutant.text == *text && matches!(row.end, End::Equivalent(_)))
    };
    let missed = survivors.iter().zip(&texts).filter(|(_, text)| !is_known(text));
    Ok(missed
        .map(|(mutant, _)| format!("{}: cargo-mutants: survives: {}", bench.name, mutant.name))
        .collect())
}

/// The answer with a mutant of cargo-mutants; its columns count characters from 1.
fn applied(answer: &str, mutant: &Foreign) -> Option<String> {
    let offset = |place: &Place| -> Option<usize> {
        let before: usize = answer.split_inclusive('\n').take(place.line - 1).map(str::len).sum();
        let line = answer[before..].lines().next()?;
        let column: usize = line.chars().take(place.column - 1).map(char::len_utf8).sum();
        Some(before + column)
    };
    let (start, end) = (offset(&mutant.span.start)?, offset(&mutant.span.end)?);
    Some(format!("{}{}{}", &answer[..start], mutant.replacement, &answer[end..]))
}
