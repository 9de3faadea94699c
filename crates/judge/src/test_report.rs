//! The result of a test: a verdict, a one-line summary and a report.
use interleave::{Execution, Explanation, Failure, FailureKind};
use protocol::{Coverage, Replay, TerminalReport, TestRecord, Timeline, Verdict, environment};

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
    /// The same in the order of a terminal.
    terminal: Box<TerminalReport>,
    coverage: Option<Coverage>,
    replay: Option<Box<Replay>>,
    /// The interleaving that the report shows, if a command requested it.
    pub(crate) timeline: Option<Box<Timeline>>,
}

impl TestReport {
    /// A report that consists of a message.
    pub(crate) fn new(verdict: Verdict, message: &str) -> Self {
        let message = &text::shortened(message);
        let body = text::paragraph("", message);
        Self {
            verdict,
            summary: text::first_line(&messages::summary(message), SUMMARY_WIDTH),
            terminal: Box::new(TerminalReport {
                first: text::paragraph("", &messages::short(message)),
                rest: String::new(),
            }),
            body,
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

    /// A failure without its interleaving.
    pub(crate) fn unexplained(failure: &Failure) -> Self {
        Self::new(verdict(failure.kind), &failure.message)
    }

    /// A failure, with the table of its interleaving and advice.
    pub(crate) fn failure(failure: &Failure) -> Self {
        let has_colors = environment::is_set(environment::COLORS);
        let explanation = failure.explanation(text::report_width(), has_colors);
        let mut report = Self::unexplained(failure);
        // A message of several paragraphs, such as a history, is separated from the table.
        if failure.message.contains("\n\n") {
            report.body.push('\n');
        }
        report.body.push_str(&text::indented(explanation.to_string().trim_end()));
        report.explain_first(&explanation);
        report.with_timeline(|| failure.timeline())
    }

    /// A failure that does not depend on the interleaving.
    pub(crate) fn constant_failure(failure: &Failure, exercise: &str) -> Self {
        let mut report = Self::unexplained(failure);
        report.append_verbatim(table(&failure.execution).trim_matches('\n'));
        report.append_advice(
            format!("{} {}", messages::ALWAYS, failure.in_every_interleaving(exercise)).trim_end(),
        );
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
        let paragraph = text::paragraph(messages::SCENARIO, scenario);
        self.body.insert_str(0, &paragraph);
        self.terminal.first.insert_str(0, &paragraph);
        self
    }

    /// Adds a sentence above everything else.
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        let paragraph = text::paragraph("", note);
        self.body.insert_str(0, &paragraph);
        self.terminal.first.insert_str(0, &paragraph);
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

    /// On a terminal, shows only the first line of the message at once.
    pub(crate) fn with_short_message(mut self, message: &str) -> Self {
        let (short, long) = (message.lines().next().unwrap_or_default(), &self.terminal.first);
        if let Some(rest) = long.strip_prefix(&text::paragraph("", message)) {
            self.terminal.first = format!("{}{rest}", text::paragraph("", short));
            let others = message.split_once('\n').map_or("", |(_, others)| others);
            let others = text::paragraph("", others);
            self.terminal.rest.push_str(&format!("\n{others}"));
        }
        self
    }

    /// Adds a paragraph below an empty line.
    pub(crate) fn append_advice(&mut self, message: &str) {
        let paragraph = format!("\n{}", text::paragraph("", message));
        self.body.push_str(&paragraph);
        self.terminal.first.push_str(&paragraph);
    }

    /// Adds lines that must not be broken, below an empty line.
    pub(crate) fn append_verbatim(&mut self, lines: &str) {
        self.body.push_str(&below(lines));
        self.terminal.rest.push_str(&text::indented(lines));
    }

    /// Adds an explanation below an empty line.
    pub(crate) fn explain(&mut self, explanation: &Explanation) {
        self.body.push_str(&below(explanation.to_string().trim_end()));
        self.explain_first(explanation);
    }

    /// Shows an execution in which threads take turns, where no known pattern fits.
    pub(crate) fn explain_turns(&mut self, execution: &Execution) {
        let mut turns = execution.clone();
        // Each step interrupts a thread here, and that explains nothing.
        turns.trace.steps.iter_mut().for_each(|step| step.preempted = None);
        let turns = table(&turns);
        self.append_verbatim(&format!(
            "{}\n\n{}",
            messages::TAKING_TURNS,
            turns.trim_matches('\n')
        ));
        self.append_advice(format!("{} {}", messages::LOOSEN, execution.taking_part()).trim_end());
    }

    fn explain_first(&mut self, explanation: &Explanation) {
        let Explanation { quote, table, advice, .. } = explanation;
        self.terminal.first.push_str(&below(quote));
        self.terminal.first.push_str(&below(advice));
        self.terminal.rest.push_str(&text::indented(table));
    }

    /// The record of the test.
    pub(crate) fn record(&self, location: &TestLocation, sentence: &str) -> TestRecord {
        let headline = text::headline(&format!("{}: {sentence}", location.source()));
        let mut record = TestRecord::new(location.function(), sentence, self.verdict)
            .with_summary(&self.summary)
            .with_report(&format!("{headline}\n{}", text::shortened(&self.body)));
        if environment::is_set(environment::TERMINAL) {
            let TerminalReport { first, rest } = &*self.terminal;
            let headline = format!("{}: {sentence} ({})", self.verdict, location.source());
            let first = format!("{}\n{}", text::headline(&headline), text::shortened(first));
            let rest = text::shortened(rest).into_owned();
            record.terminal = Some(TerminalReport { first, rest });
        }
        record.coverage = self.coverage;
        record.replay = self.replay.as_deref().cloned();
        record
    }
}

/// Indented lines below an empty line; empty if there are none.
fn below(lines: &str) -> String {
    if lines.is_empty() { String::new() } else { format!("\n{}", text::indented(lines)) }
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
