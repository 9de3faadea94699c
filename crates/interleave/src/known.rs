//! What a thread knows of memory: which stores it cannot help seeing.
//!
//! The model is C11's release and acquire with relaxed accesses, in the form of views (Kaiser, Dang,
//! Dreyer, Lahav, Vafeiadis: Strong Logic for Weak Memory, ECOOP 2017). Stores to one location are
//! ordered as they are executed; a load may read any that is not older than what its thread knows.

use crate::thread_set::{MAX_THREADS, Tid};

/// For each location, the oldest store that may still be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct View(Vec<u16>);

impl View {
    pub(crate) fn get(&self, location: usize) -> usize {
        self.0.get(location).copied().unwrap_or(0).into()
    }

    pub(crate) fn raise(&mut self, location: usize, store: usize) {
        if self.0.len() <= location {
            self.0.resize(location + 1, 0);
        }
        self.0[location] = self.0[location].max(store as u16);
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (location, store) in other.0.iter().enumerate() {
            self.raise(location, (*store).into());
        }
    }
}

/// What happened before in the sense of the memory model: events, and stores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    events: [u16; MAX_THREADS],
    pub(crate) view: View,
}

impl Known {
    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.events.iter_mut().zip(&other.events) {
            *mine = (*mine).max(*theirs);
        }
        self.view.join(&other.view);
    }

    pub(crate) fn happened(&mut self, thread: Tid, events: u16) {
        self.events[thread] = events;
    }

    pub(crate) fn events_of(&self, thread: Tid) -> u16 {
        self.events[thread]
    }
}
