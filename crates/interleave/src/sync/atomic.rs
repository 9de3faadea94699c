//! `std::sync::atomic`: every operation is a step of its own. Memory is sequentially consistent for
//! now, whatever order an operation names.

use std::fmt;
use std::panic::Location;
use std::sync::atomic as real;

pub use std::sync::atomic::{Ordering, compiler_fence};

use crate::answer::Effect;
use crate::context;
use crate::coroutine;
use crate::handle::{Handle, History};
use crate::objects::Model;
use crate::op::{Access, Kind, Op};
use crate::report::words;

const READ: Effect = Effect { access: Access::Read, changed: false };

fn written(changed: bool) -> Effect {
    Effect { access: Access::Write, changed }
}

/// See [`std::sync::atomic::fence`].
#[track_caller]
pub fn fence(order: Ordering) {
    let place = Location::caller();
    let op = Op { kind: Kind::Fence, object: crate::op::NOTHING, place };
    if context::with(|runtime| runtime.visit(op)).is_none() {
        real::fence(order);
    }
}

/// An atomic type with what all of them have.
macro_rules! atomic {
    ($name:ident, $type:ty $(, $parameter:ident)?) => {
        #[doc = concat!("See [`std::sync::atomic::", stringify!($name), "`].")]
        pub struct $name $(<$parameter>)? {
            handle: Handle,
            initial: $type,
            inner: real::$name $(<$parameter>)?,
        }

        impl $(<$parameter>)? $name $(<$parameter>)? {
            /// A new atomic.
            #[track_caller]
            pub const fn new(value: $type) -> Self {
                Self { handle: Handle::new(), initial: value, inner: real::$name::new(value) }
            }

            /// The value of an atomic that nobody else can reach.
            pub const fn into_inner(self) -> $type {
                self.inner.into_inner()
            }

            /// The value of an atomic that nobody else can reach, to change in place.
            pub fn get_mut(&mut self) -> &mut $type {
                context::with(|runtime| self.handle.resolve(runtime, || Model::Atomic));
                self.inner.get_mut()
            }

            /// Reads the value.
            ///
            /// # Panics
            /// If `order` is `Release` or `AcqRel`.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $type {
                self.visit(Kind::Load, |inner| (inner.load(order), READ), words::value)
            }

            /// Writes the value.
            ///
            /// # Panics
            /// If `order` is `Acquire` or `AcqRel`.
            #[track_caller]
            pub fn store(&self, value: $type, order: Ordering) {
                self.visit(
                    Kind::Store,
                    |inner| {
                        let before = inner.load(Ordering::Relaxed);
                        inner.store(value, order);
                        ((), written(before != value))
                    },
                    |()| words::value(&value),
                );
            }

            /// Writes the value and returns the one before.
            #[track_caller]
            pub fn swap(&self, value: $type, order: Ordering) -> $type {
                self.update(|inner| inner.swap(value, order))
            }

            /// Writes `new` if the value is `current`.
            ///
            /// # Errors
            /// The value, if it is another one.
            ///
            /// # Panics
            /// If `failure` is `Release` or `AcqRel`.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $type,
                new: $type,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$type, $type> {
                self.visit(
                    Kind::CompareExchange,
                    |inner| {
                        let result = inner.compare_exchange(current, new, success, failure);
                        let effect = if result.is_ok() { written(current != new) } else { READ };
                        (result, effect)
                    },
                    |result| match result {
                        Ok(before) => words::change(before, &new),
                        Err(found) => words::other_value(found, &current),
                    },
                )
            }

            /// The same as [`compare_exchange`](Self::compare_exchange): under exploration it fails
            /// only when the value is another one.
            ///
            /// # Errors
            /// The value, if it is another one.
            ///
            /// # Panics
            /// If `failure` is `Release` or `AcqRel`.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $type,
                new: $type,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$type, $type> {
                self.compare_exchange(current, new, success, failure)
            }

            /// Applies `f` again and again until nobody came between, or `f` says `None`.
            ///
            /// # Errors
            /// The value, if `f` says `None`.
            ///
            /// # Panics
            /// If `fetch` is `Release` or `AcqRel`, or if `f` panics.
            #[track_caller]
            pub fn fetch_update<F>(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut f: F,
            ) -> Result<$type, $type>
            where
                F: FnMut($type) -> Option<$type>,
            {
                let mut before = self.load(fetch);
                while let Some(next) = f(before) {
                    match self.compare_exchange_weak(before, next, set, fetch) {
                        Ok(value) => return Ok(value),
                        Err(value) => before = value,
                    }
                }
                Err(before)
            }

            #[track_caller]
            fn update(&self, act: impl FnOnce(&real::$name $(<$parameter>)?) -> $type) -> $type {
                self.visit(
                    Kind::Update,
                    |inner| {
                        let before = act(inner);
                        let after = inner.load(Ordering::Relaxed);
                        ((before, after), written(before != after))
                    },
                    |(before, after)| words::change(before, after),
                )
                .0
            }

            #[track_caller]
            fn visit<R>(
                &self,
                kind: Kind,
                act: impl FnOnce(&real::$name $(<$parameter>)?) -> (R, Effect),
                text: impl FnOnce(&R) -> String,
            ) -> R {
                let place = Location::caller();
                if !coroutine::is_inside() {
                    return act(&self.inner).0;
                }
                let visited = context::with(|runtime| {
                    let (object, history) = self.handle.resolve(runtime, || Model::Atomic);
                    if history != History::Known {
                        // What an earlier execution left in a `static` is none of this one's.
                        self.inner.store(self.initial, Ordering::SeqCst);
                    }
                    let result =
                        runtime.visit_atomic(Op { kind, object, place }, || act(&self.inner));
                    runtime.note(|| text(&result));
                    result
                });
                visited.expect("a runtime is there inside an exploration")
            }
        }

        impl $(<$parameter>)? fmt::Debug for $name $(<$parameter>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.inner.fmt(f)
            }
        }

        impl $(<$parameter>)? From<$type> for $name $(<$parameter>)? {
            #[track_caller]
            fn from(value: $type) -> Self {
                Self::new(value)
            }
        }
    };
}

