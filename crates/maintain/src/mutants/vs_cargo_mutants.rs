//! `cargo-mutants` on the same answer with the same tests, in the same run: what it takes a mutant, and
//! whether any survives that is not known to be equivalent. What does not compile costs either of them
//! no test: only what compiles is counted.
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::mutants::analysis::{self, Plan};
use crate::mutants::build::Suite;
use crate::mutants::build_cache;
use crate::mutants::cargo_mutants_json::CargoMutant;
use crate::mutants::compiler;
use crate::mutants::files;
use crate::mutants::matrix::End;
use crate::mutants::package;
use crate::mutants::problem::Problem;
use crate::mutants::rustfmt;
use crate::mutants::screen::Progress;
use crate::mutants::source::Source;

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
    fn mutant(&self) -> Option<&CargoMutant> {
        match &self.scenario {
            Scenario::Mutant(mutant) => Some(mutant),
            Scenario::Baseline => None,
        }
    }

    /// Whether it is a mutant that compiles.
    fn is_viable(&self) -> bool {
        self.mutant().is_some() && self.summary != "Unviable"
    }

    fn seconds(&self) -> f64 {
        self.phase_results.iter().map(|phase| phase.duration).sum()
    }
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

/// Runs both on each of the exercises, and says what they take, a line as soon as it is known; red if
/// one of theirs survives.
pub(crate) fn both(
    root: &Path,
    names: &[String],
    jobs: usize,
    progress: &Progress,
    mut say: impl FnMut(&str),
) -> Result<bool, Problem> {
    say(HEAD);
    let (mut theirs_in_all, mut survivors) = (Theirs::default(), 0);
    for name in names {
        // Both build all that they need for this.
        let suite = Suite::ours(root);
        build_cache::forget(root, &suite.folder, name);
        let ours =
            analysis::run(root, &suite, std::slice::from_ref(name), Plan::once(jobs), progress)?;
        progress.say(&format!("cargo-mutants on {name}"));
        let native = ours.outcomes.iter().flat_map(|outcome| &outcome.answer.native);
        let (found, took) = run(root, name, &native.collect::<Vec<_>>())?;
        progress.stop();
        let theirs = Theirs::of(&found, took);
        say(&line(name, &Ours::of(&ours), &theirs));
        theirs_in_all = theirs_in_all.add(&theirs);
        for survivor in missed(root, &ours.outcomes, &found)? {
            say(&format!("  {survivor}"));
            survivors += 1;
        }
    }
    if let [_, _, ..] = names {
        // Ours once more, as the command does it: all are built in one go, and judged in one queue.
        let suite = Suite::ours(root);
        names.iter().for_each(|name| build_cache::forget(root, &suite.folder, name));
        let ours = analysis::run(root, &suite, names, Plan::once(jobs), progress)?;
        progress.stop();
        say(&line("all in one go", &Ours::of(&ours), &theirs_in_all));
    }
    say(&legend(jobs));
    say(&match survivors {
        0 => "cargo-mutants finds no survivor that equivalent.toml does not list".to_owned(),
        some => format!("survivors that no equivalent.toml lists: {some}"),
    });
    Ok(survivors > 0)
}

const HEAD: &str = concat!(
    "                                    ours |                      cargo-mutants |           once built\n",
    "exercise       all compile seconds  each |   all compile seconds  each factor | seconds  each factor",
);

/// What the columns say.
fn legend(jobs: usize) -> String {
    format!(
        "each: a mutant that compiles; factor: how many times as long it takes there as here\n\
         ours: all that it takes, {jobs} at a time, with builds, the answer's tests and the canary\n\
         cargo-mutants: all that it takes, one at a time (like with like is --jobs 1 here), with\n  \
         its first build and test\n\
         once built: without its first build and test, and without what does not compile"
    )
}

/// What our mutants took.
struct Ours {
    all: usize,
    viable: usize,
    seconds: f64,
}

