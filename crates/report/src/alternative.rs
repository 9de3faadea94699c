//! The results that an operation can have beside others, so that a search, or a player, has to choose.

use crate::thread_set::Tid;

/// One of several possible results of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// A wait that begins lasts until a notification, an `unpark` or the timeout.
    Waits(Waiter),
    /// A wait ends because its timeout fires before another thread does anything.
    TimesOut(Waiter),
    WakesSpuriously(Waiter),
    /// A reader gets the lock before a writer that already waits.
    Overtakes,
    /// A reader has to wait for a writer that already waits.
    Queues,
    /// A `try_read` fails because a writer waits.
    Refused,
    /// A `notify_one` wakes this thread.
    Wakes(Tid),
    /// An atomic operation sees the newest store, or becomes the newest.
    Newest,
    /// An atomic operation reads an older store than the newest.
    ReadsOlder,
    /// A store, or an update, comes before others that were executed earlier.
    WritesOlder,
    /// A weak compare-exchange that can succeed succeeds.
    Succeeds,
    FailsSpuriously,
}

/// The two ways to wait that can end by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiter {
    Condvar,
    Park,
}

impl Alternative {
    /// One of each kind.
    pub const ALL: [Self; 15] = [
        Self::Waits(Waiter::Condvar),
        Self::Waits(Waiter::Park),
        Self::TimesOut(Waiter::Condvar),
        Self::TimesOut(Waiter::Park),
        Self::WakesSpuriously(Waiter::Condvar),
        Self::WakesSpuriously(Waiter::Park),
        Self::Overtakes,
        Self::Queues,
        Self::Refused,
        Self::Wakes(0),
        Self::Newest,
        Self::ReadsOlder,
        Self::WritesOlder,
        Self::Succeeds,
        Self::FailsSpuriously,
    ];
}
