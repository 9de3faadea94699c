//! What a thread knows of memory: which events happened before in the sense of the memory model.
//!
//! The model is C++20's, to which Rust refers. Which stores may be read, and where a new one may
//! stand, follows from what happened before (`scheduler/memory.rs`).

use crate::thread_set::{MAX_THREADS, Tid};

/// For each thread, how many of its events happened before. Counted in halves: the second half of an
/// event is what its thread does after it. Whoever reads a store knows the store, and not yet that its
/// thread has gone on; whoever takes over a lock knows that too. What is known in whole is what
/// *strongly happens before*, from which the order of `SeqCst` operations follows.
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

    /// What an event of `thread` hands on by itself: that it happened, and what before it.
    pub(crate) fn released(&self, thread: Tid) -> Self {
        let mut known = self.clone();
        known.0[thread] &= !1;
        known
    }

    /// Whether this event of `thread` happened before.
    pub(crate) fn has(&self, thread: Tid, event: u16) -> bool {
        self.events_of(thread) >= event
    }

    /// Whether its thread is known to have gone on after this event.
    pub(crate) fn has_strongly(&self, thread: Tid, event: u16) -> bool {
        self.0[thread] > 2 * event
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_a_store_does_not_know_that_its_thread_went_on() {
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
