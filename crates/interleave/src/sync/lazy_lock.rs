//! `std::sync::LazyLock`.
#![expect(
    unsafe_code,
    reason = "whether the initializer is a function pointer is checked at run time"
)]

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::once_lock::OnceLock;
use super::type_id::type_id;
use crate::context;
use crate::coroutine;
use crate::messages;
use crate::op_result::OnceState;

/// The message of std if the initializer has panicked.
const POISONED: &str = "LazyLock instance has previously been poisoned";

/// See [`std::sync::LazyLock`]. In a `static`, its value is initialized anew in each execution.
pub struct LazyLock<T, F = fn() -> T> {
    value: OnceLock<T>,
    init: Mutex<Option<F>>,
    /// Whether the initializer has panicked on real threads.
    broken: AtomicBool,
}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// See [`std::sync::LazyLock::new`].
    #[track_caller]
    pub const fn new(init: F) -> Self {
        let broken = AtomicBool::new(false);
        Self { value: OnceLock::new(), init: Mutex::new(Some(init)), broken }
    }

    /// See [`std::sync::LazyLock::force`].
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        if coroutine::is_inside() {
            return this.value.init(OnceState::Poisoned, POISONED, || this.initializer()());
        }
        this.value.native().get_or_init(|| {
            assert!(!this.broken.swap(true, Ordering::Relaxed), "{POISONED}");
            let value = this.initializer()();
            this.broken.store(false, Ordering::Relaxed);
            value
        })
    }

    /// See [`std::sync::LazyLock::force_mut`].
    #[track_caller]
    pub fn force_mut(this: &mut Self) -> &mut T {
        if this.value.get_mut().is_none() {
            Self::force(this);
        }
        this.value.get_mut().expect("the value was initialized above")
    }

    /// The initializer. A function can be called again in another execution; a closure only once,
    /// because it may own its captures.
    fn initializer(&self) -> F {
        // A thread that is rejected keeps what it holds, so it must not hold the lock.
        let found = {
            let mut init = self.init.lock().unwrap_or_else(PoisonError::into_inner);
            init.as_ref().and_then(copy_of_function::<F, T>).or_else(|| init.take())
        };
        found.unwrap_or_else(|| {
            let message = messages::surviving_state("LazyLock", self.value.created());
            context::with(|runtime| -> F { runtime.reject(message.clone()) })
                .unwrap_or_else(|| panic!("{message}"))
        })
    }
}

impl<T, F> LazyLock<T, F> {
    /// See [`std::sync::LazyLock::get`].
    #[track_caller]
    pub fn get(this: &Self) -> Option<&T> {
        this.value.get()
    }

    /// See [`std::sync::LazyLock::get_mut`].
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        this.value.get_mut()
    }
}

/// A copy of `init` if it is a `fn() -> T`.
fn copy_of_function<F, T>(init: &F) -> Option<F> {
    (type_id::<F>() == type_id::<fn() -> T>()).then(|| {
        // SAFETY: up to lifetimes, `F` is a function pointer, which is `Copy`.
        unsafe { ptr::read(init) }
    })
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        Self::force_mut(self)
    }
}

/// In std since Rust 1.96.
impl<T, F> From<T> for LazyLock<T, F> {
    #[track_caller]
    fn from(value: T) -> Self {
        let broken = AtomicBool::new(false);
        Self { value: OnceLock::from(value), init: Mutex::new(None), broken }
    }
}

impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.format("LazyLock", f)
    }
}
