//! Answers: what an operation tells the thread that did it.

use crate::op::{Kind, Place};
use crate::thread_set::Tid;

/// What an operation answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    /// Of a `try_…`: whether it succeeded. Of a barrier: whether this thread leads.
    Yes,
    No,
    Woken(Woken),
    /// Of a channel: nothing there, or nobody.
    Empty,
    Full,
    Disconnected,
    /// A message at the head of the queue is ours; or the ticket of what we offer.
    Ticket(u32),
    Once(OnceState),
    Generation(u32),
}

/// Why a thread that waited goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    Notified,
    Spuriously,
    TimedOut,
}

/// What an atomic operation does with the value, whose bits these are.
pub enum Request<'a> {
    Load,
    Store(u64),
    Update(&'a dyn Fn(u64) -> u64),
    CompareExchange {
        current: u64,
        new: u64,
        /// Whether it may fail although the value is the one that it expects.
        weak: bool,
    },
}

impl Request<'_> {
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        match self {
            Request::Load => Kind::Load,
            Request::Store(_) => Kind::Store,
            Request::Update(_) => Kind::Update,
            Request::CompareExchange { .. } => Kind::CompareExchange,
        }
    }

    /// Whether it may fail for no reason where the value is `read`.
    #[inline(always)]
    pub fn may_fail(&self, read: u64) -> bool {
        matches!(self, Request::CompareExchange { current, weak: true, .. } if *current == read)
    }

    /// What comes of it where the value is `read`.
    #[inline]
    pub fn act(&self, read: u64) -> Outcome {
        let written = match self {
            Request::Load => None,
            Request::Store(new) => Some(*new),
            Request::Update(update) => Some(update(read)),
            Request::CompareExchange { current, new, .. } => (read == *current).then_some(*new),
        };
        Outcome { read, written, newer: None }
    }
}

/// What it read and wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub read: u64,
    pub written: Option<u64>,
    /// If it read, or made, a store that is not the newest: which one is.
    pub newer: Option<Newer>,
}

/// The newest store, where an older one was read or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newer {
    pub thread: Tid,
    pub place: Place,
    /// How many stores come after the one that was read, or made.
    pub behind: usize,
}

/// How far the initialiser of a `Once` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnceState {
    New,
    Running(Tid),
    Done,
    Poisoned,
}
