//! `cargo-mutants` on the same answer with the same tests, in the same run: what it takes a mutant, and
//! whether any survives that is not known to be equivalent.
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::campaign::{self, Plan};
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

/// Seconds for the tests of one mutant. Who needs longer is not killed.
const TIMEOUT: &str = "300";

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

impl Outcome {
    fn mutant(&self) -> Option<&Foreign> {
        match &self.scenario {
            Scenario::Mutant(mutant) => Some(mutant),
            Scenario::Baseline => None,
        }
    }
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

/// Runs both on each of the exercises, and says what they take, a line as soon as it is known; red if
/// one of theirs survives.
pub(crate) fn both(
    root: &Path,
    names: &[String],
    jobs: usize,
    progress: &Progress,
    mut say: impl FnMut(&str),
) -> Result<bool, Problem> {
    say(&format!(
        "{:14} {:>7} {:>8} {:>7}   {:>13} {:>8} {:>7} {:>7}",
        "exercise", "ours", "seconds", "each", "cargo-mutants", "seconds", "each", "factor"
    ));
    let (mut theirs_in_all, mut survivors) = (Time::default(), 0);
    for name in names {
        // Both build all that they need for this.
        let suite = Suite::ours(root);
        kept::forget(root, &suite.folder, name);
        let ours =
            campaign::run(root, &suite, std::slice::from_ref(name), Plan::once(jobs), progress)?;
        let count = ours.outcomes.iter().map(|outcome| outcome.matrix.rows.len()).sum();
        progress.say(&format!("cargo-mutants on {name}"));
        let native = ours.outcomes.iter().flat_map(|outcome| &outcome.answer.native);
        let (theirs, took) = run(root, name, &native.collect::<Vec<_>>())?;
        progress.stop();
        let foreign = theirs.iter().filter(|outcome| outcome.mutant().is_some()).count();
        let times = [Time::of(count, ours.took), Time::of(foreign, took)];
        say(&line(name, &times));
        theirs_in_all = theirs_in_all.add(times[1]);
        for survivor in missed(root, &ours.outcomes, &theirs)? {
            say(&format!("  {survivor}"));
            survivors += 1;
        }
    }
    if let [_, _, ..] = names {
        // Ours once more, as the command does it: all are built in one go, and judged in one queue.
        let suite = Suite::ours(root);
        names.iter().for_each(|name| kept::forget(root, &suite.folder, name));
        let ours = campaign::run(root, &suite, names, Plan::once(jobs), progress)?;
        progress.stop();
        let count = ours.outcomes.iter().map(|outcome| outcome.matrix.rows.len()).sum();
        say(&line("all in one go", &[Time::of(count, ours.took), theirs_in_all]));
    }
    say(&format!(
        "(ours: {jobs} at a time, with its build; cargo-mutants: one at a time, as it does by \
         default, without its first build and test)"
    ));
    say(&match survivors {
        0 => "cargo-mutants finds no survivor that equivalent.toml does not list".to_owned(),
        some => format!("survivors that no equivalent.toml lists: {some}"),
    });
    Ok(survivors > 0)
}

/// How long so many mutants took.
#[derive(Debug, Clone, Copy, Default)]
struct Time {
    mutants: usize,
    seconds: f64,
}

impl Time {
    fn of(mutants: usize, took: Duration) -> Self {
        Self { mutants, seconds: took.as_secs_f64() }
    }

    fn add(self, other: Self) -> Self {
        Self { mutants: self.mutants + other.mutants, seconds: self.seconds + other.seconds }
    }

