//! The last accesses of an object: those that a new access can directly conflict with.

use crate::event::EventId;
use crate::op::Access;
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};

/// The last write, and the last read of each thread since then.
#[derive(Debug, Default)]
pub(crate) struct LastAccesses {
    write: Option<EventId>,
    readers: ThreadSet,
    reads: [u32; MAX_THREADS],
}

impl LastAccesses {
    pub(crate) fn clear(&mut self) {
        self.write = None;
        self.readers = ThreadSet::EMPTY;
    }

    pub(crate) fn record(&mut self, access: Access, thread: Tid, event: EventId) {
        match access {
            Access::Read => {
                self.readers.insert(thread);
                self.reads[thread] = event as u32;
            }
            Access::Write => {
                self.write = Some(event);
                self.readers = ThreadSet::EMPTY;
            }
        }
    }

    /// The events that such an access conflicts with, except those that a later conflict hides.
    pub(crate) fn conflicts(&self, access: Access) -> impl Iterator<Item = EventId> {
        let readers = match access {
            Access::Read => ThreadSet::EMPTY,
            Access::Write => self.readers,
        };
        self.write.into_iter().chain(readers.iter().map(|reader| self.reads[reader] as EventId))
    }
}
