//! Loops that poll although something changes in every round.
//!
//! `spin` suspends a thread that rereads unchanged objects. A thread that changes something itself
//! in each round (`pop` on an empty queue, a counter), that sees other threads poll, or that only
//! reads the clock, never gets there. After a few rounds, such a thread must let the other threads
//! run: it is suspended until another thread changes an object of the loop, and after a few such
//! wakeups until no other thread can continue. What that leaves out is reported as bounded, unless
//! nothing changes in the loop; and a loop that ends by itself is left alone (see `loop_probe`).
//!
//! All of this depends only on what the thread does and sees, so operations of other threads that
//! are independent of it stay independent.

use super::poll_limits::PollLimits;
use super::spin::Watched;
use crate::op::Place;

/// How many rounds are explored in every order of a loop that tries to acquire a lock, and lets go of
/// others meanwhile: each round has several operations that other threads can observe.
const ATTEMPTS: usize = 0;

/// How often a suspended thread resumes because something has changed.
const WAKEUPS: u8 = 1;

/// A thread that has not come back to the start of a loop after this many operations is not in that
/// loop, but perhaps in another one.
const LONGEST_ROUND: usize = 256;

/// An operation that finds something not ready, or only lets time pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Poll {
    /// A failed attempt to acquire a lock.
    Attempt,
    Other,
}

/// The loop that a thread may be in.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    limits: PollLimits,
    /// The location of the poll that ends each round; `None` outside of a loop.
    start: Option<Place>,
    /// What the operation there does; `None` for a loop that does not poll.
    polls: Option<Poll>,
    /// The other locations of the loop.
    places: Vec<Place>,
    /// How often the thread came back to the start, and how many of these rounds count.
    laps: usize,
    rounds: usize,
    /// How many more rounds it may do.
    extra: usize,
    /// What it waits for while it is suspended.
    watched: Vec<Watched>,
    wakeups: u8,
    waits: bool,
    /// Whether anything changed, or was reread, in this round.
    changed: bool,
    reread: bool,
    /// Whether anything changed in a round that counts.
    has_changed: bool,
    /// The operations since the start of this round, or since the last loop.
    operations: usize,
    /// All operations of the thread.
    all_operations: usize,
    /// How many loops the thread has begun.
    loops: usize,
}

impl Patience {
    /// Starts over for another thread.
    pub(super) fn reset(&mut self, limits: PollLimits) {
        self.limits = limits;
        self.leave();
        // The objects of the last execution need not exist in the next one.
        self.watched.clear();
        (self.all_operations, self.loops) = (0, 0);
    }

    /// The thread did an operation at `place`. Returns whether it is out of patience.
    #[inline]
    pub(crate) fn observe(&mut self, place: Place, polls: Option<Poll>) -> bool {
        self.all_operations += 1;
        match self.start {
            None if polls.is_some() || self.operations >= self.limits.operations => {
                self.begin(place, polls)
            }
            None => self.operations += 1,
            Some(start) => return self.observe_in_loop(start, place, polls),
        }
        false
    }

    fn observe_in_loop(&mut self, start: Place, place: Place, polls: Option<Poll>) -> bool {
        if !is_same(start, place) {
            self.operations += 1;
            if polls.is_some() && self.polls.is_none() || self.operations > LONGEST_ROUND {
                self.begin(place, polls);
            } else {
                self.visit(place);
            }
            return false;
        }
        if self.polls.is_some() && polls.is_none() {
            // What it polled for is ready.
            self.leave();
            return false;
        }
        self.laps += 1;
        self.operations = 0;
        let changed = std::mem::take(&mut self.changed);
        if changed || !std::mem::take(&mut self.reread) {
            self.rounds += 1;
            self.has_changed |= changed;
            self.waits = self.is_out_of_rounds();
        }
        self.waits
    }

    fn begin(&mut self, place: Place, polls: Option<Poll>) {
        if self.all_operations < self.limits.in_all {
            self.places.clear();
        }
        (self.start, self.polls, self.operations) = (Some(place), polls, 0);
        (self.laps, self.rounds, self.extra, self.wakeups) = (0, 0, 0, 0);
        (self.waits, self.changed, self.reread, self.has_changed) = (false, false, false, false);
        self.watched.clear();
        self.loops += 1;
    }

    fn leave(&mut self) {
        self.start = None;
        self.waits = false;
        self.operations = 0;
    }

    /// The first lap collects the locations of the loop. A new one in a later lap is outside.
    fn visit(&mut self, place: Place) {
        if self.has(place) {
            return;
        }
        if self.laps > 0 && self.all_operations < self.limits.in_all {
            self.leave();
        } else {
            self.places.push(place);
        }
    }

    fn has(&self, place: Place) -> bool {
        self.places.iter().any(|known| is_same(known, place))
    }

    fn is_out_of_rounds(&self) -> bool {
        let limit = match self.polls {
            Some(Poll::Attempt) => ATTEMPTS,
            Some(Poll::Other) => self.limits.rounds,
            None => self.limits.silent_rounds,
        };
        self.rounds > limit.saturating_add(self.extra)
    }

    /// The thread saw this, or changed it itself.
    #[inline]
    pub(crate) fn touch(&mut self, now: Watched, changed: bool) {
        if self.start.is_some() {
            self.touch_in_loop(now, changed);
        }
    }

    fn touch_in_loop(&mut self, now: Watched, changed: bool) {
        self.changed |= changed;
        self.reread |= !changed;
        match self.watched.iter_mut().find(|watched| watched.is_of(&now)) {
            Some(watched) => {
                self.changed |= watched.version != now.version;
                watched.version = now.version;
            }
            None => self.watched.push(now),
        }
    }

    /// Allows more rounds.
    pub(crate) fn allow_more(&mut self, more: usize) {
        self.extra = more;
        self.waits = self.is_out_of_rounds();
    }

    /// Whether the thread may do more rounds than usual.
    pub(crate) fn has_extra_rounds(&self) -> bool {
        self.extra > 0
    }

    /// The location of the loop that the thread is in, and whether it polls there.
    pub(crate) fn current_loop(&self) -> Option<(Place, bool)> {
        Some((self.start?, self.polls.is_some()))
    }

    /// How many loops the thread has begun.
    pub(crate) fn loops(&self) -> usize {
        self.loops
    }

    /// Whether the thread is out of patience.
    pub(crate) fn is_waiting(&self) -> bool {
        self.waits
    }

    /// Whether an operation at `place` still belongs to the loop.
    pub(crate) fn includes(&self, place: Place) -> bool {
        self.start.is_some_and(|start| is_same(start, place)) || self.has(place)
    }

    /// Whether the thread polls, and has continued although it was out of patience.
    pub(super) fn polls_in_vain(&self) -> bool {
        self.start.is_some() && self.polls.is_some() && self.wakeups > WAKEUPS && self.extra == 0
    }

    /// Whether suspending the thread leaves anything out.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    /// Lets the thread do another round.
    pub(crate) fn resume(&mut self) {
        if std::mem::take(&mut self.waits) {
            self.wakeups = self.wakeups.saturating_add(1);
        }
    }

    /// What the suspended thread waits for; nothing if it waits until no other thread can continue.
    pub(crate) fn watched(&self) -> &[Watched] {
        if self.wakeups < WAKEUPS { &self.watched } else { &[] }
    }
}

fn is_same(one: Place, other: Place) -> bool {
    std::ptr::eq(one, other) || one == other
}
