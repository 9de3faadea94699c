//! Locks and condition variables. A mutex is a lock that only has writers. A reader that arrives while a
//! writer waits may overtake it or wait for it.
use super::state::{Held, Phase, State, Steps, Thread};
use crate::program::{MUTEXES, MutexOp, RwLockOp};

impl Steps<'_> {
    pub(super) fn mutex(&mut self, at: usize, op: MutexOp) {
        match op {
            MutexOp::Lock => self.lock(at, RwLockOp::Write),
            MutexOp::TryLock => self.lock(at, RwLockOp::TryWrite),
            MutexOp::Unlock => self.lock(at, RwLockOp::Unlock),
            MutexOp::Add(value) => self.lock(at, RwLockOp::Add(value)),
            MutexOp::Get => self.lock(at, RwLockOp::Get),
            MutexOp::WaitWhile(value) | MutexOp::WaitOnce(value) | MutexOp::WaitTimeout(value) => {
                self.wait(at, op, value);
            }
            MutexOp::Poll(_) | MutexOp::Pop(_) | MutexOp::BackOff(_) => self.poll_mutex(at, op),
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

    pub(super) fn rwlock(&mut self, at: usize, op: RwLockOp) {
        self.lock(MUTEXES + at, op);
    }

    fn lock(&mut self, at: usize, op: RwLockOp) {
        let (me, lock) = (self.me, &self.state.locks[at]);
        let (tries, wanted) = match op {
            RwLockOp::Read => (false, Held::Read),
            RwLockOp::TryRead => (true, Held::Read),
            RwLockOp::Write => (false, Held::Write),
            RwLockOp::TryWrite => (true, Held::Write),
            RwLockOp::Unlock | RwLockOp::Add(_) | RwLockOp::Get => (false, Held::No),
        };
        let is_queued = self.phase() == Phase::Queued(at);
        let is_free = !lock.writer && !is_queued && (wanted == Held::Read || lock.readers == 0);
        let waits = wanted == Held::Read && is_free && lock.waiting != 0 && lock.readers != 0;
        let arrives = wanted == Held::Write && at >= MUTEXES && self.phase() == Phase::Ready;
        match (op, self.thread().held[at]) {
            (RwLockOp::Unlock, Held::Read | Held::Write) => self.finish(None, |s| s.unlock(me, at)),
            (RwLockOp::Add(value), Held::Write) => {
                self.finish(None, |s| s.locks[at].value += value)
            }
            (RwLockOp::Get, Held::Read | Held::Write) => self.result(lock.value),
            (_, Held::No) if wanted != Held::No => {
                match is_free {
                    true => self.finish(tries.then_some(1), |s| s.lock(me, at, wanted)),
                    false if tries => self.result(false),
                    false if arrives => {
                        self.enter(Phase::Writing, |s| s.locks[at].waiting |= 1 << me);
                    }
                    false => {}
                }
                match waits {
                    true if tries => self.result(false),
                    true => self.enter(Phase::Queued(at), |_| {}),
                    false => {}
                }
            }
            _ => self.skip(),
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
                self.enter(Phase::Ready, |s| s.lock(me, at, Held::Write));
            }
            Phase::Relocking { timed_out } => {
                let result = has_timeout.then_some(timed_out.into());
                self.finish(result, |s| s.lock(me, at, Held::Write));
            }
            _ if self.thread().held[at] == Held::Write && lock.value == value => {
                self.enter(Phase::Waiting(at), |s| s.unlock(me, at));
            }
            _ => self.skip(),
        }
    }
}

impl State {
    pub(super) fn lock(&mut self, me: usize, at: usize, held: Held) {
        let (lock, thread) = (&mut self.locks[at], &mut self.threads[me]);
        match held {
            Held::Write => {
                lock.writer = true;
                lock.waiting &= !(1 << me);
            }
            _ => lock.readers += 1,
        }
        thread.held[at] = held;
        thread.poison |= u8::from(lock.poisoned) << at;
        if held == Held::Write {
            let is_queued = |thread: &&mut Thread| thread.phase == Phase::Queued(at);
            self.threads.iter_mut().filter(is_queued).for_each(|it| it.phase = Phase::Ready);
        }
    }

    /// Only a writer that panics poisons the lock.
    pub(super) fn unlock(&mut self, me: usize, at: usize) {
        let (lock, thread) = (&mut self.locks[at], &mut self.threads[me]);
        match std::mem::take(&mut thread.held[at]) {
            Held::No => {}
            Held::Read => lock.readers -= 1,
            Held::Write => {
                lock.writer = false;
                lock.poisoned |= thread.panicking;
            }
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
