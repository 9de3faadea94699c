//! A test between its start and its verdict.
use std::cell::Cell;
use std::panic::resume_unwind;

use interleave::Explorer;
use protocol::{Replay, RequestedTest, Verdict};

use crate::messages;
use crate::record::Recorder;
use crate::replay::Mode;
use crate::test::Test;
use crate::test_report::TestReport;
use crate::{progress, size, snapshot, source_check};

/// A running test. If it panics before it ends, the record says that the test is broken.
pub(crate) struct Run<'a> {
    test: &'a Test,
    pub(crate) mode: Mode,
    recorder: Option<Recorder>,
    is_recorded: Cell<bool>,
}

impl<'a> Run<'a> {
    /// Starts a test; `None` if another test is replayed. Fails the test if the exercise could bypass
    /// the tests.
    pub(crate) fn start(test: &'a Test) -> Option<Self> {
        let mode = Mode::of(test.location.target(), test.name());
        let recorder = match mode {
            Mode::Skip => return None,
            Mode::Explore => {
                progress::start();
                Recorder::start(test.name())
            }
            Mode::Replay(_) => None,
        };
        size::take();
        let run = Self { test, mode, recorder, is_recorded: Cell::new(false) };
        // A grader has checked the file before it compiled it.
        if !run.is_graded()
            && let Err(report) = source_check::check(&test.location)
        {
            run.end(Err(report));
        }
        Some(run)
    }

    /// Marks the test as started, so that a timeout can be attributed to it.
    pub(crate) fn mark_started(&self) {
        // Without the mark the command runs each test alone to find the one that does not end.
        let _ = self.recorder.as_ref().map(Recorder::mark_started);
    }

    /// The reviewed outcomes of the test.
    pub(crate) fn reviewed(&self) -> Option<Vec<String>> {
        match self.request() {
            Some(request) => request.outcomes.clone(),
            None => snapshot::reviewed(&self.test.location),
        }
    }

    /// Whether a grader started this test.
    pub(crate) fn is_graded(&self) -> bool {
        self.request().is_some()
    }

    /// Whether each execution must fail.
    pub(crate) fn is_canary(&self) -> bool {
        self.request().is_some_and(|request| request.canary)
    }

    /// Fails at the end of an execution if the grader wants to see a failure.
    ///
    /// # Panics
    /// If this run is a canary.
    pub(crate) fn end_execution(&self) {
        assert!(!self.is_canary(), "the canary of the grader");
    }

    /// What explores the test. In a canary, an execution that would be cut short fails before it comes to its end.
    pub(crate) fn explorer(&self, explorer: &Explorer) -> Explorer {
        let explorer = explorer.clone();
        if self.is_canary() { explorer.fail_at_thread_limit() } else { explorer }
    }

    fn request(&self) -> Option<&RequestedTest> {
        self.recorder.as_ref().and_then(Recorder::request)
    }

    /// Records the result, and panics with the report unless the test passes.
    pub(crate) fn end(&self, (Ok(report) | Err(report)): Result<TestReport, TestReport>) {
        let mut record = report.record(&self.test.location, &self.test.sentence);
        if !record.failed() {
            record.sizes = size::list(size::take());
        }
        if let Some(recorder) = &self.recorder {
            self.is_recorded.set(true);
            let written = recorder.write(&record, report.timeline.as_deref());
            written.expect("the record directory is writable");
        }
        let text = match &record.terminal {
            Some(report) => report.to_string(),
            None => format!("{}\n", record.report_with(Replay::make_command).trim_end()),
        };
        if record.failed() {
            // The command shows what is recorded.
            if self.recorder.is_none() {
                eprint!("{text}");
            }
            // An ordinary panic would print a message about the judge.
            resume_unwind(Box::new(text));
        }
        if let Mode::Replay(_) = self.mode {
            print!("{text}");
        }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        if let Some(recorder) = &self.recorder
            && !self.is_recorded.get()
        {
            let report = TestReport::new(Verdict::Aborted, messages::BROKEN);
            let record = report.record(&self.test.location, &self.test.sentence);
            // The thread panics already, and a second panic would hide the first.
            let _ = recorder.write(&record, None);
        }
    }
}
