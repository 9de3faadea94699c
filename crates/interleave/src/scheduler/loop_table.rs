//! Loops that repeat without progress, and what probes have found out about them.

use super::poll_limits::PollLimits;
use crate::op::Place;
use crate::schedule::Schedule;
use crate::thread_set::Tid;

/// A thread that waits this often during a probe waits forever.
const ENDLESS_WAITS: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoopKind {
    /// The loop rereads unchanged objects.
    Reads,
    /// The waits of the loop end by their timeouts, or spuriously if they have none.
    Waits,
    /// The waits of the loop have timeouts and end spuriously.
    SpuriousWakeups,
    /// Something changes in each round of the loop, or nothing is read.
    Rounds {
        /// Whether it sleeps, yields or polls in each round.
        polls: bool,
    },
}

/// A loop of a thread, identified by the source location of the repeated operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Loop {
    pub(super) thread: Tid,
    pub(super) place: Place,
    pub(super) kind: LoopKind,
    /// How often the thread had changed something before the loop, or had begun a loop. One location can belong to
    /// several loops if its function is called with different limits.
    pub(super) progress: usize,
}

impl LoopKind {
    /// Whether the loop blocks in each round.
    pub(super) fn waits(self) -> bool {
        matches!(self, Self::Waits | Self::SpuriousWakeups)
    }
}

impl Loop {
    pub(super) fn of_waits(thread: Tid, place: Place, kind: LoopKind) -> Self {
        Self { thread, place, kind, progress: 0 }
    }
}

/// A loop that was suspended, and the schedule that leads to it.
pub(crate) struct SuspendedLoop {
    pub(super) looping: Loop,
    pub(crate) schedule: Schedule,
}

impl SuspendedLoop {
    /// Whether the loop polls instead of blocking.
    pub(crate) fn polls(&self) -> bool {
        !self.looping.kind.waits()
    }
}

/// An execution in which one thread runs alone.
pub(super) struct Probe {
    pub(super) looping: Loop,
    /// The number of choices before the probe starts.
    pub(super) from: usize,
    /// The number of events that were inspected.
    pub(super) seen: Option<usize>,
    /// How often the thread returned to the location.
    pub(super) rounds: usize,
    /// Whether the thread has left the loop.
    pub(super) has_left: bool,
    /// Whether the loop repeated until the probe ended.
    pub(super) is_endless: bool,
    /// How many waits of the thread had ended by a timeout before, and whether more do.
    pub(super) timeouts: Option<usize>,
    pub(super) blocks: bool,
    /// Whether the thread has read the clock, and whether the clock advances when it does.
    pub(super) reads_clock: bool,
    pub(super) time_passes: bool,
}

impl Probe {
    pub(super) fn count_round(&mut self, place: Place) {
        self.rounds += usize::from(place == self.looping.place);
    }

    pub(super) fn is_over(&self, is_enough: bool) -> bool {
        is_enough || self.has_left
    }

    /// Whether the thread has waited often enough. A loop that does not wait may count far.
    pub(super) fn has_waited_enough(&self) -> bool {
        !matches!(self.looping.kind, LoopKind::Reads | LoopKind::Rounds { polls: false })
            && self.rounds >= ENDLESS_WAITS
    }
}

/// What is known about the loops of one body, across its executions.
#[derive(Default)]
pub(super) struct LoopTable {
    /// How often threads may poll.
    pub(super) limits: PollLimits,
    has_lower_limits: bool,
    pub(super) endless: Vec<Loop>,
    /// The endless loops with waits that end by themselves.
    pub(super) blocking: Vec<Loop>,
    pub(super) terminating: Vec<Loop>,
    /// The terminating loops that end when time passes.
    pub(super) timed: Vec<Loop>,
    /// The loops of this execution that have not been probed.
    pub(super) suspended: Vec<SuspendedLoop>,
    pub(super) probe: Option<Probe>,
    /// The number of events when time last passed for a thread that reads the clock.
    pub(super) time_passed_at: Option<usize>,
    /// The number of events at the last clock read, and how many reads in a row saw that number.
    pub(super) clock_reads: (usize, usize),
}

impl LoopTable {
    /// Whether the loop ends by itself, if that is known.
    pub(super) fn terminates(&self, asked: &Loop) -> Option<bool> {
        if self.terminating.contains(asked) {
            return Some(true);
        }
        self.endless.contains(asked).then_some(false)
    }

    /// Whether several threads poll forever and change something in each round, and may do so more
    /// often than they should.
    pub(super) fn needs_lower_limits(&self) -> bool {
        let polling = self.endless.iter().filter(|it| matches!(it.kind, LoopKind::Rounds { .. }));
        let mut threads = polling.map(|looping| looping.thread);
        let first = threads.next();
        !self.has_lower_limits && threads.any(|thread| Some(thread) != first)
    }

    pub(super) fn lower_limits(&mut self) {
        if self.needs_lower_limits() {
            (self.limits, self.has_lower_limits) = (PollLimits::CROWDED, true);
        }
    }
}
