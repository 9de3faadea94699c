//! Loops that repeat without progress: whether they wait forever or end by themselves.
//!
//! A thread that has reread unchanged objects often enough is suspended (see `spin`), and only a
//! few waits of each thread end spuriously or by an early timeout. That loses nothing if the loop
//! would repeat forever. A loop that counts its iterations ends by itself, and the code after it
//! must be explored, too. A *probe* tells them apart: in an execution of its own, the thread runs
//! alone and every wait of it ends, until it does anything else or has repeated often enough. If
//! the loop ends, its thread is allowed more iterations, and the search starts over.

use std::time::Duration;

use super::loop_table::{Loop, LoopKind, Probe, SuspendedLoop};
use super::{State, Thread};
use crate::alternative::Alternative;
use crate::op::{Kind, Op, Place, Timeout};
use crate::thread_set::Tid;

/// How many more rereads of unchanged objects a loop that ends may do. Beyond that, the coverage is
/// bounded.
const MAX_EXTRA_READS: usize = 2_000;

/// How many more waits of a thread may end by themselves if its loop ends. Beyond that, the
/// coverage is bounded.
const MAX_EXTRA_WAKEUPS: u8 = 100;

/// How many more rounds a loop that polls and ends may do. Beyond that, the coverage is bounded.
const MAX_EXTRA_ROUNDS: usize = 100;

/// How many loops of a thread at one location are told apart.
const MAX_LOOPS: usize = 8;

/// A thread that reads the clock this often without doing anything else waits for the clock to
/// advance.
const MAX_CLOCK_READS: usize = 1_000;

/// How far the clock then advances: longer than any thread waits.
const TIME_JUMP: Duration = Duration::from_secs(3_600);

impl State {
    /// Suspends a thread that has reread unchanged objects as often as it may, most recently at
    /// `place`.
    #[cold]
    pub(super) fn suspend_spinner(&mut self, thread: Tid, place: Place) {
        let is_probed = self.is_probed(thread);
        let spin = &mut self.threads[thread].spin;
        let looping = Loop { thread, place, kind: LoopKind::Reads, progress: spin.progresses() };
        if is_probed {
            spin.allow_more(usize::MAX);
        } else if self.loops.terminates(&looping) == Some(true) {
            spin.allow_more(MAX_EXTRA_READS);
            let waits = spin.is_waiting();
            // Suspending the only thread excludes no interleaving.
            self.bounded |= waits && self.has_others(thread);
        } else {
            self.suspend(looping);
        }
    }

    /// Suspends a thread that is out of patience.
    #[cold]
    pub(super) fn suspend_polling(&mut self, thread: Tid) {
        let is_probed = self.is_probed(thread);
        let patience = &mut self.threads[thread].patience;
        let Some((place, polls)) = patience.current_loop() else { return };
        let progress = patience.loops().min(MAX_LOOPS);
        let looping = Loop { thread, place, kind: LoopKind::Rounds { polls }, progress };
        if is_probed {
            patience.allow_more(usize::MAX);
        } else if self.loops.terminates(&looping) == Some(true) {
            patience.allow_more(if polls { MAX_EXTRA_ROUNDS } else { usize::MAX });
        } else {
            self.suspend(looping);
        }
    }

    /// A wait of the thread does not end by itself, because too many of its waits already have.
    fn suspend_waiter(&mut self, thread: Tid, place: Place, kind: LoopKind) {
        let looping = Loop::of_waits(thread, place, kind);
        match self.loops.terminates(&looping) {
            Some(true) => self.bounded = true,
            _ => self.suspend(looping),
        }
    }

    fn suspend(&mut self, looping: Loop) {
        let loops = &mut self.loops;
        if self.limits.deny_busy_waiting
            && loops.probe.is_none()
            && !looping.kind.waits()
            && !loops.blocking.contains(&looping)
            && loops.terminates(&looping) == Some(false)
        {
            self.busy_waiting.get_or_insert((looping.thread, looping.place));
            self.check_stop_at = 0;
        }
        let is_known = loops.terminates(&looping).is_some()
            || loops.suspended.iter().any(|suspended| suspended.looping == looping);
        if !is_known && loops.probe.is_none() && !self.limits.fair {
            loops.suspended.push(SuspendedLoop { looping, schedule: self.schedule.clone() });
        }
    }

