//! A channel as the scheduler sees it: counts, and what each message and each free place carries.

use std::collections::VecDeque;

use crate::clock::Clock;

#[derive(Debug)]
pub(crate) struct Channel {
    /// `None` for a channel without bound, 0 for a rendezvous.
    pub(crate) capacity: Option<usize>,
    pub(crate) senders: usize,
    pub(crate) receiver: bool,
    /// Of a rendezvous, whether the receiver waits, and nobody has met it yet.
    pub(crate) receiver_waits: bool,
    /// What happened before each message that waits.
    pub(crate) waiting: VecDeque<Clock>,
    pub(crate) sent: usize,
    /// What happened before each message was taken: the sender that uses its place comes after it.
    pub(crate) taken: Vec<Clock>,
    /// What the senders that are gone did before they went.
    pub(crate) closed: Clock,
    /// What the receiver did before it went.
    pub(crate) abandoned: Clock,
}

impl Channel {
    pub(crate) fn new(capacity: Option<usize>) -> Self {
        Self {
            capacity,
            senders: 1,
            receiver: true,
            receiver_waits: false,
            waiting: VecDeque::new(),
            sent: 0,
            taken: Vec::new(),
            closed: Clock::ZERO,
            abandoned: Clock::ZERO,
        }
    }

    /// Whether a sender need not wait for a place. A rendezvous waits after it has offered.
    pub(crate) fn has_room(&self) -> bool {
        match self.capacity {
            None | Some(0) => true,
            Some(capacity) => self.waiting.len() < capacity,
        }
    }

    /// Whether a sender that will not wait can leave its message.
    pub(crate) fn takes_at_once(&self) -> bool {
        match self.capacity {
            Some(0) => self.receiver_waits && self.waiting.is_empty(),
            _ => self.has_room(),
        }
    }

    /// What happened before the place became free that the next message takes.
    pub(crate) fn room_made(&self) -> Option<&Clock> {
        let capacity = self.capacity.filter(|capacity| *capacity > 0)?;
        let taken = self.sent.checked_sub(capacity)?;
        // Nobody makes room any more once the receiver is gone.
        Some(self.taken.get(taken).unwrap_or(&self.abandoned))
    }

    pub(crate) fn can_receive(&self) -> bool {
        !self.waiting.is_empty() || self.senders == 0
    }
}
