//! Runs the tests of a compiled submission.
//!
//! A test passes only if its process exits normally and its record has the token of this run, is what the source
//! declares, and a second run, in which each execution must fail, reports a failure. Which of the two runs is first is
//! random. Anything that a process prints is ignored.
//!
//! At first two processes run all tests, each in its two runs: most submissions need no more. A test whose result is
//! not clear then, and every test if a process did not exit normally, runs in processes of its own.
use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::slice;
use std::time::Duration;

use course::runner::verdict_of_code;
use course::{Exercise, messages as text};
use protocol::exit_code::{OUT_OF_MEMORY, STUCK, TESTS_FAILED};
use protocol::{InvalidRecord, Request, RequestedTest, TestRecord, Verdict, environment};
use sandbox::{Access, Ended, Exit, Job, Limits, Sandbox};

use crate::budget::Budget;
use crate::declared::{Declared, Kind};
use crate::messages;
use crate::toolchain::Toolchain;

/// The engine's own limit is half of this.
const MEMORY: u64 = 1 << 30;
/// How many threads a test may have.
const THREADS: u64 = 2048;
/// How much a test may print.
const OUTPUT: u64 = 64 << 20;

/// The error of a machine that cannot start another thread, with which a test on real threads panics. A report may
/// also quote it for another reason: then the answer of the course passes.
pub(crate) const NO_THREAD: &str = "Resource temporarily unavailable";

/// The result of a test.
#[derive(Debug)]
pub(crate) enum Tested {
    /// The record is the test's own, or says how its process ended.
    Record(TestRecord),
    /// This is the record, unless the same happens to a correct solution.
    Unclear(TestRecord),
}

/// The tests of one executable.
#[derive(Debug)]
pub(crate) struct Tests<'a> {
    pub(crate) toolchain: &'a Toolchain,
    pub(crate) exercise: &'a Exercise,
    pub(crate) program: &'a Path,
    pub(crate) budget: &'a Budget,
    /// The sources that reports may refer to, as [`Request::sources`] has them.
    pub(crate) sources: &'a [String],
}