    /// Suspends a thread that starts to wait for a message that does not come.
    #[inline]
    pub(super) fn suspend_receiver(&mut self, op: &Op) {
        if let Kind::Recv { timeout: timeout @ Timeout::After(_) } = op.kind
            && !self.channel(op.object).can_receive()
            && !self.may_time_out(self.current, timeout, op.place)
        {
            self.suspend_waiter(self.current, op.place, LoopKind::Waits);
        }
    }

    /// Whether a weak compare-exchange that could succeed may fail spuriously.
    pub(super) fn may_fail(&mut self, thread: Tid, place: Place) -> bool {
        self.threads[thread].spurious_left > 0 || self.may_end_again(thread, place, LoopKind::Waits)
    }

    /// Whether a weak compare-exchange fails spuriously.
    pub(super) fn fails_spuriously(&mut self, thread: Tid, place: Place) -> bool {
        if self.is_probed(thread) {
            return true;
        }
        let meaning = |way| match way {
            0 => Alternative::Succeeds,
            _ => Alternative::FailsSpuriously,
        };
        let fails = self.may_fail(thread, place) && self.variant(2, meaning) == 1;
        if fails {
            self.threads[thread].count_spurious_wakeup();
        }
        fails
    }

    /// Whether one more wait may end by itself; if not, the loop is suspended.
    pub(super) fn may_end_again(&mut self, thread: Tid, place: Place, kind: LoopKind) -> bool {
        let more = self.has_extra_wakeups(thread, place, kind);
        if !more {
            self.suspend_waiter(thread, place, kind);
        }
        more
    }

    /// Whether a wait may end by itself after the thread has spent its budget.
    fn has_extra_wakeups(&self, thread: Tid, place: Place, kind: LoopKind) -> bool {
        self.is_probed(thread)
            || self.threads[thread].extra_wakeups < MAX_EXTRA_WAKEUPS
                && self.loops.terminates(&Loop::of_waits(thread, place, kind)) == Some(true)
    }

    /// Whether a timeout may fire early after the thread has spent its budget.
    pub(super) fn has_extra_timeouts(&self, thread: Tid, place: Place) -> bool {
        self.has_extra_wakeups(thread, place, LoopKind::Waits)
    }

    /// How the waits of the thread end if this execution probes it.
    pub(super) fn probed_kind(&self, thread: Tid) -> Option<LoopKind> {
        let probe = self.loops.probe.as_ref().filter(|_| self.is_probed(thread));
        probe.map(|probe| probe.looping.kind)
    }

    /// Whether an attempt of the thread to acquire a lock must fail. A loop that backs off would end
    /// at once if it ran alone, but what counts is whether it gives up.
    pub(super) fn must_fail(&self, thread: Tid) -> bool {
        let probe = self.loops.probe.as_ref().filter(|probe| probe.looping.thread == thread);
        probe.is_some_and(|probe| {
            probe.looping.kind != (LoopKind::Rounds { polls: false })
                && self.schedule.choices().len() > probe.from
        })
    }

    /// Whether this execution probes the thread and has reached the start of the probe.
    pub(super) fn is_probed(&self, thread: Tid) -> bool {
        let probe = self.loops.probe.as_ref();
        probe.is_some_and(|probe| {
            probe.looping.thread == thread && self.schedule.choices().len() >= probe.from
        })
    }

    /// The virtual time of the current thread. It advances for a thread that can only wait for time
    /// to pass.
    pub(crate) fn now(&mut self) -> Duration {
        let (tid, events) = (self.current, self.log.len());
        let clock_reads =
            if self.loops.clock_reads.0 == events { self.loops.clock_reads.1 + 1 } else { 0 };
        self.loops.clock_reads = (events, clock_reads);
        let mut passes = self.is_timed(tid);
        if self.is_probed(tid)
            && let Some(probe) = &mut self.loops.probe
        {
            probe.reads_clock = true;
            passes |= probe.time_passes;
        }
        // Two clock reads in a row see the same time: otherwise, a wait that is begun again would
        // time out at once, over and over, without an operation in between.
        passes &= self.loops.time_passed_at != Some(events);
        if passes || clock_reads > MAX_CLOCK_READS {
            self.loops.time_passed_at = Some(events);
            self.advance_time(tid, TIME_JUMP);
        }
        self.threads[tid].clock.time()
    }

