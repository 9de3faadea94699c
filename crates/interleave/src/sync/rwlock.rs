//! `std::sync::RwLock`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::sync as real;
use std::sync::{LockResult, TryLockError, TryLockResult};

use super::data_text::data_text;
use super::lock::{RawLock, guard, guard_mut, lock, release, take, try_wrap, wrap};
use super::resettable::Resettable;
use crate::context;
use crate::coroutine;
use crate::messages;
use crate::object_handle::Handle;
use crate::objects::{Holders, Model};
use crate::op::{Kind, Lock, ObjectId, Op, Place};
use crate::op_result::OpResult;
use crate::trace::Value;

lock!(
    ///
    /// Under exploration, a reader that arrives while a writer waits may overtake the writer or have to
    /// wait for it; std leaves that open.
    RwLock,
    try_write,
    try_read,
    Model::RwLock(Holders::default())
);

guard!(RwLockReadGuard, "if unused the RwLock will immediately unlock", Kind::ReadUnlock);
guard!(RwLockWriteGuard, "if unused the RwLock will immediately unlock", Kind::WriteUnlock);
guard_mut!(RwLockWriteGuard);

impl<T: ?Sized> RwLock<T> {
    /// Waits until the lock can be read; `None` outside an exploration.
    fn wait_to_read(&self, place: Place) -> Option<ObjectId> {
        self.raw(&|| self.reset()).wait_to_read(place)
    }

    /// Waits until the lock can be written; `None` outside an exploration.
    fn wait_to_write(&self, place: Place) -> Option<ObjectId> {
        self.raw(&|| self.reset()).wait_to_write(place)
    }
}

impl RawLock<'_> {
    fn wait_to_read(&self, place: Place) -> Option<ObjectId> {
        context::with(|runtime| {
            let object = self.resolve(runtime);
            let queues = runtime.state(|state| state.queues_readers);
            let mut kind = if queues { Kind::ReadStart } else { Kind::Read };
            while runtime.perform(Op { kind, object, place }) == OpResult::No {
                kind = Kind::ReadQueued;
            }
            object
        })
    }

    fn wait_to_write(&self, place: Place) -> Option<ObjectId> {
        context::with(|runtime| {
            let object = self.resolve(runtime);
            if runtime.state(|state| state.queues_readers) {
                runtime.perform(Op { kind: Kind::WriteStart, object, place });
            }
            runtime.perform(Op { kind: Kind::Write, object, place });
            object
        })
    }
}

/// Defines a pair of ways to lock, blocking and not.
macro_rules! ways_to_lock {
    ($lock:ident, $try_lock:ident, $guard:ident, $wait:ident, $try_kind:expr) => {
        impl<T: ?Sized> RwLock<T> {
            #[doc = concat!("See [`std::sync::RwLock::", stringify!($lock), "`].")]
            #[track_caller]
            pub fn $lock(&self) -> LockResult<$guard<'_, T>> {
                let place = Location::caller();
                match self.$wait(place) {
                    Some(object) => wrap(take(self.inner.get().$try_lock()), |inner| {
                        $guard::new(inner, Some(object), place)
                    }),
                    None => wrap(self.native().$lock(), |inner| $guard::new(inner, None, place)),
                }
            }

            #[doc = concat!("See [`std::sync::RwLock::", stringify!($try_lock), "`].")]
            #[track_caller]
            pub fn $try_lock(&self) -> TryLockResult<$guard<'_, T>> {
                let place = Location::caller();
                match self.perform($try_kind, place) {
                    Some((object, OpResult::Yes)) => {
                        Ok(wrap(take(self.inner.get().$try_lock()), |inner| {
                            $guard::new(inner, Some(object), place)
                        })?)
                    }
                    Some(_) => Err(TryLockError::WouldBlock),
                    None => {
                        try_wrap(self.native().$try_lock(), |inner| $guard::new(inner, None, place))
                    }
                }
            }
        }

        impl<'a, T: ?Sized> $guard<'a, T> {
            fn new(inner: real::$guard<'a, T>, object: Option<ObjectId>, taken: Place) -> Self {
                Self { inner: Some(inner), object, changed: false, taken }
            }
        }
    };
}

ways_to_lock!(read, try_read, RwLockReadGuard, wait_to_read, Kind::TryRead);
ways_to_lock!(write, try_write, RwLockWriteGuard, wait_to_write, Kind::TryWrite);

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// See [`std::sync::RwLockWriteGuard::downgrade`].
    pub fn downgrade(mut guard: Self) -> RwLockReadGuard<'a, T> {
        let inner = guard.inner.take().expect("a guard holds its lock until it is dropped");
        let (object, taken) = (guard.object, guard.taken);
        let Some(object) = object else {
            return RwLockReadGuard::new(real::RwLockWriteGuard::downgrade(inner), None, taken);
        };
        let (mut inner, mut read) = (Some(inner), None);
        context::with(|runtime| {
            let op = Op { kind: Kind::WriteUnlock, object, place: taken };
            runtime.release(op, guard.changed, &mut |is_traced| {
                let inner = inner.take()?;
                let text = if is_traced { data_text(&*inner) } else { None };
                read = Some(real::RwLockWriteGuard::downgrade(inner));
                text
            });
            runtime.state(|state| state.stay_as_reader(object, taken));
        });
        RwLockReadGuard::new(read.expect("the lock was downgraded"), Some(object), taken)
    }
}
