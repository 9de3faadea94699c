//! Mutexes with their condition variables, and reader-writer locks.
use super::super::std_api::sync::{LockResult, TryLockError, TryLockResult};
use super::thread::{RwLockGuard, TIMEOUT, Thread};
use crate::program::{MUTEXES, MutexOp, RwLockOp};

impl Thread<'_, '_, '_> {
    pub(super) fn mutex(&mut self, at: usize, op: MutexOp) -> Option<u8> {
        let (mutex, condvar) = (&self.shared.mutexes[at], &self.shared.condvars[at]);
        match op {
            MutexOp::Lock if self.mutexes[at].is_none() => {
                self.mutexes[at] = Some(self.acquire(at, mutex.lock()));
            }
            MutexOp::TryLock if self.mutexes[at].is_none() => {
                self.mutexes[at] = self.try_acquire(at, mutex.try_lock());
                return Some(self.mutexes[at].is_some().into());
            }
            MutexOp::Lock | MutexOp::TryLock => {}
            MutexOp::Unlock => self.mutexes[at] = None,
            MutexOp::Add(value) => {
                if let Some(guard) = &mut self.mutexes[at] {
                    **guard += value;
                }
            }
            MutexOp::Get => return self.mutexes[at].as_ref().map(|guard| **guard),
            MutexOp::WaitWhile(value) => while self.wait(at, value) {},
            MutexOp::WaitOnce(value) => _ = self.wait(at, value),
            MutexOp::WaitTimeout(value) => {
                let guard = self.mutexes[at].take_if(|guard| **guard == value)?;
                let (guard, result) = self.acquire(at, condvar.wait_timeout(guard, TIMEOUT));
                self.mutexes[at] = Some(guard);
                return Some(result.timed_out().into());
            }
            MutexOp::Poll(_) | MutexOp::Pop(_) | MutexOp::BackOff(_) => {
                if self.mutexes[at].is_none() {
                    self.poll_mutex(at, op);
                }
            }
            MutexOp::NotifyOne => condvar.notify_one(),
            MutexOp::NotifyAll => condvar.notify_all(),
        }
        None
    }

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

    /// Waits once if the mutex is held and its value is `value`; returns whether it did.
    fn wait(&mut self, at: usize, value: u8) -> bool {
        let Some(guard) = self.mutexes[at].take_if(|guard| **guard == value) else {
            return false;
        };
        self.mutexes[at] = Some(self.acquire(at, self.shared.condvars[at].wait(guard)));
        true
    }

    /// Takes the guard of lock number `lock` and records poisoning.
    pub(super) fn acquire<G>(&mut self, lock: usize, result: LockResult<G>) -> G {
        result.unwrap_or_else(|poisoned| {
            self.poison |= 1 << lock;
            poisoned.into_inner()
        })
    }

    pub(super) fn try_acquire<G>(&mut self, lock: usize, result: TryLockResult<G>) -> Option<G> {
        match result {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => Some(self.acquire(lock, Err(poisoned))),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}