    /// The virtual time of the current thread. Asking for it lets no time pass.
    pub(crate) fn time(&self) -> Duration {
        self.threads[self.current].clock.time()
    }

    /// Whether the thread runs a loop that ends when time passes.
    fn is_timed(&self, tid: Tid) -> bool {
        let Thread { spin, patience, extra_wakeups, .. } = &self.threads[tid];
        let goes_round =
            spin.has_extra_reads() || patience.has_extra_rounds() || *extra_wakeups > 0;
        goes_round && self.loops.timed.iter().any(|looping| looping.thread == tid)
    }

    /// The loops that were suspended in the finished execution and have not been probed.
    pub(crate) fn take_suspended_loops(&mut self) -> Vec<SuspendedLoop> {
        std::mem::take(&mut self.loops.suspended)
    }

    /// Probes a loop in the next execution, from the point at which it was suspended.
    pub(crate) fn start_probe(&mut self, suspended: &SuspendedLoop, time_passes: bool) {
        self.loops.probe = Some(Probe {
            looping: suspended.looping,
            from: suspended.schedule.choices().len(),
            seen: None,
            rounds: 0,
            has_left: false,
            is_endless: false,
            timeouts: None,
            blocks: false,
            reads_clock: false,
            time_passes,
        });
    }

    /// After a probe: whether the loop ends by itself. `None` if it may wait for time to pass,
    /// which needs another probe.
    pub(crate) fn finish_probe(&mut self) -> Option<bool> {
        let Probe { looping, is_endless, blocks, reads_clock, time_passes, .. } =
            self.loops.probe.take()?;
        // A probe of its timeouts lets time pass for this loop.
        if is_endless && reads_clock && !time_passes && looping.kind != LoopKind::SpuriousWakeups {
            return None;
        }
        if time_passes && !is_endless {
            self.loops.timed.push(looping);
        }
        if is_endless && blocks {
            self.loops.blocking.push(looping);
        }
        let known = if is_endless { &mut self.loops.endless } else { &mut self.loops.terminating };
        known.push(looping);
        Some(!is_endless)
    }

    pub(super) fn is_probing(&self) -> bool {
        self.loops.probe.is_some()
    }

    /// Whether the probed thread has left the loop, or has repeated it often enough.
    pub(super) fn probe_is_over(&mut self) -> bool {
        let Some(Loop { thread, kind, .. }) = self.loops.probe.as_ref().map(|it| it.looping) else {
            return false;
        };
        if !self.is_probed(thread) {
            return false;
        }
        let is_too_long = self.is_too_long();
        let timeouts = self.threads[thread].timeouts;
        let Some(probe) = &mut self.loops.probe else { return false };
        if self.threads[thread].finished {
            probe.has_left = true;
        }
        let events = self.log.events();
        let (before, since) = events.split_at(*probe.seen.get_or_insert(events.len()));
        for event in since {
            probe.count_round(event.place);
            let mut mine = before.iter().filter(|event| event.thread() == thread);
            let mut is_known = || mine.any(|earlier| earlier.place == event.place);
            if event.thread() != thread || kind.waits() && !is_known() {
                probe.has_left = true;
            }
        }
        probe.seen = Some(events.len());
        probe.blocks = *probe.timeouts.get_or_insert(timeouts) < timeouts;
        if kind == LoopKind::Reads && !self.threads[thread].spin.rereads_unchanged() {
            probe.has_left = true;
        }
        let is_enough = is_too_long || probe.has_waited_enough();
        if let LoopKind::Rounds { .. } = kind {
            let now = self.threads[thread].patience.current_loop();
            probe.has_left |= now.is_none_or(|(place, _)| place != probe.looping.place);
        }
        probe.is_endless = is_enough && !probe.has_left;
        probe.is_over(is_enough)
    }
}
