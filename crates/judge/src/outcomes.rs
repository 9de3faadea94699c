//! The exact set of outcomes of one scenario, compared with the reviewed one.
use crate::finding::Finding;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::{replay, snapshot, words};
use interleave::{Coverage, Failure, FailureKind};
use std::cell::RefCell;
use std::fmt::Debug;

/// The outcomes of an exploration, in their order, a line each.
type Seen = Result<(Vec<String>, Coverage), Box<Failure>>;

impl Test {
    /// Explores until an outcome is new; if none is, looks for those that are missing.
    pub(crate) fn explore_outcomes<T: Ord + Debug>(
        &self,
        body: &impl Fn() -> T,
    ) -> Result<Finding, Finding> {
        self.compare(&|known| {
            let outcomes = self.explorer.outcomes(|| {
                let outcome = body();
                admit(&snapshot::line(&outcome), known);
                outcome
            })?;
            Ok((outcomes.seen.keys().map(snapshot::line).collect(), outcomes.coverage))
        })
    }

    /// Compares what `explore` sees with the reviewed outcomes, of which it is told.
    fn compare(&self, explore: &dyn Fn(Option<&[String]>) -> Seen) -> Result<Finding, Finding> {
        let (reviewed, review) = (snapshot::reviewed(&self.place), snapshot::wanted(&self.place));
        // Whoever reviews wants to see all outcomes, new ones too.
        let known = reviewed.as_deref().filter(|_| !review);
        let (seen, coverage) = match explore(known) {
            Ok(seen) => seen,
            Err(failure) => {
                let finding = unexpected(*failure.clone(), known);
                return Err(finding.with_replay(&self.place, "-", &failure.execution));
            }
        };
        self.demand(&coverage)?;
        let Some(reviewed) = reviewed else {
            return Err(self.unreviewed(&seen));
        };
        let added = seen.iter().any(|line| !reviewed.contains(line));
        let missing: Vec<_> = reviewed.iter().filter(|line| !seen.contains(line)).collect();
        if review && (added || !missing.is_empty()) {
            return Err(self.unreviewed(&seen));
        }
        if !missing.is_empty() {
            let message = words::missing(&missing, &coverage);
            let mut finding = Finding::new(Verdict::OverSynchronised, &message)
                .with_summary(&words::missing_in_short(&missing));
            finding.advise(words::LOOSEN);
            return Err(finding);
        }
        snapshot::assert(&self.place, &self.sentence, &seen);
        Ok(Finding::passed(&coverage.to_string()))
    }

    /// Runs one schedule, and says what it leads to.
    pub(crate) fn replay_outcome<T: Ord + Debug>(
        &self,
        body: &impl Fn() -> T,
        schedule: &str,
    ) -> Result<Finding, Finding> {
        let reviewed = snapshot::reviewed(&self.place);
        let known = reviewed.as_deref();
        let last = RefCell::default();
        let outcome = || {
            let line = snapshot::line(&body());
            last.replace(line.clone());
            admit(&line, known);
        };
        let outcome: &dyn Fn() = &outcome;
        match self.explorer.replay(&replay::schedule(schedule)?, outcome) {
            Ok(execution) => Ok(Finding::replayed(&words::leads_to(&last.borrow()), &execution)),
            Err(failure) => Err(unexpected(*failure, known)),
        }
    }

    /// Outcomes that a maintainer has to look at.
    fn unreviewed(&self, seen: &[String]) -> Finding {
        let file = snapshot::file(&self.place);
        if !self.place.complete {
            return Finding::new(Verdict::Aborted, &words::no_snapshot(&file));
        }
        snapshot::assert(&self.place, &self.sentence, seen);
        Finding::new(Verdict::Aborted, &words::review(&file))
    }
}

/// Ends an execution whose outcome is not known, so that racy code is found out at once.
fn admit(line: &str, known: Option<&[String]>) {
    if known.is_some_and(|known| !known.iter().any(|known| known == line)) {
        panic!("{}{line}", words::OUTCOME);
    }
}

/// A failure on the way to an outcome, or an outcome that is not known.
fn unexpected(mut failure: Failure, known: Option<&[String]>) -> Finding {
    if let Some((_, outcome)) = failure.message.split_once(words::OUTCOME) {
        let outcome = outcome.lines().next().unwrap_or_default();
        failure.message = words::added(outcome, known.unwrap_or_default());
        // To the engine it is a panic of the judge; it is a property of the test.
        failure.kind = FailureKind::Assertion;
    }
    Finding::failure(&failure)
}
