//! One-time initialization.

use crate::alternative::Alternative;
use crate::objects::{Model, model};
use crate::op::{Access, Kind, ObjectId, Op};
use crate::op_result::{NewerStore, OnceState, OpResult};
use crate::scheduler::State;
use crate::scheduler::memory::MAX_STALE_READS;
use crate::thread_set::Tid;

impl State {
    pub(crate) fn finish_once(&mut self, once: ObjectId, state: OnceState) {
        let object = &mut self.objects[once as usize];
        object.model = Model::Once(state);
        self.dirty = true;
        object.released.clone_from(&self.threads[self.current].clock);
        self.thread().stop_holding();
        let thread = self.current;
        if let Some(trace) = self.trace() {
            trace.set_result(thread, OpResult::Once(state));
        }
    }

    /// Whether a check of an initialized object misses that, like a load that reads an older value: its thread may
    /// have learned of the initialization without synchronizing with it. A check that has not learned of it
    /// misses it in another order of the same operations.
    pub(super) fn misses_completion(&mut self, tid: Tid, object: ObjectId) -> bool {
        let clock = &self.threads[tid].clock;
        let completed = self.objects[object as usize].accesses.conflicts(Access::Read).next();
        let (Some(causes), Some(completed)) = (clock.causes(), completed) else { return false };
        let event = &self.log.events()[completed];
        if !event.is_in(causes) || clock.happened_before(event.thread()) >= event.ordinal() {
            return false;
        }
        // A fence may rule it out even so.
        if self.has_sc_fence() || self.threads[tid].stale_reads(object) >= MAX_STALE_READS {
            self.bounded = true;
            return false;
        }
        let ways = [Alternative::Newest, Alternative::ReadsOlder];
        let is_stale = self.variant(ways.len(), |way| ways[way]) == 1;
        self.threads[tid].count_stale_read(object, is_stale);
        is_stale
    }

    /// The initialization that a check has missed.
    pub(in crate::scheduler) fn missed_completion(
        &self,
        op: &Op,
        result: Option<OpResult>,
    ) -> Option<NewerStore> {
        let is_missed = (op.kind, result) == (Kind::IsComplete, Some(OpResult::No))
            && self.once(op.object) == OnceState::Done;
        let accesses = &self.objects.get(op.object as usize)?.accesses;
        let completed = accesses.conflicts(Access::Read).next().filter(|_| is_missed)?;
        let event = &self.log.events()[completed];
        Some(NewerStore { thread: event.thread(), place: event.place, behind: 1 })
    }

    pub(crate) fn once(&self, object: ObjectId) -> OnceState {
        model!(self.objects[object as usize].model, Model::Once(state) => state)
    }
}
