//! Running the tests on one mutant after the other: each in a process of its own.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, thread};

use crate::mutants::build::{BuildMode, MutantSet};
use crate::mutants::cell::Cell;
use crate::mutants::files;
use crate::mutants::package::ALONE;
use crate::mutants::problem::Problem;
use protocol::{Extent, Verdict, environment, exit_code, record_dir};

/// After so many executions of one scenario a test gives up, which is no kill. No answer needs half
/// as many; a mutant can need millions.
const PATIENCE: &str = "4000";

/// The number at which every switched function panics: see `switch.rs`.
const CANARY: usize = u32::MAX as usize;

/// What a test left behind.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) verdict: Cell,
    /// Without the command that replays it, because a mutant cannot be replayed.
    pub(crate) report: String,
    is_native: bool,
}

impl Record {
    fn without_report(verdict: Cell) -> Self {
        Self { verdict, report: String::new(), is_native: false }
    }
}

/// What became of the answer: the tests that count, and which functions each of them reaches.
pub(crate) struct Answer {
    pub(crate) tests: Vec<Test>,
    /// Tests on real threads: they judge one interleaving of many, another one each time.
    pub(crate) native: Vec<String>,
}

/// A test that judges every interleaving.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// The function alone.
    pub(crate) name: String,
    /// With its modules, as libtest wants it.
    path: String,
    /// The switched functions that it calls.
    reaches: BTreeSet<String>,
    pub(crate) record: Record,
}

/// The answer itself, one test after the other in one process, as it will be with the mutants.
pub(crate) fn answer(root: &Path, bench: &MutantSet) -> Result<Answer, Problem> {
    let mut command = command(bench);
    command.args(["--list", "--format", "terse"]).stdout(Stdio::piped());
    let listed = command.output().map_err(|error| cannot_run(&bench.program, &error))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let mut paths: Vec<String> = listed
        .lines()
        .filter_map(|line| Some(line.strip_suffix(": test")?.to_owned()))
        .filter(|path| !path.starts_with(ALONE))
        .collect();
    let source = sources(bench);
    paths.sort_by_key(|path| source.find(&format!("fn {}(", function(path))));
    // They take longer than all others together, and what they say is not asked.
    let (native, paths): (Vec<_>, Vec<_>) =
        paths.into_iter().partition(|path| is_native(&source, function(path)));
    let scratch = Scratch::new(root)?;
    let notes = scratch.0.join("reached");
    let ask = Ask { reports: true, reached: Some(&notes) };
    let all: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut records = run(bench, 0, &all, &scratch, ask)?;
    let notes = fs::read_to_string(&notes).unwrap_or_default();
    let mut reached: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, at) in notes.lines().filter_map(|line| line.rsplit_once(' ')) {
        let name = at.parse::<usize>().ok().and_then(|at| bench.switched.functions.get(at));
        reached.entry(path).or_default().extend(name.cloned());
    }
    let mut tests = Vec::new();
    for path in &paths {
        let name = function(path).to_owned();
        let record = records.remove(&name);
        let record = record.ok_or_else(|| Problem::new(format!("{name} left no verdict")))?;
        let reaches = reached.remove(path.as_str()).unwrap_or_default();
        tests.push(Test { name, path: path.clone(), reaches, record });
    }
    if let Some(test) = tests.iter().find(|test| test.record.is_native) {
        let said =
            format!("{} runs on real threads, and does not say `.native(` itself", test.name);
        return Err(Problem::new(said));
    }
    Ok(Answer { tests, native: native.iter().map(|path| function(path).to_owned()).collect() })
}

/// The first mutant of all: every function that can be switched panics. It must die, or nothing that
/// is said about any other means anything.
pub(crate) fn canary(root: &Path, bench: &MutantSet, answer: &Answer) -> Result<(), Problem> {
    let scratch = Scratch::new(root)?;
    for test in answer.tests.iter().filter(|test| !test.reaches.is_empty()) {
        let ask = Ask { reports: false, reached: None };
        let records = run(bench, CANARY, &[&test.path], &scratch, ask)?;
        if records.values().any(|record| record.verdict.kills()) {
            return Ok(());
        }
    }
    Err(Problem::new(format!("{}: the canary does not die", bench.name))
        .help("the mutants are not switched on: this command is broken, not a test"))
}

/// All tests on one mutant, in the order of the tests; nothing if the compiler ruled it out.
pub(crate) fn mutant(
    root: &Path,
    bench: &MutantSet,
    answer: &Answer,
    at: usize,
    reports: bool,
) -> Result<Option<Vec<Record>>, Problem> {
    let number = at + 1;
    let changed: Option<BTreeSet<&String>> = match &bench.built[at] {
        BuildMode::RuledOut { .. } => return Ok(None),
        BuildMode::Switched(bodies) => Some(bodies.iter().map(|body| &body.function).collect()),
        BuildMode::Alone => None,
    };
    let reaches = |test: &Test| {
        changed.as_ref().is_none_or(|changed| changed.iter().any(|of| test.reaches.contains(*of)))
    };
    let path = |test: &Test| match changed {
        Some(_) => test.path.clone(),
        None => format!("{ALONE}{number}::{}", test.path),
    };
    let paths: Vec<String> = answer.tests.iter().filter(|test| reaches(test)).map(path).collect();
    let scratch = Scratch::new(root)?;
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut records = match paths.is_empty() {
        true => BTreeMap::new(),
        false => run(bench, number, &paths, &scratch, Ask { reports, reached: None })?,
    };
    let verdicts = answer.tests.iter().map(|test| {
        records.remove(&test.name).unwrap_or_else(|| Record::without_report(Cell::Unreached))
    });
    Ok(Some(verdicts.collect()))
}

