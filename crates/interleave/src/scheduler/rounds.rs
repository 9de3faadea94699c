//! Loops that come round again and again with nothing new: whether they only wait, or count.
//!
//! Who has looked often enough in vain waits from then on (see `spin`), and only so many waits of a thread
//! end for no reason or too early. That leaves nothing out where the loop would go round for ever. One
//! that counts its rounds leaves by itself, and what it does then has to be seen too. Which of both a
//! loop is cannot be read off it, but tried: in an execution of its own the thread goes on alone, and
//! every wait of it ends, until it does anything else, or has gone round often enough. A loop that
//! leaves is let on; and all executions so far were only a beginning.

use std::time::Duration;

use super::{State, Thread};
use crate::op::{Kind, Op, Place, Timeout};
use crate::schedule::Schedule;
use crate::thread_set::Tid;

/// So many looks in vain are let through where the loop counts them; more are called bounded.
const LOOKS: usize = 2_000;

/// So many waits of a thread end by themselves where the loop counts them; more are called bounded.
const WAITS: u8 = 100;

/// Who waits alone so many times waits for ever.
const FOR_EVER: usize = 300;

/// Who looks at the clock so many times and does nothing else waits until it has moved.
const GLANCES: usize = 1_000;

/// By so much it moves then: more than any thread waits for.
const LONG: Duration = Duration::from_secs(3_600);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// It looks at what does not change.
    Looks,
    /// Its waits end: by their timeouts, or for no reason if they have none.
    Waits,
    /// Its waits end for no reason, although they have a timeout.
    Wakes,
}

/// Who comes round again, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Loop {
    thread: Tid,
    place: Place,
    sort: Sort,
    /// How often a thread that looks had changed something before: one place can have many loops, if
    /// it is in a function that is called with other limits.
    time: usize,
}

impl Loop {
    fn of_waits(thread: Tid, place: Place, sort: Sort) -> Self {
        Self { thread, place, sort, time: 0 }
    }
}

/// A thread that was held, and how it came there.
pub(crate) struct Held {
    by: Loop,
    pub(crate) schedule: Schedule,
}

/// An execution in which one thread goes on alone.
struct Alone {
    by: Loop,
    /// After so many choices.
    from: usize,
    /// How many events have been looked at since then.
    seen: Option<usize>,
    /// How often it has come back to the place.
    returns: usize,
    /// Whether it has done anything else than to go round.
    has_left: bool,
    /// Whether it went round to the end.
    waits: bool,
    /// Whether it has looked at the clock, and whether time passes for it then.
    reads_clock: bool,
    time_passes: bool,
}

impl Alone {
    fn comes_by(&mut self, place: Place) {
        self.returns += usize::from(place == self.by.place);
    }

    fn is_over(&self, is_enough: bool) -> bool {
        is_enough || self.has_left
    }

    /// Whether it has waited often enough. How often it looks is never enough: it may count far.
    fn has_gone_round(&self) -> bool {
        self.by.sort != Sort::Looks && self.returns >= FOR_EVER
    }
}

/// What is known of such loops, for all executions of one body.
#[derive(Default)]
pub(crate) struct Loops {
    waiting: Vec<Loop>,
    counting: Vec<Loop>,
    /// Those among them that leave when time passes.
    timed: Vec<Loop>,
    /// The loops of this execution of which nothing is known.
    held: Vec<Held>,
    alone: Option<Alone>,
    /// How many events there were when somebody last looked at the clock, and how often in a row it was
    /// as many.
    glances: (usize, usize),
}

impl Loops {
    /// Whether the loop leaves by itself, if that is known.
    fn counts(&self, asked: &Loop) -> Option<bool> {
        if self.counting.contains(asked) {
            return Some(true);
        }
        self.waiting.contains(asked).then_some(false)
    }
}

impl State {
    /// The thread has looked in vain as often as it may, lastly at `place`.
    #[cold]
    pub(super) fn hold_looker(&mut self, thread: Tid, place: Place) {
        let spin = &mut self.threads[thread].spin;
        let by = Loop { thread, place, sort: Sort::Looks, time: spin.progresses() };
        if self.loops.alone.as_ref().is_some_and(|alone| alone.by.thread == thread) {
            spin.let_on(usize::MAX);
        } else if self.loops.counts(&by) == Some(true) {
            spin.let_on(LOOKS);
            self.bounded |= spin.is_waiting();
        } else {
            self.hold(by);
        }
    }

    /// A wait of the thread does not end by itself, because others of it have.
    fn hold_waiter(&mut self, thread: Tid, place: Place, sort: Sort) {
        let by = Loop::of_waits(thread, place, sort);
        match self.loops.counts(&by) {
            Some(true) => self.bounded = true,
            _ => self.hold(by),
        }
    }

    fn hold(&mut self, by: Loop) {
        let loops = &mut self.loops;
        let is_known = loops.counts(&by).is_some() || loops.held.iter().any(|held| held.by == by);
        if !is_known && loops.alone.is_none() && !self.demands.eventually {
            loops.held.push(Held { by, schedule: self.schedule.clone() });
        }
    }

    /// The same for a message that does not come, when the thread begins to wait.
    #[inline]
    pub(super) fn hold_receiver(&mut self, op: &Op) {
        if let Kind::Recv { timeout: timeout @ Timeout::After(_) } = op.kind
            && !self.channel(op.object).can_receive()
            && !self.may_time_out(self.current, timeout, op.place)
        {
            self.hold_waiter(self.current, op.place, Sort::Waits);
        }
    }

