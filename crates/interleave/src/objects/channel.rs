//! The model of a channel: counters, and what each message and each free slot carries.

use std::collections::VecDeque;

use crate::clock::Clock;
use crate::op::Place;

#[derive(Debug, Default)]
pub(crate) struct Channel {
    /// `None` for an unbounded channel, 0 for a rendezvous channel.
    pub(crate) capacity: Option<usize>,
    pub(crate) senders: usize,
    /// Where each of them was created or cloned, if the execution has a trace.
    pub(crate) origins: Vec<Place>,
    pub(crate) receiver: bool,
    /// Of a rendezvous channel: whether the receiver waits and no sender has met it yet.
    pub(crate) receiver_waits: bool,
    /// What happened before each queued message.
    pub(crate) waiting: VecDeque<Clock>,
    pub(crate) sent: usize,
    /// What happened before each message was received; the sender that reuses its slot comes after
    /// that.
    pub(crate) taken: Vec<Clock>,
    /// What happened before each drop of a sender.
    pub(crate) closed: Clock,
    /// What happened before the receiver was dropped.
    pub(crate) abandoned: Clock,
}

impl Channel {
    pub(crate) fn new(capacity: Option<usize>) -> Self {
        Self { capacity, senders: 1, receiver: true, ..Self::default() }
    }

    /// A sender from this place is dropped.
    pub(crate) fn forget_origin(&mut self, origin: Place) {
        if let Some(at) = self.origins.iter().position(|other| *other == origin) {
            self.origins.remove(at);
        }
    }

    /// Whether a sender need not wait for a slot. A rendezvous blocks only after the message was
    /// offered.
    pub(crate) fn has_room(&self) -> bool {
        match self.capacity {
            None | Some(0) => true,
            Some(capacity) => self.waiting.len() < capacity,
        }
    }

    /// Whether `try_send` succeeds.
    pub(crate) fn takes_at_once(&self) -> bool {
        match self.capacity {
            Some(0) => self.receiver_waits && self.waiting.is_empty(),
            _ => self.has_room(),
        }
    }

    /// What happened before the slot of the next message became free.
    pub(crate) fn room_made(&self) -> Option<&Clock> {
        let capacity = self.capacity.filter(|capacity| *capacity > 0)?;
        let taken = self.sent.checked_sub(capacity)?;
        // No slot becomes free after the receiver is gone.
        Some(self.taken.get(taken).unwrap_or(&self.abandoned))
    }

    pub(crate) fn can_receive(&self) -> bool {
        !self.waiting.is_empty() || self.senders == 0
    }
}