/// An operation that computes the new value from the one before.
macro_rules! fetch {
    ($name:ident, $type:ty: $($operation:ident $does:literal),* $(,)?) => {
        impl $name {
            $(
                #[doc = concat!($does, " and returns the value before.")]
                #[track_caller]
                pub fn $operation(&self, value: $type, order: Ordering) -> $type {
                    self.update(|inner| inner.$operation(value, order))
                }
            )*
        }
    };
}

macro_rules! atomic_integer {
    ($($name:ident $type:ty),* $(,)?) => {$(
        atomic!($name, $type);
        fetch!($name, $type:
            fetch_add "Adds, wrapping around at the bounds,",
            fetch_sub "Subtracts, wrapping around at the bounds,",
            fetch_and "Takes the bits that both have",
            fetch_nand "Takes the bits that not both have",
            fetch_or "Takes the bits that either has",
            fetch_xor "Takes the bits that one of them has",
            fetch_max "Takes the larger",
            fetch_min "Takes the smaller",
        );

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                Self::new(<$type>::default())
            }
        }
    )*};
}

atomic_integer!(
    AtomicI8 i8,
    AtomicU8 u8,
    AtomicI16 i16,
    AtomicU16 u16,
    AtomicI32 i32,
    AtomicU32 u32,
    AtomicI64 i64,
    AtomicU64 u64,
    AtomicIsize isize,
    AtomicUsize usize,
);

atomic!(AtomicBool, bool);
fetch!(AtomicBool, bool:
    fetch_and "Takes whether both hold",
    fetch_nand "Takes whether not both hold",
    fetch_or "Takes whether either holds",
    fetch_xor "Takes whether one of them holds",
);

impl AtomicBool {
    /// Turns the value around and returns the one before.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}

impl Default for AtomicBool {
    #[track_caller]
    fn default() -> Self {
        Self::new(false)
    }
}
