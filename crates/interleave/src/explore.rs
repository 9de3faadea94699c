//! What a test calls.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::classify::Config;
use crate::messages;
use crate::schedule::Schedule;
use crate::session::{Body, RunResult, Session};
use report::Primitive;
use report::{Coverage, Execution, Failure, FailureKind, Outcomes, OutcomesWithFailures};

/// Explores every interleaving of a body of code, within budgets that are counted and never timed.
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
#[derive(Clone, Debug)]
pub struct Explorer(Config);

impl Default for Explorer {
    fn default() -> Self {
        Self::new()
    }
}

impl Explorer {
    /// An explorer with the usual budgets: 200,000 executions, 20 million operations, and 20,000
    /// operations in one execution.
    pub fn new() -> Self {
        Self(Config {
            max_executions: 200_000,
            no_fallback: false,
            first_failure: false,
            max_operations: 20_000_000,
            exhaustive: false,
            random: None,
            assertions_in: None,
            max_steps: 20_000,
            deny_blocked_threads: false,
            deny_unjoined_threads: false,
            fair: false,
            allow_only: None,
        })
    }

    /// Gives up the complete search after so many executions.
    #[must_use]
    pub fn max_executions(mut self, executions: u64) -> Self {
        self.0.max_executions = executions;
        self
    }

    /// Gives up the complete search after so many executions, or sooner if that was asked for before,
    /// and tries nothing that stands in for it: for who has many programs to explore, most of them wrong.
    #[must_use]
    pub fn no_fallback_after(mut self, executions: u64) -> Self {
        self.0.max_executions = self.0.max_executions.min(executions);
        self.0.no_fallback = true;
        self
    }

    /// Shows the first execution that fails as it was found, and looks for none that is minimize to read:
    /// for who only asks whether one fails.
    #[must_use]
    pub fn first_failure(mut self) -> Self {
        self.0.first_failure = true;
        self
    }

    /// Calls an execution too long after so many operations, 60,000 at most.
    #[must_use]
    pub fn max_steps(mut self, steps: usize) -> Self {
        self.0.max_steps = steps.min(30_000);
        self
    }

    /// Fails if the body returns and leaves threads behind that wait for ever.
    #[must_use]
    pub fn deny_blocked_threads(mut self) -> Self {
        self.0.deny_blocked_threads = true;
        self
    }

    /// Fails if the body returns and a thread may still be at work: whatever was started has to be
    /// joined, or seen finished. That the last thing that a thread did was seen is not enough.
    #[must_use]
    pub fn deny_unjoined_threads(mut self) -> Self {
        self.0.deny_unjoined_threads = true;
        self
    }

    /// ExecutionLimits that the body returns, whatever the other threads do, as long as each has its turns:
    /// those may go on for ever, and are stopped when the body has returned. What is tried are
    /// schedules in which the threads take turns, one operation each, but for at most two delays
    /// among the first hundred operations; a hundred and two thousand operations without an end are
    /// starvation if the body changed nothing in the last thousand, and too long if it did.
    ///
    /// ```
    /// use interleave::sync::{Arc, Mutex};
    /// use interleave::{Explorer, FailureKind, thread};
    ///
    /// let fair = Explorer::new().fair();
    /// let wait_for = |wanted: u32| {
    ///     let turn = Arc::new(Mutex::new(0));
    ///     let other = Arc::clone(&turn);
    ///     thread::spawn(move || loop {
    ///         let mut turn = other.lock().unwrap();
    ///         *turn = (*turn + 1) % 3;
    ///     });
    ///     while *turn.lock().unwrap() != wanted {}
    /// };
    /// assert!(fair.check(|| wait_for(2)).is_ok());
    /// assert_eq!(fair.check(|| wait_for(3)).unwrap_err().kind, FailureKind::Starvation);
    /// ```
    #[must_use]
    pub fn fair(mut self) -> Self {
        self.0.fair = true;
        self
    }

    /// Fails if there is an operation on anything else, in any interleaving. To make a lock and never
    /// to take it is no operation.
    ///
    /// ```
    /// use interleave::sync::Mutex;
    /// use interleave::{Explorer, Primitive};
    ///
    /// let failure = Explorer::new()
    ///     .allow_only([Primitive::Channel, Primitive::Thread])
    ///     .check(|| drop(Mutex::new(1).lock()))
    ///     .unwrap_err();
    /// assert!(failure.message.starts_with("a Mutex is used at "), "{}", failure.message);
    /// ```
    #[must_use]
    pub fn allow_only(mut self, primitives: impl IntoIterator<Item = Primitive>) -> Self {
        self.0.allow_only = Some(primitives.into_iter().collect());
        self
    }

    /// Visits every schedule, equivalent ones too: slow, and good to check the reduction against.
    #[must_use]
    pub fn exhaustive(mut self) -> Self {
        self.0.exhaustive = true;
        self
    }