    fn each(self) -> f64 {
        self.seconds / self.mutants.max(1) as f64
    }
}

fn line(name: &str, [ours, theirs]: &[Time; 2]) -> String {
    format!(
        "{name:14} {:>7} {:>8.1} {:>7.3}   {:>13} {:>8.1} {:>7.3} {:>6.0}×",
        ours.mutants,
        ours.seconds,
        ours.each(),
        theirs.mutants,
        theirs.seconds,
        theirs.each(),
        theirs.each() / ours.each()
    )
}

/// Runs cargo-mutants with the tests that we run, which are all but these: what it found, and how long
/// its mutants took, its baseline not counted.
fn run(root: &Path, name: &str, left_out: &[&String]) -> Result<(Vec<Outcome>, Duration), Problem> {
    let folder = files::scratch(root).join("beside").join(name);
    let io = |what: &str, error: std::io::Error| Problem::io(what, folder.display(), &error);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| io("clear", error))?;
    }
    package::write_alone(root, &folder, name)?;
    let answer = files::read(root, &format!("complete/{name}.rs"))?;
    let source = Source::parse(&answer).map_err(|error| Problem::new(error.to_string()))?;
    let tested: Vec<String> = source.tested().into_iter().map(|function| function.name).collect();
    let mut command = Command::new(compile::cargo());
    command.args(["mutants", "--no-shuffle", "--colors", "never", "--gitignore", "false"]);
    // What the answer depends on is compiled already: it finds that where we have it.
    let target = format!("--cargo-arg=--target-dir={}", files::target(root).display());
    command.args(["--jobs", "1", "--timeout", TIMEOUT, &target]).arg("--dir").arg(&folder);
    for function in source.functions() {
        if !tested.contains(&function.name) {
            // `main`, and what only `main` calls: no test could notice.
            command.args(["--exclude-re", &format!(r"\b{}\b", function.signature.ident)]);
        }
    }
    command.args(["--", "--"]).args(left_out.iter().flat_map(|test| ["--skip", test]));
    compile::forget_caller(&mut command);
    command.env("INSTA_UPDATE", "no");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let began = Instant::now();
    let output = command.output().map_err(|error| io("run cargo-mutants in", error))?;
    let took = began.elapsed();
    let text = fs::read_to_string(folder.join("mutants.out/outcomes.json")).map_err(|_| {
        Problem::new(format!("cargo mutants: {}", String::from_utf8_lossy(&output.stderr).trim()))
            .help("`cargo install --locked cargo-mutants` installs it")
    })?;
    let found: Outcomes = serde_json::from_str(&text)
        .map_err(|error| Problem::new(format!("what cargo-mutants wrote: {error}")))?;
    let baseline = found.outcomes.iter().filter(|outcome| outcome.mutant().is_none());
    let baseline: f64 =
        baseline.flat_map(|outcome| &outcome.phase_results).map(|phase| phase.duration).sum();
    Ok((found.outcomes, took.saturating_sub(Duration::from_secs_f64(baseline))))
}

/// Those that survive there and are not listed as equivalent here.
fn missed(
    root: &Path,
    ours: &[campaign::Outcome],
    theirs: &[Outcome],
) -> Result<Vec<String>, Problem> {
    let Some(ours) = ours.first() else { return Ok(Vec::new()) };
    let bench = &ours.bench;
    let alive = theirs
        .iter()
        .filter(|outcome| !["CaughtMutant", "Unviable"].contains(&outcome.summary.as_str()));
    let survivors: Vec<(&Outcome, &Foreign)> =
        alive.filter_map(|outcome| Some((outcome, outcome.mutant()?))).collect();
    let texts = survivors.iter().map(|(_, mutant)| applied(&bench.answer, mutant));
    let texts: Vec<String> = texts.map(Option::unwrap_or_default).collect();
    let texts = format::all(root, &format!("beside-{}", bench.name), &texts)?;
    let is_known = |text: &String| {
        let mut ours = bench.mutants.iter().zip(&ours.matrix.rows);
        ours.any(|(mutant, row)| mutant.text == *text && matches!(row.end, End::Equivalent(_)))
    };
    let missed = survivors.iter().zip(&texts).filter(|(_, text)| !is_known(text));
    let said = missed.map(|((outcome, mutant), _)| {
        // A timeout is no kill.
        let end = if outcome.summary == "Timeout" { "takes too long" } else { "survives" };
        format!("{}: {end}: {}", bench.name, mutant.name)
    });
    Ok(said.collect())
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
