//! Loops that wait by polling, and do not give up.
use super::super::std_api::thread;
use super::thread::{TIMEOUT, Thread};
use crate::program::{MUTEXES, MutexOp, Pause};
use std::sync::atomic::Ordering::SeqCst;

fn pause(pause: Pause) {
    match pause {
        Pause::Spin => {}
        Pause::Yield => thread::yield_now(),
        Pause::Sleep => thread::sleep(TIMEOUT),
    }
}

impl Thread<'_, '_, '_> {
    pub(super) fn poll_atomic(&self, at: usize, how: Pause) {
        while self.shared.atomics[at].load(SeqCst) == 0 {
            pause(how);
        }
    }

    /// Polls a mutex that this thread does not hold.
    pub(super) fn poll_mutex(&mut self, at: usize, op: MutexOp) {
        let (next, shared) = ((at + 1) % MUTEXES, self.shared);
        match op {
            MutexOp::Poll(how) => loop {
                if let Some(guard) = self.try_acquire(at, shared.mutexes[at].try_lock())
                    && *guard != 0
                {
                    break;
                }
                pause(how);
            },
            MutexOp::Pop(how) => loop {
                let mut guard = self.acquire(at, shared.mutexes[at].lock());
                if *guard != 0 {
                    *guard -= 1;
                    break;
                }
                drop(guard);
                pause(how);
            },
            MutexOp::BackOff(how) if self.mutexes[next].is_none() => loop {
                let guard = self.acquire(at, shared.mutexes[at].lock());
                self.mutexes[next] = self.try_acquire(next, shared.mutexes[next].try_lock());
                if self.mutexes[next].is_some() {
                    self.mutexes[at] = Some(guard);
                    break;
                }
                drop(guard);
                pause(how);
            },
            _ => {}
        }
    }
}
