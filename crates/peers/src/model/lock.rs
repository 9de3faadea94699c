//! Mutexes with their condvars, and reader-writer locks.
use super::thread::Next;
use super::{Held, Kind, MUTEXES, Op, Phase, State};

impl State {
    pub(super) fn operate_lock(&self, me: usize, op: Op, next: &mut Next<'_>) {
        match op {
            Op::Lock { mutex } => {
                let at = usize::from(mutex);
                if self.threads[me].mutexes[at] {
                    self.then(me, next, |_| {});
                } else if !self.locks[at].writer {
                    self.then(me, next, |s| s.lock_mutex(me, at));
                }
            }
            Op::TryLock { mutex, reg } => {
                let at = usize::from(mutex);
                self.then(me, next, |s| {
                    if s.threads[me].mutexes[at] {
                        return;
                    }
                    let free = !s.locks[at].writer;
                    if free {
                        s.lock_mutex(me, at);
                    }
                    s.threads[me].set(reg, free.into());
                });
            }
            Op::Unlock { mutex } => self.then(me, next, |s| {
                if s.threads[me].mutexes[usize::from(mutex)] {
                    s.unlock_mutex(me, mutex.into(), false);
                }
            }),
            Op::Add { mutex, value } => self.then(me, next, |s| {
                if s.threads[me].mutexes[usize::from(mutex)] {
                    s.locks[usize::from(mutex)].value += value;
                }
            }),
            Op::Get { mutex, reg } => self.then(me, next, |s| {
                if s.threads[me].mutexes[usize::from(mutex)] {
                    s.threads[me].set(reg, s.locks[usize::from(mutex)].value);
                }
            }),
            Op::WaitWhile { mutex, value } => self.wait(me, mutex.into(), value, true, next),
            Op::WaitOnce { mutex, value } => self.wait(me, mutex.into(), value, false, next),
            Op::WaitTimeout { mutex, value, reg } => {
                let at = usize::from(mutex);
                match self.threads[me].phase {
                    Phase::Waiting(_) => {
                        self.becomes(me, Phase::Relocking, next, |s| s.threads[me].set(reg, 1));
                    }
                    Phase::Ready if self.threads[me].mutexes[at] => {
                        let mut waits = |kind, mut state: State| {
                            if state.threads[me].phase != Phase::Ready {
                                state.threads[me].set(reg, 0);
                            }
                            next(kind, state);
                        };
                        return self.wait(me, at, value, false, &mut waits);
                    }
                    _ => {}
                }
                self.wait(me, at, value, false, next);
            }
            Op::NotifyOne { mutex } => self.notify_one(me, mutex.into(), next),
            Op::NotifyAll { mutex } => self.then(me, next, |s| {
                for waiter in s.waiters(mutex.into()) {
                    s.threads[waiter].phase = Phase::Relocking;
                }
            }),
            _ => self.operate_rwlock(me, op, next),
        }
    }

    fn lock_mutex(&mut self, me: usize, at: usize) {
        self.locks[at].writer = true;
        self.threads[me].mutexes[at] = true;
        self.note_poison(me, at);
    }

    pub(super) fn unlock_mutex(&mut self, me: usize, at: usize, panicking: bool) {
        self.locks[at].writer = false;
        self.locks[at].poisoned |= panicking;
        self.threads[me].mutexes[at] = false;
    }

    fn note_poison(&mut self, me: usize, at: usize) {
        if self.locks[at].poisoned {
            self.threads[me].poison |= 1 << at;
        }
    }

    fn wait(&self, me: usize, at: usize, value: u8, again: bool, next: &mut Next<'_>) {
        match self.threads[me].phase {
            Phase::Waiting(_) => {
                let mut state = self.clone();
                state.threads[me].phase = Phase::Relocking;
                next(Kind::Spurious, state);
            }
            Phase::Relocking if self.locks[at].writer => {}
            Phase::Relocking if again => {
                self.becomes(me, Phase::Ready, next, |s| s.lock_mutex(me, at));
            }
            Phase::Relocking => self.then(me, next, |s| s.lock_mutex(me, at)),
            _ if self.threads[me].mutexes[at] && self.locks[at].value == value => {
                self.becomes(me, Phase::Waiting(at as u8), next, |s| s.unlock_mutex(me, at, false));
            }
            _ => self.then(me, next, |_| {}),
        }
    }

