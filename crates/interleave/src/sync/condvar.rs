//! `std::sync::Condvar`, with spurious wakeups, timeouts that may or may not fire, and a
//! `notify_one` that may wake any waiter.

use std::fmt;
use std::panic::Location;
use std::sync as real;
use std::sync::LockResult;
use std::time::Duration;

use super::lock::wrap;
use super::mutex::MutexGuard;
use crate::context;
use crate::coroutine;
use crate::object_handle::Handle;
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Op, Place, Timeout};
use crate::op_result::{OpResult, WakeReason};
use crate::runtime::Runtime;
use crate::thread_set::ThreadSet;
use crate::time::{Instant, timeout};

/// See [`std::sync::Condvar`].
pub struct Condvar {
    handle: Handle,
    inner: real::Condvar,
}

/// See [`std::sync::WaitTimeoutResult`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// See [`std::sync::WaitTimeoutResult::timed_out`].
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

impl Condvar {
    /// See [`std::sync::Condvar::new`].
    #[track_caller]
    pub const fn new() -> Self {
        Self { handle: Handle::new(), inner: real::Condvar::new() }
    }

    /// See [`std::sync::Condvar::wait`].
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        wrap(self.wait_for(guard, Timeout::Never, Location::caller()), |(guard, _)| guard)
    }

    /// See [`std::sync::Condvar::wait_while`].
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(guard.data()) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// See [`std::sync::Condvar::wait_timeout`].
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        time: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        self.wait_for(guard, timeout(time), Location::caller())
    }

    /// See [`std::sync::Condvar::wait_timeout_while`].
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        time: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        // Each call waits at least once, even if it is made again and again until time has passed.
        let start = Instant::unnoticed();
        loop {
            if !condition(guard.data()) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let left = match time.checked_sub(Instant::unnoticed().duration_since(start)) {
                Some(left) if !left.is_zero() => left,
                _ => return Ok((guard, WaitTimeoutResult(true))),
            };
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    /// See [`std::sync::Condvar::notify_one`].
    #[track_caller]
    pub fn notify_one(&self) {
        self.notify(Kind::NotifyOne, Location::caller(), real::Condvar::notify_one);
    }

    /// See [`std::sync::Condvar::notify_all`].
    #[track_caller]
    pub fn notify_all(&self) {
        self.notify(Kind::NotifyAll, Location::caller(), real::Condvar::notify_all);
    }

    fn notify(&self, kind: Kind, place: Place, real: fn(&real::Condvar)) {
        match self.perform(kind, place) {
            Some(_) => _ = context::with(|runtime| runtime.pause(place)),
            None => real(&self.inner),
        }
    }

    fn perform(&self, kind: Kind, place: Place) -> Option<OpResult> {
        context::with(|runtime| {
            let object = self.resolve(runtime);
            runtime.perform(Op { kind, object, place })
        })
    }

    fn resolve(&self, runtime: &Runtime) -> ObjectId {
        let model = || Model::Condvar { waiting: ThreadSet::EMPTY };
        self.handle.resolve(runtime, size_of::<Self>(), model).0
    }

    /// Waits in two steps: releases the mutex and waits; after waking, acquires the mutex again.
    fn wait_for<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Timeout,
        place: Place,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let (lock, mutex, inner) = guard.hand_over();
        if !coroutine::is_inside() {
            let wrapped = |inner| lock.guard(inner, None, place);
            return match timeout {
                Timeout::Never => {
                    wrap(self.inner.wait(inner), |inner| (wrapped(inner), WaitTimeoutResult(false)))
                }
                Timeout::After(time) => {
                    wrap(self.inner.wait_timeout(inner, time), |(inner, result)| {
                        (wrapped(inner), WaitTimeoutResult(result.timed_out()))
                    })
                }
            };
        }
        let mutex = mutex.expect("a guard created inside an exploration has an object");
        let mut inner = Some(inner);
        let result = self.wait_without(mutex, timeout, place, &mut || inner = None);
        wrap(lock.take(mutex, place), |guard| (guard, result))
    }

    /// Waits, and releases the mutex with `unlock`: compiled once, with the engine, and not again for every type of data.
    fn wait_without(
        &self,
        mutex: ObjectId,
        timeout: Timeout,
        place: Place,
        unlock: &mut dyn FnMut(),
    ) -> WaitTimeoutResult {
        let result = context::with(|runtime| {
            let object = self.resolve(runtime);
            runtime.perform(Op { kind: Kind::Wait { mutex, timeout }, object, place });
            unlock();
            runtime.perform(Op { kind: Kind::Wake { mutex, timeout }, object, place })
        });
        WaitTimeoutResult(result == Some(OpResult::Woken(WakeReason::TimedOut)))
    }
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}
