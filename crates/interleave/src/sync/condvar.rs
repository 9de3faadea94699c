//! `std::sync::Condvar`, with spurious wakeups, timeouts that may or may not fire, and a
//! `notify_one` that may wake any waiter.

use std::fmt;
use std::panic::Location;
use std::sync as real;
use std::sync::{LockResult, PoisonError};
use std::time::Duration;

use super::mutex::MutexGuard;
use crate::context;
use crate::coroutine;
use crate::object_handle::Handle;
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Op, Place, Timeout};
use crate::op_result::{OpResult, WakeReason};
use crate::runtime::Runtime;
use crate::thread_set::ThreadSet;

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
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        if coroutine::is_inside() {
            return drop_second(self.wait_for(guard, Timeout::Never, Location::caller()));
        }
        let (lock, _, inner) = guard.hand_over();
        MutexGuard::of_real(lock, self.inner.wait(inner))
    }

    /// See [`std::sync::Condvar::wait_while`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(guard.look_at()) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// See [`std::sync::Condvar::wait_timeout`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        time: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        if coroutine::is_inside() {
            return self.wait_for(guard, Timeout::After(time), Location::caller());
        }
        let (lock, _, inner) = guard.hand_over();
        match self.inner.wait_timeout(inner, time) {
            Ok((inner, result)) => {
                let result = WaitTimeoutResult(result.timed_out());
                with_second(MutexGuard::of_real(lock, Ok(inner)), result)
            }
            Err(error) => {
                let (inner, result) = error.into_inner();
                let result = WaitTimeoutResult(result.timed_out());
                with_second(MutexGuard::of_real(lock, Err(PoisonError::new(inner))), result)
            }
        }
    }

    /// See [`std::sync::Condvar::wait_timeout_while`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
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
        let start = crate::time::Instant::now();
        loop {
            if !condition(guard.look_at()) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let left = match time.checked_sub(start.elapsed()) {
                Some(left) if !left.is_zero() => left,
                _ => return Ok((guard, WaitTimeoutResult(true))),
            };
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    /// See [`std::sync::Condvar::notify_one`].
    #[track_caller]
    pub fn notify_one(&self) {
        if self.visit(Kind::NotifyOne, Location::caller()).is_none() {
            self.inner.notify_one();
        }
    }

    /// See [`std::sync::Condvar::notify_all`].
    #[track_caller]
    pub fn notify_all(&self) {
        if self.visit(Kind::NotifyAll, Location::caller()).is_none() {
            self.inner.notify_all();
        }
    }

    fn visit(&self, kind: Kind, place: Place) -> Option<OpResult> {
        context::with(|runtime| {
            let object = self.resolve(runtime);
            runtime.perform(Op { kind, object, place })
        })
    }

    fn resolve(&self, runtime: &Runtime) -> ObjectId {
        self.handle.resolve(runtime, || Model::Condvar { waiting: ThreadSet::EMPTY }).0
    }

    /// Waits in two steps: releases the mutex and waits; after waking, acquires the mutex again.
    fn wait_for<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Timeout,
        place: Place,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let (lock, mutex, inner) = guard.hand_over();
        let mutex = mutex.expect("a guard of an exploration knows its mutex");
        let answer = context::with(|runtime| {
            let object = self.resolve(runtime);
            runtime.perform_wait(Op { kind: Kind::Wait { mutex, timeout }, object, place }, || {
                drop(inner)
            });
            runtime.perform(Op { kind: Kind::Wake { mutex, timeout }, object, place })
        });
        let timed_out = answer == Some(OpResult::Woken(WakeReason::TimedOut));
        with_second(MutexGuard::take_back(lock, mutex, place), WaitTimeoutResult(timed_out))
    }
}

fn with_second<A, B>(result: LockResult<A>, second: B) -> LockResult<(A, B)> {
    match result {
        Ok(first) => Ok((first, second)),
        Err(error) => Err(PoisonError::new((error.into_inner(), second))),
    }
}

fn drop_second<A, B>(result: LockResult<(A, B)>) -> LockResult<A> {
    match result {
        Ok((first, _)) => Ok(first),
        Err(error) => Err(PoisonError::new(error.into_inner().0)),
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
