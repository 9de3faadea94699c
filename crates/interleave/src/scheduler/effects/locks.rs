//! Mutexes and read-write locks.

use crate::objects::{Holders, Model, model};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::scheduler::State;
use crate::thread_set::Tid;

impl State {
    /// Makes the current thread a reader of the lock that it has just released as a writer.
    pub(crate) fn stay_as_reader(&mut self, lock: ObjectId, place: Place) {
        let thread = self.current;
        self.dirty = true;
        self.holders_mut(lock).readers.push((thread, place));
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
    }

    pub(crate) fn release_mutex(&mut self, mutex: ObjectId) {
        let object = &mut self.objects[mutex as usize];
        object.model = Model::Mutex { owner: None };
        object.released.clone_from(&self.threads[self.current].clock);
    }

    pub(crate) fn release_read(&mut self, lock: ObjectId) {
        let tid = self.current;
        self.objects[lock as usize].read_released.join(&self.threads[tid].clock);
        self.holders_mut(lock).stop_reading(tid);
    }

    pub(crate) fn release_write(&mut self, lock: ObjectId) {
        self.objects[lock as usize].released.clone_from(&self.threads[self.current].clock);
        self.holders_mut(lock).writer = None;
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
