//! What an operation returns to the thread that performed it.

use crate::op::{Kind, Place};
use crate::thread_set::Tid;

/// The result of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpResult {
    Done,
    /// A `try_…` operation succeeded, or a thread is the leader of a barrier.
    Yes,
    No,
    Woken(WakeReason),
    /// The channel has no message.
    Empty,
    Full,
    Disconnected,
    /// The message at the head of the queue is received, or the one offered has this ticket.
    Ticket(u32),
    Once(OnceState),
    Generation(u32),
}

/// Why a waiting thread continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeReason {
    Notified,
    Spuriously,
    TimedOut,
}

/// What an atomic operation does with the value, given as bits.
pub enum AtomicOp<'a> {
    Load,
    Store(u64),
    Update(&'a dyn Fn(u64) -> u64),
    CompareExchange {
        current: u64,
        new: u64,
        /// Whether it may fail although the value equals `current`.
        weak: bool,
    },
}

impl AtomicOp<'_> {
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        match self {
            AtomicOp::Load => Kind::Load,
            AtomicOp::Store(_) => Kind::Store,
            AtomicOp::Update(_) => Kind::Update,
            AtomicOp::CompareExchange { .. } => Kind::CompareExchange,
        }
    }

    /// Whether it may fail spuriously when it reads `value`.
    #[inline(always)]
    pub fn may_fail(&self, value: u64) -> bool {
        matches!(self, AtomicOp::CompareExchange { current, weak: true, .. } if *current == value)
    }

    /// The effect of the operation when it reads `value`.
    #[inline]
    pub fn apply(&self, value: u64) -> AtomicEffect {
        let written = match self {
            AtomicOp::Load => None,
            AtomicOp::Store(new) => Some(*new),
            AtomicOp::Update(update) => Some(update(value)),
            AtomicOp::CompareExchange { current, new, .. } => (value == *current).then_some(*new),
        };
        AtomicEffect { read: value, written, newer: None }
    }
}

/// What an atomic operation read and wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtomicEffect {
    pub read: u64,
    pub written: Option<u64>,
    /// The newest store, if the operation read from, or is itself, an older one.
    pub newer: Option<NewerStore>,
}

/// The newest store to an atomic when an operation read or made an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewerStore {
    pub thread: Tid,
    pub place: Place,
    /// The number of stores that follow the older one in modification order.
    pub behind: usize,
}

/// The state of a `Once`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnceState {
    New,
    Running(Tid),
    Done,
    Poisoned,
}
