//! Vector clocks: the order of events, and what happened before in the memory model.

use std::time::Duration;

use crate::happens_before::HbClock;
use crate::thread_set::{MAX_THREADS, Tid};

/// How many events of each thread came before (Fidge and Mattern, 1988).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct EventClock([u16; MAX_THREADS]);

/// The events that came before, and the virtual time, which is the longest chain of sleeps that
/// came before.
///
/// "Before" is the order of dependent operations in this execution, which the search needs.
/// Operations that order events without synchronizing pass on only this clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct VectorClock {
    events: EventClock,
    time: Duration,
}

/// A vector clock, and the clocks of the memory model. The latter contain less.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    order: VectorClock,
    /// `None` while memory is sequentially consistent, and for whatever does not synchronize.
    weak: Option<Box<WeakClock>>,
}

/// The clocks of the memory model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct WeakClock {
    /// Only synchronization passes it on.
    hb: HbClock,
    /// Everything passes it on, except for the order in which atomic operations were executed: a
    /// load comes after the store that it reads, and after no other access.
    causes: EventClock,
}

impl EventClock {
    pub(crate) const ZERO: Self = Self([0; MAX_THREADS]);

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.0[thread]
    }

    /// The same, and the events of `thread` up to this number.
    pub(crate) fn with(mut self, thread: Tid, events: u16) -> Self {
        self.0[thread] = events;
        self
    }

    #[inline]
    fn tick(&mut self, thread: Tid) -> u16 {
        self.0[thread] += 1;
        self.0[thread]
    }

    #[inline]
    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }
}

impl VectorClock {
    pub(crate) const ZERO: Self = Self { events: EventClock::ZERO, time: Duration::ZERO };

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.events.get(thread)
    }

    /// Counts another event of `thread`. The limit on operations prevents an overflow.
    #[inline]
    pub(crate) fn tick(&mut self, thread: Tid) -> u16 {
        self.events.tick(thread)
    }

    #[inline]
    pub(crate) fn join(&mut self, other: &Self) {
        self.events.join(&other.events);
        self.time = self.time.max(other.time);
    }
}

impl From<VectorClock> for Clock {
    fn from(order: VectorClock) -> Self {
        Self { order, weak: None }
    }
}

impl Clock {
    pub(crate) const ZERO: Self = Self { order: VectorClock::ZERO, weak: None };

    /// The clock at the start of an execution under weak memory.
    pub(crate) fn weak_memory() -> Self {
        Self { weak: Some(Box::default()), ..Self::ZERO }
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
        if let Some(weak) = &mut self.weak {
            weak.hb.happened(thread, events);
            weak.causes.tick(thread);
        }
    }

    /// Comes after `other`, and synchronizes with it.
    pub(crate) fn join(&mut self, other: &Self) {
        self.order.join(&other.order);
        match (&mut self.weak, &other.weak) {
            (Some(mine), None) => mine.causes.join(&other.order.events),
            _ => self.acquire(other),
        }
    }

    /// Comes after `other` without synchronizing with it.
    pub(crate) fn join_order(&mut self, other: &VectorClock) {
        self.order.join(other);
        if let Some(weak) = &mut self.weak {
            weak.causes.join(&other.events);
        }
    }

    /// Comes after `other`, because the two atomic operations were executed in this order.
    pub(crate) fn join_executed(&mut self, other: &VectorClock) {
        self.order.join(other);
    }

    /// Synchronizes with `other`, which need not come before.
    pub(crate) fn acquire(&mut self, other: &Self) {
        match (&mut self.weak, &other.weak) {
            (Some(mine), Some(theirs)) => {
                mine.hb.join(&theirs.hb);
                mine.causes.join(&theirs.causes);
            }
            (None, Some(_)) => self.weak.clone_from(&other.weak),
            (_, None) => {}
        }
    }

    /// The happens-before clock; `None` while memory is sequentially consistent.
    pub(crate) fn hb(&mut self) -> Option<&mut HbClock> {
        self.weak.as_mut().map(|weak| &mut weak.hb)
    }

    /// The causes; `None` while memory is sequentially consistent.
    pub(crate) fn causes(&self) -> Option<&EventClock> {
        self.weak.as_ref().map(|weak| &weak.causes)
    }

    /// Comes after these causes.
    pub(crate) fn join_causes(&mut self, causes: &EventClock) {
        if let Some(weak) = &mut self.weak {
            weak.causes.join(causes);
        }
    }

    /// How many events of `thread` happened before in the sense of the memory model.
    pub(crate) fn happened_before(&self, thread: Tid) -> u16 {
        self.weak.as_ref().map_or(self.get(thread), |weak| weak.hb.events_of(thread))
    }

    pub(crate) fn time(&self) -> Duration {
        self.order.time
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.order.time = self.order.time.saturating_add(time);
    }
}
