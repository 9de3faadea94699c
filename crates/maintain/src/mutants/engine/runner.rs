//! Runs the engine's tests on one of its mutants, the cheapest first, until one fails.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use course::files::list;
use course::process::{self, ExitKind};
use course::{Error, cargo};
use protocol::exit_code;

/// A mutant whose loops run this many times as many iterations as the engine itself is endless.
const FACTOR: u64 = 16;

/// Every mutant may run this many iterations in addition: fewer of them take no time.
const MARGIN: u64 = 1 << 24;

/// All tests that run fewer iterations than this are run together.
const CHEAP: u64 = 1 << 12;

/// A program that counts no iterations is stopped after this time, which is not a kill.
const LIMIT: Duration = Duration::from_secs(300);

/// The exit code in `switch.rs` after too many iterations.
const ENDLESS: i32 = 97;

/// No function has a mutant with this number.
const NO_MUTANT: usize = usize::MAX;

/// What happened to a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) kind: Kind,
    /// The test program in which it happened.
    pub(super) program: String,
    /// The first test that fails.
    pub(super) test: String,
}

/// The kinds of outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The compiler rejects the mutant, alone in the engine.
    RuledOut,
    /// A test fails.
    Failed,
    /// A program dies before the end of its tests.
    Died,
    /// The engine's own watchdog ends a program.
    Watchdog,
    /// Loops run more than [`FACTOR`] times as many iterations before a test fails.
    Endless,
    /// No test fails, and a program had to be stopped.
    Stopped,
    Survived,
}

impl Outcome {
    pub(super) fn of(kind: Kind) -> Self {
        Self { kind, program: String::new(), test: String::new() }
    }
}

/// A test program of the engine.
#[derive(Clone)]
pub(super) struct Program {
    /// The name of its target.
    pub(super) name: String,
    /// The folder of its crate, in which its tests run.
    pub(super) folder: PathBuf,
    pub(super) path: PathBuf,
}

/// Tests of a program that run about as many iterations, and how many those are together.
pub(super) struct Batch {
    program: Program,
    tests: Vec<String>,
    iterations: u64,
}

impl Batch {
    /// The same tests, in the program of the same name.
    pub(super) fn of(&self, programs: &[Program]) -> Option<Self> {
        let program = programs.iter().find(|program| program.name == self.program.name)?.clone();
        Some(Self { program, tests: self.tests.clone(), iterations: self.iterations })
    }
}

/// Runs each test without a mutant: it must pass, and its iterations determine when it runs, and for how
/// long. The cheapest tests come first.
pub(super) fn baseline(
    programs: &[Program],
    scratch: &Path,
    mut say: impl FnMut(String),
) -> Result<Vec<Batch>, Error> {
    let mut batches = Vec::new();
    for program in programs {
        say(format!("the unmutated engine: {}", program.name));
        let mut by_cost: BTreeMap<u32, Batch> = BTreeMap::new();
        for test in tests(program)? {
            let iterations = iterations(program, &test, scratch)?;
            let new = || Batch { program: program.clone(), tests: Vec::new(), iterations: 0 };
            let batch = by_cost.entry(iterations.max(CHEAP).ilog2()).or_insert_with(new);
            batch.tests.push(test);
            batch.iterations += iterations;
        }
        batches.extend(by_cost.into_values());
    }
    batches.sort_by(|a, b| (a.iterations, &a.program.name).cmp(&(b.iterations, &b.program.name)));
    match mutant(NO_MUTANT, &batches)? {
        Outcome { kind: Kind::Survived, .. } => Ok(batches),
        outcome => Err(Error::new(format!("a mutant that changes nothing is killed: {outcome:?}"))
            .help("the bug is in this command, or a test depends on its environment")),
    }
}

fn tests(program: &Program) -> Result<Vec<String>, Error> {
    let mut list = command(program, 0);
    list.arg("--list");
    let tests = run(list)?.stdout;
    Ok(tests.lines().filter_map(|line| Some(line.strip_suffix(": test")?.to_owned())).collect())
}

/// How many iterations a test runs without a mutant.
fn iterations(program: &Program, test: &str, scratch: &Path) -> Result<u64, Error> {
    let io = |error| Error::io("write", scratch.display(), &error);
    // Counts of another test say nothing about this one.
    if scratch.exists() {
        fs::remove_dir_all(scratch).map_err(io)?;
    }
    fs::create_dir_all(scratch).map_err(io)?;
    let mut command = command(program, 0);
    command.args(["--exact", test]).env("ENGINE_COUNTS", scratch);
    let output = run(command)?;
    if !output.succeeded() {
        return Err(Error::new(format!("{test} fails without a mutant:\n{}", output.text())));
    }
    let mut iterations = 1;
    for file in list(scratch).map_err(io)? {
        let count = fs::read_to_string(file).unwrap_or_default();
        iterations += count.parse::<u64>().unwrap_or(0);
    }
    Ok(iterations)
}

/// Runs the tests on a mutant until it is killed. If a program does not end, another can still kill it.
pub(super) fn mutant(number: usize, batches: &[Batch]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::of(Kind::Survived);
    for Batch { program, tests, iterations } in batches {
        let mut command = command(program, number);
        command.arg("--exact").args(tests);
        let limit = FACTOR * iterations + MARGIN;
        command.env("ENGINE_ITERATIONS", limit.to_string());
        let output = run(command)?;
        let test = first_failure(&output.stdout).unwrap_or_default();
        let kind = match output.exit {
            ExitKind::Code(0) => continue,
            ExitKind::TimedOut => Kind::Stopped,
            ExitKind::Code(ENDLESS) => Kind::Endless,
            ExitKind::Code(exit_code::STUCK) => Kind::Watchdog,
            ExitKind::Code(_) if !test.is_empty() => Kind::Failed,
            ExitKind::Code(_) | ExitKind::Crashed(_) => Kind::Died,
        };
        if kind != Kind::Stopped || outcome.kind == Kind::Survived {
            outcome = Outcome { kind, program: program.name.clone(), test };
        }
        if kind != Kind::Stopped {
            break;
        }
    }
    Ok(outcome)
}

/// The first test that libtest reports as failed.
fn first_failure(stdout: &str) -> Option<String> {
    let line = stdout.lines().find(|line| line.ends_with(" ... FAILED"))?;
    Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned())
}

fn command(program: &Program, mutant: usize) -> Command {
    let mut command = Command::new(&program.path);
    command.args(["--test-threads", "1"]).current_dir(&program.folder);
    cargo::clean(&mut command);
    command.env("INSTA_UPDATE", "no").env("NO_COLOR", "1");
    command.env("RUST_BACKTRACE", "0").env("ENGINE_MUTANT", mutant.to_string());
    command
}

fn run(command: Command) -> Result<process::Output, Error> {
    process::run(command, LIMIT, |_| ()).map_err(|error| Error::io("run", "a test", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failing_test_is_named() {
        let stdout = "running 2 tests\ntest a ... ok\ntest b::c ... FAILED\ntest d ... FAILED\n";
        assert_eq!(first_failure(stdout).as_deref(), Some("b::c"));
        assert_eq!(first_failure("running 1 test\n"), None);
    }
}
