//! The engine's tests on one of its mutants: one program after the other, until one is red.
use std::fs;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use protocol::exit_code::STUCK;

use super::build::Program;
use crate::mutants::files;
use crate::mutants::problem::Problem;

/// A mutant whose loops make so many times the rounds of the engine itself is without end.
const TIMES: u64 = 16;

/// Seconds after which a program that counts no rounds is stopped. That is no kill.
const SECONDS: u64 = 300;

/// The exit code of `switch.rs` at too many rounds; none of the codes of the engine.
const ENDLESS: i32 = 88;

/// No function asks for this one.
const NO_MUTANT: usize = usize::MAX;

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// The first program that is red, and its first test that fails.
    Failed {
        program: String,
        test: String,
    },
    /// The first program that died without the end of its tests.
    Died {
        program: String,
    },
    /// The engine's own watchdog ended the program.
    Watchdog {
        program: String,
    },
    /// No test fails, and in this program loops make more than [`TIMES`] times as many rounds.
    Endless {
        program: String,
    },
    /// No test fails, and this program had to be stopped.
    Stopped {
        program: String,
    },
    Survived,
}

impl End {
    pub(super) fn is_found(&self) -> bool {
        !matches!(self, Self::Stopped { .. } | Self::Survived)
    }
}

/// A program, and how many rounds it may make.
pub(super) struct Bounded {
    program: Program,
    rounds: u64,
}

impl Program {
    /// With as many rounds as the program of the same name may make.
    pub(super) fn bounded_as(self, others: &[Bounded]) -> Bounded {
        let same = others.iter().find(|other| other.program.name == self.name);
        let rounds = same.map_or(u64::MAX, |same| same.rounds);
        Bounded { program: self, rounds }
    }
}

/// Runs all programs without a mutant: they have to be green, and what they do bounds the mutants. Who
/// does least comes first.
pub(super) fn baseline(
    programs: Vec<Program>,
    notes: &Path,
    mut say: impl FnMut(&str),
) -> Result<Vec<Bounded>, Problem> {
    let mut bounded = Vec::new();
    for program in programs {
        say(&format!("the engine itself: {}", program.name));
        let folder = notes.join(&program.name);
        let io = |error| Problem::io("write", folder.display(), &error);
        // Notes of an earlier run say nothing about this one.
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io)?;
        }
        fs::create_dir_all(&folder).map_err(io)?;
        let mut command = command(&program, 0, None);
        command.env("ENGINE_NOTES", &folder);
        let (ran, out) = run(command, &folder.join("out"))?;
        if !ran.is_some_and(|status| status.success()) {
            return Err(Problem::new(format!("{} is red without a mutant:\n{out}", program.name)));
        }
        let mut rounds = 1;
        for file in files::listed(&folder).map_err(io)? {
            let text = fs::read_to_string(file).unwrap_or_default();
            rounds += text.parse::<u64>().unwrap_or(0);
        }
        bounded.push(Bounded { program, rounds: rounds * TIMES });
    }
    bounded.sort_by(|one, other| {
        (one.rounds, &one.program.name).cmp(&(other.rounds, &other.program.name))
    });
    // What finds something where nothing is says nothing about mutants.
    match mutant(NO_MUTANT, &bounded, notes)? {
        End::Survived => Ok(bounded),
        end => Err(Problem::new(format!("a mutant that changes nothing is found: {end:?}"))
            .help("this command is broken, or a test hangs on its environment")),
    }
}

/// Runs the programs on a mutant. A program that found no end is remembered, and the others are asked.
pub(super) fn mutant(number: usize, programs: &[Bounded], scratch: &Path) -> Result<End, Problem> {
    let mut end = End::Survived;
    for Bounded { program, rounds } in programs {
        let out = scratch.join(format!("{number}.out"));
        let (status, said) = run(command(program, number, Some(*rounds)), &out)?;
        let program = program.name.clone();
        // Read only here.
        let _ = fs::remove_file(out);
        match status.map(|status| (status.success(), status.code())) {
            Some((true, _)) => {}
            Some((false, Some(ENDLESS))) => end = End::Endless { program },
            None => {
                if end == End::Survived {
                    end = End::Stopped { program };
                }
            }
            Some((false, Some(STUCK))) => return Ok(End::Watchdog { program }),
            Some((false, code)) => {
                return Ok(match (first_failed(&said), code) {
                    (Some(test), Some(_)) => End::Failed { program, test },
                    _ => End::Died { program },
                });
            }
        }
    }
    Ok(end)
}

/// The first test that libtest says has failed.
fn first_failed(said: &str) -> Option<String> {
    let line = said.lines().find(|line| line.ends_with(" ... FAILED"))?;
    Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned())
}

fn command(program: &Program, mutant: usize, rounds: Option<u64>) -> Command {
    let mut command = Command::new(&program.path);
    command.args(["--test-threads", "1"]).current_dir(&program.folder);
    command.env("INSTA_UPDATE", "no").env("NO_COLOR", "1");
    command.env("RUST_BACKTRACE", "0").env("ENGINE_MUTANT", mutant.to_string());
    if let Some(rounds) = rounds {
        command.env("ENGINE_ROUNDS", rounds.to_string());
    }
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end, or for as long as may be; what it says goes by a file, which is never full.
fn run(mut command: Command, out: &Path) -> Result<(Option<ExitStatus>, String), Problem> {
    let io = |action: &str, error| Problem::io(action, out.display(), &error);
    let file = fs::File::create(out).map_err(|error| io("write", error))?;
    command.stdout(file).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| Problem::io("run", "a test", &error))?;
    let status = wait(&mut child).map_err(|error| Problem::io("wait for", "a test", &error))?;
    let said = fs::read(out).map_err(|error| io("read", error))?;
    Ok((status, String::from_utf8_lossy(&said).into_owned()))
}

fn wait(child: &mut Child) -> std::io::Result<Option<ExitStatus>> {
    let began = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if began.elapsed() > Duration::from_secs(SECONDS) {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_test_that_fails_is_named() {
        let said = "running 2 tests\ntest a ... ok\ntest b::c ... FAILED\ntest d ... FAILED\n";
        assert_eq!(first_failed(said).as_deref(), Some("b::c"));
        assert_eq!(first_failed("running 1 test\n"), None);
    }

    #[test]
    fn what_had_to_be_stopped_is_not_found() {
        assert!(End::Died { program: "a".to_owned() }.is_found());
        assert!(!End::Stopped { program: "a".to_owned() }.is_found());
        assert!(!End::Survived.is_found());
    }
}
