//! LoopTable that come round again and again with nothing new: whether they only wait, or count.
//!
//! Who has looked often enough in vain is_endless from then on (see `spin`), and only so many is_endless of a thread
//! end for no reason or too early. That leaves nothing out where the loop would go round for ever. One
//! that terminates its rounds leaves by itself, and what it does then has to be seen too. Which of both a
//! loop is cannot be read off it, but tried: in an execution of its own the thread goes on probe, and
//! every wait of it ends, until it does anything else, or has gone round often enough. A loop that
//! leaves is let on; and all executions so far were only a beginning.

use std::time::Duration;

use super::{State, Thread};
use crate::op::{Kind, Op, Place, Timeout};
use crate::schedule::Schedule;
use crate::thread_set::Tid;

/// So many looks in vain are let through where the loop terminates them; more are called bounded.
const MAX_EXTRA_READS: usize = 2_000;

/// So many is_endless of a thread end by themselves where the loop terminates them; more are called bounded.
const MAX_EXTRA_WAKEUPS: u8 = 100;

/// Who is_endless probe so many times is_endless for ever.
const ENDLESS_WAITS: usize = 300;

/// Who looks at the clock so many times and does nothing else is_endless until it has moved.
const MAX_CLOCK_READS: usize = 1_000;

/// By so much it moves then: more than any thread is_endless for.
const TIME_JUMP: Duration = Duration::from_secs(3_600);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoopKind {
    /// It looks at what does not change.
    Reads,
    /// Its is_endless end: by their timeouts, or for no reason if they have none.
    Waits,
    /// Its is_endless end for no reason, although they have a timeout.
    SpuriousWakeups,
}

/// Who comes round again, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Loop {
    thread: Tid,
    place: Place,
    kind: LoopKind,
    /// How often a thread that looks had changed something before: one place can have many loops, if
    /// it is in a function that is called with other limits.
    time: usize,
}

impl Loop {
    fn of_waits(thread: Tid, place: Place, kind: LoopKind) -> Self {
        Self { thread, place, kind, time: 0 }
    }
}

/// A thread that was suspended, and how it came there.
pub(crate) struct SuspendedLoop {
    by: Loop,
    pub(crate) schedule: Schedule,
}

/// An execution in which one thread goes on probe.
struct Probe {
    by: Loop,
    /// After so many choices.
    from: usize,
    /// How many events have been looked at since then.
    seen: Option<usize>,
    /// How often it has come back to the place.
    rounds: usize,
    /// Whether it has done anything else than to go round.
    has_left: bool,
    /// Whether it went round to the end.
    is_endless: bool,
    /// Whether it has looked at the clock, and whether time passes for it then.
    reads_clock: bool,
    time_passes: bool,
}

impl Probe {
    fn count_round(&mut self, place: Place) {
        self.rounds += usize::from(place == self.by.place);
    }

    fn is_over(&self, is_enough: bool) -> bool {
        is_enough || self.has_left
    }

    /// Whether it has waited often enough. How often it looks is never enough: it may count far.
    fn has_waited_enough(&self) -> bool {
        self.by.kind != LoopKind::Reads && self.rounds >= ENDLESS_WAITS
    }
}

/// What is known of such loops, for all executions of one body.
#[derive(Default)]
pub(crate) struct LoopTable {
    endless: Vec<Loop>,
    terminating: Vec<Loop>,
    /// Those among them that leave when time passes.
    timed: Vec<Loop>,
    /// The loops of this execution of which nothing is known.
    suspended: Vec<SuspendedLoop>,
    probe: Option<Probe>,
    /// How many events there were when somebody last looked at the clock, and how often in a row it was
    /// as many.
    clock_reads: (usize, usize),
}

impl LoopTable {
    /// Whether the loop leaves by itself, if that is known.
    fn terminates(&self, asked: &Loop) -> Option<bool> {
        if self.terminating.contains(asked) {
            return Some(true);
        }
        self.endless.contains(asked).then_some(false)
    }
}

impl State {
    /// The thread has looked in vain as often as it may, lastly at `place`.
    #[cold]
    pub(super) fn suspend_spinner(&mut self, thread: Tid, place: Place) {
        let spin = &mut self.threads[thread].spin;
        let by = Loop { thread, place, kind: LoopKind::Reads, time: spin.progresses() };
        if self.loops.probe.as_ref().is_some_and(|probe| probe.by.thread == thread) {
            spin.allow_more(usize::MAX);
        } else if self.loops.terminates(&by) == Some(true) {
            spin.allow_more(MAX_EXTRA_READS);
            self.bounded |= spin.is_waiting();
        } else {
            self.suspend(by);
        }
    }

    /// A wait of the thread does not end by itself, because others of it have.
    fn suspend_waiter(&mut self, thread: Tid, place: Place, kind: LoopKind) {
        let by = Loop::of_waits(thread, place, kind);
        match self.loops.terminates(&by) {
            Some(true) => self.bounded = true,
            _ => self.suspend(by),
        }
    }

    fn suspend(&mut self, by: Loop) {
        let loops = &mut self.loops;
        let is_known = loops.terminates(&by).is_some()
            || loops.suspended.iter().any(|suspended| suspended.by == by);
        if !is_known && loops.probe.is_none() && !self.limits.fair {
            loops.suspended.push(SuspendedLoop { by, schedule: self.schedule.clone() });
        }
    }

    /// The same for a message that does not come, when the thread begins to wait.
    #[inline]
    pub(super) fn suspend_receiver(&mut self, op: &Op) {
        if let Kind::Recv { timeout: timeout @ Timeout::After(_) } = op.kind
            && !self.channel(op.object).can_receive()
            && !self.may_time_out(self.current, timeout, op.place)
        {
            self.suspend_waiter(self.current, op.place, LoopKind::Waits);
        }
    }

