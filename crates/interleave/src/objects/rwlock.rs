//! The holders of a read-write lock.

use crate::op::Place;
use crate::thread_set::{ThreadSet, Tid};

#[derive(Debug, Default)]
pub(crate) struct Holders {
    pub(crate) writer: Option<(Tid, Place)>,
    /// One entry per guard: a thread may read twice.
    pub(crate) readers: Vec<(Tid, Place)>,
    /// The writers that have arrived and do not have the lock yet.
    pub(crate) waiting: ThreadSet,
    /// How often a writer acquired the lock.
    pub(crate) writes: u32,
}

impl Holders {
    pub(crate) fn can_read(&self) -> bool {
        self.writer.is_none()
    }

    pub(crate) fn can_write(&self) -> bool {
        self.writer.is_none() && self.readers.is_empty()
    }

    /// Whether a writer has to wait for readers, so that another reader may have to wait for it.
    pub(crate) fn makes_readers_wait(&self) -> bool {
        !self.waiting.is_empty() && !self.readers.is_empty()
    }

    pub(crate) fn stop_reading(&mut self, thread: Tid) {
        if let Some(at) = self.readers.iter().rposition(|(reader, _)| *reader == thread) {
            self.readers.remove(at);
        }
    }
}
