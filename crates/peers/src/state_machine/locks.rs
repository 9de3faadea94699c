//! Mutexes and their condition variables.
use super::state::{Phase, State, Steps};
use crate::program::MutexOp;

impl Steps<'_> {
    pub(super) fn mutex(&mut self, at: usize, op: MutexOp) {
        let me = self.me;
        let (held, lock) = (self.thread().mutexes[at], &self.state.locks[at]);
        match op {
            MutexOp::Lock | MutexOp::TryLock if held => self.skip(),
            MutexOp::Lock if lock.writer => {}
            MutexOp::Lock => self.finish(None, |s| s.lock_mutex(me, at)),
            MutexOp::TryLock if lock.writer => self.result(false),
            MutexOp::TryLock => self.finish(Some(1), |s| s.lock_mutex(me, at)),
            MutexOp::Unlock if held => self.finish(None, |s| s.unlock_mutex(me, at)),
            MutexOp::Add(value) if held => self.finish(None, |s| s.locks[at].value += value),
            MutexOp::Get if held => self.result(lock.value),
            MutexOp::Unlock | MutexOp::Add(_) | MutexOp::Get => self.skip(),
            MutexOp::WaitWhile(value) | MutexOp::WaitOnce(value) | MutexOp::WaitTimeout(value) => {
                self.wait(at, op, value);
            }
            MutexOp::NotifyOne => {
                let waiters = self.state.waiters(at);
                for &waiter in &waiters {
                    self.finish(None, |s| s.wake(waiter));
                }
                if waiters.is_empty() {
                    self.skip();
                }
            }
            MutexOp::NotifyAll => self.finish(None, |s| {
                s.waiters(at).into_iter().for_each(|waiter| s.wake(waiter));
            }),
        }
    }

    fn wait(&mut self, at: usize, op: MutexOp, value: u8) {
        let (me, lock) = (self.me, &self.state.locks[at]);
        let has_timeout = matches!(op, MutexOp::WaitTimeout(_));
        match self.phase() {
            Phase::Waiting(_) => {
                self.enter(Phase::Relocking { timed_out: false }, |_| {});
                self.last_is_spurious();
                if has_timeout {
                    self.enter(Phase::Relocking { timed_out: true }, |_| {});
                }
            }
            Phase::Relocking { .. } if lock.writer => {}
            Phase::Relocking { .. } if matches!(op, MutexOp::WaitWhile(_)) => {
                self.enter(Phase::Ready, |s| s.lock_mutex(me, at));
            }
            Phase::Relocking { timed_out } => {
                let result = has_timeout.then_some(timed_out.into());
                self.finish(result, |s| s.lock_mutex(me, at));
            }
            _ if self.thread().mutexes[at] && lock.value == value => {
                self.enter(Phase::Waiting(at), |s| s.unlock_mutex(me, at));
            }
            _ => self.skip(),
        }
    }
}

impl State {
    fn lock_mutex(&mut self, me: usize, at: usize) {
        self.locks[at].writer = true;
        self.threads[me].mutexes[at] = true;
        self.observe_poison(me, at);
    }

    pub(super) fn unlock_mutex(&mut self, me: usize, at: usize) {
        self.locks[at].writer = false;
        self.locks[at].poisoned |= self.threads[me].panicking;
        self.threads[me].mutexes[at] = false;
    }

    pub(super) fn observe_poison(&mut self, me: usize, lock: usize) {
        if self.locks[lock].poisoned {
            self.threads[me].poison |= 1 << lock;
        }
    }

    /// The threads that wait on the condition variable of mutex `at`.
    fn waiters(&self, at: usize) -> Vec<usize> {
        let waits = |thread: &usize| self.threads[*thread].phase == Phase::Waiting(at);
        (0..self.threads.len()).filter(waits).collect()
    }

    fn wake(&mut self, waiter: usize) {
        self.threads[waiter].phase = Phase::Relocking { timed_out: false };
    }
}
