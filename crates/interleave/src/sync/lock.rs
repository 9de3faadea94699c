//! What `Mutex` and `RwLock` share: a real lock that is acquired when the scheduler allows it.

use std::ops::Deref;
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::data_text::data_text;
use crate::context;
use crate::object_handle::{Handle, TouchState};
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Op, Place};
use crate::op_result::OpResult;
use crate::runtime::Runtime;

/// Acquires the real lock, which the scheduler has found to be free.
pub(super) fn take<G>(attempt: TryLockResult<G>) -> LockResult<G> {
    match attempt {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(error)) => Err(error),
        Err(TryLockError::WouldBlock) => {
            unreachable!("the model says that the lock is free, but it is held")
        }
    }
}

pub(super) fn wrap<G, H>(taken: LockResult<G>, guard: impl FnOnce(G) -> H) -> LockResult<H> {
    match taken {
        Ok(inner) => Ok(guard(inner)),
        Err(error) => Err(PoisonError::new(guard(error.into_inner()))),
    }
}

pub(super) fn try_wrap<G, H>(
    taken: TryLockResult<G>,
    guard: impl FnOnce(G) -> H,
) -> TryLockResult<H> {
    match taken {
        Ok(inner) => Ok(guard(inner)),
        Err(TryLockError::Poisoned(error)) => Ok(wrap(Err(error), guard)?),
        Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
    }
}

/// Releases the real lock and its model.
pub(super) fn release<T: ?Sized, G: Deref<Target = T>>(
    inner: Option<G>,
    object: Option<ObjectId>,
    kind: Kind,
    changed: bool,
    place: Place,
) {
    if let (Some(inner), Some(object)) = (inner, object) {
        let mut inner = Some(inner);
        announce_release(Op { kind, object, place }, changed, &mut |is_traced| {
            let inner = inner.take()?;
            if is_traced { data_text(&*inner) } else { None }
        });
    }
}

fn announce_release(op: Op, changed: bool, let_go: &mut dyn FnMut(bool) -> Option<String>) {
    context::with(|runtime| runtime.release(op, changed, let_go));
}

/// What the operations of a lock need that does not depend on the type of its data: they are compiled once, with the
/// engine, and not again for every type.
pub(super) struct RawLock<'a> {
    pub(super) handle: &'a Handle,
    /// That of the whole lock.
    pub(super) size: usize,
    pub(super) zero_sized: bool,
    pub(super) model: fn() -> Model,
    /// Resets the lock to its initial value, or says why that is impossible.
    pub(super) reset: &'a dyn Fn() -> Result<(), String>,
}

impl RawLock<'_> {
    /// Performs an operation; `None` outside an exploration.
    pub(super) fn perform(&self, kind: Kind, place: Place) -> Option<(ObjectId, OpResult)> {
        context::with(|runtime| {
            let object = self.resolve(runtime);
            (object, runtime.perform(Op { kind, object, place }))
        })
    }

    pub(super) fn resolve(&self, runtime: &Runtime) -> ObjectId {
        let (object, touch) = self.handle.resolve(runtime, self.size, self.model);
        if touch == TouchState::Stale
            && let Err(message) = (self.reset)()
        {
            runtime.unsupported(message);
        }
        if touch != TouchState::Current {
            runtime.state(|state| state.objects[object as usize].zero_sized = self.zero_sized);
        }
        object
    }

    /// Marks the lock as used on real threads.
    pub(super) fn enter_real_threads(&self) {
        self.handle.enter_real_threads(&|| _ = (self.reset)());
    }
}

