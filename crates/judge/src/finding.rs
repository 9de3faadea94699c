//! What a test found: a verdict, a summary of one line, and a report.
use crate::place::Place;
use crate::verdict::Verdict;
use crate::{text, walk, words};
use interleave::{Execution, Failure, Timeline};

/// The widest summary, in characters.
const SUMMARY: usize = 72;

/// A verdict with its reason.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) verdict: Verdict,
    /// At most 72 characters; for a test that passes, what was covered.
    pub(crate) summary: String,
    /// Everything below the head line, standing in by two columns.
    pub(crate) body: String,
    /// The interleaving that it is about, step by step, where somebody wants to walk through it.
    pub(crate) walk: Option<Box<Timeline>>,
}

impl Finding {
    /// A finding that is told in words alone.
    pub(crate) fn new(verdict: Verdict, message: &str) -> Self {
        Self {
            verdict,
            summary: text::first_line(&words::in_short(message), SUMMARY),
            body: text::paragraph("", message),
            walk: None,
        }
    }

    /// A test that passes, and what it covered.
    pub(crate) fn passed(covered: &str) -> Self {
        Self::new(Verdict::Passed, covered)
    }

    /// An interleaving that does not fail.
    pub(crate) fn replayed(message: &str, execution: &Execution) -> Self {
        let mut finding = Self::passed(message);
        finding.show(execution.to_string().trim_matches('\n'));
        finding.walk = walk::wanted().then(|| Box::new(execution.timeline()));
        finding
    }

    /// A failure that the engine found, with its table and its advice.
    pub(crate) fn failure(failure: &Failure) -> Self {
        let full = failure.to_string();
        let mut finding = Self::new(failure.kind.into(), &failure.message);
        // The engine's own text repeats the message, and may have lines that must stay whole.
        let rest = full.strip_prefix(failure.message.as_str()).unwrap_or(&full);
        let rest = rest.trim_matches('\n');
        // A message of several paragraphs, such as a history, gets an end of its own.
        if failure.message.contains("\n\n") {
            finding.body.push('\n');
        }
        finding.body.push_str(&text::indented(rest));
        finding.walk = walk::wanted().then(|| Box::new(failure.timeline()));
        finding
    }

    /// A failure that has nothing to do with the order in which threads run.
    pub(crate) fn constant(failure: &Failure) -> Self {
        let mut finding = Self::new(failure.kind.into(), &failure.message);
        finding.show(failure.execution.to_string().trim_matches('\n'));
        finding.advise(words::ALWAYS);
        finding.walk = walk::wanted().then(|| Box::new(failure.execution.timeline()));
        finding
    }

    /// Sets another summary than the first line of the message.
    pub(crate) fn with_summary(mut self, summary: &str) -> Self {
        self.summary = text::first_line(summary, SUMMARY);
        self
    }

    /// Puts the scenario on top.
    pub(crate) fn with_scenario(mut self, scenario: &str) -> Self {
        self.body.insert_str(0, &text::paragraph(words::SCENARIO, scenario));
        self
    }

    /// Adds how to see this interleaving again.
    pub(crate) fn with_replay(mut self, place: &Place, case: &str, execution: &Execution) -> Self {
        let command = words::replay(place.target(), place.function(), case, &execution.schedule);
        self.show(&command);
        self
    }

    /// Adds a paragraph right below the last one.
    pub(crate) fn say(&mut self, message: &str) {
        self.body.push_str(&text::paragraph("", message));
    }

    /// Adds a paragraph below an empty line.
    pub(crate) fn advise(&mut self, message: &str) {
        self.body.push('\n');
        self.say(message);
    }

    /// Adds a text whose lines must stay whole, below an empty line.
    pub(crate) fn show(&mut self, picture: &str) {
        if !picture.is_empty() {
            self.body.push('\n');
            self.body.push_str(&text::indented(picture));
        }
    }

    /// The whole report.
    pub(crate) fn report(&self, place: &Place, sentence: &str) -> String {
        format!("{}\n{}", words::head(&place.source(), sentence), self.body)
    }
}
