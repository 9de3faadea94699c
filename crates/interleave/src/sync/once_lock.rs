//! `std::sync::OnceLock`.

use std::fmt;
use std::panic::Location;
use std::sync as real;

use super::once::{self, Entry};
use super::slot::Slot;
use crate::context;
use crate::coroutine;
use crate::object_handle::Handle;
use crate::op::{ObjectId, Place};
use crate::op_result::OnceState;
use crate::runtime::Runtime;

/// See [`std::sync::OnceLock`]. In a `static`, it starts each execution empty.
pub struct OnceLock<T> {
    handle: Handle,
    slot: Slot<T>,
}

impl<T> OnceLock<T> {
    /// See [`std::sync::OnceLock::new`].
    #[track_caller]
    pub const fn new() -> Self {
        Self { handle: Handle::new(), slot: Slot::new() }
    }

    /// See [`std::sync::OnceLock::get`].
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        let place = Location::caller();
        let done = context::with(|runtime| {
            let object = self.resolve(runtime);
            once::is_done(runtime, object, place)
        });
        match done {
            Some(true) => self.slot.cell().get(),
            Some(false) => None,
            None => self.native().get(),
        }
    }

    /// See [`std::sync::OnceLock::get_mut`].
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.reset_if_stale();
        self.slot.cell_mut().get_mut()
    }

    /// See [`std::sync::OnceLock::set`].
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(|| value.take().expect("the initializer runs once"));
        value.map_or(Ok(()), Err)
    }

    /// See [`std::sync::OnceLock::get_or_init`].
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {
        if !coroutine::is_inside() {
            return self.native().get_or_init(f);
        }
        self.init(OnceState::New, "", f)
    }

    /// See [`std::sync::OnceLock::wait`].
    #[track_caller]
    pub fn wait(&self) -> &T {
        if !coroutine::is_inside() {
            return self.native().wait();
        }
        let place = Location::caller();
        context::with(|runtime| once::wait(runtime, self.resolve(runtime), place, true));
        self.slot.cell().get().expect("the value was initialized before the wait ended")
    }

    /// Inside an exploration, returns the value, initializing it if necessary. If the initializer
    /// panics, the state becomes `broken`; if that is poisoned, the next caller panics with
    /// `complaint`.
    #[track_caller]
    pub(super) fn init(&self, broken: OnceState, complaint: &str, f: impl FnOnce() -> T) -> &T {
        let place = Location::caller();
        context::with(|runtime| {
            let object = self.resolve(runtime);
            let Entry::Run { poisoned } = once::enter(runtime, object, place) else { return };
            if poisoned {
                once::poison(runtime, object, place);
                panic!("{complaint}");
            }
            once::run(runtime, object, place, broken, || {
                let value = f();
                // This thread runs the initializer, and the value of an earlier execution was
                // reset.
                let _ = self.slot.cell().set(value);
            });
        });
        self.slot.cell().get().expect("the value was initialized before")
    }

    /// See [`std::sync::OnceLock::into_inner`].
    pub fn into_inner(self) -> Option<T> {
        self.reset_if_stale();
        self.slot.into_inner()
    }

    /// See [`std::sync::OnceLock::take`].
    pub fn take(&mut self) -> Option<T> {
        std::mem::replace(self, Self::at(self.handle.created())).into_inner()
    }

    /// The cell for real threads.
    pub(super) fn native(&self) -> &real::OnceLock<T> {
        self.handle.enter_real_threads(&|| self.slot.reset());
        self.slot.cell()
    }

    pub(super) fn created(&self) -> Place {
        self.handle.created()
    }

    /// Formats the content as that of a type with this name.
    pub(super) fn format(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        T: fmt::Debug,
    {
        let value = match coroutine::is_formatting() {
            true => self.get(),
            false => {
                self.reset_if_stale();
                self.slot.cell().get()
            }
        };
        match value {
            Some(value) => f.debug_tuple(name).field(value).finish(),
            None => f.debug_tuple(name).field(&format_args!("<uninit>")).finish(),
        }
    }

    fn at(created: Place) -> Self {
        Self { handle: Handle::at(created), slot: Slot::new() }
    }

    fn resolve(&self, runtime: &Runtime) -> ObjectId {
        once::resolve((&self.handle, size_of::<Self>()), runtime, || {
            self.slot.reset();
            if self.slot.is_prefilled() { OnceState::Done } else { OnceState::New }
        })
    }

    fn reset_if_stale(&self) {
        if context::with(|runtime| self.resolve(runtime)).is_none() {
            self.native();
        }
    }
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.format("OnceLock", f)
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get().map_or_else(Self::new, |value| Self::from(value.clone()))
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Self { handle: Handle::new(), slot: Slot::of(value) }
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}
