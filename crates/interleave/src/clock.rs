//! Vector clocks: the order of events, and what happened before in the memory model.

use std::time::Duration;

use crate::happens_before::HbClock;
use crate::thread_set::{MAX_THREADS, Tid};

/// How many events of each thread came before (Fidge and Mattern, 1988), and the virtual time,
/// which is the longest chain of sleeps that came before.
///
/// "Before" is the order of dependent operations in this execution, which the search needs.
/// Operations that order events without synchronizing pass on only this clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct VectorClock {
    events: [u16; MAX_THREADS],
    time: Duration,
}

/// A vector clock, and the happens-before clock of the memory model. The latter contains less,
/// because only synchronization passes it on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    order: VectorClock,
    /// `None` while memory is sequentially consistent, and for whatever does not synchronize.
    hb: Option<Box<HbClock>>,
}

impl VectorClock {
    pub(crate) const ZERO: Self = Self { events: [0; MAX_THREADS], time: Duration::ZERO };

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.events[thread]
    }

    /// Counts another event of `thread`. The limit on operations prevents an overflow.
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

    /// The clock at the start of an execution under weak memory.
    pub(crate) fn weak_memory() -> Self {
        Self { hb: Some(Box::default()), ..Self::ZERO }
    }

    /// The order of events, without happens-before.
    pub(crate) fn order(&self) -> &VectorClock {
        &self.order
    }

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.order.get(thread)
    }

    /// Counts another event of `thread`.
    #[inline]
    pub(crate) fn tick(&mut self, thread: Tid) {
        let events = self.order.tick(thread);
        if let Some(hb) = &mut self.hb {
            hb.happened(thread, events);
        }
    }

    /// Comes after `other`, and synchronizes with it.
    pub(crate) fn join(&mut self, other: &Self) {
        self.order.join(&other.order);
        self.acquire(other);
    }

    /// Comes after `other` without synchronizing with it.
    pub(crate) fn join_order(&mut self, other: &VectorClock) {
        self.order.join(other);
    }

    /// Synchronizes with `other`, which need not come before.
    pub(crate) fn acquire(&mut self, other: &Self) {
        match (&mut self.hb, &other.hb) {
            (Some(mine), Some(theirs)) => mine.join(theirs),
            (None, Some(_)) => self.hb.clone_from(&other.hb),
            (_, None) => {}
        }
    }

    /// The happens-before clock; `None` while memory is sequentially consistent.
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
