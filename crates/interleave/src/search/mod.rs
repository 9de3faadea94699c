//! Searches: which thread runs next, and which execution comes next. One algorithm per file.

mod ask;
mod delay_bounded;
mod directed;
mod dpor;
mod optimal;
mod preemption_bounded;
mod random;
mod replay;
mod stateful;

pub(crate) use ask::{Ask, Question};
pub(crate) use delay_bounded::{DelayBounded, HORIZON};
pub(crate) use directed::Directed;
pub(crate) use dpor::Dpor;
pub(crate) use optimal::Optimal;
pub(crate) use preemption_bounded::PreemptionBounded;
pub(crate) use random::Random;
pub(crate) use replay::Replay;
pub(crate) use stateful::Stateful;

use crate::clock::VectorClock;
use crate::event::{EventId, EventLog};
use crate::op::{Kind, Op, Place};
use crate::thread_set::{ThreadSet, Tid};

/// A point at which the search chooses the next thread.
pub(crate) struct ChoicePoint<'a> {
    pub(crate) log: &'a EventLog,
    pub(crate) pending: &'a [Option<Op>],
    /// Never empty.
    pub(crate) enabled: ThreadSet,
    /// The thread that ran last.
    pub(crate) current: Tid,
}

impl ChoicePoint<'_> {
    pub(crate) fn next_of(&self, thread: Tid) -> &Op {
        self.pending[thread].as_ref().expect("an enabled thread has announced an operation")
    }

    /// The choice without a preemption: the thread that ran last, if it is enabled.
    pub(crate) fn default_choice(&self, among: ThreadSet) -> Option<Tid> {
        if among.contains(self.current) { Some(self.current) } else { among.first() }
    }

    /// Whether running `thread` preempts a thread that was enabled and neither slept nor yielded.
    pub(crate) fn is_preemption(&self, thread: Tid) -> bool {
        thread != self.current
            && self.enabled.contains(self.current)
            && !matches!(self.next_of(self.current).kind, Kind::Sleep { .. } | Kind::Yield)
    }
}

/// An event and a later operation that conflict and are ordered by nothing else.
pub(crate) struct Race<'a> {
    /// The earlier event.
    pub(crate) first: EventId,
    /// The event of the later operation, if it is carried out now.
    pub(crate) second: Option<EventId>,
    /// The thread of the later operation, and the operation.
    pub(crate) thread: Tid,
    pub(crate) op: &'a Op,
    /// What happens before that operation in any case, and its other conflicts that do not depend
    /// on `first`.
    pub(crate) after_others: &'a VectorClock,
}

/// The values of an atomic operation, for a search that wants them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtomicValue {
    /// Where the atomic was created.
    pub(crate) created: Place,
    /// The value before the operation.
    pub(crate) before: u64,
    /// The value that the thread learns.
    pub(crate) seen: Option<u64>,
    pub(crate) written: Option<u64>,
}

/// The next choice contradicts what the search knows about this execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch(pub(crate) String);

impl Mismatch {
    /// Boxed, so that `pick` returns in registers.
    pub(crate) fn new(message: String) -> Box<Self> {
        Box::new(Self(message))
    }
}

/// What follows an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Execution,
    /// The search is finished; `complete` if it has explored every execution.
    Nothing {
        complete: bool,
    },
}

/// A search strategy: how executions are chosen, one after the other.
pub(crate) trait Search {
    /// Chooses the next thread.
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>>;

    /// Whether every enabled thread sleeps, so that this is the last chance to report races. Called before
    /// each `pick`.
    fn is_asleep(&mut self, _point: &ChoicePoint<'_>) -> bool {
        false
    }

    /// Which of `count` possible results the last chosen operation has.
    fn variant(&mut self, count: usize) -> usize;

    /// Whether the search must know in advance what each operation depends on.
    fn needs_exact_dependence(&self) -> bool {
        false
    }

    /// Whether events must keep vector clocks.
    fn needs_order(&self) -> bool {
        false
    }

    /// Whether `race` should be called.
    fn wants_races(&self) -> bool {
        false
    }

    /// Reports two operations that could happen in the other order.
    fn race(&mut self, _past: &EventLog, _race: &Race<'_>) {}

    /// Reports that the execution has ended, or is redundant from here on.
    fn end(&mut self, _log: &EventLog) {}

    /// Whether `value` should be called.
    fn wants_values(&self) -> bool {
        false
    }

    /// Reports the values of an atomic operation.
    fn value(&mut self, _value: AtomicValue) {}

    /// Whether the finished execution is equivalent to an earlier one.
    fn is_redundant(&self) -> bool {
        false
    }

    /// Prepares the next execution.
    fn advance(&mut self) -> Next;
}
