//! `std::sync::Once`, and the synchronization of one-time initialization.

use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync as real;

use crate::context;
use crate::coroutine;
use crate::object_handle::Handle;
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Op, Place};
use crate::op_result::{OnceState, OpResult};
use crate::runtime::Runtime;

/// What a thread finds when it enters.
pub(super) enum Entry {
    Run { poisoned: bool },
    Done,
}

/// The number of the object in this execution, with its size; `begin` is its state on first use.
pub(super) fn resolve(
    (handle, size): (&Handle, usize),
    runtime: &Runtime,
    begin: impl FnOnce() -> OnceState,
) -> ObjectId {
    handle.resolve(runtime, size, || Model::Once(begin())).0
}

/// Waits while another thread runs the initializer.
pub(super) fn enter(runtime: &Runtime, object: ObjectId, place: Place) -> Entry {
    match runtime.perform(Op { kind: Kind::Enter, object, place }) {
        OpResult::Once(OnceState::Done) => Entry::Done,
        result => Entry::Run { poisoned: result == OpResult::Once(OnceState::Poisoned) },
    }
}

/// Runs the initializer. If it panics, the state becomes `broken`, and the panic is propagated.
pub(super) fn run<R>(
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

/// Leaves without running an initializer, because an earlier one has panicked.
pub(super) fn poison(runtime: &Runtime, object: ObjectId, place: Place) {
    runtime.complete(Op { kind: Kind::Complete, object, place }, OnceState::Poisoned);
}

pub(super) fn is_done(runtime: &Runtime, object: ObjectId, place: Place) -> bool {
    runtime.perform(Op { kind: Kind::IsComplete, object, place }) == OpResult::Yes
}

/// Waits until another thread has run the initializer. Returns `false` if it has panicked; with
/// `force`, waits for another one then.
pub(super) fn wait(runtime: &Runtime, object: ObjectId, place: Place, force: bool) -> bool {
    let result = runtime.perform(Op { kind: Kind::OnceWait { force }, object, place });
    result != OpResult::Once(OnceState::Poisoned)
}

/// See [`std::sync::Once`]. In a `static`, it starts each execution as not run.
pub struct Once {
    handle: Handle,
    inner: real::Once,
}

/// See [`std::sync::OnceState`].
#[derive(Debug)]
pub struct OnceStateOfCall(bool, PhantomData<std::cell::Cell<()>>);

impl OnceStateOfCall {
    /// See [`std::sync::OnceState::is_poisoned`].
    pub fn is_poisoned(&self) -> bool {
        self.0
    }
}

impl Once {
    /// See [`std::sync::Once::new`].
    #[expect(clippy::new_without_default, reason = "as in std")]
    #[track_caller]
    pub const fn new() -> Self {
        Self { handle: Handle::new(), inner: real::Once::new() }
    }

    /// See [`std::sync::Once::call_once`].
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, f: F) {
        let place = Location::caller();
        if !coroutine::is_inside() {
            return self.inner.call_once(f);
        }
        context::with(|runtime| {
            let object = self.resolve(runtime);
            match enter(runtime, object, place) {
                Entry::Done => {}
                Entry::Run { poisoned: true } => {
                    poison(runtime, object, place);
                    panic!("Once instance has previously been poisoned");
                }
                Entry::Run { poisoned: false } => {
                    run(runtime, object, place, OnceState::Poisoned, f);
                }
            }
        });
    }

    /// See [`std::sync::Once::call_once_force`].
    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceStateOfCall)>(&self, f: F) {
        let place = Location::caller();
        if !coroutine::is_inside() {
            return self
                .inner
                .call_once_force(|state| f(&OnceStateOfCall(state.is_poisoned(), PhantomData)));
        }
        context::with(|runtime| {
            let object = self.resolve(runtime);
            if let Entry::Run { poisoned } = enter(runtime, object, place) {
                let state = OnceStateOfCall(poisoned, PhantomData);
                run(runtime, object, place, OnceState::Poisoned, || f(&state));
            }
        });
    }

    /// See [`std::sync::Once::is_completed`].
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        let place = Location::caller();
        context::with(|runtime| is_done(runtime, self.resolve(runtime), place))
            .unwrap_or_else(|| self.inner.is_completed())
    }

    /// See [`std::sync::Once::wait`].
    #[track_caller]
    pub fn wait(&self) {
        if !coroutine::is_inside() {
            return self.inner.wait();
        }
        let place = Location::caller();
        let is_done = context::with(|runtime| wait(runtime, self.resolve(runtime), place, false));
        assert!(is_done != Some(false), "Once instance has previously been poisoned");
    }

    /// See [`std::sync::Once::wait_force`].
    #[track_caller]
    pub fn wait_force(&self) {
        if !coroutine::is_inside() {
            return self.inner.wait_force();
        }
        let place = Location::caller();
        context::with(|runtime| wait(runtime, self.resolve(runtime), place, true));
    }

    fn resolve(&self, runtime: &Runtime) -> ObjectId {
        resolve((&self.handle, size_of::<Self>()), runtime, || OnceState::New)
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}
