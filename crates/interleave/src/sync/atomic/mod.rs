//! `std::sync::atomic`: every operation is a step of its own, with its memory ordering.

mod pointer;
mod simulated;

use std::fmt;
use std::panic::Location;
use std::sync::atomic as real;

pub use pointer::{AtomicPtr, Modeled};
pub use std::sync::atomic::{Ordering, compiler_fence};

use self::simulated::{Cell, Simulated};
use crate::context;
use crate::coroutine;
use crate::object_handle::Handle;
use crate::op::{Kind, NOTHING, Op};
use crate::op_result::AtomicOp;

/// The ordering of accesses to the real atomic: under exploration, only one OS thread uses it.
const UNSHARED: Ordering = Ordering::Relaxed;

/// A value in the representation of the scheduler.
trait Bits: Copy {
    fn to_bits(self) -> u64;
    fn of_bits(bits: u64) -> Self;
}

/// See [`std::sync::atomic::fence`].
#[track_caller]
pub fn fence(order: Ordering) {
    let place = Location::caller();
    let op = Op { kind: Kind::Fence, object: NOTHING, place };
    if order == Ordering::Relaxed {
        // Lets std panic.
        real::fence(order);
    }
    if context::with(|runtime| runtime.perform_fence(op, order)).is_none() {
        real::fence(order);
    }
}

/// Defines an atomic type with the methods that all of them share.
macro_rules! atomic {
    ($name:ident, $type:ty) => {
        #[doc = concat!("See [`std::sync::atomic::", stringify!($name), "`].")]
        pub struct $name {
            handle: Handle,
            initial: $type,
            inner: real::$name,
        }

        impl $name {
            /// Creates an atomic with this value.
            #[inline]
            #[track_caller]
            pub const fn new(value: $type) -> Self {
                Self { handle: Handle::new(), initial: value, inner: real::$name::new(value) }
            }

            /// Consumes the atomic and returns its value.
            #[inline]
            pub const fn into_inner(self) -> $type {
                self.inner.into_inner()
            }

            /// Returns a mutable reference to the value.
            #[inline]
            pub fn get_mut(&mut self) -> &mut $type {
                context::with(|runtime| runtime.state(|state| self.handle.resolve_atomic(state)));
                self.inner.get_mut()
            }

            /// Loads the value.
            #[inline]
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $type {
                if !coroutine::is_inside() {
                    return self.native().load(order);
                }
                let simulated = self.simulated();
                <$type>::of_bits(simulated.perform(&AtomicOp::Load, (order, order)).0)
            }

            /// Stores a value.
            #[inline]
            #[track_caller]
            pub fn store(&self, value: $type, order: Ordering) {
                if !coroutine::is_inside() {
                    return self.native().store(value, order);
                }
                let request = AtomicOp::Store(value.to_bits());
                self.simulated().perform(&request, (order, order));
            }

            /// Stores `new` if the value is `current`.
            #[inline]
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $type,
                new: $type,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$type, $type> {
                if !coroutine::is_inside() {
                    return self.native().compare_exchange(current, new, success, failure);
                }
                self.exchange([current, new], false, (success, failure))
            }

            /// Like [`compare_exchange`](Self::compare_exchange), but may fail spuriously, which
            /// exploration tries.
            #[inline]
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $type,
                new: $type,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$type, $type> {
                if !coroutine::is_inside() {
                    return self.native().compare_exchange_weak(current, new, success, failure);
                }
                self.exchange([current, new], true, (success, failure))
            }

            /// Repeatedly applies `f` until no other thread intervenes or `f` returns `None`.
            #[inline]
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
                    match self.compare_exchange(before, next, set, fetch) {
                        Ok(value) => return Ok(value),
                        Err(value) => before = value,
                    }
                }
                Err(before)
            }

            /// The same as [`fetch_update`](Self::fetch_update), which newer versions of std
            /// deprecate.
            #[inline]
            #[track_caller]
            pub fn try_update(
                &self,
                set: Ordering,
                fetch: Ordering,
                f: impl FnMut($type) -> Option<$type>,
            ) -> Result<$type, $type> {
                self.fetch_update(set, fetch, f)
            }

            /// Repeatedly applies `f` until no other thread intervenes, and returns the previous
            /// value.
            #[inline]
            #[track_caller]
            pub fn update(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut f: impl FnMut($type) -> $type,
            ) -> $type {
                match self.fetch_update(set, fetch, |value| Some(f(value))) {
                    Ok(before) | Err(before) => before,
                }
            }

            #[inline]
            #[track_caller]
            fn exchange(
                &self,
                [current, new]: [$type; 2],
                weak: bool,
                orders: (Ordering, Ordering),
            ) -> Result<$type, $type> {
                let (current, new) = (current.to_bits(), new.to_bits());
                let request = AtomicOp::CompareExchange { current, new, weak };
                let (read, wrote) = self.simulated().perform(&request, orders);
                let read = <$type>::of_bits(read);
                if wrote { Ok(read) } else { Err(read) }
            }

            /// The real atomic.
            fn native(&self) -> &real::$name {
                self.handle.enter_real_threads(&|| self.inner.store(self.initial, UNSHARED));
                &self.inner
            }

            #[inline]
            #[track_caller]
            fn modify(&self, order: Ordering, act: impl Fn(&real::$name) -> $type) -> $type {
                if !coroutine::is_inside() {
                    return act(self.native());
                }
                let update = |bits| {
                    let value = real::$name::new(<$type>::of_bits(bits));
                    act(&value);
                    value.into_inner().to_bits()
                };
                let simulated = self.simulated();
                let request = AtomicOp::Update(&update);
                <$type>::of_bits(simulated.perform(&request, (order, order)).0)
            }

            #[inline]
            fn simulated(&self) -> Simulated<'_> {
                let Self { handle, initial, inner } = self;
                Simulated { handle, cell: inner, initial: initial.to_bits() }
            }
        }

        impl Cell for real::$name {
            fn size(&self) -> usize {
                size_of::<$name>()
            }

            fn latest(&self) -> u64 {
                self.load(UNSHARED).to_bits()
            }

            fn put(&self, bits: u64) {
                self.store(<$type>::of_bits(bits), UNSHARED);
            }

            fn show(&self, bits: u64) -> String {
                crate::trace::Value::show(&<$type>::of_bits(bits))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match coroutine::is_formatting() {
                    true => self.load(Ordering::Relaxed).fmt(f),
                    false => self.inner.fmt(f),
                }
            }
        }

        impl Default for $name {
            #[inline]
            #[track_caller]
            fn default() -> Self {
                Self::new(<$type>::default())
            }
        }

        impl From<$type> for $name {
            #[inline]
            #[track_caller]
            fn from(value: $type) -> Self {
                Self::new(value)
            }
        }
    };
}

