//! The scheduler's state of a simulated thread.

use super::patience::Patience;
use super::poll_limits::PollLimits;
use super::spin::{Spin, Watched};
use crate::clock::Clock;
use crate::happens_before::HbClock;
use crate::op::{ObjectId, Place};
use crate::op_result::WakeReason;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::Panic;

/// The threads of one `thread::scope`.
pub(super) struct Scope {
    pub(super) key: usize,
    pub(super) children: Vec<Tid>,
}

/// How many spurious wakeups and spurious failures of weak compare-exchanges each thread has in one
/// execution, unless more make a difference (see `loop_probe`). The budget is per thread, so that
/// operations of different threads stay independent.
pub(crate) const SPURIOUS_WAKEUPS: u8 = 1;

/// How many timeouts of a thread may fire while other threads can still continue, unless more make
/// a difference. Later ones fire only when no other thread can continue.
pub(crate) const EARLY_TIMEOUTS: u8 = 2;

#[derive(Debug, Default)]
pub(crate) struct Thread {
    pub(crate) name: Option<String>,
    /// How many threads were spawned before it.
    pub(crate) number: usize,
    /// The name of the first thread in the slot, if this is not the first.
    pub(super) earlier: Option<String>,
    /// The threads whose end happened before, because this thread or an ancestor joined them.
    pub(super) ended: ThreadSet,
    /// Whether its function has returned.
    pub(super) returned: bool,
    /// The clock then, if destructors of thread-local values follow.
    pub(super) clock_at_return: Option<Clock>,
    pub(crate) finished: bool,
    pub(crate) clock: Clock,
    /// The object of the thread itself, which holds its park token.
    pub(crate) object: ObjectId,
    /// Why a wait on a condition variable or barrier may end, and what happened before that.
    pub(crate) woken: Option<(WakeReason, Clock)>,
    /// What relaxed loads have read: the next acquire fence acquires it.
    pub(crate) read_relaxed: HbClock,
    /// What the last release fence publishes with every later store.
    pub(crate) released_by_fence: Option<HbClock>,
    /// How many consecutive stale reads there were, per object.
    stale_reads: Vec<u8>,
    pub(crate) spurious_left: u8,
    pub(crate) timeouts_left: u8,
    /// How many turns it had while no other thread could continue.
    pub(super) turns: u8,
    /// How many waits ended by a timeout.
    pub(super) timeouts: usize,
    /// How many waits ended by themselves after the budgets above were spent; see `loop_probe`.
    pub(super) extra_wakeups: u8,
    /// How many read guards the thread holds.
    pub(super) read_guards: u32,
    /// The lock that the thread could not read because a writer waited, the number of its writes, and
    /// how often in a row.
    pub(super) refused: Option<(ObjectId, u32, u8)>,
    pub(crate) panic: Option<Panic>,
    /// The number of its last panic in this execution; `u32::MAX` if there was none.
    pub(crate) panic_index: u32,
    /// The panic that unwinds the thread, while other threads run before the unwinding is done.
    pub(crate) unwinding: Option<Panic>,
    /// Whether another thread observed how it ended.
    pub(crate) joined: bool,
    /// The number of panics at that time.
    pub(super) joined_after: u32,
    /// Whether another thread observed that it has finished.
    pub(crate) seen_finished: bool,
    pub(crate) spin: Spin,
    pub(crate) patience: Patience,
    /// How many locks the thread holds.
    holds: u16,
    /// The location at which it first had polled often enough to be suspended, and the fewest locks
    /// that it held since then; whether it came back to that location.
    least_held: Option<(Place, u16)>,
    knows_least_held: bool,
}

