//! The result of a test: a verdict, a one-line summary and a report.
use interleave::{Execution, Failure, FailureKind};
use protocol::{Coverage, Replay, TestRecord, Timeline, Verdict, environment};

use crate::location::TestLocation;
use crate::{messages, text};

/// The maximum width of a summary, in characters.
const SUMMARY_WIDTH: usize = 72;

/// A verdict with its reason.
#[derive(Clone, Debug)]
pub(crate) struct TestReport {
    pub(crate) verdict: Verdict,
    /// One line; for a test that passes, what it covered.
    summary: String,
    /// Everything below the headline, indented.
    body: String,
    coverage: Option<Coverage>,
    replay: Option<Box<Replay>>,
    /// The interleaving that the report shows, if a command requested it.
    pub(crate) timeline: Option<Box<Timeline>>,
}

impl TestReport {
    /// A report that consists of a message.
    pub(crate) fn new(verdict: Verdict, message: &str) -> Self {
        let message = &text::shortened(message);
        Self {
            verdict,
            summary: text::first_line(&messages::condensed(message), SUMMARY_WIDTH),
            body: text::paragraph("", message),
            coverage: None,
            replay: None,
            timeline: None,
        }
    }

    pub(crate) fn passed(summary: &str, coverage: Coverage) -> Self {
        Self { coverage: Some(coverage), ..Self::new(Verdict::Passed, summary) }
    }

    /// A replayed interleaving that passes.
    pub(crate) fn replayed(message: &str, execution: &Execution) -> Self {
        let mut report = Self::new(Verdict::Passed, message);
        report.append_verbatim(table(execution).trim_matches('\n'));
        report.with_timeline(|| execution.timeline())
    }

    /// A failure, with the table of its interleaving and advice.
    pub(crate) fn failure(failure: &Failure) -> Self {
        let width = text::report_width();
        let full = match environment::is_set(environment::COLORS) {
            true => format!("{failure:#width$}"),
            false => format!("{failure:width$}"),
        };
        let mut report = Self::new(verdict(failure.kind), &failure.message);
        // The engine's text repeats the message; the lines of its table must not be broken.
        let rest = full.strip_prefix(failure.message.as_str()).unwrap_or(&full);
        // A message of several paragraphs, such as a history, is separated from the table.
        if failure.message.contains("\n\n") {
            report.body.push('\n');
        }
        report.body.push_str(&text::indented(rest.trim_matches('\n')));
        report.with_timeline(|| failure.timeline())
    }

    /// A failure that does not depend on the interleaving.
    pub(crate) fn constant_failure(failure: &Failure) -> Self {
        let mut report = Self::new(verdict(failure.kind), &failure.message);
        report.append_verbatim(table(&failure.execution).trim_matches('\n'));
        report.append_advice(messages::ALWAYS);
        report.with_timeline(|| failure.execution.timeline())
    }

    fn with_timeline(mut self, timeline: impl FnOnce() -> Timeline) -> Self {
        self.timeline = environment::is_set(environment::TRACE).then(|| Box::new(timeline()));
        self
    }

    /// Replaces the summary, which otherwise is the first line of the message.
    pub(crate) fn with_summary(mut self, summary: &str) -> Self {
        self.summary = text::first_line(summary, SUMMARY_WIDTH);
        self
    }

    /// Names the generated scenario above everything else.
    pub(crate) fn with_scenario(mut self, scenario: &str) -> Self {
        self.body.insert_str(0, &text::paragraph(messages::SCENARIO, scenario));
        self
    }

    /// Adds how to replay the interleaving.
    pub(crate) fn with_replay(
        mut self,
        location: &TestLocation,
        scenario: &str,
        execution: &Execution,
    ) -> Self {
        self.replay = Some(Box::new(Replay {
            exercise: location.target().to_owned(),
            test: location.function().to_owned(),
            scenario: scenario.to_owned(),
            schedule: execution.schedule.to_string(),
        }));
        self
    }

    /// Adds a paragraph below an empty line.
    pub(crate) fn append_advice(&mut self, message: &str) {
        self.body.push('\n');
        self.body.push_str(&text::paragraph("", message));
    }

    /// Adds lines that must not be broken, below an empty line.
    pub(crate) fn append_verbatim(&mut self, lines: &str) {
        if !lines.is_empty() {
            self.body.push('\n');
            self.body.push_str(&text::indented(lines));
        }
    }

    /// The record of the test.
    pub(crate) fn record(&self, location: &TestLocation, sentence: &str) -> TestRecord {
        let headline = text::headline(&format!("{}: {sentence}", location.source()));
        let mut record = TestRecord::new(location.function(), sentence, self.verdict)
            .with_summary(&self.summary)
            .with_report(&format!("{headline}\n{}", text::shortened(&self.body)));
        record.coverage = self.coverage;
        record.replay = self.replay.as_deref().cloned();
        record
    }
}

/// The table of an execution, as wide as the terminal.
fn table(execution: &Execution) -> String {
    let width = text::report_width();
    match environment::is_set(environment::COLORS) {
        true => format!("{execution:#width$}"),
        false => format!("{execution:width$}"),
    }
}

/// The verdict that a failure of the engine leads to.
pub(crate) fn verdict(kind: FailureKind) -> Verdict {
    match kind {
        FailureKind::Assertion | FailureKind::UnjoinedThreads => Verdict::Race,
        FailureKind::Panic => Verdict::Panic,
        FailureKind::Deadlock | FailureKind::BlockedThreads => Verdict::Deadlock,
        FailureKind::Livelock | FailureKind::Starvation | FailureKind::StepLimit => {
            Verdict::Livelock
        }
        FailureKind::BusyWaiting => Verdict::BusyWaiting,
        FailureKind::DisallowedPrimitive => Verdict::Disallowed,
        // Nondeterminism, unsupported operations, and kinds that the engine may add.
        _ => Verdict::Aborted,
    }
}
