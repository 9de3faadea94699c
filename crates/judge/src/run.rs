//! A test on its way from its start to its verdict.
use crate::fence;
use crate::finding::Finding;
use crate::record::Record;
use crate::replay::Mode;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::words;
use std::panic::resume_unwind;

/// A test that runs. If it panics before its end the record says so.
pub(crate) struct Run<'a> {
    test: &'a Test,
    pub(crate) mode: Mode,
    record: Option<Record>,
}

impl<'a> Run<'a> {
    /// `None` if only another test is to run. Ends at once if the exercise leads past the tests.
    pub(crate) fn start(test: &'a Test) -> Option<Self> {
        let mode = Mode::of(test.name());
        let record = match mode {
            Mode::Skip => return None,
            Mode::Explore => Record::start(test.name()),
            Mode::Replay { .. } => None,
        };
        let run = Self { test, mode, record };
        if let Err(finding) = fence::look_at(&test.place) {
            run.end(Err(finding));
        }
        Some(run)
    }

    /// Notes that it is its turn, so that nobody has to ask again which test does not end.
    pub(crate) fn is_on_real_threads(&self) {
        // Without the note that question takes longer, and the answer is the same.
        let _ = self.record.as_ref().map(Record::begin);
    }

    /// Records what was found, and panics unless the test passes.
    pub(crate) fn end(&self, (Ok(finding) | Err(finding)): Result<Finding, Finding>) {
        let report = finding.report(&self.test.place, &self.test.sentence);
        if let Some(record) = &self.record {
            let written = record.write(&self.test.sentence, &finding, &report);
            written.expect("the folder of verdicts is writable");
        }
        if finding.verdict != Verdict::Passed {
            // Only the report: the words of a panic in the judge would drown it.
            eprint!("{report}");
            resume_unwind(Box::new(report));
        }
        if let Mode::Replay { .. } = self.mode {
            print!("{report}");
        }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        let Some(record) = self.record.as_ref().filter(|record| !record.is_written()) else {
            return;
        };
        let finding = Finding::new(Verdict::Aborted, words::BROKEN);
        let report = finding.report(&self.test.place, &self.test.sentence);
        // A panic is on its way already; a second one would only hide it.
        let _ = record.write(&self.test.sentence, &finding, &report);
    }
}
