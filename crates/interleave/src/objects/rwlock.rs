//! The holders of a read-write lock.

use crate::op::Place;
use crate::thread_set::Tid;

#[derive(Debug, Default)]
pub(crate) struct Holders {
    pub(crate) writer: Option<(Tid, Place)>,
    /// One entry per guard: a thread may read twice.
    pub(crate) readers: Vec<(Tid, Place)>,
}

impl Holders {
    pub(crate) fn can_read(&self) -> bool {
        self.writer.is_none()
    }

    pub(crate) fn can_write(&self) -> bool {
        self.writer.is_none() && self.readers.is_empty()
    }

    pub(crate) fn stop_reading(&mut self, thread: Tid) {
        if let Some(at) = self.readers.iter().rposition(|(reader, _)| *reader == thread) {
            self.readers.remove(at);
        }
    }
}
