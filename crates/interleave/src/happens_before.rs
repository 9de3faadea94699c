//! Happens-before in the sense of the C++20 memory model, which Rust adopts.
//!
//! Which stores a load may read, and where a new store may enter the modification order, follows
//! from what happened before (`scheduler/memory.rs`).

use crate::thread_set::{MAX_THREADS, Tid};

/// How many events of each thread happened before, counted in halves. The second half of an event
/// represents everything that its thread does after it. A thread that reads a store learns of the
/// store, but not yet that its thread has continued; a thread that acquires a lock learns both.
/// Whole events *strongly happen before*, which determines the order of `SeqCst` operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HbClock([u16; MAX_THREADS]);

impl HbClock {
    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).max(*theirs);
        }
    }

    pub(crate) fn happened(&mut self, thread: Tid, events: u16) {
        self.0[thread] = 2 * events + 1;
    }

    pub(crate) fn events_of(&self, thread: Tid) -> u16 {
        self.0[thread] / 2
    }

    /// What an event of `thread` releases: the event itself, and everything that happened before
    /// it.
    pub(crate) fn released(&self, thread: Tid) -> Self {
        let mut known = self.clone();
        known.0[thread] &= !1;
        known
    }

    /// Whether this event of `thread` happened before.
    pub(crate) fn has(&self, thread: Tid, event: u16) -> bool {
        self.events_of(thread) >= event
    }

    /// Whether this event strongly happened before: its thread is known to have continued after it.
    pub(crate) fn has_strongly(&self, thread: Tid, event: u16) -> bool {
        self.0[thread] > 2 * event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_a_store_does_not_reveal_that_its_thread_continued() {
        let mut mine = HbClock::default();
        mine.happened(1, 3);
        let theirs = mine.released(1);
        for (known, in_whole) in [(&mine, true), (&theirs, false)] {
            assert_eq!(known.events_of(1), 3);
            assert_eq!([3, 4].map(|event| known.has(1, event)), [true, false]);
            let expected = [true, in_whole, false];
            assert_eq!([2, 3, 4].map(|event| known.has_strongly(1, event)), expected);
        }
    }
}