/// Defines operations that replace the value and return the previous one.
macro_rules! read_modify_write {
    ($name:ident, $type:ty: $($operation:ident),* $(,)?) => {
        impl $name {
            $(
                #[doc = concat!("See [`std::sync::atomic::", stringify!($name), "::", stringify!($operation), "`].")]
                #[inline]
            #[track_caller]
                pub fn $operation(&self, value: $type, order: Ordering) -> $type {
                    self.modify(order, |inner| inner.$operation(value, order))
                }
            )*
        }
    };
}

macro_rules! atomic_integer {
    ($($name:ident $type:ty),* $(,)?) => {$(
        atomic!($name, $type);

        impl Bits for $type {
            fn to_bits(self) -> u64 {
                self as u64
            }

            fn of_bits(bits: u64) -> Self {
                bits as Self
            }
        }

        read_modify_write!(
            $name, $type: swap, fetch_add, fetch_sub, fetch_and, fetch_nand, fetch_or, fetch_xor,
            fetch_max, fetch_min
        );
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

impl Bits for bool {
    fn to_bits(self) -> u64 {
        self.into()
    }

    fn of_bits(bits: u64) -> Self {
        bits != 0
    }
}

read_modify_write!(AtomicBool, bool: swap, fetch_and, fetch_nand, fetch_or, fetch_xor);

impl AtomicBool {
    /// Negates the value and returns the previous one.
    #[inline]
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}
