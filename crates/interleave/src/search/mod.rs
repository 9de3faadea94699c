//! Searches: which thread goes next, and which execution comes next. One algorithm a file.

mod delay_bounded;
mod dpor;
mod preemption_bounded;
mod random;
mod replay;

pub(crate) use delay_bounded::{DelayBounded, HORIZON};
pub(crate) use dpor::Dpor;
pub(crate) use preemption_bounded::PreemptionBounded;
pub(crate) use random::Random;
pub(crate) use replay::Replay;

use crate::clock::VectorClock;
use crate::event::{EventId, EventLog};
use crate::op::{Kind, Op};
use crate::thread_set::{ThreadSet, Tid};

/// A moment at which the scheduler asks who goes next.
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

    /// Who goes next if nobody is preempted: the thread that ran, while it can.
    pub(crate) fn default_choice(&self, among: ThreadSet) -> Option<Tid> {
        if among.contains(self.current) { Some(self.current) } else { among.first() }
    }

    /// Whether to let `thread` go on takes the processor from one that could go on and did not
    /// offer to wait.
    pub(crate) fn is_preemption(&self, thread: Tid) -> bool {
        thread != self.current
            && self.enabled.contains(self.current)
            && !matches!(self.next_of(self.current).kind, Kind::Sleep { .. } | Kind::Yield)
    }
}

/// An event and a later operation that conflict, and whose order nothing else settles.
pub(crate) struct Race<'a> {
    /// The event that came first.
    pub(crate) first: EventId,
    /// Whose operation came, or would come, later.
    pub(crate) thread: Tid,
    /// What comes before that operation in any case, and what else it conflicts with that does not
    /// depend on `first`.
    pub(crate) after_others: &'a VectorClock,
}

/// The next choice does not fit what the search knows of this execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch(pub(crate) String);

impl Mismatch {
    /// Boxed, so that who is picked comes back in registers.
    pub(crate) fn new(message: String) -> Box<Self> {
        Box::new(Self(message))
    }
}

/// What comes after an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Execution,
    /// The search has seen all that it looks at; `complete` if that is all there is.
    Nothing {
        complete: bool,
    },
}

/// How executions are chosen, one after the other.
pub(crate) trait Search {
    /// Who goes next.
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>>;

    /// Whether everybody who could go on sleeps: the last moment at which races are wanted.
    fn is_asleep(&self, _point: &ChoicePoint<'_>) -> bool {
        false
    }

    /// Which of `count` possible results the operation has that was picked last.
    fn variant(&mut self, count: usize) -> usize;

    /// Whether it asks of events what came before them.
    fn needs_order(&self) -> bool {
        false
    }

    /// Whether `race` has a use for races.
    fn wants_races(&self) -> bool {
        false
    }

    /// Two operations could happen in the other order.
    fn race(&mut self, _past: &EventLog, _race: &Race<'_>) {}

    /// Whether the execution that just ended is equivalent to one that came before.
    fn is_redundant(&self) -> bool {
        false
    }

    /// Makes ready for the next execution.
    fn advance(&mut self) -> Next;
}
