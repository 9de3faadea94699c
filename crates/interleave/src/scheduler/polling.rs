//! Which threads poll, and when a thread that polls is suspended and resumed. `spin` and `patience`
//! have the rules.

use super::patience::Poll;
use super::spin::Watched;
use super::{State, Thread};
use crate::op::{Access, Footprint, Kind, ObjectId, Op, Place};
use crate::op_result::{OnceState, OpResult};
use crate::thread_set::Tid;

impl State {
    /// Tracks whether the thread makes progress or only polls.
    pub(super) fn track_progress(
        &mut self,
        tid: Tid,
        op: &Op,
        footprint: Footprint,
        result: OpResult,
    ) {
        match (op.kind, result) {
            (Kind::Sleep { .. } | Kind::Yield, _) => self.threads[tid].spin.pause(),
            (Kind::Lock | Kind::Read | Kind::ReadStart | Kind::ReadQueued | Kind::Write, _)
                if self.objects[op.object as usize].zero_sized => {}
            (Kind::WriteStart, _) | (Kind::ReadStart | Kind::ReadQueued, OpResult::No) => {}
            (Kind::TryLock | Kind::TryRead | Kind::TryWrite, OpResult::No) => {
                self.record_failed_attempt(tid, op);
            }
            // The holder of a lock sees the data that it guards, and reports a change when it
            // releases the lock.
            (
                Kind::Lock | Kind::Read | Kind::Write | Kind::IsComplete | Kind::IsFinished { .. },
                _,
            )
            | (Kind::ReadStart | Kind::ReadQueued, _)
            | (Kind::TryLock | Kind::TryRead | Kind::TryWrite | Kind::IsPoisoned { .. }, _)
            | (Kind::Recv { .. } | Kind::TryRecv, OpResult::Empty | OpResult::Disconnected)
            | (Kind::Enter, OpResult::Once(OnceState::Done))
            | (Kind::OnceWait { .. }, _) => {
                self.threads[tid].spin.stop_attempting(op.object);
                self.record_unchanged_read(tid, op.object, op.place);
            }
            // The receiver frees a slot on the other side.
            (Kind::TrySend, OpResult::Full) => {
                self.record_unchanged_read(tid, op.object + 1, op.place);
            }
            (Kind::TrySend | Kind::Send, OpResult::Disconnected) => {
                self.record_unchanged_read(tid, op.object + 2, op.place);
            }
            (Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock | Kind::Continue, _) => return,
            _ => {
                for (object, access) in footprint.iter() {
                    if access == Access::Write {
                        self.changed(tid, object);
                    }
                }
                self.threads[tid].spin.progress();
            }
        }
        self.observe(tid, op.place, poll(op.kind, result));
    }

    /// Records that the current thread changed `object`, which wakes the threads that poll it.
    #[inline(always)]
    pub(crate) fn changed(&mut self, tid: Tid, object: ObjectId) {
        let id = object;
        let object = &mut self.objects[object as usize];
        object.version += 1;
        let now = Watched::data(id, object.version);
        self.dirty |= !self.spinning.is_empty();
        if self.tracks_order {
            object.changed = *self.threads[tid].clock.order();
        }
        self.unchanged_reads = 0;
        if tid == 0 {
            self.body_changed = self.log.len();
        }
        self.threads[tid].spin.progress();
        self.threads[tid].patience.touch(now, true);
    }

    /// The thread read the object without changing it.
    #[inline]
    pub(super) fn record_unchanged_read(&mut self, tid: Tid, object: ObjectId, place: Place) {
        let now = Watched::data(object, self.objects[object as usize].version);
        self.record_seen(tid, now, place);
    }

    /// The thread found a lock held, and will find it held until it is released.
    fn record_failed_attempt(&mut self, tid: Tid, op: &Op) {
        let version = self.objects[op.object as usize].releases;
        self.record_seen(tid, Watched { object: op.object, releases: true, version }, op.place);
    }

    #[inline]
    fn record_seen(&mut self, tid: Tid, now: Watched, place: Place) {
        let thread = &mut self.threads[tid];
        thread.patience.touch(now, false);
        if thread.spin.read(now) {
            thread.complete_round(place);
            self.suspend_spinner(tid, place);
        }
    }

    /// The thread did an operation at `place`.
    #[inline]
    pub(super) fn observe(&mut self, tid: Tid, place: Place, polls: Option<Poll>) {
        // In fair schedules, each thread has its turn anyway.
        if self.limits.fair {
            return;
        }
        let thread = &mut self.threads[tid];
        if thread.patience.observe(place, polls) {
            thread.complete_round(place);
            self.suspend_polling(tid);
        }
    }

    /// Suspends the thread before the operation that it announces, unless all others are blocked anyway
    /// until it continues. In another order of independent operations it may be suspended here; that
    /// order matters only if a race leads to it, and then it is reported as bounded.
    #[cold]
    pub(super) fn pause(&mut self, tid: Tid) -> bool {
        let can_another_continue = self.can_another_continue(tid);
        let Thread { spin, patience, read_guards, .. } = &mut self.threads[tid];
        if !can_another_continue && !spin.is_waiting() {
            patience.resume();
            self.continue_unchanged(tid);
            return false;
        }
        self.readers_wait |= *read_guards > 0;
        self.bounded |= can_another_continue && patience.is_waiting();
        self.spinning.insert(tid);
        true
    }

    /// Counts a round that the thread begins because no other thread can continue.
    pub(super) fn continue_unchanged(&mut self, tid: Tid) {
        self.unchanged_reads += usize::from(!self.threads[tid].spin.has_extra_reads());
        self.check_stop_at = 0;
    }

    /// Whether the thread is suspended, and nothing that it waits for has changed.
    pub(super) fn is_suspended(&self, tid: Tid) -> bool {
        if !self.spinning.contains(tid) {
            return false;
        }
        let Thread { spin, patience, .. } = &self.threads[tid];
        let is_unchanged = |seen: &Watched| seen.current(&self.objects) == seen.version;
        spin.is_waiting() && spin.watched().all(|seen| is_unchanged(&seen))
            || patience.is_waiting() && patience.watched().iter().all(is_unchanged)
    }

    /// Adds the edges from the changes that resume a suspended thread.
    pub(super) fn join_changes(&mut self, tid: Tid) {
        let Self { threads, objects, .. } = self;
        let Thread { spin, patience, clock, .. } = &mut threads[tid];
        let seen = spin.watched().chain(patience.watched().iter().copied());
        for seen in seen.filter(|seen| !seen.releases) {
            clock.join_order(&objects[seen.object as usize].changed);
        }
    }
}

/// What an operation with this result is to a loop that polls.
fn poll(kind: Kind, result: OpResult) -> Option<Poll> {
    let is_unready = match kind {
        Kind::Sleep { .. } | Kind::Yield => true,
        Kind::TryLock | Kind::TryRead | Kind::TryWrite => {
            return (result == OpResult::No).then_some(Poll::Attempt);
        }
        Kind::IsComplete | Kind::IsFinished { .. } => result == OpResult::No,
        Kind::TryRecv => matches!(result, OpResult::Empty | OpResult::Disconnected),
        Kind::TrySend => matches!(result, OpResult::Full | OpResult::Disconnected),
        _ => false,
    };
    is_unready.then_some(Poll::Other)
}