    /// Whether a weak exchange that could succeed may fail, for no reason.
    pub(super) fn may_fail(&mut self, thread: Tid, place: Place) -> bool {
        self.threads[thread].spurious_left > 0 || self.ends_again(thread, place, Sort::Waits)
    }

    /// Whether it does.
    pub(super) fn fails_for_no_reason(&mut self, thread: Tid, place: Place) -> bool {
        if self.goes_on_alone(thread) {
            return true;
        }
        let fails = self.may_fail(thread, place) && self.variant(2) == 1;
        if fails {
            self.threads[thread].wake_for_no_reason();
        }
        fails
    }

    /// Whether a wait ends by itself once more; if not, the thread is held.
    pub(super) fn ends_again(&mut self, thread: Tid, place: Place, sort: Sort) -> bool {
        let more = self.has_more_waits(thread, place, sort);
        if !more {
            self.hold_waiter(thread, place, sort);
        }
        more
    }

    /// Whether a wait may end by itself although so many others of the thread have.
    fn has_more_waits(&self, thread: Tid, place: Place, sort: Sort) -> bool {
        self.goes_on_alone(thread)
            || self.threads[thread].more_waits < WAITS
                && self.loops.counts(&Loop::of_waits(thread, place, sort)) == Some(true)
    }

    /// The same for a timeout that comes before anything else.
    pub(super) fn has_more_timeouts(&self, thread: Tid, place: Place) -> bool {
        self.has_more_waits(thread, place, Sort::Waits)
    }

    /// How the waits of the thread end in this execution, if it goes on alone.
    pub(super) fn ends_alone(&self, thread: Tid) -> Option<Sort> {
        let alone = self.loops.alone.as_ref().filter(|_| self.goes_on_alone(thread));
        alone.map(|alone| alone.by.sort)
    }

    /// Whether this is an execution in which the thread goes on alone, and has come so far.
    pub(super) fn goes_on_alone(&self, thread: Tid) -> bool {
        let alone = self.loops.alone.as_ref();
        alone.is_some_and(|alone| {
            alone.by.thread == thread && self.schedule.choices().len() >= alone.from
        })
    }

    /// What the clock of the current thread shows. Time passes for whoever has nothing else to wait for.
    pub(crate) fn now(&mut self) -> Duration {
        let (tid, events) = (self.current, self.past.len());
        let glances = if self.loops.glances.0 == events { self.loops.glances.1 + 1 } else { 0 };
        self.loops.glances = (events, glances);
        let mut passes = glances > GLANCES || self.is_timed(tid);
        if self.goes_on_alone(tid)
            && let Some(alone) = &mut self.loops.alone
        {
            alone.reads_clock = true;
            passes |= alone.time_passes;
        }
        if passes {
            self.pass(tid, LONG);
        }
        self.threads[tid].clock.time()
    }

    /// Whether the thread goes round in a loop that leaves when time passes.
    fn is_timed(&self, tid: Tid) -> bool {
        let Thread { spin, more_waits, .. } = &self.threads[tid];
        let goes_round = spin.is_let_on() || *more_waits > 0;
        goes_round && self.loops.timed.iter().any(|by| by.thread == tid)
    }

    /// The threads that were held in the execution that has ended, and of which nothing is known.
    pub(crate) fn take_held(&mut self) -> Vec<Held> {
        std::mem::take(&mut self.loops.held)
    }

    /// In the next execution the thread goes on alone, from where it was held.
    pub(crate) fn let_on_alone(&mut self, held: &Held, time_passes: bool) {
        self.loops.alone = Some(Alone {
            by: held.by,
            from: held.schedule.choices().len(),
            seen: None,
            returns: 0,
            has_left: false,
            waits: false,
            reads_clock: false,
            time_passes,
        });
    }

    /// After that execution: whether the loop counts its rounds. `None` if it may wait for time to pass,
    /// which has to be tried too.
    pub(crate) fn has_left(&mut self) -> Option<bool> {
        let Alone { by, waits, reads_clock, time_passes, .. } = self.loops.alone.take()?;
        // That time passes for it is for its timeouts to try.
        if waits && reads_clock && !time_passes && by.sort != Sort::Wakes {
            return None;
        }
        if time_passes && !waits {
            self.loops.timed.push(by);
        }
        let known = if waits { &mut self.loops.waiting } else { &mut self.loops.counting };
        known.push(by);
        Some(!waits)
    }

    pub(super) fn somebody_is_alone(&self) -> bool {
        self.loops.alone.is_some()
    }

    /// Whether the thread that goes on alone has done anything else than to go round, or has done that
    /// often enough.
    pub(super) fn is_alone_long_enough(&mut self) -> bool {
        let Some(Loop { thread, sort, .. }) = self.loops.alone.as_ref().map(|it| it.by) else {
            return false;
        };
        if !self.goes_on_alone(thread) {
            return false;
        }
        let is_too_long = self.is_too_long();
        let Some(alone) = &mut self.loops.alone else { return false };
        if self.threads[thread].finished {
            alone.has_left = true;
        }
        let events = self.past.events();
        let (before, since) = events.split_at(*alone.seen.get_or_insert(events.len()));
        for event in since {
            alone.comes_by(event.place);
            let mut mine = before.iter().filter(|event| event.thread() == thread);
            let mut is_known = || mine.any(|earlier| earlier.place == event.place);
            if event.thread() != thread || sort != Sort::Looks && !is_known() {
                alone.has_left = true;
            }
        }
        alone.seen = Some(events.len());
        if sort == Sort::Looks && !self.threads[thread].spin.looks_in_vain() {
            alone.has_left = true;
        }
        let is_enough = is_too_long || alone.has_gone_round();
        alone.waits = is_enough && !alone.has_left;
        alone.is_over(is_enough)
    }
}
