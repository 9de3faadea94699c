//! Vector clocks: which events happened before which, and what a thread knows of memory.

use std::time::Duration;

use crate::happens_before::HbClock;
use crate::thread_set::{MAX_THREADS, Tid};

/// For each thread, how many of its events came before (Fidge and Mattern, 1988); and the virtual
/// time, which is the longest chain of sleeps that came before.
///
/// "Before" is the order in which dependent operations happened in this execution, which is what the
/// search needs. An `VectorClock` is handed on by what orders events and synchronises nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VectorClock {
    events: [u16; MAX_THREADS],
    time: Duration,
}

/// An order, and what a thread knows of memory: that is less than what came before, for only what
/// synchronises in the sense of the memory model hands it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    order: VectorClock,
    /// `None` while all memory is sequentially consistent, and where nothing synchronises.
    hb: Option<Box<HbClock>>,
}

impl VectorClock {
    pub(crate) const ZERO: Self = Self { events: [0; MAX_THREADS], time: Duration::ZERO };

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.events[thread]
    }

    /// Counts one more event of `thread`. The limit on operations keeps this below overflow.
    #[inline]
    pub(crate) fn tick(&mut self, thread: Tid) -> u16 {
        self.events[thread] += 1;
        self.events[thread]
    }

    #[inline]
    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.events.iter_mut().zip(&other.events) {
            *mine = (*mine).max(*theirs);
        }
        self.time = self.time.max(other.time);
    }
}

impl From<VectorClock> for Clock {
    fn from(order: VectorClock) -> Self {
        Self { order, hb: None }
    }
}

impl Clock {
    pub(crate) const ZERO: Self = Self { order: VectorClock::ZERO, hb: None };

    /// The clock at the beginning of an execution under the C11 memory model.
    pub(crate) fn weak_memory() -> Self {
        Self { hb: Some(Box::default()), ..Self::ZERO }
    }

    /// What came before.
    pub(crate) fn order(&self) -> &VectorClock {
        &self.order
    }

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.order.get(thread)
    }

    /// Counts one more event of `thread`.
    #[inline]
    pub(crate) fn tick(&mut self, thread: Tid) {
        let events = self.order.tick(thread);
        if let Some(hb) = &mut self.hb {
            hb.happened(thread, events);
        }
    }

    /// Comes after `other`, and learns what it knows.
    pub(crate) fn join(&mut self, other: &Self) {
        self.order.join(&other.order);
        self.acquire(other);
    }

    /// Comes after `other`, and learns nothing from it.
    pub(crate) fn join_order(&mut self, other: &VectorClock) {
        self.order.join(other);
    }

    /// Learns what another knows, which did not have to come before.
    pub(crate) fn acquire(&mut self, other: &Self) {
        match (&mut self.hb, &other.hb) {
            (Some(mine), Some(theirs)) => mine.join(theirs),
            (None, Some(_)) => self.hb.clone_from(&other.hb),
            (_, None) => {}
        }
    }

    /// What a thread with this clock knows; `None` while all memory is sequentially consistent.
    pub(crate) fn hb(&mut self) -> Option<&mut HbClock> {
        self.hb.as_deref_mut()
    }

    /// How many events of `thread` happened before in the sense of the memory model.
    pub(crate) fn happened_before(&self, thread: Tid) -> u16 {
        self.hb.as_ref().map_or(self.get(thread), |hb| hb.events_of(thread))
    }

    pub(crate) fn time(&self) -> Duration {
        self.order.time
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.order.time = self.order.time.saturating_add(time);
    }
}
