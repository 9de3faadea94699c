//! `std::sync::Mutex`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync as real;
use std::sync::{LockResult, TryLockError, TryLockResult};

use super::lock::{RawLock, guard, guard_mut, lock, release, take, try_wrap, wrap};
use super::resettable::Resettable;
use crate::context;
use crate::coroutine;
use crate::messages;
use crate::object_handle::Handle;
use crate::objects::Model;
use crate::op::{Kind, Lock, ObjectId, Place};
use crate::op_result::OpResult;
use crate::trace::Value;

lock!(Mutex, try_lock, try_lock, Model::Mutex { owner: None });

guard!(
    MutexGuard,
    "if unused the Mutex will immediately unlock",
    Kind::Unlock,
    lock: &'a Mutex<T>
);
guard_mut!(MutexGuard);

impl<T: ?Sized> Mutex<T> {
    /// See [`std::sync::Mutex::lock`].
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let place = Location::caller();
        match self.perform(Kind::Lock, place) {
            Some((object, _)) => self.take(object, place),
            None => wrap(self.native().lock(), |inner| self.guard(inner, None, place)),
        }
    }

    /// See [`std::sync::Mutex::try_lock`].
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let place = Location::caller();
        match self.perform(Kind::TryLock, place) {
            Some((object, OpResult::Yes)) => Ok(self.take(object, place)?),
            Some(_) => Err(TryLockError::WouldBlock),
            None => try_wrap(self.native().try_lock(), |inner| self.guard(inner, None, place)),
        }
    }

    pub(super) fn take(&self, object: ObjectId, place: Place) -> LockResult<MutexGuard<'_, T>> {
        wrap(take(self.inner.get().try_lock()), |inner| self.guard(inner, Some(object), place))
    }

    pub(super) fn guard<'a>(
        &'a self,
        inner: real::MutexGuard<'a, T>,
        object: Option<ObjectId>,
        taken: Place,
    ) -> MutexGuard<'a, T> {
        MutexGuard { lock: self, inner: Some(inner), object, changed: false, taken }
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// Hands the mutex over to a condition variable: returns the real guard and the number of the
    /// mutex.
    pub(super) fn hand_over(mut self) -> (&'a Mutex<T>, Option<ObjectId>, real::MutexGuard<'a, T>) {
        let inner = self.inner.take().expect("a guard holds its lock until it is dropped");
        if let (Some(object), true) = (self.object, self.changed) {
            note_change(object);
        }
        (self.lock, self.object, inner)
    }

    /// The data, without counting as a change.
    pub(super) fn data(&mut self) -> &mut T {
        self.inner.as_mut().expect("a guard holds its lock until it is dropped")
    }
}

/// Notes that the current thread has changed the data of a mutex.
fn note_change(object: ObjectId) {
    context::with(|runtime| runtime.state(|state| state.changed(state.current, object)));
}
