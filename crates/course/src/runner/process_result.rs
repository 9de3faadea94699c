//! The result of a test according to its record and to the way its process exited.
use std::path::Path;

use protocol::exit_code::{OUT_OF_MEMORY, STUCK, TESTS_FAILED};
use protocol::record_dir as records;

use super::{LIMIT, Runner};
use crate::catalog::Exercise;
use crate::messages;
use crate::process::{ExitKind, Output};
use crate::result::{TestRecord, Verdict};
use crate::test_list::{self, TestId};

impl Runner<'_> {
    /// The result of a test that ran alone: its record, unless the exit of its process contradicts it.
    pub(super) fn conclude(
        &self,
        test: &TestId,
        exercise: &Exercise,
        folder: &Path,
        record: Option<TestRecord>,
        output: &Output,
    ) -> TestRecord {
        match record {
            Some(mut record) if record.failed() != output.succeeded() => {
                if record.verdict == Verdict::Aborted {
                    record.report += &messages::output(&output.text());
                }
                record
            }
            // The record is missing or invalid.
            _ => {
                let (verdict, summary) = verdict_of(output, folder, test);
                let sentence = self.sentence(test, exercise);
                let head = format!("tests/{}.rs: {sentence}", exercise.name);
                let report = messages::died(&head, verdict, &summary, &output.text());
                TestRecord::new(&test.name, &sentence, verdict)
                    .with_summary(&summary)
                    .with_report(&report)
            }
        }
    }

    /// A test that was not run because another did not finish.
    pub(super) fn not_run(&self, test: &TestId, exercise: &Exercise) -> TestRecord {
        TestRecord::new(&test.name, &self.sentence(test, exercise), Verdict::Timeout)
            .with_summary(messages::NOT_RUN)
            .with_report(messages::NOT_RUN)
    }

    /// The sentence of a test, from its source.
    fn sentence(&self, test: &TestId, exercise: &Exercise) -> String {
        let source = test_list::in_source(&self.workspace.path("tests"), &exercise.name);
        let declared = source.iter().find(|known| known.name == test.name);
        declared.and_then(|test| test.sentence()).unwrap_or_else(|| test.name.replace('_', " "))
    }
}

/// The verdict about a process that left no valid record, and the reason.
fn verdict_of(output: &Output, folder: &Path, test: &TestId) -> (Verdict, String) {
    match output.exit {
        ExitKind::TimedOut => (Verdict::Timeout, messages::killed_after(LIMIT)),
        ExitKind::Crashed(code) => (Verdict::Aborted, messages::crash(code)),
        ExitKind::Code(0) => (Verdict::Unrecorded, messages::UNRECORDED.to_owned()),
        ExitKind::Code(code) => {
            let on_real_threads = records::started_file(folder, &test.name).exists();
            verdict_of_code(code, on_real_threads, &output.text())
        }
    }
}

/// The verdict about a process that left no valid record and exited with a code other than 0, and the reason.
pub fn verdict_of_code(code: i32, on_real_threads: bool, output: &str) -> (Verdict, String) {
    match code {
        STUCK if on_real_threads => (Verdict::Timeout, messages::HANGING.to_owned()),
        STUCK => (Verdict::Timeout, messages::STUCK.to_owned()),
        OUT_OF_MEMORY => (Verdict::OutOfMemory, messages::OUT_OF_MEMORY.to_owned()),
        TESTS_FAILED => (Verdict::Panic, messages::first_panic(output)),
        code => (Verdict::Aborted, messages::exit(code)),
    }
}
