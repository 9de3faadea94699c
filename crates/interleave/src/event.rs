//! Events: operations that were carried out, in execution order.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::clock::{Clock, EventClock, VectorClock};
use crate::op::{Footprint, Place};
use crate::schedule::Choice;
use crate::thread_set::{MAX_THREADS, Tid};
use report::Primitive;

/// The index of an event in its execution.
pub(crate) type EventId = usize;

/// One event; kept small because there are many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    thread: u8,
    /// The number of the event within its thread, from 1; 0 if clocks are not tracked.
    ordinal: u16,
    /// The actual accesses: a failed `compare_exchange` only reads.
    pub(crate) footprint: Footprint,
    pub(crate) place: Place,
    pub(crate) primitive: Primitive,
}

impl Event {
    /// An event without a clock.
    #[inline]
    pub(crate) fn new(
        thread: Tid,
        place: Place,
        primitive: Primitive,
        footprint: Footprint,
    ) -> Self {
        Self { thread: thread as u8, ordinal: 0, footprint, place, primitive }
    }

    pub(crate) fn thread(&self) -> Tid {
        self.thread.into()
    }

    pub(crate) fn ordinal(&self) -> u16 {
        self.ordinal
    }

    /// Whether this event is among the causes of another one.
    pub(crate) fn is_in(&self, causes: &EventClock) -> bool {
        causes.get(self.thread()) >= self.ordinal
    }

    /// Whether this event happened before an event with the clock `later`.
    pub(crate) fn happened_before(&self, later: &VectorClock) -> bool {
        later.get(self.thread()) >= self.ordinal
    }
}

/// The events so far, and the clock of each, which includes the event itself.
#[derive(Debug, Default)]
pub(crate) struct EventLog {
    events: Vec<Event>,
    /// One clock per event; shorter while clocks are not tracked. A missing clock means that no
    /// event came before.
    orders: Vec<VectorClock>,
    /// The causes of each event, itself included; empty while memory is sequentially consistent.
    causes: Vec<EventClock>,
}

impl EventLog {
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.orders.clear();
        self.causes.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn events(&self) -> &[Event] {
        &self.events
    }

    /// Adds an event without a clock.
    #[inline]
    pub(crate) fn push(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Adds an event that comes after everything in `before`.
    #[inline]
    pub(crate) fn push_ordered(&mut self, event: Event, before: &Clock) {
        self.orders.resize(self.events.len(), VectorClock::ZERO);
        self.orders.push(*before.order());
        let ordinal = self.orders[self.events.len()].tick(event.thread());
        if let Some(causes) = before.causes() {
            self.causes.push(causes.with(event.thread(), ordinal));
        }
        self.events.push(Event { ordinal, ..event });
    }

    pub(crate) fn order(&self, event: EventId) -> &VectorClock {
        &self.orders[event]
    }

    /// The causes of an event under weak memory, itself included.
    pub(crate) fn causes(&self, event: EventId) -> &EventClock {
        &self.causes[event]
    }

    /// A hash of what comes before each event of each thread, and of the results that were chosen: the
    /// same for all orders of independent operations.
    pub(crate) fn class(&self, schedule: &[Choice]) -> u64 {
        let mut threads = vec![DefaultHasher::new(); MAX_THREADS];
        for (event, order) in self.events.iter().zip(&self.orders) {
            order.hash(&mut threads[event.thread()]);
        }
        for choice in schedule {
            choice.variant.hash(&mut threads[choice.thread]);
        }
        let mut class = DefaultHasher::new();
        threads.iter().for_each(|thread| thread.finish().hash(&mut class));
        class.finish()
    }

    pub(crate) fn happened_before(&self, first: EventId, later: &VectorClock) -> bool {
        self.events[first].happened_before(later)
    }
}
