//! Events: operations that were carried out, in the order of the execution.

use crate::clock::Order;
use crate::op::{Footprint, Op};
use crate::thread_set::Tid;

/// Position of an event in its execution.
pub(crate) type EventId = usize;

#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) thread: Tid,
    pub(crate) op: Op,
    /// What it touched in fact: a failed `compare_exchange` only reads.
    pub(crate) footprint: Footprint,
    /// What happened before it, itself included.
    pub(crate) order: Order,
}

impl Event {
    /// Whether this event happened before whatever comes after `later`.
    pub(crate) fn happened_before(&self, later: &Order) -> bool {
        later.get(self.thread) >= self.ordinal()
    }

    /// Which of its thread's events this is, from 1.
    pub(crate) fn ordinal(&self) -> u16 {
        self.order.get(self.thread)
    }
}
