//! Events: operations that were carried out, in the order of the execution.

use crate::clock::Order;
use crate::op::{Footprint, Op, Place};
use crate::thread_set::Tid;
use report::Primitive;

/// Position of an event in its execution.
pub(crate) type EventId = usize;

/// One event: small, for there are many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    thread: u8,
    /// Which of its thread's events this is, from 1; 0 where no order is kept.
    ordinal: u16,
    /// What it touched in fact: a failed `compare_exchange` only reads.
    pub(crate) footprint: Footprint,
    pub(crate) place: Place,
    pub(crate) primitive: Primitive,
}

impl Event {
    fn new(thread: Tid, ordinal: u16, op: &Op, footprint: Footprint) -> Self {
        let (thread, primitive) = (thread as u8, Primitive::of(op.kind));
        Self { thread, ordinal, footprint, place: op.place, primitive }
    }

    pub(crate) fn thread(&self) -> Tid {
        self.thread.into()
    }

    pub(crate) fn ordinal(&self) -> u16 {
        self.ordinal
    }

    /// Whether this event happened before whatever comes after `later`.
    pub(crate) fn happened_before(&self, later: &Order) -> bool {
        later.get(self.thread()) >= self.ordinal
    }
}

/// The events so far, and what happened before each, itself included.
#[derive(Debug, Default)]
pub(crate) struct Past {
    events: Vec<Event>,
    /// As many, or fewer while no order is kept: those that are not there came after nothing.
    orders: Vec<Order>,
}

impl Past {
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.orders.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn events(&self) -> &[Event] {
        &self.events
    }

    /// Adds an event whose order nobody asks for.
    pub(crate) fn push(&mut self, thread: Tid, op: &Op, footprint: Footprint) {
        self.events.push(Event::new(thread, 0, op, footprint));
    }

    /// Adds an event that comes after all in `order`, itself included.
    pub(crate) fn push_ordered(
        &mut self,
        thread: Tid,
        op: &Op,
        footprint: Footprint,
        order: &Order,
    ) {
        self.orders.resize(self.events.len(), Order::ZERO);
        self.orders.push(*order);
        self.events.push(Event::new(thread, order.get(thread), op, footprint));
    }

    pub(crate) fn order(&self, event: EventId) -> &Order {
        &self.orders[event]
    }

    pub(crate) fn happened_before(&self, first: EventId, later: &Order) -> bool {
        self.events[first].happened_before(later)
    }
}
