//! `thread_local!`: each simulated thread has its own value, initialized anew in each execution.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::sync::OnceLock;
use std::thread as real;
use std::thread::AccessError;

use crate::context;

/// See [`std::thread::LocalKey`].
pub struct LocalKey<T: 'static> {
    init: fn() -> T,
    real: fn() -> &'static real::LocalKey<T>,
}

impl<T: 'static> LocalKey<T> {
    /// Used by [`thread_local!`](crate::thread_local).
    #[doc(hidden)]
    pub const fn new(init: fn() -> T, real: fn() -> &'static real::LocalKey<T>) -> Self {
        Self { init, real }
    }

    /// See [`std::thread::LocalKey::with`].
    pub fn with<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        match self.simulated(self.init) {
            Some(value) => f(&accessible(value)),
            None => (self.real)().with(f),
        }
    }

    /// See [`std::thread::LocalKey::try_with`].
    pub fn try_with<F, R>(&'static self, f: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        match self.simulated(self.init) {
            Some(value) => value.map(|value| f(&value)),
            None => (self.real)().try_with(f),
        }
    }

    /// The value of the simulated thread, which is `init` at first, or an error while and after it is dropped.
    fn simulated(&'static self, init: impl FnOnce() -> T) -> Option<Result<Rc<T>, AccessError>> {
        context::with(|runtime| {
            let key = std::ptr::from_ref(self).addr();
            let thread = runtime.current();
            let value = match runtime.locals.get(thread, key) {
                Some(value) => value.ok_or_else(access_error)?,
                None => {
                    let value: Rc<dyn Any> = Rc::new(init());
                    let needs_drop = std::mem::needs_drop::<T>();
                    runtime.locals.set(thread, key, Rc::clone(&value), needs_drop);
                    value
                }
            };
            Ok(value.downcast().expect("a key has values of one type"))
        })
    }
}

fn accessible<T>(value: Result<Rc<T>, AccessError>) -> Rc<T> {
    value.unwrap_or_else(|error| {
        panic!("cannot access a Thread Local Storage value during or after destruction: {error:?}")
    })
}

/// The error of std, which only std can make: in the destructor of a thread-local value.
fn access_error() -> AccessError {
    static ERROR: OnceLock<AccessError> = OnceLock::new();

    struct Probe;

    impl Drop for Probe {
        fn drop(&mut self) {
            if let Err(error) = PROBE.try_with(|_| ()) {
                ERROR.get_or_init(|| error);
            }
        }
    }

    ::std::thread_local!(static PROBE: Probe = const { Probe });

    if ERROR.get().is_none() {
        let probe = real::spawn(|| PROBE.with(|_| ()));
        probe.join().expect("the thread only drops its value");
    }
    *ERROR.get().expect("std reports an access to a value that is being dropped")
}

/// Defines the methods that keys of `Cell` and of `RefCell` share.
macro_rules! cell_methods {
    ($cell:ident) => {
        impl<T: 'static> LocalKey<$cell<T>> {
            /// See [`std::thread::LocalKey::set`].
            pub fn set(&'static self, value: T) {
                let mut first = Some($cell::new(value));
                let cell = self.simulated(|| first.take().expect("a key is initialized once"));
                let cell = cell.map(accessible);
                // The initializer does not run.
                let Some(value) = first.map($cell::into_inner) else { return };
                match cell {
                    Some(cell) => _ = cell.replace(value),
                    None => (self.real)().set(value),
                }
            }

            /// See [`std::thread::LocalKey::take`].
            pub fn take(&'static self) -> T
            where
                T: Default,
            {
                self.with($cell::take)
            }

            /// See [`std::thread::LocalKey::replace`].
            pub fn replace(&'static self, value: T) -> T {
                self.with(|cell| cell.replace(value))
            }
        }
    };
}

cell_methods!(Cell);
cell_methods!(RefCell);

impl<T: Copy + 'static> LocalKey<Cell<T>> {
    /// See [`std::thread::LocalKey::get`].
    pub fn get(&'static self) -> T {
        self.with(Cell::get)
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// See [`std::thread::LocalKey::with_borrow`].
    pub fn with_borrow<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| f(&cell.borrow()))
    }

    /// See [`std::thread::LocalKey::with_borrow_mut`].
    pub fn with_borrow_mut<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| f(&mut cell.borrow_mut()))
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

/// See [`std::thread_local!`].
#[macro_export]
macro_rules! thread_local {
    () => {};
    ($(#[$attribute:meta])* $visible:vis static $name:ident: $type:ty = $init:expr $(; $($rest:tt)*)?) => {
        $(#[$attribute])*
        $visible static $name: $crate::thread::LocalKey<$type> = {
            fn init() -> $type {
                $init
            }
            fn real() -> &'static $crate::__real::LocalKey<$type> {
                $crate::__real::thread_local!(static REAL: $type = init());
                &REAL
            }
            $crate::thread::LocalKey::new(init, real)
        };
        $($crate::thread_local!($($rest)*);)?
    };
}
