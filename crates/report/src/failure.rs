//! What an exploration finds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::schedule::Schedule;
use crate::thread_set::Tid;
use crate::trace::{Cast, Trace};

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// A property does not hold: the test's own file panicked.
    Assertion,
    /// A thread panicked outside of the test's own file, and nobody took note.
    Panic,
    /// Threads wait for each other, or for what never comes.
    Deadlock,
    /// Threads look again and again at what never changes.
    Livelock,
    /// The body does not return although every thread has its turns, where a test demands that.
    Starvation,
    /// An interleaving has more operations than the limit allows.
    StepLimit,
    /// The body returns while other threads are blocked forever, and the test denies that.
    BlockedThreads,
    /// The body returns while other threads may still run, and the test denies that.
    UnjoinedThreads,
    /// The code uses a primitive that the test does not allow.
    DisallowedPrimitive,
    /// The same schedule behaves differently the second time.
    Nondeterminism,
    /// The code uses something that cannot be explored.
    Unsupported,
    /// A replayed schedule does not fit the code anymore.
    StaleSchedule,
}

/// How much of what can happen was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many executions were run that are not equivalent to another.
    pub executions: u64,
    /// How many more were begun and turned out to be equivalent to another.
    pub redundant: u64,
    /// What kept the search from seeing everything.
    pub bound: Option<Bound>,
}

/// What an exploration that is not complete has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bound {
    /// Every schedule with at most so many preemptions.
    Preemptions(usize),
    /// Turns in order, but for at most so many delays.
    Delays(usize),
    /// So many schedules by chance, from a fixed seed.
    Random,
    /// A thread that looks at the same things again and again was made to wait for news, and went on
    /// by itself: how often it may look was bounded.
    SpinLimit,
    /// The complete search was given up, and nothing stood in for it.
    ExecutionLimit,
}

impl Coverage {
    /// Whether every interleaving that can make a difference was seen.
    pub fn is_complete(&self) -> bool {
        self.bound.is_none()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let executions = match self.executions {
            1 => "1 execution".to_owned(),
            n => format!("{} executions", grouped(n)),
        };
        match self.bound {
            None => write!(f, "complete: {executions}"),
            Some(Bound::Preemptions(1)) => write!(f, "bounded: at most 1 preemption, {executions}"),
            Some(Bound::Preemptions(n)) => {
                write!(f, "bounded: at most {n} preemptions, {executions}")
            }
            Some(Bound::Delays(n)) => {
                let delays = if n == 1 { "delay" } else { "delays" };
                write!(f, "bounded: turns in order but for {n} {delays}, {executions}")
            }
            Some(Bound::Random) => write!(f, "bounded: chosen by chance, {executions}"),
            Some(Bound::ExecutionLimit) => write!(f, "given up after {executions}"),
            Some(Bound::SpinLimit) => write!(f, "bounded: busy waiting cut short, {executions}"),
        }
    }
}

/// A number with a comma between thousands.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One execution, step by step. Its text is a table with one column a thread, at most 100 wide.
#[derive(Clone, Debug)]
pub struct Execution {
    /// The choices that lead to it.
    pub schedule: Schedule,
    /// How often a thread had to stop that could have gone on.
    pub preemptions: usize,
    /// Whether no execution with fewer preemptions fails like it. Where this is not set, the budget for
    /// looking for one did not last.
    pub fewest: bool,
    /// Which of the executions showed it first, from 1.
    pub found_at: u64,
    /// Which threads nobody had joined when the body returned.
    #[doc(hidden)]
    pub unjoined: Vec<Tid>,
    #[doc(hidden)]
    pub trace: Trace,
    #[doc(hidden)]
    pub cast: Cast,
}

/// An execution that goes wrong. Its text is the whole report.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What sort of thing went wrong.
    pub kind: FailureKind,
    /// What went wrong, in a sentence: the message of the panic, or who waits for whom.
    pub message: String,
    /// How it came to that: the failing execution with the fewest preemptions that was found.
    pub execution: Execution,
    /// How much had been seen when it failed.
    pub coverage: Coverage,
}

impl std::error::Error for Failure {}

/// Every result that a body can have.
#[derive(Clone, Debug)]
pub struct Outcomes<T> {
    /// Each result, and a schedule that leads to it.
    pub seen: BTreeMap<T, Schedule>,
    /// How much was seen.
    pub coverage: Coverage,
}

/// Every result that a body can have, deadlocks and panics among them.
#[derive(Clone, Debug)]
pub struct OutcomesWithFailures<T> {
    /// Each result; `None` is a deadlock or a panic.
    pub outcomes: BTreeSet<Option<T>>,
    /// How much was seen.
    pub coverage: Coverage,
}
