//! Runs the engine's tests on one of its mutants, the cheapest first, until one fails.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use course::files::list;
use course::parallel::map_with;
use course::process::{self, ExitKind};
use course::{Error, OrCannot, cargo};
use protocol::exit_code;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub(super) kind: Kind,
    /// The test program in which it happened.
    pub(super) program: String,
    /// The test that fails, or that runs when the program ends.
    pub(super) test: String,
}

/// The kinds of outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// What a test runs without a mutant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cost {
    iterations: u64,
    /// The functions that it calls, by the number of their first mutant.
    calls: BTreeSet<usize>,
}

/// Tests of a program that run about as many iterations.
#[derive(Clone)]
pub(super) struct Batch {
    program: Program,
    tests: Vec<(String, Cost)>,
}

/// What is known about a mutant before it runs.
#[derive(Default)]
pub(super) struct Known {
    /// The number of the first mutant of its function. Tests that do not call the function pass.
    pub(super) function: Option<usize>,
    /// The programs and tests that may have killed it before, so they run first.
    pub(super) killers: BTreeSet<(String, String)>,
}

impl Batch {
    /// The same tests, in the program of the same name.
    pub(super) fn of(&self, programs: &[Program]) -> Option<Self> {
        let program = programs.iter().find(|program| program.name == self.program.name)?.clone();
        Some(Self { program, tests: self.tests.clone() })
    }

    fn iterations(&self) -> u64 {
        self.tests.iter().map(|(_, cost)| cost.iterations).sum()
    }

    /// The tests that can kill a mutant; `None` if there are none.
    fn only(&self, can_kill: impl Fn(&(String, Cost)) -> bool) -> Option<Self> {
        let tests: Vec<_> = self.tests.iter().filter(|test| can_kill(test)).cloned().collect();
        (!tests.is_empty()).then(|| Self { program: self.program.clone(), tests })
    }

    /// Runs the tests on a mutant until one fails.
    fn run(&self, number: usize) -> Result<Outcome, Error> {
        let mut command = command(&self.program, number);
        command.arg("--exact").args(self.tests.iter().map(|(name, _)| name));
        command.args(["-Z", "unstable-options", "--fail-fast"]).env("RUSTC_BOOTSTRAP", "1");
        let limit = FACTOR * self.iterations() + MARGIN;
        command.env("ENGINE_ITERATIONS", limit.to_string());
        let output = run(command)?;
        let (test, failed) = last_test(&output.stdout).unwrap_or_default();
        let kind = match output.exit {
            ExitKind::Code(0) => return Ok(Outcome::of(Kind::Survived)),
            ExitKind::TimedOut => Kind::Stopped,
            ExitKind::Code(ENDLESS) => Kind::Endless,
            ExitKind::Code(exit_code::STUCK) => Kind::Watchdog,
            ExitKind::Code(_) if failed => Kind::Failed,
            ExitKind::Code(_) | ExitKind::Crashed(_) => Kind::Died,
        };
        Ok(Outcome { kind, program: self.program.name.clone(), test: test.to_owned() })
    }
}

/// Runs each test without a mutant: it must pass, and its iterations determine when it runs, and for how
/// long. The cheapest tests come first, and the comparisons with other tools last.
pub(super) fn baseline(
    programs: &[Program],
    scratch: &Path,
    jobs: usize,
) -> Result<Vec<Batch>, Error> {
    let mut all: Vec<(&Program, String)> = Vec::new();
    for program in programs {
        all.extend(tests(program)?.into_iter().map(|test| (program, test)));
    }
    let costs = map_with(jobs, &all, |(program, test)| cost(program, test, scratch));
    let mut by_cost: BTreeMap<(u32, &str), Batch> = BTreeMap::new();
    for ((program, test), cost) in all.iter().zip(costs) {
        let cost = cost?;
        let class = cost.iterations.max(CHEAP).ilog2();
        let new = || Batch { program: (*program).clone(), tests: Vec::new() };
        by_cost.entry((class, &program.name)).or_insert_with(new).tests.push((test.clone(), cost));
    }
    let mut batches: Vec<Batch> = by_cost.into_values().collect();
    // The peers work most of the time outside of the engine, where no iterations are counted.
    batches.sort_by_key(|batch| (batch.program.folder.ends_with("peers"), batch.iterations()));
    match mutant(NO_MUTANT, &Known::default(), &batches)? {
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

/// Runs a test without a mutant.
fn cost(program: &Program, test: &str, scratch: &Path) -> Result<Cost, Error> {
    let io = |error| Error::io("write", scratch.display(), &error);
    let record = scratch.join(format!("{} {}", program.name, test.replace("::", " ")));
    fs::create_dir_all(&record).map_err(io)?;
    let mut command = command(program, 0);
    command.args(["--exact", test]).env("ENGINE_RECORD", &record);
    let output = run(command)?;
    if !output.succeeded() {
        return Err(Error::new(format!("{test} fails without a mutant:\n{}", output.text())));
    }
    let mut cost = Cost { iterations: 1, ..Cost::default() };
    for file in list(&record).map_err(io)? {
        let is_count =
            file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("count"));
        let text = fs::read_to_string(file).map_err(io)?;
        let mut numbers = text.lines().filter_map(|line| line.parse::<usize>().ok());
        match is_count {
            true => cost.iterations += numbers.next_back().unwrap_or(0) as u64,
            false => cost.calls.extend(numbers),
        }
    }
    fs::remove_dir_all(&record).map_err(io)?;
    Ok(cost)
}

/// Runs the tests on a mutant until it is killed. If a program does not end, another can still kill it.
pub(super) fn mutant(number: usize, known: &Known, batches: &[Batch]) -> Result<Outcome, Error> {
    let calls = |cost: &Cost| known.function.is_none_or(|of| cost.calls.contains(&of));
    let first = batches.iter().filter_map(|batch| {
        let program = &batch.program.name;
        batch.only(|(test, _)| known.killers.contains(&(program.clone(), test.clone())))
    });
    let rest = batches.iter().filter_map(|batch| batch.only(|(_, cost)| calls(cost)));
    let mut outcome = Outcome::of(Kind::Survived);
    for batch in first.chain(rest) {
        let result = batch.run(number)?;
        match result.kind {
            Kind::Survived => {}
            Kind::Stopped => outcome = result,
            _ => return Ok(result),
        }
    }
    Ok(outcome)
}

/// The last test in the output of libtest, and whether it failed: it runs one test at a time, and none after
/// a failure.
fn last_test(stdout: &str) -> Option<(&str, bool)> {
    let progress = stdout.split("\n\nfailures:\n").next()?;
    let (_, line) = progress.rsplit_once("\ntest ")?;
    let (test, result) = line.split_once(" ... ")?;
    Some((test, result.starts_with("FAILED")))
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
    process::run(command, LIMIT, |_| ()).or_cannot("run", "a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_test_is_named() {
        let stdout = "running 3 tests\ntest a ... ok\ntest b::c ... FAILED\n\nfailures:\n";
        assert_eq!(last_test(stdout), Some(("b::c", true)));
        assert_eq!(last_test("running 2 tests\ntest a ... ok\ntest b ... "), Some(("b", false)));
        assert_eq!(last_test("running 1 test\n"), None);
    }
}
