//! `std::sync::Mutex`: a real mutex that is locked when the scheduler allows it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync as real;
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::initial_value::InitialValue;
use crate::context;
use crate::object_handle::{Handle, TouchState};
use crate::objects::Model;
use crate::op::{Kind, Lock, ObjectId, Op, Place};
use crate::op_result::OpResult;
use crate::runtime::Runtime;

/// See [`std::sync::Mutex`].
pub struct Mutex<T: ?Sized> {
    handle: Handle,
    initial: InitialValue,
    inner: real::Mutex<T>,
}

/// See [`std::sync::MutexGuard`].
#[must_use = "if unused the Mutex will immediately unlock"]
#[clippy::has_significant_drop]
pub struct MutexGuard<'a, T: ?Sized + 'a> {
    lock: &'a Mutex<T>,
    /// `None` while a condition variable has it, and after the guard was dropped.
    inner: Option<real::MutexGuard<'a, T>>,
    /// The mutex in the execution of the guard; `None` outside an exploration.
    object: Option<ObjectId>,
    /// Whether the holder may have changed the data.
    changed: bool,
    taken: Place,
}

impl<T> Mutex<T> {
    /// See [`std::sync::Mutex::new`].
    #[track_caller]
    pub const fn new(value: T) -> Self {
        let initial = InitialValue::of(&value);
        Self { handle: Handle::new(), initial, inner: real::Mutex::new(value) }
    }

    /// See [`std::sync::Mutex::into_inner`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
    pub fn into_inner(self) -> LockResult<T> {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// See [`std::sync::Mutex::lock`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let place = Location::caller();
        match context::with(|runtime| {
            let object = self.resolve(runtime);
            runtime.perform(Op { kind: Kind::Lock, object, place });
            (object, self.take(runtime))
        }) {
            Some((object, taken)) => self.guard(taken, Some(object), place),
            None => self.guard(self.native().lock(), None, place),
        }
    }

    /// See [`std::sync::Mutex::try_lock`].
    ///
    /// # Errors
    /// If the mutex is held, or poisoned.
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let place = Location::caller();
        match context::with(|runtime| {
            let object = self.resolve(runtime);
            match runtime.perform(Op { kind: Kind::TryLock, object, place }) {
                OpResult::Yes => Some((object, self.take(runtime))),
                _ => None,
            }
        }) {
            Some(Some((object, taken))) => Ok(self.guard(taken, Some(object), place)?),
            Some(None) => Err(TryLockError::WouldBlock),
            None => match self.native().try_lock() {
                Ok(guard) => Ok(self.guard(Ok(guard), None, place)?),
                Err(TryLockError::Poisoned(error)) => Ok(self.guard(Err(error), None, place)?),
                Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
            },
        }
    }

    /// See [`std::sync::Mutex::is_poisoned`].
    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        let place = Location::caller();
        context::with(|runtime| {
            let kind = Kind::IsPoisoned { of: Lock::Mutex };
            runtime.perform(Op { kind, object: self.resolve(runtime), place });
            let poisoned = self.inner.is_poisoned();
            runtime.note(|| crate::trace::Value::show(&poisoned));
            poisoned
        })
        .unwrap_or_else(|| self.native().is_poisoned())
    }

    /// See [`std::sync::Mutex::clear_poison`].
    #[track_caller]
    pub fn clear_poison(&self) {
        let place = Location::caller();
        context::with(|runtime| {
            let kind = Kind::ClearPoison { of: Lock::Mutex };
            runtime.perform(Op { kind, object: self.resolve(runtime), place });
        });
        self.inner.clear_poison();
    }

    /// See [`std::sync::Mutex::get_mut`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.inner.get_mut()
    }

    /// The mutex for real threads.
    fn native(&self) -> &real::Mutex<T> {
        // If a guard was leaked, the mutex stays locked, as in std.
        self.handle.enter_real_threads(|| _ = self.reset());
        &self.inner
    }

    /// Resets the mutex to its initial value, or says why that is impossible.
    fn reset(&self) -> Result<(), String> {
        self.inner.clear_poison();
        let mut data = self.inner.try_lock().ok();
        self.initial.restore(data.as_deref_mut(), "Mutex", self.handle.created())
    }

    fn resolve(&self, runtime: &Runtime) -> ObjectId {
        let (object, touch) = self.handle.resolve(runtime, || Model::Mutex { owner: None });
        if touch == TouchState::Stale
            && let Err(words) = self.reset()
        {
            runtime.unsupported(words);
        }
        if touch != TouchState::Current {
            runtime
                .state(|state| state.objects[object as usize].zero_sized = self.initial.zero_sized);
        }
        object
    }

    /// Locks the real mutex, which the scheduler has found to be free. While an execution that is
    /// over unwinds, poison is ignored, because a destructor that unwraps the error would abort the
    /// process.
    fn take(&self, runtime: &Runtime) -> LockResult<real::MutexGuard<'_, T>> {
        loop {
            match self.inner.try_lock() {
                Ok(guard) => return Ok(guard),
                Err(TryLockError::Poisoned(error)) if runtime.is_abandoned() => {
                    return Ok(error.into_inner());
                }
                Err(TryLockError::Poisoned(error)) => return Err(error),
                Err(TryLockError::WouldBlock) => runtime.wait_for_unwinding(),
            }
        }
    }

    fn guard<'a>(
        &'a self,
        taken: LockResult<real::MutexGuard<'a, T>>,
        object: Option<ObjectId>,
        place: Place,
    ) -> LockResult<MutexGuard<'a, T>> {
        let wrap = |inner| MutexGuard {
            lock: self,
            inner: Some(inner),
            object,
            changed: false,
            taken: place,
        };
        match taken {
            Ok(guard) => Ok(wrap(guard)),
            Err(error) => Err(PoisonError::new(wrap(error.into_inner()))),
        }
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// Hands the mutex over to a condition variable: returns the real guard and the number of the
    /// mutex.
    pub(super) fn hand_over(mut self) -> (&'a Mutex<T>, Option<ObjectId>, real::MutexGuard<'a, T>) {
        let inner = self.inner.take().expect("a guard holds its lock until it goes");
        if let (Some(object), true) = (self.object, self.changed) {
            context::with(|runtime| runtime.state(|state| state.changed(state.current, object)));
        }
        (self.lock, self.object, inner)
    }

    /// The data, without counting as a change.
    pub(super) fn look_at(&mut self) -> &mut T {
        self.inner.as_mut().expect("a guard holds its lock until it goes")
    }

    /// The guard that a condition variable gives back.
    pub(super) fn take_back(
        lock: &'a Mutex<T>,
        object: ObjectId,
        place: Place,
    ) -> LockResult<Self> {
        let taken = context::with(|runtime| lock.take(runtime));
        let taken = taken.expect("the guard of an exploration comes back inside it");
        lock.guard(taken, Some(object), place)
    }

    /// The guard around a real one, outside an exploration.
    #[track_caller]
    pub(super) fn of_real(
        lock: &'a Mutex<T>,
        taken: LockResult<real::MutexGuard<'a, T>>,
    ) -> LockResult<Self> {
        lock.guard(taken, None, Location::caller())
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        let Some(object) = self.object else { return };
        let (place, changed) = (self.taken, self.changed);
        context::with(move |runtime| {
            runtime.release(Op { kind: Kind::Unlock, object, place }, changed, || drop(inner));
        });
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect("a guard holds its lock until it goes")
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.changed = true;
        self.inner.as_mut().expect("a guard holds its lock until it goes")
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
