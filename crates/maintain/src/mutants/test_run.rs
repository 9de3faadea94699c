//! Runs the tests on one mutant, in a process of its own.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use course::process::{self, ExitKind};
use course::test_list::{self, SourceTest, TestId};
use course::{Error, OrCannot, TestRecord};
use protocol::{
    Extent, Replay, Timeline, Turn, Verdict, environment, exit_code, record_dir, timeline,
};

use crate::mutants::cell;
use crate::mutants::mutant_set::{BuildMode, MutantSet};
use crate::mutants::package::{self, ALONE};

/// After this many executions of one scenario a test gives up, which is not a kill. The answers need
/// less than half as many; a mutant can need millions.
const MAX_EXECUTIONS: &str = "4000";

/// The number with which every switched function panics: see `switch.rs`.
const CANARY: usize = u32::MAX as usize;

/// The watchdog of the engine ends a test long before this.
const LIMIT: Duration = Duration::from_secs(300);

/// What each test found on a mutant, in the order of the tests; `None` if the test does not reach it.
pub(crate) type Records = Vec<Option<TestRecord>>;

/// The results of the unmutated answer.
pub(crate) struct Answer {
    pub(crate) tests: Vec<Test>,
    /// Tests on real threads, which see one interleaving of many, and not always the same.
    pub(crate) native: Vec<String>,
}

/// A test that explores every interleaving.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// The name of the function.
    pub(crate) name: String,
    /// With its modules, as libtest needs it.
    path: String,
    /// The switched functions that it calls.
    reaches: BTreeSet<String>,
    pub(crate) record: TestRecord,
}

/// Runs the tests on the unmutated answer.
pub(crate) fn answer(set: &MutantSet) -> Result<Answer, Error> {
    let source = test_list::in_source(&set.tests, &set.name);
    let mut tests = list(&set.program, &set.folder, &source)?;
    tests.retain(|test| !test.path.starts_with(ALONE));
    // The columns of the matrix: `NAME.rs` first, then its modules by name.
    let files = set.test_sources();
    tests.sort_by_key(|test| files.find(&format!("fn {}(", test.name)));
    // Tests on real threads take longer than all others together, and kill nothing.
    let (native, tests): (Vec<_>, Vec<_>) = tests.into_iter().partition(|test| test.is_native);
    let scratch = scratch_folder()?;
    let reached_file = scratch.path().join("reached");
    let variables = [("MUTANT_REACHED", reached_file.to_string_lossy().into_owned())];
    let mut records = run_mutant(set, 0, &paths(&tests), &variables)?;
    let log = fs::read_to_string(&reached_file).unwrap_or_default();
    let mut reached: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, at) in log.lines().filter_map(|line| line.rsplit_once(' ')) {
        let name = at.parse::<usize>().ok().and_then(|at| set.switched.functions.get(at));
        reached.entry(path).or_default().extend(name.cloned());
    }
    let native = native.into_iter().map(|test| test.name).collect();
    let mut answer = Answer { tests: Vec::new(), native };
    for test in tests {
        let record = records.remove(&test.name);
        let record = record.ok_or_else(|| Error::new(format!("{} left no record", test.name)))?;
        if record.coverage.is_some_and(|coverage| coverage.extent == Extent::RealThreads) {
            let message = "runs on real threads, but its body does not contain `.native(`";
            return Err(Error::new(format!("{} {message}", test.name)));
        }
        let reaches = reached.remove(test.path.as_str()).unwrap_or_default();
        answer.tests.push(Test { name: test.name, path: test.path, reaches, record });
    }
    Ok(answer)
}

/// The first mutant: every switched function panics. If it survived, no other result would mean anything.
pub(crate) fn canary(set: &MutantSet, answer: &Answer) -> Result<(), Error> {
    for test in answer.tests.iter().filter(|test| !test.reaches.is_empty()) {
        let records = run_mutant(set, CANARY, &[&test.path], &[verdict_only()])?;
        if records.values().any(|record| cell::kills(record.verdict)) {
            return Ok(());
        }
    }
    Err(Error::new(format!("{}: the canary mutant survives", set.name))
        .help("mutants are not activated: the bug is in this command, not in a test"))
}

