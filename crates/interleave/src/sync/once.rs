//! `std::sync::Once`, `OnceLock` and `LazyLock`.

use std::fmt;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync as real;
use std::sync::{Mutex, PoisonError};

use crate::answer::Answer;
use crate::context;
use crate::coroutine;
use crate::handle::{Handle, History};
use crate::objects::{Model, OnceState};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::runtime::Runtime;

/// The turn to initialise something: who may, and who waits for it.
struct Turn {
    handle: Handle,
}

/// What came of asking for the turn.
enum Asked {
    Mine { object: ObjectId, poisoned: bool },
    Done,
}

impl Turn {
    #[track_caller]
    const fn new() -> Self {
        Self { handle: Handle::new() }
    }

    fn resolve(&self, runtime: &Runtime, done: bool) -> (ObjectId, History) {
        let state = if done { OnceState::Done } else { OnceState::New };
        self.handle.resolve(runtime, || Model::Once(state))
    }

    /// Waits while another thread has the turn.
    fn ask(&self, runtime: &Runtime, done: bool, place: Place) -> Asked {
        let (object, _) = self.resolve(runtime, done);
        match runtime.visit(Op { kind: Kind::Enter, object, place }) {
            Answer::Once(OnceState::Done) => Asked::Done,
            answer => {
                let poisoned = answer == Answer::Once(OnceState::Poisoned);
                Asked::Mine { object, poisoned }
            }
        }
    }

    /// Runs the initialiser; where it panics, the turn ends in `broken`, and the panic goes on.
    fn take<R>(
        runtime: &Runtime,
        object: ObjectId,
        place: Place,
        broken: OnceState,
        init: impl FnOnce() -> R,
    ) -> R {
        let result = catch_unwind(AssertUnwindSafe(init));
        let state = if result.is_ok() { OnceState::Done } else { broken };
        runtime.complete(Op { kind: Kind::Complete, object, place }, state);
        result.unwrap_or_else(|payload| resume_unwind(payload))
    }

    fn is_done(&self, runtime: &Runtime, done: bool, place: Place) -> bool {
        let (object, _) = self.resolve(runtime, done);
        runtime.visit(Op { kind: Kind::IsComplete, object, place }) == Answer::Yes
    }
}

/// See [`std::sync::Once`].
pub struct Once {
    turn: Turn,
    inner: real::Once,
}

/// See [`std::sync::OnceState`].
#[derive(Debug)]
pub struct OnceStateOfCall(bool);

impl OnceStateOfCall {
    /// See [`std::sync::OnceState::is_poisoned`].
    pub fn is_poisoned(&self) -> bool {
        self.0
    }
}

impl Once {
    /// See [`std::sync::Once::new`].
    #[expect(clippy::new_without_default, reason = "std's has none either")]
    #[track_caller]
    pub const fn new() -> Self {
        Self { turn: Turn::new(), inner: real::Once::new() }
    }

