//! Mutexes and their condition variables.
use super::super::std_api::sync::{LockResult, TryLockError, TryLockResult};
use super::thread::{TIMEOUT, Thread};
use crate::program::MutexOp;

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
            MutexOp::NotifyOne => condvar.notify_one(),
            MutexOp::NotifyAll => condvar.notify_all(),
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