impl Tests<'_> {
    /// Runs all tests in two processes; `None` for each test that must run again, alone.
    ///
    /// # Errors
    /// If the supervisor fails; the reason.
    pub(crate) fn run_together(
        &self,
        sandbox: &mut Sandbox,
        tests: &[Declared],
    ) -> Result<Vec<Option<TestRecord>>, String> {
        if tests.is_empty() {
            // Without a name, a process would run every test.
            return Ok(Vec::new());
        }
        let canary_first: Vec<bool> = tests.iter().map(|_| random() & 1 == 1).collect();
        let mut run = |is_first| {
            let canaries = canary_first.iter().map(|first| *first == is_first);
            let requested = tests.iter().zip(canaries).map(|(test, canary)| request(test, canary));
            self.records(sandbox, tests, requested.collect())
        };
        let Some(first) = run(true)? else { return Ok(vec![None; tests.len()]) };
        let Some(second) = run(false)? else { return Ok(vec![None; tests.len()]) };
        let pairs = first.into_iter().zip(second).zip(&canary_first).zip(tests);
        let clear = pairs.map(|(((first, second), canary_first), test)| {
            let (canary, record) = if *canary_first { (first, second) } else { (second, first) };
            is_clear(test, &record, &canary).then_some(record)
        });
        Ok(clear.collect())
    }

    /// The records of a process that runs all tests; `None` if it did not run them to its normal end.
    fn records(
        &self,
        sandbox: &mut Sandbox,
        tests: &[Declared],
        requested: Vec<RequestedTest>,
    ) -> Result<Option<Vec<TestRecord>>, String> {
        let tokens: Vec<String> = requested.iter().map(|test| test.token.clone()).collect();
        let job = self.job(tests, requested, self.budget.length / 4);
        let ended = self.budget.run(sandbox, job).map_err(|error| messages::supervisor(&error))?;
        let records = tokens.iter().map(|token| TestRecord::from_text(&ended.record, token).ok());
        let records = records.collect::<Option<Vec<_>>>();
        Ok(records.filter(|records| {
            let failed = records.iter().any(TestRecord::failed);
            let is_all = ended.record.lines().count() == 2 * tests.len();
            is_all && ended.exit == Exit::Code(if failed { TESTS_FAILED } else { 0 })
        }))
    }

    /// Runs one test, in processes of its own.
    ///
    /// # Errors
    /// If it could not be run; the reason.
    pub(crate) fn run_alone(
        &self,
        sandbox: &mut Sandbox,
        test: &Declared,
    ) -> Result<Tested, String> {
        let canary_first = random() & 1 == 1;
        let mut canary_fails = !canary_first || self.canary(sandbox, test)?;
        let (token, ended) = self.run(sandbox, test, false, Duration::MAX)?;
        let tested = self.conclude(test, &ended, &token)?;
        let passed = matches!(&tested, Tested::Record(record) if !record.failed());
        if passed && !canary_first {
            canary_fails = self.canary(sandbox, test)?;
        }
        match passed && !canary_fails {
            // If the answer passes too, the canary is wrong.
            true => Ok(Tested::Unclear(self.record(test, Verdict::Tampered, messages::CANARY, ""))),
            false => Ok(tested),
        }
    }

    /// Whether a run that must fail does not succeed.
    fn canary(&self, sandbox: &mut Sandbox, test: &Declared) -> Result<bool, String> {
        // It ends with its first execution.
        let (token, ended) = self.run(sandbox, test, true, self.budget.length / 4)?;
        match (TestRecord::from_text(&ended.record, &token), ended.exit) {
            (_, Exit::NotStarted(reason)) => Err(reason),
            (_, Exit::Overloaded) => Err(messages::OVERLOADED.to_owned()),
            (Ok(record), Exit::Code(TESTS_FAILED)) => Ok(record.failed()),
            (Ok(_), _) => Ok(false),
            // A forged record is one of a process that did not fail.
            (Err(InvalidRecord), exit) => Ok(ended.record.is_empty() && exit != Exit::Code(0)),
        }
    }

    /// Runs one test in a process; its token, and how it ended.
    fn run(
        &self,
        sandbox: &mut Sandbox,
        test: &Declared,
        canary: bool,
        time: Duration,
    ) -> Result<(String, Ended), String> {
        let requested = request(test, canary);
        let token = requested.token.clone();
        let job = self.job(slice::from_ref(test), vec![requested], time);
        let ended = self.budget.run(sandbox, job).map_err(|error| messages::supervisor(&error))?;
        Ok((token, ended))
    }

    /// A test that is not run because another did not finish.
    pub(crate) fn not_run(&self, test: &Declared) -> TestRecord {
        TestRecord::new(&test.name, &test.sentence, Verdict::Timeout)
            .with_summary(text::NOT_RUN)
            .with_report(text::NOT_RUN)
    }

    fn job(&self, tests: &[Declared], requested: Vec<RequestedTest>, time: Duration) -> Job {
        // The report of a canary is not read, so it needs no sources.
        let is_read = requested.iter().any(|test| !test.canary);
        let sources = if is_read { self.sources.to_vec() } else { Vec::new() };
        let request = Request { tests: requested, sources };
        let options = ["--exact", "--nocapture", "--test-threads=1"].map(Into::into);
        let paths = tests.iter().map(|test| OsString::from(&test.path));
        let folders: Vec<&Path> =
            self.toolchain.libraries.iter().filter_map(|file| file.parent()).collect();
        let environment = [
            (environment::REQUEST, environment::STDIN.into()),
            ("NO_COLOR", "1".into()),
            ("INSTA_UPDATE", "no".into()),
            ("LD_LIBRARY_PATH", std::env::join_paths(folders).unwrap_or_default()),
        ];
        Job {
            program: self.program.to_owned(),
            arguments: options.into_iter().chain(paths).collect(),
            environment: environment.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            access: Access::Test { libraries: self.toolchain.libraries.clone() },
            input: request.to_text(),
            limits: Limits {
                time,
                wall: Duration::MAX,
                memory: MEMORY,
                threads: THREADS,
                file: 0,
                disk: 0,
                output: OUTPUT,
            },
        }
    }

    /// What the end of a test's process means.
    ///
    /// # Errors
    /// If the process could not be started; the reason.
    pub(crate) fn conclude(
        &self,
        test: &Declared,
        ended: &Ended,
        token: &str,
    ) -> Result<Tested, String> {
        let record = TestRecord::from_text(&ended.record, token);
        let output = format!("{}\n{}", ended.stdout.trim_end(), ended.stderr.trim_end());
        let end = |verdict, summary: &str| self.record(test, verdict, summary, &output);
        let unclear = |verdict, summary: &str| Ok(Tested::Unclear(end(verdict, summary)));
        let it = |excess: String| format!("it {excess}");
        let is_native = test.kind == Some(Kind::Native);
        let (verdict, summary) = match (record, &ended.exit) {
            (_, Exit::NotStarted(reason)) => return Err(reason.clone()),
            (_, Exit::Overloaded) => return Err(messages::OVERLOADED.to_owned()),
            (_, Exit::Timeout) => {
                return unclear(Verdict::Timeout, &messages::timeout(self.budget.length));
            }
            (_, Exit::OutOfMemory) => (Verdict::OutOfMemory, it(messages::memory(MEMORY))),
            (_, Exit::TooManyThreads) => (Verdict::Aborted, it(messages::threads(THREADS))),
            // A test has no folder.
            (_, Exit::TooMuchOutput | Exit::TooMuchDisk) => {
                (Verdict::Aborted, it(messages::output(OUTPUT)))
            }
            (Ok(record), Exit::Code(0)) if !record.failed() && test.agrees(&record) => {
                return Ok(Tested::Record(record));
            }
            (Ok(record), Exit::Code(TESTS_FAILED))
                if record.failed() && record.name == test.name =>
            {
                return Ok(match record.report.contains(NO_THREAD) {
                    true => Tested::Unclear(record),
                    false => Tested::Record(record),
                });
            }
            (Ok(record), Exit::Code(TESTS_FAILED)) if !record.failed() => {
                (Verdict::Aborted, text::exit(TESTS_FAILED))
            }
            (Ok(_), Exit::Code(0)) => (Verdict::Tampered, text::FORGED.to_owned()),
            (Err(_), _) if !ended.record.is_empty() => (Verdict::Tampered, text::FORGED.to_owned()),
            (_, Exit::Code(0)) => (Verdict::Tampered, text::EXITED_EARLY.to_owned()),
            (_, Exit::Code(code @ (STUCK | OUT_OF_MEMORY))) => {
                verdict_of_code(*code, is_native, &output)
            }
            // A full disk, or a lack of memory or threads on this machine, would do the same.
            (_, Exit::Code(code)) => {
                let (verdict, summary) = verdict_of_code(*code, is_native, &output);
                return unclear(verdict, &summary);
            }
            (_, Exit::Signal(signal)) => return unclear(Verdict::Aborted, &text::crash(*signal)),
        };
        Ok(Tested::Record(end(verdict, &summary)))
    }

    /// A record for a test that did not write a valid one.
    fn record(&self, test: &Declared, verdict: Verdict, summary: &str, output: &str) -> TestRecord {
        let head = format!("tests/{}.rs: {}", self.exercise.name, test.sentence);
        let report = text::died(&head, verdict, summary, output);
        TestRecord::new(&test.name, &test.sentence, verdict)
            .with_summary(summary)
            .with_report(&report)
    }
}

/// Whether the two runs of a test decide its result. Their processes exited as their records say.
pub(crate) fn is_clear(test: &Declared, record: &TestRecord, canary: &TestRecord) -> bool {
    match record.failed() {
        true => record.name == test.name && !record.report.contains(NO_THREAD),
        false => test.agrees(record) && canary.failed(),
    }
}

/// What a test is told.
fn request(test: &Declared, canary: bool) -> RequestedTest {
    let (name, outcomes) = (test.name.clone(), test.outcomes.clone());
    RequestedTest { name, token: token(), canary, outcomes }
}

/// 64 unguessable bits.
fn random() -> u64 {
    // The operating system seeds each state; without the seed, a hash reveals nothing about it.
    RandomState::new().hash_one(())
}

/// 128 unguessable bits as text, for one run. They are never in a file, an argument or the environment.
fn token() -> String {
    format!("{:016x}{:016x}", random(), random())
}
