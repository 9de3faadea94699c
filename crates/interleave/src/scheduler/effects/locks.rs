//! Mutexes and read-write locks.

use crate::alternative::Alternative;
use crate::objects::{Holders, Model, model};
use crate::op::{Access, Footprint, Kind, ObjectId, Op, Place};
use crate::op_result::OpResult;
use crate::scheduler::State;
use crate::thread_set::Tid;

/// How often in a row `try_read` of a thread may fail or succeed while a writer waits.
const MAX_REFUSALS: u8 = 3;

impl State {
    /// Makes the current thread a reader of the lock that it has just released as a writer.
    pub(crate) fn stay_as_reader(&mut self, lock: ObjectId, place: Place) {
        let thread = self.current;
        self.dirty = true;
        self.add_reader(lock, thread, place);
    }

    pub(super) fn add_reader(&mut self, lock: ObjectId, thread: Tid, place: Place) {
        self.holders_mut(lock).readers.push((thread, place));
        self.threads[thread].read_guards += 1;
        self.threads[thread].start_holding();
    }

    pub(super) fn add_writer(&mut self, lock: ObjectId, thread: Tid, place: Place) {
        let holders = self.holders_mut(lock);
        holders.writer = Some((thread, place));
        holders.waiting.remove(thread);
        holders.writes += 1;
        self.threads[thread].start_holding();
    }

    /// A reader arrives at a lock that no writer holds. If another reader keeps a writer waiting, the
    /// new reader overtakes the writer or has to wait for it; std leaves that open.
    ///
    /// A `try_read` that has failed for this reason a few times in a row keeps failing until the writer
    /// has had the lock, as on Linux, so that a loop has a limited number of interleavings.
    pub(super) fn try_to_read(&mut self, tid: Tid, op: &Op) -> (Footprint, OpResult) {
        let lock = op.object;
        let holders = self.holders(lock);
        let (is_open, writes) = (holders.makes_readers_wait(), holders.writes);
        if holders.waiting.is_empty() {
            let reads = [lock, lock + 1, lock + 2].map(|object| (object, Access::Read));
            let [this, arrivals, readers] = reads;
            return (Footprint::three(this, arrivals, readers), OpResult::Yes);
        }
        let refusals = self.threads[tid].refusals(lock, writes);
        // If all readers have left, the order of the last one and this reader still matters.
        let may_fail = is_open && self.queues_readers;
        let must_fail = may_fail && op.kind == Kind::TryRead && refusals >= MAX_REFUSALS;
        self.bounded |= must_fail;
        let meaning = |way| match (way, op.kind) {
            (0, _) => Alternative::Overtakes,
            (_, Kind::TryRead) => Alternative::Refused,
            _ => Alternative::Queues,
        };
        let fails = must_fail || may_fail && self.variant(2, meaning) == 1;
        if fails {
            self.threads[tid].refused = Some((lock, writes, refusals.saturating_add(1)));
        }
        let result = if fails { OpResult::No } else { OpResult::Yes };
        (op.footprint(), result)
    }

    /// Releases a lock as part of the previous operation.
    pub(crate) fn release(&mut self, op: Op) {
        self.dirty = true;
        match op.kind {
            Kind::Unlock => self.release_mutex(op.object),
            Kind::ReadUnlock => self.release_read(op.object),
            Kind::WriteUnlock => self.release_write(op.object),
            _ => unreachable!("only locks are released"),
        }
    }

    pub(super) fn own(&mut self, mutex: ObjectId, tid: Tid, place: Place) {
        self.objects[mutex as usize].model = Model::Mutex { owner: Some((tid, place)) };
        self.threads[tid].start_holding();
    }

    pub(crate) fn release_mutex(&mut self, mutex: ObjectId) {
        let object = &mut self.objects[mutex as usize];
        object.model = Model::Mutex { owner: None };
        object.releases += 1;
        object.released.clone_from(&self.threads[self.current].clock);
        self.thread().stop_holding();
    }

    pub(crate) fn release_read(&mut self, lock: ObjectId) {
        let tid = self.current;
        let object = &mut self.objects[lock as usize];
        object.releases += 1;
        object.read_released.join(&self.threads[tid].clock);
        self.holders_mut(lock).stop_reading(tid);
        let guards = &mut self.threads[tid].read_guards;
        *guards = guards.saturating_sub(1);
        self.thread().stop_holding();
    }

    pub(crate) fn release_write(&mut self, lock: ObjectId) {
        let object = &mut self.objects[lock as usize];
        object.releases += 1;
        object.released.clone_from(&self.threads[self.current].clock);
        self.holders_mut(lock).writer = None;
        self.thread().stop_holding();
    }

    pub(in crate::scheduler) fn is_unlocked(&self, mutex: ObjectId) -> bool {
        matches!(self.objects[mutex as usize].model, Model::Mutex { owner: None })
    }

    pub(in crate::scheduler) fn holders(&self, object: ObjectId) -> &Holders {
        model!(&self.objects[object as usize].model, Model::RwLock(holders) => holders)
    }

    pub(super) fn holders_mut(&mut self, object: ObjectId) -> &mut Holders {
        model!(&mut self.objects[object as usize].model, Model::RwLock(holders) => holders)
    }
}
