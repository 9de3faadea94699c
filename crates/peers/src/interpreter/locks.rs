//! Mutexes with their condvars, and reader-writer locks.
use super::super::engine::sync::TryLockError;
use super::{A_WHILE, Hold, MUTEXES, Op, Thread};

impl Thread<'_, '_, '_> {
    pub(super) fn step_mutex(&mut self, op: Op) {
        match op {
            Op::Lock { mutex } => {
                let at = usize::from(mutex);
                if self.mutexes[at].is_none() {
                    let guard = self.world.mutexes[at].lock();
                    self.mutexes[at] = Some(guard.unwrap_or_else(|poisoned| {
                        self.poison |= 1 << at;
                        poisoned.into_inner()
                    }));
                }
            }
            Op::TryLock { mutex, reg } => {
                let at = usize::from(mutex);
                if self.mutexes[at].is_none() {
                    self.mutexes[at] = match self.world.mutexes[at].try_lock() {
                        Ok(guard) => Some(guard),
                        Err(TryLockError::Poisoned(poisoned)) => {
                            self.poison |= 1 << at;
                            Some(poisoned.into_inner())
                        }
                        Err(TryLockError::WouldBlock) => None,
                    };
                    self.set(reg, self.mutexes[at].is_some().into());
                }
            }
            Op::Unlock { mutex } => self.mutexes[usize::from(mutex)] = None,
            Op::Add { mutex, value } => {
                if let Some(guard) = &mut self.mutexes[usize::from(mutex)] {
                    **guard += value;
                }
            }
            Op::Get { mutex, reg } => {
                if let Some(guard) = &self.mutexes[usize::from(mutex)] {
                    let value = **guard;
                    self.set(reg, value);
                }
            }
            Op::WaitWhile { mutex, value } => while self.wait(mutex.into(), value) {},
            Op::WaitOnce { mutex, value } => {
                self.wait(mutex.into(), value);
            }
            Op::WaitTimeout { mutex, value, reg } => {
                if let Some(timed_out) = self.wait_timeout(mutex.into(), value) {
                    self.set(reg, timed_out.into());
                }
            }
            Op::NotifyOne { mutex } => self.world.condvars[usize::from(mutex)].notify_one(),
            Op::NotifyAll { mutex } => self.world.condvars[usize::from(mutex)].notify_all(),
            _ => unreachable!("not about a mutex: {op}"),
        }
    }

    /// Waits once if the mutex is held and its value is `value`; says whether it did.
    fn wait(&mut self, at: usize, value: u8) -> bool {
        let Some(guard) = self.mutexes[at].take_if(|guard| **guard == value) else {
            return false;
        };
        let guard = self.world.condvars[at].wait(guard);
        self.mutexes[at] = Some(guard.unwrap_or_else(|poisoned| {
            self.poison |= 1 << at;
            poisoned.into_inner()
        }));
        true
    }

    /// The same for a while; says whether it was over.
    fn wait_timeout(&mut self, at: usize, value: u8) -> Option<bool> {
        let guard = self.mutexes[at].take_if(|guard| **guard == value)?;
        let result = self.world.condvars[at].wait_timeout(guard, A_WHILE);
        let (guard, result) = result.unwrap_or_else(|poisoned| {
            self.poison |= 1 << at;
            poisoned.into_inner()
        });
        self.mutexes[at] = Some(guard);
        Some(result.timed_out())
    }

    pub(super) fn step_rwlock(&mut self, op: Op) {
        let (Op::Read { rwlock }
        | Op::TryRead { rwlock, .. }
        | Op::Write { rwlock }
        | Op::TryWrite { rwlock, .. }
        | Op::Release { rwlock }
        | Op::AddWritten { rwlock, .. }
        | Op::GetRead { rwlock, .. }) = op
        else {
            unreachable!("not about a rwlock: {op}")
        };
        let at = usize::from(rwlock);
        let lock = &self.world.rwlocks[at];
        match (op, &mut self.rwlocks[at]) {
            (Op::Read { .. }, hold @ None) => {
                *hold = Some(Hold::Read(lock.read().unwrap_or_else(|poisoned| {
                    self.poison |= 1 << (MUTEXES + at);
                    poisoned.into_inner()
                })));
            }
            (Op::Write { .. }, hold @ None) => {
                *hold = Some(Hold::Write(lock.write().unwrap_or_else(|poisoned| {
                    self.poison |= 1 << (MUTEXES + at);
                    poisoned.into_inner()
                })));
            }
            (Op::TryRead { reg, .. }, hold @ None) => {
                *hold = match lock.try_read() {
                    Ok(guard) => Some(Hold::Read(guard)),
                    Err(TryLockError::Poisoned(poisoned)) => {
                        self.poison |= 1 << (MUTEXES + at);
                        Some(Hold::Read(poisoned.into_inner()))
                    }
                    Err(TryLockError::WouldBlock) => None,
                };
                self.regs[usize::from(reg)] = hold.is_some().into();
            }
            (Op::TryWrite { reg, .. }, hold @ None) => {
                *hold = match lock.try_write() {
                    Ok(guard) => Some(Hold::Write(guard)),
                    Err(TryLockError::Poisoned(poisoned)) => {
                        self.poison |= 1 << (MUTEXES + at);
                        Some(Hold::Write(poisoned.into_inner()))
                    }
                    Err(TryLockError::WouldBlock) => None,
                };
                self.regs[usize::from(reg)] = hold.is_some().into();
            }
            (Op::Release { .. }, hold) => *hold = None,
            (Op::AddWritten { value, .. }, Some(Hold::Write(guard))) => **guard += value,
            (Op::GetRead { reg, .. }, Some(Hold::Write(guard))) => {
                self.regs[usize::from(reg)] = **guard;
            }
            (Op::GetRead { reg, .. }, Some(Hold::Read(guard))) => {
                self.regs[usize::from(reg)] = **guard;
            }
            _ => {}
        }
    }
}