    /// Runs so many schedules, one at least, that are chosen by chance from a fixed seed, instead of the
    /// complete search. They are the same schedules every time, and never complete.
    #[must_use]
    pub fn random(mut self, schedules: u64) -> Self {
        self.0.random = Some(schedules);
        self
    }

    /// Takes panics panic_index in `file` for properties that do not hold. Without it, those are the
    /// panics of the body's own thread.
    #[must_use]
    pub fn assertions_in(mut self, file: &str) -> Self {
        self.0.assertions_in = Some(file.to_owned());
        self
    }

    /// Explores every interleaving of `body`.
    ///
    /// # Errors
    /// The failing interleaving with the fewest preemptions, if one fails.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn check(&self, body: impl Fn()) -> Result<Coverage, Box<Failure>> {
        self.run_until_failure(&BodyResult::new(&body), &mut |_| ())
    }

    /// Explores every interleaving of `body` and collects its results.
    ///
    /// # Errors
    /// The failing interleaving with the fewest preemptions, if one fails.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn outcomes<T: Ord>(&self, body: impl Fn() -> T) -> Result<Outcomes<T>, Box<Failure>> {
        let mut seen = BTreeMap::new();
        let body = BodyResult::new(&body);
        let coverage = self.run_until_failure(&body, &mut |run| {
            if let Some(value) = body.take(run) {
                seen.entry(value).or_insert_with(|| run.schedule.clone());
            }
        })?;
        Ok(Outcomes { seen, coverage })
    }

    /// Explores `body` and shows each of its executions to `look`, until one fails.
    fn run_until_failure(
        &self,
        body: &dyn Body,
        look: &mut dyn FnMut(&RunResult),
    ) -> Result<Coverage, Box<Failure>> {
        let mut session = Session::new(&self.0, body);
        let coverage = session.search(&mut |run| {
            look(run);
            run.failure.is_none()
        });
        coverage
            .map_err(|found| session.explain(found, &|run, kind| run.failure_kind() == Some(kind)))
    }

    /// Explores every interleaving of `body` and collects its results, and goes on after failures.
    ///
    /// # Panics
    /// If called from inside an exploration, or if the code asks for what cannot be explored.
    pub fn outcomes_with_failures<T: Ord>(&self, body: impl Fn() -> T) -> OutcomesWithFailures<T> {
        let mut outcomes = BTreeSet::new();
        let body = BodyResult::new(&body);
        let coverage = self.look_at_all(&body, &mut |run| {
            outcomes.insert(body.take(run));
        });
        OutcomesWithFailures { outcomes, coverage }
    }

    fn look_at_all(&self, body: &dyn Body, look: &mut dyn FnMut(&RunResult)) -> Coverage {
        let coverage = Session::new(&self.0, body).search(&mut |run| {
            look(run);
            !matches!(
                run.failure,
                Some((FailureKind::Unsupported | FailureKind::Nondeterminism, _))
            )
        });
        coverage.unwrap_or_else(|found| panic!("{}", found.message))
    }

    /// Looks for an interleaving whose result is `wanted`: the one with the fewest preemptions.
    /// Failing interleavings have no result.
    ///
    /// # Panics
    /// If called from inside an exploration.
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

    /// Runs the one interleaving that `schedule` describes, and shows it.
    ///
    /// # Errors
    /// The failure, if it fails; or why the schedule does not fit the code any more.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn replay(&self, schedule: &Schedule, body: impl Fn()) -> Result<Execution, Box<Failure>> {
        self.run_again(schedule, &BodyResult::new(&body))
    }

    fn run_again(&self, schedule: &Schedule, body: &dyn Body) -> Result<Execution, Box<Failure>> {
        let mut session = Session::new(&self.0, body);
        session.find_granularity();
        let run = session.replay(schedule);
        let execution = session.executed(1);
        match run.failure {
            Some(failure) => {
                let (kind, message) = match failure {
                    // What is at odds is this schedule with that code, not the code with itself.
                    (FailureKind::Nondeterminism, _) => (
                        FailureKind::StaleSchedule,
                        messages::outdated(run.schedule.choices().len(), schedule.choices().len()),
                    ),
                    other => other,
                };
                let coverage = Coverage { executions: 1, redundant: 0, bound: None };
                Err(Box::new(Failure { kind, message, execution, coverage }))
            }
            None => Ok(execution),
        }
    }
}

/// A body and its last result.
struct BodyResult<'a, T> {
    body: &'a dyn Fn() -> T,
    value: RefCell<Option<T>>,
}

impl<'a, T> BodyResult<'a, T> {
    fn new(body: &'a dyn Fn() -> T) -> Self {
        Self { body, value: RefCell::new(None) }
    }

    /// The result of the execution that just ended, unless it failed.
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
