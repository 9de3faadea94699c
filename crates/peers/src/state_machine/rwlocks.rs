//! Reader-writer locks.
use super::state::{Held, State, Steps};
use crate::program::{MUTEXES, RwLockOp};

impl Steps<'_> {
    pub(super) fn rwlock(&mut self, at: usize, op: RwLockOp) {
        let (me, lock) = (self.me, &self.state.locks[MUTEXES + at]);
        let (can_read, can_write) = (!lock.writer, !lock.writer && lock.readers == 0);
        match (op, self.thread().rwlocks[at]) {
            (RwLockOp::Read, Held::No) if !can_read => {}
            (RwLockOp::Write, Held::No) if !can_write => {}
            (RwLockOp::TryRead, Held::No) if !can_read => self.result(false),
            (RwLockOp::TryWrite, Held::No) if !can_write => self.result(false),
            (RwLockOp::Read, Held::No) => self.finish(None, |s| s.lock_rwlock(me, at, Held::Read)),
            (RwLockOp::TryRead, Held::No) => {
                self.finish(Some(1), |s| s.lock_rwlock(me, at, Held::Read));
            }
            (RwLockOp::Write, Held::No) => {
                self.finish(None, |s| s.lock_rwlock(me, at, Held::Write));
            }
            (RwLockOp::TryWrite, Held::No) => {
                self.finish(Some(1), |s| s.lock_rwlock(me, at, Held::Write));
            }
            (RwLockOp::Unlock, Held::Read | Held::Write) => {
                self.finish(None, |s| s.unlock_rwlock(me, at));
            }
            (RwLockOp::Add(value), Held::Write) => {
                self.finish(None, |s| s.locks[MUTEXES + at].value += value);
            }
            (RwLockOp::Get, Held::Read | Held::Write) => self.result(lock.value),
            _ => self.skip(),
        }
    }
}

impl State {
    fn lock_rwlock(&mut self, me: usize, at: usize, held: Held) {
        let lock = &mut self.locks[MUTEXES + at];
        match held {
            Held::Write => lock.writer = true,
            _ => lock.readers += 1,
        }
        self.threads[me].rwlocks[at] = held;
        self.observe_poison(me, MUTEXES + at);
    }

    /// Only a writer that panics poisons the lock.
    pub(super) fn unlock_rwlock(&mut self, me: usize, at: usize) {
        let lock = &mut self.locks[MUTEXES + at];
        let thread = &mut self.threads[me];
        match std::mem::replace(&mut thread.rwlocks[at], Held::No) {
            Held::No => {}
            Held::Read => lock.readers -= 1,
            Held::Write => {
                lock.writer = false;
                lock.poisoned |= thread.panicking;
            }
        }
    }
}