/// A mutant whose tests run.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) set: &'a MutantSet,
    pub(crate) answer: &'a Answer,
    /// Its index in the set.
    pub(crate) at: usize,
}

impl Subject<'_> {
    /// Runs all tests; `None` if the compiler rejects the mutant.
    pub(crate) fn records(self, reports: bool) -> Result<Option<Records>, Error> {
        let Self { set, answer, at } = self;
        let tests = answer.tests.iter();
        let paths: Vec<String> = match &set.modes[at] {
            BuildMode::RuledOut { .. } => return Ok(None),
            BuildMode::Switched(bodies) => tests
                .filter(|test| bodies.iter().any(|body| test.reaches.contains(&body.function)))
                .map(|test| test.path.clone())
                .collect(),
            BuildMode::Alone => tests.map(|test| alone_path(at, &test.path)).collect(),
        };
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let variables = if reports { vec![] } else { vec![verdict_only()] };
        let mut records = run_mutant(set, at + 1, &paths, &variables)?;
        Ok(Some(answer.tests.iter().map(|test| records.remove(&test.name)).collect()))
    }

    /// The schedule with which a test fails, if a single interleaving does.
    pub(crate) fn failing_schedule(self, test: &str) -> Result<Option<Replay>, Error> {
        let Some(path) = self.path(test) else { return Ok(None) };
        let mut records = run_mutant(self.set, self.at + 1, &[&path], &[])?;
        Ok(records.remove(test).and_then(|record| record.replay))
    }

    /// Plays a schedule.
    pub(crate) fn turn(self, replay: &Replay) -> Result<Option<Turn>, Error> {
        let request = replay.request();
        let variables =
            [(environment::PLAY, environment::DECIDED), (environment::REPLAY, &request)];
        let json = self.written(&replay.test, &variables, record_dir::turn_file)?;
        Ok(json.and_then(|json| Turn::from_json(&json)))
    }

    /// The interleaving in which a test fails, if a single one does.
    pub(crate) fn timeline(self, test: &str) -> Result<Option<Timeline>, Error> {
        let variables =
            [(environment::TRACE, "1"), (environment::NO_FALLBACK_AFTER, MAX_EXECUTIONS)];
        let json = self.written(test, &variables, record_dir::timeline_file)?;
        Ok(json.and_then(|json| timeline::from_json(&json)))
    }

    /// The file that a test writes with these variables, if it does.
    fn written(
        self,
        test: &str,
        variables: &[(&str, &str)],
        file: fn(&Path, &str) -> PathBuf,
    ) -> Result<Option<String>, Error> {
        let Some(path) = self.path(test) else { return Ok(None) };
        let scratch = scratch_folder()?;
        let mut command = command(&self.set.program, &self.set.folder);
        command.env("MUTANT", (self.at + 1).to_string());
        command.env(environment::RECORD_DIR, scratch.path());
        command.envs(variables.iter().copied()).args(["--exact", &path]);
        output(command)?;
        Ok(fs::read_to_string(file(scratch.path(), test)).ok())
    }

    /// The path of a test.
    fn path(self, test: &str) -> Option<String> {
        let test = self.answer.tests.iter().find(|known| known.name == test)?;
        mutant_path(self.set, self.at, &test.path)
    }
}

/// What one test finds on a mutant, with its report.
pub(crate) fn report(
    set: &MutantSet,
    tests: &[TestId],
    at: usize,
    test: &str,
) -> Result<Option<TestRecord>, Error> {
    let ends = format!("::{test}");
    let is_it = |path: &&str| *path == test || path.ends_with(&ends);
    let mut paths = paths(tests).into_iter().filter(|path| !path.starts_with(ALONE));
    let path = paths.find(is_it).and_then(|path| mutant_path(set, at, path));
    let Some(path) = path else { return Ok(None) };
    let is_alone = matches!(set.modes[at], BuildMode::Alone);
    let file = || package::alone_path(&set.name, &(at + 1).to_string());
    let exercise = is_alone.then(|| (environment::EXERCISE, file()));
    Ok(run_mutant(set, at + 1, &[&path], exercise.as_slice())?.remove(test))
}

