//! How a facade object finds its model in the current execution.

use std::cell::Cell;
use std::panic::Location;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::allocations;
use crate::objects::Model;
use crate::op::{ObjectId, Place};
use crate::runtime::Runtime;
use crate::scheduler::State;

/// The bits for the number of the object; the others hold the epoch of the execution.
const INDEX_BITS: u32 = 20;

/// Marks an object that was used on real threads.
const REAL_THREADS: u64 = 1;

thread_local! {
    /// The run on real threads that this thread belongs to.
    static RUN: Cell<RealRun> = const { Cell::new(RealRun(0)) };
}

/// A run on real threads, identified by an epoch; 0 outside a run.
#[derive(Clone, Copy)]
pub(crate) struct RealRun(u64);

impl RealRun {
    /// State that executions before this epoch left behind is reset for the threads of the run.
    pub(crate) fn new(epoch: u64) -> Self {
        Self(epoch)
    }

    /// The run that the calling thread belongs to, as do all threads that it spawns.
    pub(crate) fn here() -> Self {
        RUN.get()
    }

    /// Runs `body` as a part of this run.
    pub(crate) fn within<R>(self, body: impl FnOnce() -> R) -> R {
        struct Back(RealRun);

        impl Drop for Back {
            fn drop(&mut self) {
                RUN.set(self.0);
            }
        }

        let _back = Back(RUN.replace(self));
        body()
    }
}

/// Identifies the model of an object by execution and number. `const`-constructible, because an
/// object in a `static` has a new model in each execution.
pub(crate) struct Handle {
    packed: AtomicU64,
    created: Place,
}

/// When an object was used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TouchState {
    /// In this execution.
    Current,
    /// Never.
    New,
    /// In an earlier execution or on real threads, so its data may be left over from there.
    Stale,
}

impl Handle {
    #[track_caller]
    pub(crate) const fn new() -> Self {
        Self::at(Location::caller())
    }

    pub(crate) const fn at(created: Place) -> Self {
        Self { packed: AtomicU64::new(0), created }
    }

    pub(crate) fn created(&self) -> Place {
        self.created
    }

    /// Marks the object as used on real threads. Calls `reset` on its first use in a run that
    /// follows an exploration, so that the run does not see leftovers.
    pub(crate) fn enter_real_threads(&self, reset: &dyn Fn()) {
        static TURN: Mutex<()> = Mutex::new(());

        if self.packed.load(Ordering::Acquire) == REAL_THREADS {
            return;
        }
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        match self.packed.load(Ordering::Acquire) {
            // Another thread was faster.
            REAL_THREADS => return,
            0 => {}
            old if old >> INDEX_BITS < RealRun::here().0 => reset(),
            // This is not code under test but an inspection of the leftovers.
            _ => return,
        }
        self.packed.store(REAL_THREADS, Ordering::Release);
    }

    /// The number of the object in this execution, with a new model on its first use. `size` is that of the object.
    #[inline]
    pub(crate) fn resolve(
        &self,
        runtime: &Runtime,
        size: usize,
        model: impl FnOnce() -> Model,
    ) -> (ObjectId, TouchState) {
        runtime.state(|state| {
            let resolved = match self.current(state) {
                Some(object) => (object, TouchState::Current),
                None => self.begin(state, |state| state.new_object(model(), self.created)),
            };
            if state.is_traced() {
                self.locate(state, resolved.0, size);
            }
            resolved
        })
    }

    /// Adds the position of the object in its `Vec` to the trace.
    #[cold]
    pub(crate) fn locate(&self, state: &mut State, object: ObjectId, size: usize) {
        if let Some(trace) = state.trace() {
            trace.set_index(object, allocations::index(ptr::from_ref(self).addr(), size));
        }
    }

    /// The number of an atomic in this execution.
    #[inline]
    pub(crate) fn resolve_atomic(&self, state: &mut State) -> (ObjectId, TouchState) {
        match self.current(state) {
            Some(object) => (object, TouchState::Current),
            None => self.begin_atomic(state),
        }
    }

    #[inline]
    fn current(&self, state: &State) -> Option<ObjectId> {
        let packed = self.packed.load(Ordering::Relaxed);
        let index = (packed & ((1 << INDEX_BITS) - 1)) as ObjectId;
        (packed >> INDEX_BITS == state.epoch).then_some(index)
    }

    #[inline(never)]
    fn begin_atomic(&self, state: &mut State) -> (ObjectId, TouchState) {
        self.begin(state, |state| state.new_atomic(self.created))
    }

    #[inline]
    fn begin(
        &self,
        state: &mut State,
        make: impl FnOnce(&mut State) -> ObjectId,
    ) -> (ObjectId, TouchState) {
        let before = self.packed.load(Ordering::Relaxed);
        let touch = if before == 0 { TouchState::New } else { TouchState::Stale };
        let object = make(state);
        self.packed.store((state.epoch << INDEX_BITS) | u64::from(object), Ordering::Relaxed);
        (object, touch)
    }
}
