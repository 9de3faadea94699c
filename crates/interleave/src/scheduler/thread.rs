//! What the scheduler knows of each simulated thread.

use crate::clock::Clock;
use crate::happens_before::HbClock;
use crate::op::ObjectId;
use crate::op_result::WakeReason;
use crate::thread_set::Tid;
use crate::trace::Panic;

/// How many spurious wakeups, and weak exchanges that fail for no reason, each thread may meet in one
/// execution, unless more make a difference: see
/// `loop_probe`. They are counted for each thread alone, so that operations of different threads stay
/// independent.
pub(crate) const SPURIOUS_WAKEUPS: u8 = 1;

/// How many of its timeouts may fire while others could still act, unless more make a difference. Later
/// ones fire only when nothing else can happen.
pub(crate) const EARLY_TIMEOUTS: u8 = 2;

#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) name: Option<String>,
    pub(crate) finished: bool,
    pub(crate) clock: Clock,
    /// Its own object: the park token.
    pub(crate) object: ObjectId,
    /// Why it may go on that waits on a condvar or at a barrier, and what came before that.
    pub(crate) woken: Option<(WakeReason, Clock)>,
    /// What relaxed loads have read: an acquire fence learns it.
    pub(crate) read_relaxed: HbClock,
    /// What a release fence publishes with every store after it.
    pub(crate) released_by_fence: Option<HbClock>,
    /// How often in a row an old value was read of each location.
    stale_reads: Vec<u8>,
    pub(crate) spurious_left: u8,
    pub(crate) timeouts_left: u8,
    /// How many waits have ended by themselves when none of those were left: see `loop_probe`.
    pub(super) extra_wakeups: u8,
    pub(crate) panic: Option<Panic>,
    /// Its last panic is the one of this number in the execution; the largest there is if none is known.
    pub(crate) panic_index: u32,
    /// With what it unwinds, where others come between its panic and its end.
    pub(crate) unwinding: Option<Panic>,
    /// Whether somebody took note of how it ended.
    pub(crate) joined: bool,
    /// How many panics there had been by then.
    pub(super) joined_after: u32,
    /// Whether somebody saw that it has finished.
    pub(crate) seen_finished: bool,
    pub(crate) spin: super::spin::Spin,
}

impl Thread {
    pub(crate) fn new(name: Option<String>, clock: Clock, object: ObjectId) -> Self {
        Self {
            name,
            finished: false,
            clock,
            object,
            woken: None,
            read_relaxed: HbClock::default(),
            released_by_fence: None,
            stale_reads: Vec::new(),
            spurious_left: SPURIOUS_WAKEUPS,
            timeouts_left: EARLY_TIMEOUTS,
            extra_wakeups: 0,
            panic: None,
            panic_index: u32::MAX,
            unwinding: None,
            joined: false,
            joined_after: 0,
            seen_finished: false,
            spin: super::spin::Spin::default(),
        }
    }
}

impl Thread {
    /// Makes the thread like new, and keeps what it has allocated.
    pub(crate) fn renew(&mut self, name: Option<String>, clock: Clock, object: ObjectId) {
        // All there is, so that nothing is forgotten: one after the other, for to move the whole is slow.
        let Self {
            name: my_name,
            finished,
            clock: my_clock,
            object: my_object,
            woken,
            read_relaxed,
            released_by_fence,
            stale_reads,
            spurious_left,
            timeouts_left,
            extra_wakeups,
            panic,
            panic_index,
            unwinding,
            joined,
            joined_after,
            seen_finished,
            spin,
        } = self;
        (*my_name, *my_clock, *my_object) = (name, clock, object);
        *finished = false;
        *woken = None;
        *read_relaxed = HbClock::default();
        *released_by_fence = None;
        stale_reads.clear();
        (*spurious_left, *timeouts_left) = (SPURIOUS_WAKEUPS, EARLY_TIMEOUTS);
        *extra_wakeups = 0;
        (*panic, *panic_index, *unwinding) = (None, u32::MAX, None);
        (*joined, *joined_after, *seen_finished) = (false, 0, false);
        spin.begin();
    }

    /// A timeout of it has fired.
    pub(super) fn count_early_timeout(&mut self) {
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

    /// How often in a row it has read an old value of this location.
    pub(super) fn stale_reads(&self, location: usize) -> u8 {
        self.stale_reads.get(location).copied().unwrap_or(0)
    }

    pub(super) fn count_stale_read(&mut self, location: usize, old: bool) {
        if self.stale_reads.len() <= location {
            self.stale_reads.resize(location + 1, 0);
        }
        self.stale_reads[location] = if old { self.stale_reads[location] + 1 } else { 0 };
    }
}

/// What a report calls a thread.
pub(crate) fn label(name: Option<&str>, tid: Tid) -> String {
    match name {
        Some(name) => name.to_owned(),
        None if tid == 0 => "main".to_owned(),
        None => format!("thread-{tid}"),
    }
}