    /// The threads in the queue of condvar `at`.
    fn waiters(&self, at: usize) -> Vec<usize> {
        let waits = |thread: &usize| self.threads[*thread].phase == Phase::Waiting(at as u8);
        (0..self.threads.len()).filter(waits).collect()
    }

    fn notify_one(&self, me: usize, at: usize, next: &mut Next<'_>) {
        let waiters = self.waiters(at);
        if waiters.is_empty() {
            return self.then(me, next, |_| {});
        }
        for waiter in waiters {
            self.then(me, next, |s| s.threads[waiter].phase = Phase::Relocking);
        }
    }

    fn operate_rwlock(&self, me: usize, op: Op, next: &mut Next<'_>) {
        let (Op::Read { rwlock }
        | Op::TryRead { rwlock, .. }
        | Op::Write { rwlock }
        | Op::TryWrite { rwlock, .. }
        | Op::Release { rwlock }
        | Op::AddWritten { rwlock, .. }
        | Op::GetRead { rwlock, .. }) = op
        else {
            unreachable!("not about a lock: {op}")
        };
        let at = usize::from(rwlock);
        let lock = &self.locks[MUTEXES + at];
        let (can_read, can_write) = (!lock.writer, !lock.writer && lock.readers == 0);
        match (op, self.threads[me].rwlocks[at]) {
            (Op::Read { .. }, Held::No) if !can_read => {}
            (Op::Write { .. }, Held::No) if !can_write => {}
            (Op::Read { .. }, Held::No) => self.then(me, next, |s| s.read(me, at)),
            (Op::Write { .. }, Held::No) => self.then(me, next, |s| s.write(me, at)),
            (Op::TryRead { reg, .. }, Held::No) => self.then(me, next, |s| {
                if can_read {
                    s.read(me, at);
                }
                s.threads[me].set(reg, can_read.into());
            }),
            (Op::TryWrite { reg, .. }, Held::No) => self.then(me, next, |s| {
                if can_write {
                    s.write(me, at);
                }
                s.threads[me].set(reg, can_write.into());
            }),
            (Op::Release { .. }, Held::Read | Held::Write) => {
                self.then(me, next, |s| s.unlock_rwlock(me, at, false));
            }
            (Op::AddWritten { value, .. }, Held::Write) => {
                self.then(me, next, |s| s.locks[MUTEXES + at].value += value);
            }
            (Op::GetRead { reg, .. }, Held::Read | Held::Write) => self.then(me, next, |s| {
                s.threads[me].set(reg, s.locks[MUTEXES + at].value);
            }),
            _ => self.then(me, next, |_| {}),
        }
    }

    fn read(&mut self, me: usize, at: usize) {
        self.locks[MUTEXES + at].readers += 1;
        self.threads[me].rwlocks[at] = Held::Read;
        self.note_poison(me, MUTEXES + at);
    }

    fn write(&mut self, me: usize, at: usize) {
        self.locks[MUTEXES + at].writer = true;
        self.threads[me].rwlocks[at] = Held::Write;
        self.note_poison(me, MUTEXES + at);
    }

    /// Only a writer that panics poisons.
    pub(super) fn unlock_rwlock(&mut self, me: usize, at: usize, panicking: bool) {
        let lock = &mut self.locks[MUTEXES + at];
        match std::mem::replace(&mut self.threads[me].rwlocks[at], Held::No) {
            Held::No => {}
            Held::Read => lock.readers -= 1,
            Held::Write => {
                lock.writer = false;
                lock.poisoned |= panicking;
            }
        }
    }
}