impl Ours {
    fn of(campaign: &analysis::Analysis) -> Self {
        let rows = campaign.outcomes.iter().flat_map(|outcome| &outcome.matrix.rows);
        let is_viable = |end: &End| !matches!(end, End::RuledOut(_));
        Self {
            all: rows.clone().count(),
            viable: rows.filter(|row| is_viable(&row.end)).count(),
            seconds: campaign.took.as_secs_f64(),
        }
    }
}

/// What those of cargo-mutants took.
#[derive(Default)]
struct Theirs {
    all: usize,
    viable: usize,
    seconds: f64,
    /// Those that compile alone.
    once_built: f64,
}

impl Theirs {
    fn of(outcomes: &[Outcome], took: Duration) -> Self {
        let viable = outcomes.iter().filter(|outcome| outcome.is_viable());
        Self {
            all: outcomes.iter().filter(|outcome| outcome.mutant().is_some()).count(),
            viable: viable.clone().count(),
            seconds: took.as_secs_f64(),
            once_built: viable.map(Outcome::seconds).fold(0.0, |sum, seconds| sum + seconds),
        }
    }

    fn add(&self, other: &Self) -> Self {
        Self {
            all: self.all + other.all,
            viable: self.viable + other.viable,
            seconds: self.seconds + other.seconds,
            once_built: self.once_built + other.once_built,
        }
    }
}

fn line(name: &str, ours: &Ours, theirs: &Theirs) -> String {
    let here = ours.seconds / ours.viable.max(1) as f64;
    let there = |seconds: f64| match theirs.viable {
        // Nothing took this time, or it is nobody's.
        0 => format!("{seconds:>7.1} {:>5} {:>6}", "-", "-"),
        some => {
            let each = seconds / some as f64;
            format!("{seconds:>7.1} {each:>5.3} {:>5.1}×", each / here)
        }
    };
    format!(
        "{name:13} {:>4} {:>7} {:>7.1} {here:>5.3} | {:>5} {:>7} {} | {}",
        ours.all,
        ours.viable,
        ours.seconds,
        theirs.all,
        theirs.viable,
        there(theirs.seconds),
        there(theirs.once_built),
    )
}

/// Runs cargo-mutants with the tests that we run, which are all but these: what it found, and how long
/// all that took.
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
    let mut command = Command::new(compiler::cargo());
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
    compiler::forget_caller(&mut command);
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
    Ok((found.outcomes, took))
}

/// Those that survive there and are not listed as equivalent here.
fn missed(
    root: &Path,
    ours: &[analysis::Outcome],
    theirs: &[Outcome],
) -> Result<Vec<String>, Problem> {
    let Some(ours) = ours.first() else { return Ok(Vec::new()) };
    let bench = &ours.bench;
    let alive = theirs
        .iter()
        .filter(|outcome| !["CaughtMutant", "Unviable"].contains(&outcome.summary.as_str()));
    let survivors: Vec<(&Outcome, &CargoMutant)> =
        alive.filter_map(|outcome| Some((outcome, outcome.mutant()?))).collect();
    let texts = survivors.iter().map(|(_, mutant)| mutant.applied(&bench.answer));
    let texts: Vec<String> = texts.map(Option::unwrap_or_default).collect();
    let texts = rustfmt::all(root, &format!("beside-{}", bench.name), &texts)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_compiles_is_counted_and_both_times_are_shown() {
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
        let theirs = Theirs::of(&outcomes.outcomes, Duration::from_secs(6));
        let ours = Ours { all: 40, viable: 30, seconds: 3.0 };
        let some = line("philosophers", &ours, &theirs);
        // Of some answers it makes no mutant that compiles.
        let none = line("memo", &ours, &Theirs { viable: 0, once_built: 0.0, ..theirs });
        insta::assert_snapshot!([HEAD, &some, &none].join("\n"));
    }
}