    /// Whether a weak exchange that could succeed may fail, for no reason.
    pub(super) fn may_fail(&mut self, thread: Tid, place: Place) -> bool {
        self.threads[thread].spurious_left > 0 || self.may_end_again(thread, place, LoopKind::Waits)
    }

    /// Whether it does.
    pub(super) fn fails_spuriously(&mut self, thread: Tid, place: Place) -> bool {
        if self.is_probed(thread) {
            return true;
        }
        let fails = self.may_fail(thread, place) && self.variant(2) == 1;
        if fails {
            self.threads[thread].count_spurious_wakeup();
        }
        fails
    }

    /// Whether a wait ends by itself once more; if not, the thread is suspended.
    pub(super) fn may_end_again(&mut self, thread: Tid, place: Place, kind: LoopKind) -> bool {
        let more = self.has_extra_wakeups(thread, place, kind);
        if !more {
            self.suspend_waiter(thread, place, kind);
        }
        more
    }

    /// Whether a wait may end by itself although so many others of the thread have.
    fn has_extra_wakeups(&self, thread: Tid, place: Place, kind: LoopKind) -> bool {
        self.is_probed(thread)
            || self.threads[thread].extra_wakeups < MAX_EXTRA_WAKEUPS
                && self.loops.terminates(&Loop::of_waits(thread, place, kind)) == Some(true)
    }

    /// The same for a timeout that comes before anything else.
    pub(super) fn has_extra_timeouts(&self, thread: Tid, place: Place) -> bool {
        self.has_extra_wakeups(thread, place, LoopKind::Waits)
    }

    /// How the is_endless of the thread end in this execution, if it goes on probe.
    pub(super) fn probed_kind(&self, thread: Tid) -> Option<LoopKind> {
        let probe = self.loops.probe.as_ref().filter(|_| self.is_probed(thread));
        probe.map(|probe| probe.by.kind)
    }

    /// Whether this is an execution in which the thread goes on probe, and has come so far.
    pub(super) fn is_probed(&self, thread: Tid) -> bool {
        let probe = self.loops.probe.as_ref();
        probe.is_some_and(|probe| {
            probe.by.thread == thread && self.schedule.choices().len() >= probe.from
        })
    }

    /// What the clock of the current thread shows. Time passes for whoever has nothing else to wait for.
    pub(crate) fn now(&mut self) -> Duration {
        let (tid, events) = (self.current, self.log.len());
        let clock_reads =
            if self.loops.clock_reads.0 == events { self.loops.clock_reads.1 + 1 } else { 0 };
        self.loops.clock_reads = (events, clock_reads);
        let mut passes = clock_reads > MAX_CLOCK_READS || self.is_timed(tid);
        if self.is_probed(tid)
            && let Some(probe) = &mut self.loops.probe
        {
            probe.reads_clock = true;
            passes |= probe.time_passes;
        }
        if passes {
            self.advance_time(tid, TIME_JUMP);
        }
        self.threads[tid].clock.time()
    }

    /// Whether the thread goes round in a loop that leaves when time passes.
    fn is_timed(&self, tid: Tid) -> bool {
        let Thread { spin, extra_wakeups, .. } = &self.threads[tid];
        let goes_round = spin.has_extra_reads() || *extra_wakeups > 0;
        goes_round && self.loops.timed.iter().any(|by| by.thread == tid)
    }

    /// The threads that were suspended in the execution that has ended, and of which nothing is known.
    pub(crate) fn take_suspended_loops(&mut self) -> Vec<SuspendedLoop> {
        std::mem::take(&mut self.loops.suspended)
    }

    /// In the next execution the thread goes on probe, from where it was suspended.
    pub(crate) fn start_probe(&mut self, suspended: &SuspendedLoop, time_passes: bool) {
        self.loops.probe = Some(Probe {
            by: suspended.by,
            from: suspended.schedule.choices().len(),
            seen: None,
            rounds: 0,
            has_left: false,
            is_endless: false,
            reads_clock: false,
            time_passes,
        });
    }

    /// After that execution: whether the loop terminates its rounds. `None` if it may wait for time to pass,
    /// which has to be tried too.
    pub(crate) fn finish_probe(&mut self) -> Option<bool> {
        let Probe { by, is_endless, reads_clock, time_passes, .. } = self.loops.probe.take()?;
        // That time passes for it is for its timeouts to try.
        if is_endless && reads_clock && !time_passes && by.kind != LoopKind::SpuriousWakeups {
            return None;
        }
        if time_passes && !is_endless {
            self.loops.timed.push(by);
        }
        let known = if is_endless { &mut self.loops.endless } else { &mut self.loops.terminating };
        known.push(by);
        Some(!is_endless)
    }

    pub(super) fn is_probing(&self) -> bool {
        self.loops.probe.is_some()
    }

    /// Whether the thread that goes on probe has done anything else than to go round, or has done that
    /// often enough.
    pub(super) fn probe_is_over(&mut self) -> bool {
        let Some(Loop { thread, kind, .. }) = self.loops.probe.as_ref().map(|it| it.by) else {
            return false;
        };
        if !self.is_probed(thread) {
            return false;
        }
        let is_too_long = self.is_too_long();
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
            if event.thread() != thread || kind != LoopKind::Reads && !is_known() {
                probe.has_left = true;
            }
        }
        probe.seen = Some(events.len());
        if kind == LoopKind::Reads && !self.threads[thread].spin.rereads_unchanged() {
            probe.has_left = true;
        }
        let is_enough = is_too_long || probe.has_waited_enough();
        probe.is_endless = is_enough && !probe.has_left;
        probe.is_over(is_enough)
    }
}
