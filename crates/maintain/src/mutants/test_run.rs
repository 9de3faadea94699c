//! Runs the tests on one mutant, in a process of its own.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use course::{Error, test_list};
use protocol::{Extent, Verdict, environment, exit_code, record_dir};

use crate::mutants::cell::Cell;
use crate::mutants::mutant_set::{BuildMode, MutantSet};
use crate::mutants::package::ALONE;

/// After this many executions of one scenario a test gives up, which is not a kill. The answers need
/// less than half as many; a mutant can need millions.
const MAX_EXECUTIONS: &str = "4000";

/// The number with which every switched function panics: see `switch.rs`.
const CANARY: usize = u32::MAX as usize;

/// What a test found.
#[derive(Debug, Clone)]
pub(crate) struct CellRecord {
    pub(crate) cell: Cell,
    /// Without the command that replays it, because a mutant cannot be replayed.
    pub(crate) report: String,
    on_real_threads: bool,
}

impl CellRecord {
    fn without_report(cell: Cell) -> Self {
        Self { cell, report: String::new(), on_real_threads: false }
    }
}

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
    pub(crate) record: CellRecord,
}

/// Runs the tests on the unmutated answer.
pub(crate) fn answer(set: &MutantSet) -> Result<Answer, Error> {
    let mut list = command(set);
    list.args(["--list", "--format", "terse"]).stdout(Stdio::piped());
    let list = list.output().map_err(|error| Error::io("run", set.program.display(), &error))?;
    let source = set.test_sources();
    let mut tests = test_list::parse(&String::from_utf8_lossy(&list.stdout), &source);
    tests.retain(|test| !test.path.starts_with(ALONE));
    // Native tests take longer than all others together, and kill nothing.
    let (native, tests): (Vec<_>, Vec<_>) =
        tests.into_iter().partition(|test| is_native(&source, &test.name));
    let scratch = scratch_folder()?;
    let reached_file = scratch.path().join("reached");
    let options = Options { reports: true, reached_file: Some(&reached_file) };
    let paths: Vec<&str> = tests.iter().map(|test| test.path.as_str()).collect();
    let mut records = run(set, 0, &paths, scratch.path(), options)?;
    let log = fs::read_to_string(&reached_file).unwrap_or_default();
    let mut reached: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, at) in log.lines().filter_map(|line| line.rsplit_once(' ')) {
        let name = at.parse::<usize>().ok().and_then(|at| set.switched.functions.get(at));
        reached.entry(path).or_default().extend(name.cloned());
    }
    let mut answer = Answer { tests: Vec::new(), native: Vec::new() };
    answer.native.extend(native.into_iter().map(|test| test.name));
    for test in tests {
        let record = records.remove(&test.name);
        let record = record.ok_or_else(|| Error::new(format!("{} left no record", test.name)))?;
        if record.on_real_threads {
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
    let scratch = scratch_folder()?;
    for test in answer.tests.iter().filter(|test| !test.reaches.is_empty()) {
        let options = Options { reports: false, reached_file: None };
        let records = run(set, CANARY, &[&test.path], scratch.path(), options)?;
        if records.values().any(|record| record.cell.kills()) {
            return Ok(());
        }
    }
    Err(Error::new(format!("{}: the canary mutant survives", set.name))
        .help("mutants are not activated: the bug is in this command, not in a test"))
}

/// Runs all tests on a mutant, in the order of the tests; `None` if the compiler rejects the mutant.
pub(crate) fn mutant(
    set: &MutantSet,
    answer: &Answer,
    at: usize,
    reports: bool,
) -> Result<Option<Vec<CellRecord>>, Error> {
    let number = at + 1;
    let changed: Option<Vec<&String>> = match &set.modes[at] {
        BuildMode::RuledOut { .. } => return Ok(None),
        BuildMode::Switched(bodies) => Some(bodies.iter().map(|body| &body.function).collect()),
        BuildMode::Alone => None,
    };
    let reached = answer.tests.iter().filter(|test| {
        changed.as_ref().is_none_or(|changed| changed.iter().any(|of| test.reaches.contains(*of)))
    });
    let paths: Vec<String> = reached
        .map(|test| match changed {
            Some(_) => test.path.clone(),
            None => format!("{ALONE}{number}::{}", test.path),
        })
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let scratch = scratch_folder()?;
    let options = Options { reports, reached_file: None };
    let mut records = run(set, number, &paths, scratch.path(), options)?;
    let unreached = || CellRecord::without_report(Cell::Unreached);
    let records =
        answer.tests.iter().map(|test| records.remove(&test.name).unwrap_or_else(unreached));
    Ok(Some(records.collect()))
}

/// What a run collects besides verdicts.
struct Options<'a> {
    reports: bool,
    /// A file for the names of the functions that are called.
    reached_file: Option<&'a Path>,
}

/// Runs these tests. If the process dies, the test that was running gets its verdict from that, and
/// those after it run again.
fn run(
    set: &MutantSet,
    number: usize,
    paths: &[&str],
    scratch: &Path,
    options: Options<'_>,
) -> Result<BTreeMap<String, CellRecord>, Error> {
    let mut records = BTreeMap::new();
    // With one test thread, libtest runs them in this order.
    let mut left = paths.to_vec();
    left.sort_unstable();
    while !left.is_empty() {
        let mut command = command(set);
        command.env(environment::RECORD_DIR, scratch).env("MUTANT", number.to_string());
        command.args(["--exact", "--test-threads", "1"]).args(&left);
        if !options.reports {
            command.env(environment::VERDICT_ONLY, "1");
        }
        if let Some(file) = options.reached_file {
            command.env("MUTANT_REACHED", file);
        }
        let status =
            command.status().map_err(|error| Error::io("run", set.program.display(), &error))?;
        let mut died_in = None;
        left.retain(|path| match read(scratch, function(path)) {
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
            records.insert(name, CellRecord::without_report(Cell::Judged(verdict)));
        }
    }
    Ok(records)
}

fn read(folder: &Path, test: &str) -> Option<CellRecord> {
    let record = record_dir::read(folder, test, "").ok().flatten()?;
    let extent = record.coverage.map(|coverage| coverage.extent);
    Some(CellRecord {
        cell: Cell::Judged(record.verdict),
        report: record.report,
        on_real_threads: extent == Some(Extent::RealThreads),
    })
}

/// Whether the source of a test says that it runs on real threads.
fn is_native(source: &str, test: &str) -> bool {
    let rest = source.split_once(&format!("fn {test}(")).map_or("", |(_, rest)| rest);
    rest.split("\n#[test]").next().is_some_and(|body| body.contains(".native("))
}

/// A test program in an empty environment, so that nothing outside can change a verdict.
fn command(set: &MutantSet) -> Command {
    let mut command = Command::new(&set.program);
    command.env_clear().current_dir(&set.folder);
    command.env("INSTA_UPDATE", "no").env("INSTA_WORKSPACE_ROOT", &set.folder);
    command.env("NO_COLOR", "1").env(environment::NO_FALLBACK_AFTER, MAX_EXECUTIONS);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn scratch_folder() -> Result<tempfile::TempDir, Error> {
    tempfile::tempdir().map_err(|error| Error::io("create", "a temporary folder", &error))
}

fn function(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::is_native;

    #[test]
    fn a_native_test_says_so_in_its_own_body() {
        let source = "#[test]\nfn one() {\n    test!().native(|| ());\n}\n\n#[test]\nfn two() {}\n";
        assert!(is_native(source, "one"));
        assert!(!is_native(source, "two"));
    }
}
