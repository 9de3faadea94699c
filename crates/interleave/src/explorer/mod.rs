//! [`Explorer`]: the entry point of a test.

mod ask;
mod searches;
mod settings;

pub use ask::Tally;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::messages;
use crate::schedule::Schedule;
use crate::session::{Body, RunResult, Session};
use report::{Coverage, Execution, Failure, FailureKind, Outcomes, OutcomesWithFailures};

/// Explores every interleaving of a body of code. Limits are counted, never timed.
///
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Explorer, FailureKind, thread};
///
/// let failure = Explorer::new()
///     .check(|| {
///         let count = AtomicU32::new(0);
///         thread::scope(|scope| {
///             for _ in 0..2 {
///                 scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
///             }
///         });
///         assert_eq!(count.load(SeqCst), 2);
///     })
///     .unwrap_err();
/// assert_eq!(failure.kind, FailureKind::Assertion);
/// assert_eq!(failure.execution.preemptions, 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Explorer(Config);

impl Explorer {
    /// Explores every interleaving of `body`.
    ///
    /// ```
    /// use interleave::{Explorer, FailureKind, sync::Mutex, thread};
    ///
    /// let failure = Explorer::new()
    ///     .check(|| {
    ///         let (a, b) = (Mutex::new(1), Mutex::new(2));
    ///         thread::scope(|scope| {
    ///             scope.spawn(|| *a.lock().unwrap() += *b.lock().unwrap());
    ///             scope.spawn(|| *b.lock().unwrap() += *a.lock().unwrap());
    ///         });
    ///     })
    ///     .unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::Deadlock);
    /// ```
    ///
    /// # Errors
    /// The failing interleaving with the fewest preemptions, if one fails.
    ///
    /// # Panics
    /// If called inside an exploration.
    pub fn check(&self, body: impl Fn()) -> Result<Coverage, Box<Failure>> {
        self.run_until_failure(&BodyResult::new(&body), &mut |_| ())
    }

    /// Explores every interleaving of `body` and collects its results.
    ///
    /// ```
    /// use interleave::{Explorer, sync::Mutex, thread};
    ///
    /// let outcomes = Explorer::new().outcomes(|| {
    ///     let log = Mutex::new(String::new());
    ///     thread::scope(|scope| {
    ///         for c in ['a', 'b'] {
    ///             let log = &log;
    ///             scope.spawn(move || log.lock().unwrap().push(c));
    ///         }
    ///     });
    ///     log.into_inner().unwrap()
    /// });
    /// assert!(outcomes.unwrap().seen.into_keys().eq(["ab", "ba"]));
    /// ```
    ///
    /// # Errors
    /// The failing interleaving with the fewest preemptions, if one fails.
    ///
    /// # Panics
    /// If called inside an exploration.
    pub fn outcomes<T: Ord>(&self, body: impl Fn() -> T) -> Result<Outcomes<T>, Box<Failure>> {
        let mut seen = BTreeMap::new();
        let body = BodyResult::new(&body);
        let coverage = self.run_until_failure(&body, &mut |run| {
            if let Some(value) = body.take(run) {
                seen.entry(value).or_insert_with(|| run.schedule.clone());
            }
        })?;
        Ok(Outcomes::new(seen, coverage))
    }

    /// Reports too many threads as a failure, as by default: undoes [`cut_at_thread_limit`](Self::cut_at_thread_limit).
    #[doc(hidden)]
    #[must_use]
    pub fn fail_at_thread_limit(mut self) -> Self {
        self.0.cut_at_thread_limit = false;
        self
    }

    /// Explores `body` and passes each execution to `inspect`, until one fails.
    fn run_until_failure(
        &self,
        body: &dyn Body,
        inspect: &mut dyn FnMut(&RunResult),
    ) -> Result<Coverage, Box<Failure>> {
        let mut session = Session::new(&self.0, body);
        let coverage = session.search(&mut |run| {
            inspect(run);
            run.failure.is_none()
        });
        coverage
            .map_err(|found| session.explain(found, &|run, kind| run.failure_kind() == Some(kind)))
    }

    /// Explores every interleaving of `body`, continues after failures, and collects all results.
    ///
    /// ```
    /// use interleave::{Explorer, sync::mpsc, thread};
    ///
    /// let found = Explorer::new().outcomes_with_failures(|| {
    ///     let (sender, receiver) = mpsc::channel();
    ///     thread::spawn(move || sender.send("hello"));
    ///     receiver.try_recv().unwrap() // panics if the message has not arrived
    /// });
    /// assert!(found.outcomes.into_iter().eq([None, Some("hello")]));
    /// ```
    ///
    /// # Panics
    /// If called inside an exploration, or if the code uses something that cannot be explored.
    pub fn outcomes_with_failures<T: Ord>(&self, body: impl Fn() -> T) -> OutcomesWithFailures<T> {
        let mut outcomes = BTreeSet::new();
        let body = BodyResult::new(&body);
        let coverage = self.run_despite_failures(&body, &mut |run| {
            outcomes.insert(body.take(run));
        });
        OutcomesWithFailures::new(outcomes, coverage)
    }

