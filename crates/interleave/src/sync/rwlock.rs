//! `std::sync::RwLock`: a real lock that is acquired when the scheduler allows it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync as real;
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::initial_value::InitialValue;
use crate::context;
use crate::object_handle::{Handle, TouchState};
use crate::objects::{Holders, Model};
use crate::op::{Kind, Lock, ObjectId, Op, Place};
use crate::op_result::OpResult;
use crate::runtime::Runtime;

/// See [`std::sync::RwLock`].
///
/// Under exploration, a reader may acquire the lock while a writer waits; std leaves that open.
pub struct RwLock<T: ?Sized> {
    handle: Handle,
    initial: InitialValue,
    inner: real::RwLock<T>,
}

/// See [`std::sync::RwLockReadGuard`].
#[must_use = "if unused the RwLock will immediately unlock"]
#[clippy::has_significant_drop]
pub struct RwLockReadGuard<'a, T: ?Sized + 'a> {
    inner: Option<real::RwLockReadGuard<'a, T>>,
    /// The lock in the execution of the guard; `None` outside an exploration.
    object: Option<ObjectId>,
    taken: Place,
}

/// See [`std::sync::RwLockWriteGuard`].
#[must_use = "if unused the RwLock will immediately unlock"]
#[clippy::has_significant_drop]
pub struct RwLockWriteGuard<'a, T: ?Sized + 'a> {
    inner: Option<real::RwLockWriteGuard<'a, T>>,
    object: Option<ObjectId>,
    /// Whether the holder may have changed the data.
    changed: bool,
    taken: Place,
}

impl<T> RwLock<T> {
    /// See [`std::sync::RwLock::new`].
    #[track_caller]
    pub const fn new(value: T) -> Self {
        let initial = InitialValue::of(&value);
        Self { handle: Handle::new(), initial, inner: real::RwLock::new(value) }
    }

    /// See [`std::sync::RwLock::into_inner`].
    ///
    /// # Errors
    /// If the lock is poisoned.
    pub fn into_inner(self) -> LockResult<T> {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    /// See [`std::sync::RwLock::read`].
    ///
    /// # Errors
    /// If the lock is poisoned.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        let Some((object, _)) = self.visit(Kind::Read, place) else {
            return wrap(self.native().read(), |inner| reading(inner, None, place));
        };
        wrap(take(|| self.inner.try_read()), |inner| reading(inner, Some(object), place))
    }

    /// See [`std::sync::RwLock::write`].
    ///
    /// # Errors
    /// If the lock is poisoned.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        let Some((object, _)) = self.visit(Kind::Write, place) else {
            return wrap(self.native().write(), |inner| writing(inner, None, place));
        };
        wrap(take(|| self.inner.try_write()), |inner| writing(inner, Some(object), place))
    }

    /// See [`std::sync::RwLock::try_read`].
    ///
    /// # Errors
    /// If the lock is held by a writer, or poisoned.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        match self.visit(Kind::TryRead, place) {
            None => try_wrap(self.native().try_read(), |inner| reading(inner, None, place)),
            Some((object, OpResult::Yes)) => Ok(wrap(take(|| self.inner.try_read()), |inner| {
                reading(inner, Some(object), place)
            })?),
            Some(_) => Err(TryLockError::WouldBlock),
        }
    }

    /// See [`std::sync::RwLock::try_write`].
    ///
    /// # Errors
    /// If the lock is held, or poisoned.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        match self.visit(Kind::TryWrite, place) {
            None => try_wrap(self.native().try_write(), |inner| writing(inner, None, place)),
            Some((object, OpResult::Yes)) => Ok(wrap(take(|| self.inner.try_write()), |inner| {
                writing(inner, Some(object), place)
            })?),
            Some(_) => Err(TryLockError::WouldBlock),
        }
    }

    /// See [`std::sync::RwLock::is_poisoned`].
    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        let place = Location::caller();
        context::with(|runtime| {
            let kind = Kind::IsPoisoned { of: Lock::RwLock };
            runtime.perform(Op { kind, object: self.resolve(runtime), place });
            let poisoned = self.inner.is_poisoned();
            runtime.note(|| crate::trace::Value::show(&poisoned));
            poisoned
        })
        .unwrap_or_else(|| self.native().is_poisoned())
    }

    /// See [`std::sync::RwLock::clear_poison`].
    #[track_caller]
    pub fn clear_poison(&self) {
        let place = Location::caller();
        context::with(|runtime| {
            let kind = Kind::ClearPoison { of: Lock::RwLock };
            runtime.perform(Op { kind, object: self.resolve(runtime), place });
        });
        self.inner.clear_poison();
    }

    /// See [`std::sync::RwLock::get_mut`].
    ///
    /// # Errors
    /// If the lock is poisoned.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.inner.get_mut()
    }

    fn visit(&self, kind: Kind, place: Place) -> Option<(ObjectId, OpResult)> {
        context::with(|runtime| {
            let object = self.resolve(runtime);
            (object, runtime.perform(Op { kind, object, place }))
        })
    }

    /// The lock for real threads.
    fn native(&self) -> &real::RwLock<T> {
        // If a guard was leaked, the lock stays locked, as in std.
        self.handle.enter_real_threads(|| _ = self.reset());
        &self.inner
    }

    /// Resets the lock to its initial value, or says why that is impossible.
    fn reset(&self) -> Result<(), String> {
        self.inner.clear_poison();
        let mut data = self.inner.try_write().ok();
        self.initial.restore(data.as_deref_mut(), "RwLock", self.handle.created())
    }

    fn resolve(&self, runtime: &Runtime) -> ObjectId {
        let (object, touch) = self.handle.resolve(runtime, || Model::RwLock(Holders::default()));
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
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// See [`std::sync::RwLockWriteGuard::downgrade`].
    pub fn downgrade(mut guard: Self) -> RwLockReadGuard<'a, T> {
        let inner = guard.inner.take().expect("a guard holds its lock until it goes");
        let (object, taken) = (guard.object, guard.taken);
        let Some(object) = object else {
            return reading(real::RwLockWriteGuard::downgrade(inner), None, taken);
        };
        let mut kept = None;
        context::with(|runtime| {
            let op = Op { kind: Kind::WriteUnlock, object, place: taken };
            runtime.release(op, guard.changed, || {
                kept = Some(real::RwLockWriteGuard::downgrade(inner));
            });
            runtime.state(|state| state.stay_as_reader(object, taken));
        });
        reading(kept.expect("the lock was let go"), Some(object), taken)
    }
}