/// What a run is asked for, besides the verdicts.
struct Ask<'a> {
    /// The interleavings that fail, made easy to read.
    reports: bool,
    /// A file for the functions that are reached.
    reached: Option<&'a Path>,
}

/// Runs these tests; where the process dies on the way, the test that it died in has its verdict
/// from that, and those after it run again.
fn run(
    bench: &MutantSet,
    number: usize,
    paths: &[&str],
    scratch: &Scratch,
    ask: Ask<'_>,
) -> Result<BTreeMap<String, Record>, Problem> {
    let mut records = BTreeMap::new();
    // One at a time, libtest runs them in this order.
    let mut left: Vec<&str> = paths.to_vec();
    left.sort_unstable();
    while !left.is_empty() {
        let mut command = command(bench);
        command.env(environment::RECORD_DIR, &scratch.0).env("MUTANT", number.to_string());
        command.args(["--exact", "--test-threads", "1"]).args(&left);
        if !ask.reports {
            command.env(environment::VERDICT_ONLY, "1");
        }
        if let Some(notes) = ask.reached {
            command.env("MUTANT_REACHED", notes);
        }
        let status = command.status().map_err(|error| cannot_run(&bench.program, &error))?;
        let mut died_in = None;
        left.retain(|path| match read(&scratch.0, function(path)) {
            Some(record) => {
                records.insert(function(path).to_owned(), record);
                false
            }
            None if died_in.is_none() => {
                died_in = Some(function(path).to_owned());
                false
            }
            None => true,
        });
        if let Some(name) = died_in {
            let verdict = match status.code() {
                Some(exit_code::STUCK) => Verdict::Timeout,
                _ => Verdict::Aborted,
            };
            records.insert(name, Record::without_report(Cell::Judged(verdict)));
        }
    }
    Ok(records)
}

fn read(folder: &Path, test: &str) -> Option<Record> {
    let record = record_dir::read(folder, test, "").ok().flatten()?;
    let is_native = record.coverage.is_some_and(|covered| covered.extent == Extent::RealThreads);
    Some(Record { verdict: Cell::Judged(record.verdict), report: record.report, is_native })
}

/// Whether the source of a test says that it runs on real threads.
fn is_native(source: &str, test: &str) -> bool {
    let rest = source.split_once(&format!("fn {test}(")).map_or("", |(_, rest)| rest);
    rest.split("\n#[test]").next().is_some_and(|body| body.contains(".native("))
}

/// A test program, with everything from outside that could change a verdict shut off.
fn command(bench: &MutantSet) -> Command {
    let mut command = Command::new(&bench.program);
    command.env_clear().current_dir(&bench.folder);
    command.env("INSTA_UPDATE", "no").env("INSTA_WORKSPACE_ROOT", &bench.folder);
    command.env("NO_COLOR", "1").env(environment::NO_FALLBACK_AFTER, PATIENCE);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn function(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The tests of an exercise, in the order in which they are read.
fn sources(bench: &MutantSet) -> String {
    let (tests, name) = (&bench.tests, &bench.name);
    let mut text = fs::read_to_string(tests.join(format!("{name}.rs"))).unwrap_or_default();
    for path in files::listed(&tests.join(name)).unwrap_or_default() {
        text += &fs::read_to_string(path).unwrap_or_default();
    }
    text
}

fn cannot_run(program: &Path, error: &std::io::Error) -> Problem {
    Problem::io("run", program.display(), error)
}

/// A folder for the verdicts of one run.
struct Scratch(PathBuf);

impl Scratch {
    fn new(root: &Path) -> Result<Self, Problem> {
        static RUN: AtomicUsize = AtomicUsize::new(0);
        let run = RUN.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{run}", std::process::id());
        let folder = files::scratch(root).join("verdicts").join(name);
        fs::create_dir_all(&folder)
            .map_err(|error| Problem::io("make", folder.display(), &error))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Only a courtesy to the disk.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// `work` on each of `items`, `jobs` at a time: answers come in the order of the questions.
pub(crate) fn parallel<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, R>> = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                while let Some((at, item)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    items.get(at).map(|item| (at, item))
                } {
                    let result = work(item);
                    done.lock().unwrap_or_else(PoisonError::into_inner).insert(at, result);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::is_native;

    #[test]
    fn a_test_on_real_threads_says_so_in_its_own_body() {
        let source = "#[test]\nfn one() {\n    test!().native(|| ());\n}\n\n#[test]\nfn two() {}\n";
        assert!(is_native(source, "one"));
        assert!(!is_native(source, "two"));
    }
}