    fn run_despite_failures(
        &self,
        body: &dyn Body,
        inspect: &mut dyn FnMut(&RunResult),
    ) -> Coverage {
        let coverage = Session::new(&self.0, body).search(&mut |run| {
            inspect(run);
            !matches!(
                run.failure,
                Some((FailureKind::Unsupported | FailureKind::Nondeterminism, _))
            )
        });
        coverage.unwrap_or_else(|found| panic!("{}", found.message))
    }

    /// Finds an interleaving with a result that satisfies `wanted`: the one with the fewest
    /// preemptions. Failing interleavings have no result.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
    /// use interleave::{Explorer, thread};
    ///
    /// let count = || {
    ///     let count = AtomicU32::new(0);
    ///     thread::scope(|scope| {
    ///         for _ in 0..2 {
    ///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
    ///         }
    ///     });
    ///     count.into_inner()
    /// };
    /// let lost = Explorer::new().witness(count, |sum| *sum == 1).unwrap();
    /// assert_eq!(lost.preemptions, 1);
    /// assert!(Explorer::new().witness(count, |sum| *sum == 3).is_none());
    /// ```
    ///
    /// # Panics
    /// If called inside an exploration.
    pub fn witness<T>(
        &self,
        body: impl Fn() -> T,
        wanted: impl Fn(&T) -> bool,
    ) -> Option<Execution> {
        let body = BodyResult::new(&body);
        self.find(&body, &|run| body.take(run).is_some_and(|value| wanted(&value)))
    }

    fn find(&self, body: &dyn Body, wanted: &dyn Fn(&RunResult) -> bool) -> Option<Execution> {
        let mut session = Session::new(&self.0, body);
        let found = session.search(&mut |run| !wanted(run)).err()?;
        Some(session.explain(found, &|run, _| wanted(run)).execution)
    }

    /// Replays the interleaving that `schedule` describes.
    ///
    /// ```
    /// use interleave::{Explorer, sync::mpsc, thread};
    ///
    /// let body = || {
    ///     let (sender, receiver) = mpsc::channel();
    ///     thread::spawn(move || sender.send("hello"));
    ///     receiver.try_recv().unwrap();
    /// };
    /// let failure = Explorer::new().check(body).unwrap_err();
    /// let schedule = failure.execution.schedule.to_string();
    /// let replayed = Explorer::new().replay(&schedule.parse().unwrap(), body).unwrap_err();
    /// assert_eq!(replayed.message, failure.message);
    /// ```
    ///
    /// # Errors
    /// The failure, if the execution fails. A schedule that does not fit the code is a
    /// [`FailureKind::StaleSchedule`].
    ///
    /// # Panics
    /// If called inside an exploration.
    pub fn replay(&self, schedule: &Schedule, body: impl Fn()) -> Result<Execution, Box<Failure>> {
        self.replay_body(schedule, &BodyResult::new(&body))
    }

    fn replay_body(&self, schedule: &Schedule, body: &dyn Body) -> Result<Execution, Box<Failure>> {
        let mut session = Session::new(&self.0, body);
        let run = session.replay_as_recorded(schedule);
        let execution = session.executed(1);
        match run.failure {
            Some(failure) => Err(replay_failure(failure, execution, schedule)),
            None => Ok(execution),
        }
    }
}

/// The failure of a replayed schedule.
fn replay_failure(
    failure: (FailureKind, String),
    execution: Execution,
    schedule: &Schedule,
) -> Box<Failure> {
    let (kind, message) = match failure {
        // The schedule contradicts the code; the code does not contradict itself.
        (FailureKind::Nondeterminism, _) => {
            let (fitting, of) = (execution.schedule.choices().len(), schedule.choices().len());
            (FailureKind::StaleSchedule, messages::stale_schedule(fitting, of))
        }
        other => other,
    };
    Failure::new(kind, message, execution, Coverage::new(1, 0, None))
}

/// A body and its most recent result.
struct BodyResult<'a, T> {
    body: &'a dyn Fn() -> T,
    value: RefCell<Option<T>>,
}

impl<'a, T> BodyResult<'a, T> {
    fn new(body: &'a dyn Fn() -> T) -> Self {
        Self { body, value: RefCell::new(None) }
    }

    /// Takes the result of the finished execution, unless it failed.
    fn take(&self, run: &RunResult) -> Option<T> {
        if run.failure.is_none() { self.value.take() } else { None }
    }
}

impl<T> Body for BodyResult<'_, T> {
    fn run(&self) {
        let value = (self.body)();
        *self.value.borrow_mut() = Some(value);
    }

    fn forget(&self) {
        drop(self.value.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_limit_of_executions_raises_that_of_operations() {
        let operations = |executions| Explorer::new().max_executions(executions).0.max_operations;
        let limits = [1, 200_000, 300_000].map(operations);
        assert_eq!(limits, [20_000_000, 20_000_000, 30_000_000]);
    }
}
