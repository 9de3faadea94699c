//! Vector clocks: which events happened before which, and what a thread knows of memory.

use std::time::Duration;

use crate::known::Known;
use crate::thread_set::{MAX_THREADS, Tid};

/// For each thread, how many of its events came before (Fidge and Mattern, 1988); and the virtual
/// time, which is the longest chain of sleeps that came before.
///
/// "Before" is the order in which dependent operations happened in this execution, which is what the
/// search needs. What synchronises in the sense of the memory model is less: that is in `known`, and
/// only clocks that are handed on by a release have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    events: [u16; MAX_THREADS],
    time: Duration,
    /// `None` while all memory is sequentially consistent, and where nothing synchronises.
    known: Option<Box<Known>>,
}

impl Clock {
    pub(crate) const ZERO: Self =
        Self { events: [0; MAX_THREADS], time: Duration::ZERO, known: None };

    /// The clock at the beginning of an execution under the C11 memory model.
    pub(crate) fn weak() -> Self {
        Self { known: Some(Box::default()), ..Self::ZERO }
    }

    pub(crate) fn get(&self, thread: Tid) -> u16 {
        self.events[thread]
    }

    /// Counts one more event of `thread`. The limit on operations keeps this below overflow.
    pub(crate) fn tick(&mut self, thread: Tid) {
        self.events[thread] += 1;
        if let Some(known) = &mut self.known {
            known.happened(thread, self.events[thread]);
        }
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.events.iter_mut().zip(&other.events) {
            *mine = (*mine).max(*theirs);
        }
        self.time = self.time.max(other.time);
        self.learn(other);
    }

    /// Learns what another knows, which did not have to come before.
    pub(crate) fn learn(&mut self, other: &Self) {
        match (&mut self.known, &other.known) {
            (Some(mine), Some(theirs)) => mine.join(theirs),
            (None, Some(_)) => self.known.clone_from(&other.known),
            (_, None) => {}
        }
    }

    /// What came before, without what is known: for what orders events and synchronises nothing.
    pub(crate) fn order_only(&self) -> Self {
        Self { known: None, ..*self }
    }

    /// What a thread with this clock knows; `None` while all memory is sequentially consistent.
    pub(crate) fn known(&mut self) -> Option<&mut Known> {
        self.known.as_deref_mut()
    }

    /// How many events of `thread` happened before in the sense of the memory model.
    pub(crate) fn happened_before(&self, thread: Tid) -> u16 {
        self.known.as_ref().map_or(self.events[thread], |known| known.events_of(thread))
    }

    pub(crate) fn time(&self) -> Duration {
        self.time
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.time = self.time.saturating_add(time);
    }
}