    /// See [`std::sync::Once::call_once`].
    ///
    /// # Panics
    /// If an earlier initialiser panicked.
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, f: F) {
        let place = Location::caller();
        if !coroutine::is_inside() {
            return self.inner.call_once(f);
        }
        context::with(|runtime| match self.turn.ask(runtime, self.inner.is_completed(), place) {
            Asked::Done => {}
            Asked::Mine { object, poisoned: true } => {
                runtime.complete(Op { kind: Kind::Complete, object, place }, OnceState::Poisoned);
                panic!("Once instance has previously been poisoned");
            }
            Asked::Mine { object, .. } => {
                Turn::take(runtime, object, place, OnceState::Poisoned, f);
            }
        });
    }

    /// See [`std::sync::Once::call_once_force`].
    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceStateOfCall)>(&self, f: F) {
        let place = Location::caller();
        if !coroutine::is_inside() {
            return self.inner.call_once_force(|state| f(&OnceStateOfCall(state.is_poisoned())));
        }
        context::with(|runtime| match self.turn.ask(runtime, self.inner.is_completed(), place) {
            Asked::Done => {}
            Asked::Mine { object, poisoned } => {
                let state = OnceStateOfCall(poisoned);
                Turn::take(runtime, object, place, OnceState::Poisoned, || f(&state));
            }
        });
    }

    /// See [`std::sync::Once::is_completed`].
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        let place = Location::caller();
        let native = self.inner.is_completed();
        context::with(|runtime| self.turn.is_done(runtime, native, place)).unwrap_or(native)
    }

    /// See [`std::sync::Once::wait`].
    ///
    /// # Panics
    /// If the initialiser panicked.
    #[track_caller]
    pub fn wait(&self) {
        while coroutine::is_inside() && !self.is_completed() {
            crate::thread::yield_now();
        }
        if !coroutine::is_inside() {
            self.inner.wait();
        }
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

/// See [`std::sync::OnceLock`].
pub struct OnceLock<T> {
    turn: Turn,
    inner: real::OnceLock<T>,
}

impl<T> OnceLock<T> {
    /// See [`std::sync::OnceLock::new`].
    #[track_caller]
    pub const fn new() -> Self {
        Self { turn: Turn::new(), inner: real::OnceLock::new() }
    }

    /// See [`std::sync::OnceLock::get`].
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        let place = Location::caller();
        let done = context::with(|runtime| {
            self.refuse_survivor(runtime);
            self.turn.is_done(runtime, self.inner.get().is_some(), place)
        });
        if done.unwrap_or(true) { self.inner.get() } else { None }
    }

    /// See [`std::sync::OnceLock::get_mut`].
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.inner.get_mut()
    }

    /// See [`std::sync::OnceLock::set`].
    ///
    /// # Errors
    /// The value, if there was one already.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(|| value.take().expect("an initialiser runs once"));
        value.map_or(Ok(()), Err)
    }

    /// See [`std::sync::OnceLock::get_or_init`].
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {
        let place = Location::caller();
        if !coroutine::is_inside() {
            return self.inner.get_or_init(f);
        }
        context::with(|runtime| {
            self.refuse_survivor(runtime);
            if let Asked::Mine { object, .. } =
                self.turn.ask(runtime, self.inner.get().is_some(), place)
            {
                Turn::take(runtime, object, place, OnceState::New, || {
                    let value = f();
                    // Nobody else has the turn; and a survivor was refused above.
                    let _ = self.inner.set(value);
                });
            }
        });
        match self.inner.get() {
            Some(value) => value,
            None => crate::panics::abandon(),
        }
    }

    /// See [`std::sync::OnceLock::into_inner`].
    pub fn into_inner(self) -> Option<T> {
        self.inner.into_inner()
    }

    /// See [`std::sync::OnceLock::take`].
    pub fn take(&mut self) -> Option<T> {
        std::mem::replace(self, Self::at(self.turn.handle.created())).into_inner()
    }

    fn at(created: Place) -> Self {
        Self { turn: Turn { handle: Handle::at(created) }, inner: real::OnceLock::new() }
    }

    /// A value that an earlier execution left cannot be taken away: there may be references to it.
    fn refuse_survivor(&self, runtime: &Runtime) {
        let done = self.inner.get().is_some();
        if self.turn.resolve(runtime, done).1 == History::Survivor && done {
            runtime.misuse(crate::report::words::survivor("OnceLock", self.turn.handle.created()));
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
        self.inner.fmt(f)
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
        Self { turn: Turn::new(), inner: real::OnceLock::from(value) }
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}

/// See [`std::sync::LazyLock`].
pub struct LazyLock<T, F = fn() -> T> {
    value: OnceLock<T>,
    init: Mutex<Option<F>>,
}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// See [`std::sync::LazyLock::new`].
    #[track_caller]
    pub const fn new(init: F) -> Self {
        Self { value: OnceLock::new(), init: Mutex::new(Some(init)) }
    }

    /// See [`std::sync::LazyLock::force`].
    ///
    /// # Panics
    /// If the initialiser panics, or did before.
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.value.get_or_init(|| {
            let init = this.init.lock().unwrap_or_else(PoisonError::into_inner).take();
            init.expect("LazyLock instance has previously been poisoned")()
        })
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
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
        let mut tuple = f.debug_tuple("LazyLock");
        match self.value.inner.get() {
            Some(value) => tuple.field(value),
            None => tuple.field(&format_args!("<uninit>")),
        };
        tuple.finish()
    }
}
