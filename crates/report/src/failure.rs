//! Results of an exploration.

use std::collections::{BTreeMap, BTreeSet};

use crate::schedule::Schedule;
use crate::thread_set::Tid;
use crate::trace::{Trace, TraceInfo};

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// A property does not hold: the test's own file panicked.
    Assertion,
    /// A thread panicked outside of the test's own file, and no other thread handled the panic.
    Panic,
    /// Threads block forever: on each other, or on an event that never happens.
    Deadlock,
    /// Threads keep polling values that never change.
    Livelock,
    /// The body does not return although every thread keeps running, in a test that requires it.
    Starvation,
    /// A thread that has to wait polls instead of blocking, in a test that denies this.
    BusyWaiting,
    /// An interleaving has more operations than the limit allows.
    StepLimit,
    /// Threads are still blocked after the body has returned, in a test that denies this.
    BlockedThreads,
    /// The body returned without joining every thread, in a test that denies this.
    UnjoinedThreads,
    /// The code uses a primitive that the test does not allow.
    DisallowedPrimitive,
    /// The same schedule led to a different execution the second time.
    Nondeterminism,
    /// The code does something that cannot be explored.
    Unsupported,
    /// The schedule to replay does not fit the code.
    StaleSchedule,
}

/// How much of the possible behavior was explored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// The number of executions, no two of them equivalent.
    pub executions: u64,
    /// The number of further executions that turned out to be equivalent to an earlier one.
    pub redundant: u64,
    /// Why the exploration is incomplete; `None` if it is complete.
    pub bound: Option<Bound>,
}

/// Why an exploration is incomplete.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bound {
    /// Only schedules with at most this many preemptions were explored.
    Preemptions(usize),
    /// Only round-robin schedules with at most this many delays were explored.
    Delays(usize),
    /// Only random schedules were explored, from a fixed seed.
    Random,
    /// A polling thread was suspended until a value changed, but had to be resumed without a change.
    /// The number of polls was bounded.
    SpinLimit,
    /// Executions with more threads than the engine models were cut short.
    Threads,
    /// The complete search was abandoned, without a fallback.
    ExecutionLimit,
    /// The code asks how many owners an `Arc` has. It was tried in every order of operations, but an
    /// `Arc` is cloned and dropped only between two operations of a thread.
    ReferenceCounts,
}

impl Coverage {
    #[doc(hidden)]
    pub fn new(executions: u64, redundant: u64, bound: Option<Bound>) -> Self {
        Self { executions, redundant, bound }
    }

    /// Returns `true` if every interleaving that can make a difference was explored.
    ///
    /// ```
    /// use interleave::Explorer;
    ///
    /// assert!(Explorer::new().check(|| ()).unwrap().is_complete());
    /// assert!(!Explorer::new().random(10).check(|| ()).unwrap().is_complete());
    /// ```
    pub fn is_complete(&self) -> bool {
        self.bound.is_none()
    }
}

/// One execution, step by step. `Display` prints a table with one column per thread, at most 78
/// characters wide unless the formatter has a width.
///
/// ```
/// use interleave::{Explorer, sync::Mutex};
///
/// let lock = Mutex::new(1);
/// let execution = Explorer::new().witness(|| *lock.lock().unwrap(), |one| *one == 1).unwrap();
/// assert!(execution.to_string().contains("lock"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Execution {
    /// The choices that lead to this execution.
    pub schedule: Schedule,
    /// How often a thread was interrupted although it could have continued.
    pub preemptions: usize,
    /// Whether no similar execution has fewer preemptions; `false` if the search for one ran out of
    /// budget.
    pub fewest: bool,
    /// The number of the execution that first showed this behavior, counted from 1.
    pub found_at: u64,
    /// The threads that had not been joined when the body returned.
    #[doc(hidden)]
    pub unjoined: Vec<Tid>,
    #[doc(hidden)]
    pub trace: Trace,
    #[doc(hidden)]
    pub info: TraceInfo,
}

/// An execution that fails. `Display` prints the whole report.
///
/// ```
/// let failure = interleave::Explorer::new().check(|| panic!("too late")).unwrap_err();
/// assert_eq!(failure.message, "too late");
/// assert!(failure.to_string().starts_with("too late\n"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The kind of the failure.
    pub kind: FailureKind,
    /// What went wrong, in one sentence: the panic message, or which threads wait.
    pub message: String,
    /// The failing execution: of those found, the one with the fewest preemptions.
    pub execution: Execution,
    /// What had been explored before the failure.
    pub coverage: Coverage,
}

impl std::error::Error for Failure {}

impl Execution {
    #[doc(hidden)]
    pub fn new(
        (schedule, preemptions): (Schedule, usize),
        found_at: u64,
        unjoined: Vec<Tid>,
        (trace, info): (Trace, TraceInfo),
    ) -> Self {
        let fewest = preemptions == 0;
        Self { schedule, preemptions, fewest, found_at, unjoined, trace, info }
    }
}

impl Failure {
    #[doc(hidden)]
    pub fn new(
        kind: FailureKind,
        message: String,
        execution: Execution,
        coverage: Coverage,
    ) -> Box<Self> {
        Box::new(Self { kind, message, execution, coverage })
    }
}

impl<T> Outcomes<T> {
    #[doc(hidden)]
    pub fn new(seen: BTreeMap<T, Schedule>, coverage: Coverage) -> Self {
        Self { seen, coverage }
    }
}

impl<T> OutcomesWithFailures<T> {
    #[doc(hidden)]
    pub fn new(outcomes: BTreeSet<Option<T>>, coverage: Coverage) -> Self {
        Self { outcomes, coverage }
    }
}

/// Every result that a body can have.
///
/// ```
/// let outcomes = interleave::outcomes(|| 6 * 7);
/// let (result, schedule) = outcomes.seen.first_key_value().unwrap();
/// assert_eq!(*result, 42);
/// assert!(interleave::Explorer::new().replay(schedule, || ()).is_ok());
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcomes<T> {
    /// Each result, with a schedule that leads to it.
    pub seen: BTreeMap<T, Schedule>,
    /// What was explored.
    pub coverage: Coverage,
}

/// Every result that a body can have, deadlocks and panics included.
///
/// ```
/// let found = interleave::Explorer::new().outcomes_with_failures(|| -> u8 { panic!() });
/// assert!(found.outcomes.contains(&None));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutcomesWithFailures<T> {
    /// Each result; `None` if an execution failed, for example by a deadlock or a panic.
    pub outcomes: BTreeSet<Option<T>>,
    /// What was explored.
    pub coverage: Coverage,
}
