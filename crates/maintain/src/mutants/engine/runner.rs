//! Runs the engine's tests on one of its mutants, one program after the other, until one fails.
use std::collections::BTreeSet;
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
    /// No test fails, and loops run more than [`FACTOR`] times as many iterations.
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
pub(super) struct Program {
    /// The name of its target, or of its module.
    pub(super) name: String,
    /// If only the tests of a module run: `litmus::`.
    pub(super) module: Option<String>,
    /// The folder of its crate, in which its tests run.
    pub(super) folder: PathBuf,
    pub(super) path: PathBuf,
}

/// A program, and how many iterations it may run.
pub(super) struct Bounded {
    program: Program,
    iterations: u64,
}

impl Program {
    /// With the limit of the program of the same name.
    pub(super) fn bounded_like(self, others: &[Bounded]) -> Bounded {
        let same = others.iter().find(|other| other.program.name == self.name);
        let iterations = same.map_or(u64::MAX, |same| same.iterations);
        Bounded { program: self, iterations }
    }
}

/// The modules of a program at its root, each as a program.
pub(super) fn modules(program: &Program) -> Result<Vec<Program>, Error> {
    let mut list = command(program, 0, None);
    list.arg("--list");
    let output = run(list)?;
    let root = |test: &str| Some(test.split_once("::")?.0.to_owned());
    let names: BTreeSet<String> =
        output.stdout.lines().filter_map(|line| root(line.strip_suffix(": test")?)).collect();
    let of = |name: String| Program {
        module: Some(format!("{name}::")),
        name,
        folder: program.folder.clone(),
        path: program.path.clone(),
    };
    Ok(names.into_iter().map(of).collect())
}

/// Runs all programs without a mutant: they must pass, and their iterations determine the limits. The
/// cheapest program comes first.
pub(super) fn baseline(
    programs: Vec<Program>,
    scratch: &Path,
    mut say: impl FnMut(String),
) -> Result<Vec<Bounded>, Error> {
    let mut bounded = Vec::new();
    for program in programs {
        say(format!("the unmutated engine: {}", program.name));
        let folder = scratch.join(&program.name);
        let io = |error| Error::io("write", folder.display(), &error);
        // Counts of an earlier run say nothing about this one.
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io)?;
        }
        fs::create_dir_all(&folder).map_err(io)?;
        let mut command = command(&program, 0, None);
        command.env("ENGINE_COUNTS", &folder);
        let output = run(command)?;
        if !output.succeeded() {
            return Err(Error::new(format!(
                "{} fails without a mutant:\n{}",
                program.name,
                output.text()
            )));
        }
        let mut iterations = 1;
        for file in list(&folder).map_err(io)? {
            let count = fs::read_to_string(file).unwrap_or_default();
            iterations += count.parse::<u64>().unwrap_or(0);
        }
        bounded.push(Bounded { program, iterations: iterations * FACTOR });
    }
    bounded.sort_by(|a, b| (a.iterations, &a.program.name).cmp(&(b.iterations, &b.program.name)));
    match mutant(NO_MUTANT, &bounded)? {
        Outcome { kind: Kind::Survived, .. } => Ok(bounded),
        outcome => Err(Error::new(format!("a mutant that changes nothing is killed: {outcome:?}"))
            .help("the bug is in this command, or a test depends on its environment")),
    }
}

/// Runs the programs on a mutant. If one of them does not end, the others can still kill the mutant.
pub(super) fn mutant(number: usize, programs: &[Bounded]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::of(Kind::Survived);
    for Bounded { program, iterations } in programs {
        let output = run(command(program, number, Some(*iterations)))?;
        let test = first_failure(&output.stdout).unwrap_or_default();
        let kind = match output.exit {
            ExitKind::Code(0) => continue,
            ExitKind::TimedOut if outcome.kind != Kind::Survived => continue,
            ExitKind::TimedOut => Kind::Stopped,
            ExitKind::Code(ENDLESS) => Kind::Endless,
            ExitKind::Code(exit_code::STUCK) => Kind::Watchdog,
            ExitKind::Code(_) if !test.is_empty() => Kind::Failed,
            ExitKind::Code(_) | ExitKind::Crashed(_) => Kind::Died,
        };
        outcome = Outcome { kind, program: program.name.clone(), test };
        if !matches!(kind, Kind::Stopped | Kind::Endless) {
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

fn command(program: &Program, mutant: usize, iterations: Option<u64>) -> Command {
    let mut command = Command::new(&program.path);
    command.args(&program.module).args(["--test-threads", "1"]).current_dir(&program.folder);
    cargo::clean(&mut command);
    command.env("INSTA_UPDATE", "no").env("NO_COLOR", "1");
    command.env("RUST_BACKTRACE", "0").env("ENGINE_MUTANT", mutant.to_string());
    if let Some(iterations) = iterations {
        command.env("ENGINE_ITERATIONS", iterations.to_string());
    }
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