fn mutant_path(set: &MutantSet, at: usize, path: &str) -> Option<String> {
    match &set.modes[at] {
        BuildMode::RuledOut { .. } => None,
        BuildMode::Switched(_) => Some(path.to_owned()),
        BuildMode::Alone => Some(alone_path(at, path)),
    }
}

/// The path of a test in the copy for a mutant that is built alone.
fn alone_path(at: usize, test: &str) -> String {
    format!("{ALONE}{}::{test}", at + 1)
}

/// For runs whose reports are not read.
fn verdict_only() -> (&'static str, String) {
    (environment::VERDICT_ONLY, "1".to_owned())
}

fn run_mutant(
    set: &MutantSet,
    number: usize,
    paths: &[&str],
    variables: &[(&'static str, String)],
) -> Result<BTreeMap<String, TestRecord>, Error> {
    let number = ("MUTANT", number.to_string());
    let limit = (environment::NO_FALLBACK_AFTER, MAX_EXECUTIONS.to_owned());
    run(&set.program, &set.folder, paths, &[&[number, limit], variables].concat())
}

/// The tests of a program, in the order of the source.
pub(crate) fn list(
    program: &Path,
    folder: &Path,
    source: &[SourceTest],
) -> Result<Vec<TestId>, Error> {
    let mut command = command(program, folder);
    command.args(["--list", "--format", "terse"]);
    Ok(test_list::parse(&output(command)?.stdout, source))
}

/// The paths of tests, as [`run`] needs them.
pub(crate) fn paths(tests: &[TestId]) -> Vec<&str> {
    tests.iter().map(|test| test.path.as_str()).collect()
}

/// Runs these tests: their records by the names of the functions. If the process dies, the test that was
/// running gets its verdict from that, and those after it run again.
pub(crate) fn run(
    program: &Path,
    folder: &Path,
    paths: &[&str],
    variables: &[(&'static str, String)],
) -> Result<BTreeMap<String, TestRecord>, Error> {
    let scratch = scratch_folder()?;
    let mut records = BTreeMap::new();
    // With one test thread, libtest runs them in this order.
    let mut left = paths.to_vec();
    left.sort_unstable();
    while !left.is_empty() {
        let mut command = command(program, folder);
        command.env(environment::RECORD_DIR, scratch.path());
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        command.args(["--exact", "--test-threads", "1"]).args(&left);
        let exit = output(command)?.exit;
        let mut died_in = None;
        left.retain(|path| {
            let test = function(path);
            match record_dir::read(scratch.path(), test).ok().flatten() {
                Some(record) => _ = records.insert(test.to_owned(), record),
                None if died_in.is_none() => died_in = Some(test.to_owned()),
                None => return true,
            }
            false
        });
        if let Some(name) = died_in {
            let verdict = match exit {
                ExitKind::Code(exit_code::STUCK) | ExitKind::TimedOut => Verdict::Timeout,
                _ => Verdict::Aborted,
            };
            let record = TestRecord::new(&name, "", verdict);
            records.insert(name, record);
        }
    }
    Ok(records)
}

/// A test program in an empty environment, so that nothing outside can change a verdict.
fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().current_dir(folder);
    command.env("INSTA_UPDATE", "no").env("INSTA_WORKSPACE_ROOT", folder).env("NO_COLOR", "1");
    command
}

fn output(command: Command) -> Result<process::Output, Error> {
    let program = command.get_program().to_owned();
    process::run(command, LIMIT, |_| ()).or_cannot("run", Path::new(&program).display())
}

fn scratch_folder() -> Result<tempfile::TempDir, Error> {
    tempfile::tempdir().or_cannot("create", "a temporary folder")
}

fn function(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