/// Acquires the real lock, which the scheduler has found to be free; see `Mutex::take`.
fn take<G>(mut attempt: impl FnMut() -> TryLockResult<G>) -> LockResult<G> {
    loop {
        match attempt() {
            Ok(guard) => return Ok(guard),
            Err(TryLockError::Poisoned(error)) => {
                let abandoned = context::with(Runtime::is_abandoned);
                return if abandoned == Some(true) { Ok(error.into_inner()) } else { Err(error) };
            }
            Err(TryLockError::WouldBlock) => {
                context::with(|runtime| runtime.wait_for_unwinding());
            }
        }
    }
}

fn wrap<G, H>(taken: LockResult<G>, guard: impl FnOnce(G) -> H) -> LockResult<H> {
    match taken {
        Ok(inner) => Ok(guard(inner)),
        Err(error) => Err(PoisonError::new(guard(error.into_inner()))),
    }
}

fn try_wrap<G, H>(taken: TryLockResult<G>, guard: impl FnOnce(G) -> H) -> TryLockResult<H> {
    match taken {
        Ok(inner) => Ok(guard(inner)),
        Err(TryLockError::Poisoned(error)) => {
            Err(TryLockError::Poisoned(PoisonError::new(guard(error.into_inner()))))
        }
        Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
    }
}

fn reading<'a, T: ?Sized>(
    inner: real::RwLockReadGuard<'a, T>,
    object: Option<ObjectId>,
    taken: Place,
) -> RwLockReadGuard<'a, T> {
    RwLockReadGuard { inner: Some(inner), object, taken }
}

fn writing<'a, T: ?Sized>(
    inner: real::RwLockWriteGuard<'a, T>,
    object: Option<ObjectId>,
    taken: Place,
) -> RwLockWriteGuard<'a, T> {
    RwLockWriteGuard { inner: Some(inner), object, changed: false, taken }
}

/// Releases the real lock and its model.
fn release<G>(inner: Option<G>, object: Option<ObjectId>, kind: Kind, changed: bool, place: Place) {
    let (Some(inner), Some(object)) = (inner, object) else {
        return;
    };
    context::with(move |runtime| {
        runtime.release(Op { kind, object, place }, changed, || drop(inner));
    });
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        release(self.inner.take(), self.object, Kind::ReadUnlock, false, self.taken);
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        release(self.inner.take(), self.object, Kind::WriteUnlock, self.changed, self.taken);
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect("a guard holds its lock until it goes")
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect("a guard holds its lock until it goes")
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.changed = true;
        self.inner.as_mut().expect("a guard holds its lock until it goes")
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
