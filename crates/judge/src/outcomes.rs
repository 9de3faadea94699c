//! The exact set of outcomes of one scenario, compared with a reviewed list.
use std::cell::RefCell;
use std::cmp::Ordering;
use std::fmt::Debug;

use interleave::{Coverage, Failure, FailureKind};
use protocol::Verdict;

use crate::play::Named;
use crate::replay::{self, Mode};
use crate::run::Run;
use crate::scenario::ONLY;
use crate::test::Test;
use crate::test_report::TestReport;
use crate::{messages, snapshot};

/// The sorted outcomes of an exploration, one line each.
type Outcomes = Result<(Vec<String>, Coverage), Box<Failure>>;

impl Test {
    /// Compares everything that the body can return, over all interleavings, with the reviewed list in
    /// `tests/snapshots/<target>__<function>.snap`. Each line is one outcome, formatted with `Debug`; [`words!`](crate::words) makes a sentence of it.
    ///
    /// # Panics
    /// If an outcome is new (a race) or missing (threads wait unnecessarily). An outcome is missing only if
    /// every interleaving was explored.
    pub fn outcomes<T: Ord + Debug>(self, body: impl Fn() -> T) {
        let seen = Seen(RefCell::new(Vec::new()));
        self.compare_lines(&|| seen.add(body()), &|lines| seen.move_to(lines));
    }

    /// The part that does not depend on the type of the outcomes: compiled once, and not for each type. `body` returns
    /// the line of an outcome, and `sort` adds those of all runs, in the order of the outcomes.
    fn compare_lines(&self, body: &dyn Fn() -> String, sort: &dyn Fn(&mut Vec<String>)) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay(replay) => self.replay_outcome(body, &replay.schedule),
            _ => self.compare(&run, &|| _ = body(), &|reviewed| {
                let outcomes = self.explorer.outcomes(|| {
                    let line = body();
                    run.end_execution();
                    reject_new(&line, reviewed);
                    line
                })?;
                // An execution that does not count may have had another outcome.
                let mut lines = Vec::new();
                sort(&mut lines);
                lines.retain(|line| outcomes.seen.contains_key(line));
                Ok((lines, outcomes.coverage))
            }),
        });
    }

    /// Compares the result of `explore`, which runs `body`, with the reviewed outcomes. `explore` stops at an outcome that
    /// is not in the list it gets.
    fn compare(
        &self,
        run: &Run<'_>,
        body: &dyn Fn(),
        explore: &dyn Fn(Option<&[String]>) -> Outcomes,
    ) -> Result<TestReport, TestReport> {
        let reviewed = run.reviewed();
        let in_review = snapshot::in_review(&self.location);
        // A reviewer needs to see all outcomes, including new ones.
        let allowed = reviewed.as_deref().filter(|_| !in_review);
        let (seen, coverage) = match explore(allowed) {
            Ok(seen) => seen,
            Err(failure) => {
                let report = |failure: &Failure| self.failure_report(failure, ONLY, false);
                return Err(outcome_failure(*failure, allowed, report));
            }
        };
        self.require_complete(&coverage)?;
        let Some(reviewed) = reviewed else {
            return Err(self.unreviewed(&seen));
        };
        let is_new = seen.iter().any(|line| !reviewed.contains(line));
        let missing: Vec<_> = reviewed.iter().filter(|line| !seen.contains(line)).collect();
        if in_review && (is_new || !missing.is_empty()) {
            return Err(self.unreviewed(&seen));
        }
        // An interleaving that was not tried may lead to an outcome that is missing.
        if !missing.is_empty() && coverage.is_complete() {
            let message = messages::missing(&missing, &coverage);
            let mut report = TestReport::new(Verdict::OverSynchronized, &message)
                .with_summary(&messages::missing_summary(&missing));
            self.explain_waiting(&mut report, body);
            return Err(report);
        }
        if missing.is_empty() && !run.is_graded() {
            snapshot::assert(&self.location, &self.sentence, &seen);
        }
        Ok(self.pass_report(&coverage, 1))
    }

    /// Runs one interleaving and reports its outcome.
    fn replay_outcome(
        &self,
        body: &dyn Fn() -> String,
        schedule: &str,
    ) -> Result<TestReport, TestReport> {
        let reviewed = snapshot::reviewed(&self.location);
        let allowed = reviewed.as_deref();
        let last = RefCell::default();
        let observed = || {
            let line = body();
            last.replace(line.clone());
            reject_new(&line, allowed);
        };
        let explained = |failure| explained(failure, allowed);
        let scenario = Named { id: ONLY, text: "" };
        if let Some(played) = self.play(&observed, scenario, schedule, &explained) {
            return played;
        }
        match self.explorer.replay(&replay::schedule(schedule)?, observed) {
            Ok(execution) => {
                Ok(TestReport::replayed(&messages::leads_to(&last.borrow()), &execution))
            }
            Err(failure) if failure.kind == FailureKind::StaleSchedule => {
                let report = |failure| outcome_failure(failure, allowed, TestReport::failure);
                self.search_again(&observed, report)
            }
            Err(failure) => Err(outcome_failure(*failure, allowed, TestReport::failure)),
        }
    }

    /// Reports outcomes that a maintainer has to review.
    fn unreviewed(&self, seen: &[String]) -> TestReport {
        let file = snapshot::file(&self.location);
        if !self.location.complete {
            return TestReport::new(Verdict::Aborted, &messages::no_snapshot(&file));
        }
        snapshot::assert(&self.location, &self.sentence, seen);
        TestReport::new(Verdict::Aborted, &messages::review(&file))
    }
}

