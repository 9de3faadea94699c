//! Runs the tests of a compiled submission, each in processes of its own.
//!
//! A test passes only if its process exits normally and its record has the token of this run, is what the
//! source declares, and a second run, in which each execution must fail, reports a failure. Which of the
//! two runs is first is random. Anything that a process prints is ignored.
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::time::Duration;

use course::runner::verdict_of_code;
use course::{Exercise, messages as text};
use protocol::exit_code::{OUT_OF_MEMORY, STUCK, TESTS_FAILED};
use protocol::{InvalidRecord, Request, TestRecord, Verdict, environment};
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
const NO_THREAD: &str = "Resource temporarily unavailable";

/// The result of a test.
#[derive(Debug)]
pub(crate) enum Tested {
    /// The record is the test's own, or says how its process ended.
    Record(TestRecord),
    /// This is the record, unless the same happens to a correct solution.
    Unclear(TestRecord),
    /// It could not be run.
    Failed(String),
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
    /// Runs one test.
    pub(crate) fn run(&self, sandbox: &mut Sandbox, test: &Declared) -> Tested {
        let canary_first = random() & 1 == 1;
        let mut canary = if canary_first { Some(self.canary(sandbox, test)) } else { None };
        if let Some(Err(reason)) = canary {
            return Tested::Failed(reason);
        }
        let request = self.request(test, false);
        let ended = match self.budget.run(sandbox, self.job(test, &request)) {
            Ok(ended) => ended,
            Err(error) => return Tested::Failed(messages::supervisor(&error)),
        };
        let tested = self.conclude(test, &ended, &request.token);
        let Tested::Record(record) = &tested else { return tested };
        if record.failed() {
            return tested;
        }
        if canary.is_none() {
            canary = Some(self.canary(sandbox, test));
        }
        match canary {
            Some(Ok(true)) => tested,
            // If the answer passes too, the canary is wrong.
            Some(Ok(false)) => {
                Tested::Unclear(self.record(test, Verdict::Tampered, messages::CANARY, ""))
            }
            Some(Err(reason)) => Tested::Failed(reason),
            None => Tested::Failed(messages::NOT_TESTED.to_owned()),
        }
    }

    /// Whether a run that must fail does not succeed.
    fn canary(&self, sandbox: &mut Sandbox, test: &Declared) -> Result<bool, String> {
        let request = self.request(test, true);
        let mut job = self.job(test, &request);
        // It ends with its first execution.
        job.limits.time = self.budget.length / 4;
        let ended = self.budget.run(sandbox, job);
        let ended = ended.map_err(|error| messages::supervisor(&error))?;
        match (TestRecord::from_text(&ended.record, &request.token), ended.exit) {
            (_, Exit::NotStarted(reason)) => Err(reason),
            (_, Exit::Overloaded) => Err(messages::OVERLOADED.to_owned()),
            (Ok(record), Exit::Code(TESTS_FAILED)) => Ok(record.failed()),
            (Ok(_), _) => Ok(false),
            // A forged record is one of a process that did not fail.
            (Err(InvalidRecord), exit) => Ok(ended.record.is_empty() && exit != Exit::Code(0)),
        }
    }

    /// A test that is not run because another did not finish.
    pub(crate) fn not_run(&self, test: &Declared) -> TestRecord {
        TestRecord::new(&test.name, &test.sentence, Verdict::Timeout)
            .with_summary(text::NOT_RUN)
            .with_report(text::NOT_RUN)
    }

    /// The report of a canary is not read, so it needs no sources.
    fn request(&self, test: &Declared, canary: bool) -> Request {
        let sources = if canary { Vec::new() } else { self.sources.to_vec() };
        let outcomes = test.outcomes.clone();
        Request { token: token(), canary, outcomes, sources }
    }

    fn job(&self, test: &Declared, request: &Request) -> Job {
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
            arguments: ["--exact", &test.path, "--nocapture"].map(Into::into).to_vec(),
            environment: environment.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            access: Access::Test { libraries: self.toolchain.libraries.clone() },
            input: request.to_text(),
            limits: Limits {
                time: Duration::MAX,
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
    pub(crate) fn conclude(&self, test: &Declared, ended: &Ended, token: &str) -> Tested {
        let record = TestRecord::from_text(&ended.record, token);
        let output = format!("{}\n{}", ended.stdout.trim_end(), ended.stderr.trim_end());
        let end = |verdict, summary: &str| self.record(test, verdict, summary, &output);
        let (verdict, summary) = match (record, &ended.exit) {
            (_, Exit::NotStarted(reason)) => return Tested::Failed(reason.clone()),
            (_, Exit::Overloaded) => return Tested::Failed(messages::OVERLOADED.to_owned()),
            (_, Exit::Timeout) => {
                return Tested::Unclear(end(
                    Verdict::Timeout,
                    &messages::timeout(self.budget.length),
                ));
            }
            (_, Exit::OutOfMemory) => (Verdict::OutOfMemory, messages::memory(MEMORY)),
            (_, Exit::TooManyThreads) => (Verdict::Aborted, messages::threads(THREADS)),
            // A test has no folder.
            (_, Exit::TooMuchOutput | Exit::TooMuchDisk) => {
                (Verdict::Aborted, messages::output(OUTPUT))
            }
            (Ok(record), Exit::Code(0)) if !record.failed() && test.agrees(&record) => {
                return Tested::Record(record);
            }
            (Ok(record), Exit::Code(TESTS_FAILED))
                if record.failed() && record.name == test.name =>
            {
                return match record.report.contains(NO_THREAD) {
                    true => Tested::Unclear(record),
                    false => Tested::Record(record),
                };
            }
            (Ok(record), Exit::Code(TESTS_FAILED)) if !record.failed() => {
                (Verdict::Aborted, text::exit(TESTS_FAILED))
            }
            (Ok(_), Exit::Code(0)) => (Verdict::Tampered, text::FORGED.to_owned()),
            (Err(_), _) if !ended.record.is_empty() => (Verdict::Tampered, text::FORGED.to_owned()),
            (_, Exit::Code(0)) => (Verdict::Tampered, text::EXITED_EARLY.to_owned()),
            (_, Exit::Code(code @ (STUCK | OUT_OF_MEMORY))) => {
                verdict_of_code(*code, test.kind == Some(Kind::Native), &output)
            }
            // A full disk, or a lack of memory or threads on this machine, would do the same.
            (_, Exit::Code(code)) => {
                let is_native = test.kind == Some(Kind::Native);
                let (verdict, summary) = verdict_of_code(*code, is_native, &output);
                return Tested::Unclear(end(verdict, &summary));
            }
            (_, Exit::Signal(signal)) => {
                return Tested::Unclear(end(Verdict::Aborted, &text::crash(*signal)));
            }
        };
        Tested::Record(end(verdict, &summary))
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

/// 64 unguessable bits.
fn random() -> u64 {
    // The operating system seeds each state; without the seed, a hash reveals nothing about it.
    RandomState::new().hash_one(())
}

/// 128 unguessable bits as text, for one run. They are never in a file, an argument or the environment.
fn token() -> String {
    format!("{:016x}{:016x}", random(), random())
}
