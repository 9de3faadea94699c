//! Reader-writer locks.
use super::thread::{RwLockGuard, Thread};
use crate::program::{MUTEXES, RwLockOp};

impl Thread<'_, '_, '_> {
    pub(super) fn rwlock(&mut self, at: usize, op: RwLockOp) -> Option<u8> {
        let (lock, number) = (&self.shared.rwlocks[at], MUTEXES + at);
        if self.rwlocks[at].is_none() {
            let guard = match op {
                RwLockOp::Read => Some(RwLockGuard::Read(self.acquire(number, lock.read()))),
                RwLockOp::Write => Some(RwLockGuard::Write(self.acquire(number, lock.write()))),
                RwLockOp::TryRead => {
                    self.try_acquire(number, lock.try_read()).map(RwLockGuard::Read)
                }
                RwLockOp::TryWrite => {
                    self.try_acquire(number, lock.try_write()).map(RwLockGuard::Write)
                }
                _ => None,
            };
            let is_held = guard.is_some();
            self.rwlocks[at] = guard;
            return matches!(op, RwLockOp::TryRead | RwLockOp::TryWrite).then_some(is_held.into());
        }
        match (op, &mut self.rwlocks[at]) {
            (RwLockOp::Unlock, guard) => *guard = None,
            (RwLockOp::Add(value), Some(RwLockGuard::Write(guard))) => **guard += value,
            (RwLockOp::Get, Some(RwLockGuard::Write(guard))) => return Some(**guard),
            (RwLockOp::Get, Some(RwLockGuard::Read(guard))) => return Some(**guard),
            _ => {}
        }
        None
    }
}
