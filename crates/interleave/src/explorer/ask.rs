//! For a player who chooses which thread runs next.

use std::collections::BTreeMap;

use super::{BodyResult, Explorer};
use crate::schedule::Schedule;
use crate::session::Session;
use report::{Choices, Coverage, Failure, FailureKind};

/// How many of all interleavings fail. Interleavings that differ only in the order of independent operations
/// count as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// The number of interleavings.
    pub executions: u64,
    /// How many of them fail.
    pub failing: u64,
    /// Whether these are all that can make a difference.
    pub is_complete: bool,
}

impl Explorer {
    /// Follows a schedule, and stops where there is a choice. The result has the failure if the execution
    /// ended with one. `is_decided` says that the result of the last operation is chosen too.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
    /// use interleave::{Explorer, thread};
    ///
    /// let body = || {
    ///     let is_ready = AtomicBool::new(false);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| is_ready.store(true, SeqCst));
    ///         assert!(is_ready.load(SeqCst));
    ///     });
    /// };
    /// let ask = |schedule: &str| Explorer::new().ask(&schedule.parse().unwrap(), false, body);
    /// assert_eq!(ask("").0.threads.len(), 2);
    /// let (choices, failure) = ask("0");
    /// assert!(choices.is_over() && failure.is_some());
    /// ```
    ///
    /// # Panics
    /// If called inside an exploration.
    pub fn ask(
        &self,
        schedule: &Schedule,
        is_decided: bool,
        body: impl Fn(),
    ) -> (Choices, Option<Box<Failure>>) {
        let body = BodyResult::new(&body);
        let asked = Session::new(&self.0, &body).ask(schedule, is_decided);
        let question = asked.question;
        let mut choices = Choices::new(
            (&asked.execution, schedule.choices().len()),
            &question.pending,
            question.enabled,
            question.results,
        );
        choices.class = format!("{:016x}", asked.run.class);
        let failure = asked.run.failure.filter(|_| choices.is_over());
        let failure =
            failure.map(|failure| super::replay_failure(failure, asked.execution, schedule));
        (choices, failure)
    }

    /// Counts the interleavings and those that fail, within the budget of the complete search.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
    /// use interleave::{Explorer, thread};
    ///
    /// let tally = Explorer::new().tally(|| {
    ///     let is_ready = AtomicBool::new(false);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| is_ready.store(true, SeqCst));
    ///         assert!(is_ready.load(SeqCst));
    ///     });
    /// });
    /// assert_eq!((tally.executions, tally.failing), (2, 1));
    /// ```
    ///
    /// # Panics
    /// If called inside an exploration.
    pub fn tally(&self, body: impl Fn()) -> Tally {
        let body = BodyResult::new(&body);
        let mut session = Session::new(&self.0, &body);
        session.classify();
        // A search that starts over counts again.
        let (mut classes, mut last) = (BTreeMap::new(), 0);
        let coverage = session.search(&mut |run| {
            if std::mem::replace(&mut last, run.number) >= run.number {
                classes.retain(|_, (earlier, _)| *earlier < run.number);
            }
            classes.entry(run.class).or_insert((run.number, run.failure.is_some()));
            !matches!(
                run.failure_kind(),
                Some(FailureKind::Unsupported | FailureKind::Nondeterminism)
            )
        });
        Tally {
            executions: classes.len() as u64,
            failing: classes.values().filter(|(_, fails)| *fails).count() as u64,
            is_complete: coverage.is_ok_and(|coverage: Coverage| coverage.is_complete()),
        }
    }
}
