//! How much, and how long, the server puts up with.
use std::time::Duration;

/// What a [`Server`](crate::Server) accepts from clients and from `handle`.
///
/// The times are courtesies to a person who waits; no test of an exercise depends on them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes of a body that `handle` gets to see; beyond it 413.
    pub body: usize,
    /// How long a body may take to arrive; beyond it 408.
    pub arrival: Duration,
    /// How long `handle` may take; beyond it 504.
    pub answer: Duration,
    /// How long a server that was told to stop waits for the requests in flight.
    pub grace: Duration,
}

impl Default for Limits {
    /// 2 MiB, more than the 1 MiB at which the exercise `db` itself answers 413; 30 s for the
    /// client, 60 s for `handle`, 30 s to finish.
    fn default() -> Limits {
        Limits {
            body: 2 << 20,
            arrival: Duration::from_secs(30),
            answer: Duration::from_secs(60),
            grace: Duration::from_secs(30),
        }
    }
}