/// The outcomes of all runs in their order, each with its line.
struct Seen<T>(RefCell<Vec<(T, String)>>);

impl<T: Ord + Debug> Seen<T> {
    /// Adds an outcome, and returns its line.
    fn add(&self, outcome: T) -> String {
        let line = snapshot::line(&outcome);
        let mut sorted = self.0.borrow_mut();
        // There are few. A binary search would be compiled again for each type.
        let mut at = 0;
        while let Some((other, _)) = sorted.get(at) {
            match outcome.cmp(other) {
                Ordering::Less => break,
                Ordering::Equal => return line,
                Ordering::Greater => at += 1,
            }
        }
        sorted.insert(at, (outcome, line.clone()));
        line
    }

    /// Moves the lines, in the order of the outcomes.
    fn move_to(&self, lines: &mut Vec<String>) {
        for (_, line) in self.0.take() {
            lines.push(line);
        }
    }
}

/// Fails an execution whose outcome is new, so that the search stops at once.
fn reject_new(line: &str, allowed: Option<&[String]>) {
    if allowed.is_some_and(|allowed| !allowed.iter().any(|known| known == line)) {
        panic!("{}{line}", messages::OUTCOME);
    }
}

/// The report on a failure, which may be an outcome that is not allowed.
fn outcome_failure(
    failure: Failure,
    allowed: Option<&[String]>,
    report: impl FnOnce(&Failure) -> TestReport,
) -> TestReport {
    let failure = explained(failure, allowed);
    let report = report(&failure);
    match failure.message.starts_with(messages::OUTCOME) {
        true => report.with_short_message(&failure.message),
        false => report,
    }
}

/// The failure, with the outcome that is not allowed as its message.
fn explained(mut failure: Failure, allowed: Option<&[String]>) -> Failure {
    if let Some((_, outcome)) = failure.message.split_once(messages::OUTCOME) {
        let outcome = outcome.lines().next().unwrap_or_default();
        failure.message = messages::added(outcome, allowed.unwrap_or_default());
        // The engine sees a panic outside the test's file.
        failure.kind = FailureKind::Assertion;
    }
    failure
}
