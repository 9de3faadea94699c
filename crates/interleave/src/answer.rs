//! Answers: what an operation tells the thread that did it.

use crate::objects::OnceState;
use crate::op::Access;

/// What an operation answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
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
pub(crate) enum Woken {
    Notified,
    Spuriously,
    TimedOut,
}

/// What an atomic operation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) access: Access,
    /// Whether the value is another one now.
    pub(crate) changed: bool,
}