impl Thread {
    /// Resets the thread, but keeps its allocations.
    pub(super) fn reset(
        &mut self,
        name: Option<String>,
        clock: Clock,
        object: ObjectId,
        limits: PollLimits,
    ) {
        // The pattern is exhaustive, so no field is forgotten. Assigning fields one by one is
        // faster than moving the whole struct.
        let Self {
            name: my_name,
            number,
            earlier,
            ended,
            returned,
            clock_at_return,
            finished,
            clock: my_clock,
            object: my_object,
            woken,
            read_relaxed,
            released_by_fence,
            stale_reads,
            spurious_left,
            timeouts_left,
            turns,
            timeouts,
            extra_wakeups,
            read_guards,
            refused,
            panic,
            panic_index,
            unwinding,
            joined,
            joined_after,
            seen_finished,
            spin,
            patience,
            holds,
            least_held,
            knows_least_held,
        } = self;
        (*my_name, *my_clock, *my_object) = (name, clock, object);
        (*number, *earlier, *ended) = (0, None, ThreadSet::EMPTY);
        (*returned, *finished) = (false, false);
        *clock_at_return = None;
        *woken = None;
        *read_relaxed = HbClock::default();
        *released_by_fence = None;
        stale_reads.clear();
        (*spurious_left, *timeouts_left) = (SPURIOUS_WAKEUPS, EARLY_TIMEOUTS);
        (*turns, *timeouts, *extra_wakeups) = (0, 0, 0);
        (*read_guards, *refused) = (0, None);
        (*panic, *panic_index, *unwinding) = (None, u32::MAX, None);
        (*joined, *joined_after, *seen_finished) = (false, 0, false);
        spin.reset(limits);
        patience.reset(limits);
        (*holds, *least_held, *knows_least_held) = (0, None, false);
    }

    /// The thread has acquired a lock, or begun an initialization.
    pub(super) fn start_holding(&mut self) {
        self.holds += 1;
    }

    /// The thread has released a lock, or completed an initialization.
    pub(super) fn stop_holding(&mut self) {
        self.holds = self.holds.saturating_sub(1);
    }

    /// The thread has polled often enough at `place`, and should be suspended.
    pub(super) fn complete_round(&mut self, place: Place) {
        match self.least_held {
            Some((start, _)) => self.knows_least_held |= start == place,
            None => self.least_held = Some((place, self.holds)),
        }
    }

    /// Whether the thread is suspended before an operation at `place`. It never waits there with a
    /// lock that it releases in each round, because other threads may need that lock.
    #[inline]
    pub(super) fn must_pause(&mut self, place: Place) -> bool {
        let is_waiting =
            self.spin.is_waiting() || self.patience.is_waiting() && self.patience.includes(place);
        if !is_waiting {
            (self.least_held, self.knows_least_held) = (None, false);
        }
        is_waiting && self.holds_least(place)
    }

    fn holds_least(&mut self, place: Place) -> bool {
        let (_, least) = self.least_held.get_or_insert((place, self.holds));
        *least = self.holds.min(*least);
        self.holds == 0 || self.knows_least_held && self.holds == *least
    }

    /// Lets the suspended thread do another round.
    pub(super) fn resume(&mut self, version: impl Fn(&Watched) -> u32) {
        self.spin.release(version);
        self.patience.resume();
        (self.least_held, self.knows_least_held) = (None, false);
    }

    /// Whether the thread could not read the lock because a writer waited, which has not had it since.
    pub(super) fn is_refused(&self, lock: ObjectId, writes: u32) -> bool {
        self.refused.is_some_and(|(object, before, _)| (object, before) == (lock, writes))
    }

    /// How often in a row that has happened.
    pub(super) fn refusals(&self, lock: ObjectId, writes: u32) -> u8 {
        let times = self.refused.filter(|_| self.is_refused(lock, writes));
        times.map_or(0, |(_, _, times)| times)
    }

    /// Counts a timeout that fired early.
    pub(super) fn count_early_timeout(&mut self) {
        self.timeouts += 1;
        match self.timeouts_left {
            0 => self.extra_wakeups = self.extra_wakeups.saturating_add(1),
            _ => self.timeouts_left -= 1,
        }
    }

    pub(super) fn count_spurious_wakeup(&mut self) {
        match self.spurious_left {
            0 => self.extra_wakeups = self.extra_wakeups.saturating_add(1),
            _ => self.spurious_left -= 1,
        }
    }

    pub(super) fn has_spurious_wakeup(&self) -> bool {
        self.spurious_left < SPURIOUS_WAKEUPS
    }

    /// How many consecutive stale reads of this object the thread has done.
    pub(super) fn stale_reads(&self, object: ObjectId) -> u8 {
        self.stale_reads.get(object as usize).copied().unwrap_or(0)
    }

    pub(super) fn count_stale_read(&mut self, object: ObjectId, old: bool) {
        let object = object as usize;
        if self.stale_reads.len() <= object {
            self.stale_reads.resize(object + 1, 0);
        }
        self.stale_reads[object] = if old { self.stale_reads[object] + 1 } else { 0 };
    }
}

/// The name of a thread in reports.
pub(crate) fn label(name: Option<&str>, number: usize) -> String {
    match name {
        Some(name) => name.to_owned(),
        None if number == 0 => "main".to_owned(),
        None => format!("thread-{number}"),
    }
}