/// Defines a lock type with everything but its ways to lock.
macro_rules! lock {
    ($(#[$doc:meta])* $name:ident, $exclusive:ident, $shared:ident, $model:expr) => {
        #[doc = concat!("See [`std::sync::", stringify!($name), "`].")]
        $(#[$doc])*
        pub struct $name<T: ?Sized> {
            handle: Handle,
            inner: Resettable<real::$name<T>>,
        }

        impl<T> $name<T> {
            #[doc = concat!("See [`std::sync::", stringify!($name), "::new`].")]
            #[track_caller]
            pub const fn new(value: T) -> Self {
                let inner = Resettable::new::<T>(real::$name::new(value));
                Self { handle: Handle::new(), inner }
            }

            #[doc = concat!("See [`std::sync::", stringify!($name), "::into_inner`].")]
            pub fn into_inner(self) -> LockResult<T> {
                self.inner.into_inner().into_inner()
            }
        }

        impl<T: ?Sized> $name<T> {
            #[doc = concat!("See [`std::sync::", stringify!($name), "::is_poisoned`].")]
            #[track_caller]
            pub fn is_poisoned(&self) -> bool {
                let kind = Kind::IsPoisoned { of: Lock::$name };
                if self.perform(kind, Location::caller()).is_none() {
                    return self.native().is_poisoned();
                }
                let poisoned = self.inner.get().is_poisoned();
                context::with(|runtime| runtime.trace_value(|| Value::show(&poisoned)));
                poisoned
            }

            #[doc = concat!("See [`std::sync::", stringify!($name), "::clear_poison`].")]
            #[track_caller]
            pub fn clear_poison(&self) {
                self.perform(Kind::ClearPoison { of: Lock::$name }, Location::caller());
                self.inner.get().clear_poison();
            }

            #[doc = concat!("See [`std::sync::", stringify!($name), "::get_mut`].")]
            pub fn get_mut(&mut self) -> LockResult<&mut T> {
                self.inner.get_mut().get_mut()
            }

            /// Performs an operation; `None` outside an exploration.
            fn perform(&self, kind: Kind, place: Place) -> Option<(ObjectId, OpResult)> {
                self.raw(&|| self.reset()).perform(kind, place)
            }

            fn raw<'a>(&'a self, reset: &'a dyn Fn() -> Result<(), String>) -> RawLock<'a> {
                let (size, zero_sized) = (size_of_val(self), self.inner.zero_sized);
                RawLock { handle: &self.handle, size, zero_sized, model: || $model, reset }
            }

            /// The lock for real threads.
            fn native(&self) -> &real::$name<T> {
                self.raw(&|| self.reset()).enter_real_threads();
                self.inner.get()
            }

            /// Resets the lock to its initial value, or says why that is impossible.
            fn reset(&self) -> Result<(), String> {
                let inner = self.inner.get();
                inner.clear_poison();
                let is_reset = self.inner.reset(inner.$exclusive().ok().as_deref_mut());
                is_reset.then_some(()).ok_or_else(|| {
                    messages::surviving_state(stringify!($name), self.handle.created())
                })
            }
        }

        impl<T: ?Sized + fmt::Debug> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if !coroutine::is_formatting() {
                    return self.inner.get().fmt(f);
                }
                let mut text = f.debug_struct(stringify!($name));
                match self.$shared() {
                    Ok(guard) => text.field("data", &&*guard),
                    Err(TryLockError::Poisoned(error)) => text.field("data", &&**error.get_ref()),
                    Err(TryLockError::WouldBlock) => text.field("data", &format_args!("<locked>")),
                };
                text.field("poisoned", &self.is_poisoned()).finish_non_exhaustive()
            }
        }

        impl<T: Default> Default for $name<T> {
            #[track_caller]
            fn default() -> Self {
                Self::new(T::default())
            }
        }

        impl<T> From<T> for $name<T> {
            #[track_caller]
            fn from(value: T) -> Self {
                Self::new(value)
            }
        }
    };
}

/// Defines a guard.
macro_rules! guard {
    ($name:ident, $must_use:literal, $unlock:expr $(, $field:ident: $type:ty)?) => {
        #[doc = concat!("See [`std::sync::", stringify!($name), "`].")]
        #[must_use = $must_use]
        #[clippy::has_significant_drop]
        pub struct $name<'a, T: ?Sized + 'a> {
            $($field: $type,)?
            /// `None` after the guard has given up its lock.
            inner: Option<real::$name<'a, T>>,
            /// The lock in the execution of the guard; `None` outside an exploration.
            object: Option<ObjectId>,
            /// Whether the holder may have changed the data.
            changed: bool,
            taken: Place,
        }

        impl<T: ?Sized> Drop for $name<'_, T> {
            fn drop(&mut self) {
                release(self.inner.take(), self.object, $unlock, self.changed, self.taken);
            }
        }

        impl<T: ?Sized> Deref for $name<'_, T> {
            type Target = T;

            fn deref(&self) -> &T {
                self.inner.as_ref().expect("a guard holds its lock until it is dropped")
            }
        }

        impl<T: ?Sized + fmt::Debug> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: ?Sized + fmt::Display> fmt::Display for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

/// Lets a guard change the data.
macro_rules! guard_mut {
    ($name:ident) => {
        impl<T: ?Sized> DerefMut for $name<'_, T> {
            fn deref_mut(&mut self) -> &mut T {
                self.changed = true;
                self.inner.as_mut().expect("a guard holds its lock until it is dropped")
            }
        }
    };
}

pub(super) use {guard, guard_mut, lock};
