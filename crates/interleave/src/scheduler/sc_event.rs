//! `SeqCst` operations and fences.

use crate::happens_before::HbClock;
use crate::op::ObjectId;
use crate::thread_set::Tid;

/// A `SeqCst` operation or fence.
#[derive(Debug)]
pub(super) struct ScEvent {
    pub(super) event: usize,
    pub(super) thread: Tid,
    pub(super) ordinal: u16,
    /// What happened before it in its thread.
    pub(super) before: HbClock,
    pub(super) kind: ScKind,
}

#[derive(Debug)]
pub(super) enum ScKind {
    Access(ObjectId),
    /// What happened before the fence.
    Fence(HbClock),
}

impl ScEvent {
    pub(super) fn is_known_to(&self, known: &HbClock) -> bool {
        known.has(self.thread, self.ordinal)
    }

    /// Whether it strongly happens before the next operation of a thread with the clock `before`.
    pub(super) fn strongly_before(&self, before: &HbClock) -> bool {
        before.has_strongly(self.thread, self.ordinal)
    }
}
