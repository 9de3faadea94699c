//! Vector clocks: which events happened before which.

use std::time::Duration;

use crate::thread_set::{MAX_THREADS, Tid};

/// For each thread, how many of its events happened before (Fidge and Mattern, 1988); and the
/// virtual time, which is the longest chain of sleeps that happened before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    events: [u16; MAX_THREADS],
    time: Duration,
}

impl Clock {
    pub(crate) const ZERO: Self = Self { events: [0; MAX_THREADS], time: Duration::ZERO };

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.events[thread]
    }

    /// Counts one more event of `thread`. The limit on operations keeps this below overflow.
    pub(crate) fn tick(&mut self, thread: Tid) {
        self.events[thread] += 1;
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.events.iter_mut().zip(&other.events) {
            *mine = (*mine).max(*theirs);
        }
        self.time = self.time.max(other.time);
    }

    pub(crate) fn time(&self) -> Duration {
        self.time
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.time = self.time.saturating_add(time);
    }
}
