//! `scope`: threads that may borrow, because the scope waits for them.
#![expect(unsafe_code, reason = "a scoped thread borrows from the stack frame that waits for it")]

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::thread as real;

use super::current::{self, Thread};
use super::spawn::{self, Builder, Joinable, Packet, RealHandle, join_handle};
use crate::context;
use crate::coroutine;
use crate::op::{Kind, ObjectId, Op, Place};
use crate::panics;
use crate::trace::Panic;

/// See [`std::thread::Scope`].
///
/// A transparent wrapper: a scope of simulated threads is a real scope that spawns no real threads.
#[repr(transparent)]
pub struct Scope<'scope, 'env: 'scope>(real::Scope<'scope, 'env>);

/// See [`std::thread::scope`].
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let (mut f, mut value) = (Some(f), None);
    inside_scope(Location::caller(), &mut |scope| {
        if let Some(f) = f.take() {
            value = Some(f(scope));
        }
    });
    match value {
        Some(value) => value,
        None => unreachable!("the body has run when the scope ends"),
    }
}

/// The part that does not depend on the type of the body: compiled once, with the engine.
fn inside_scope<'env>(place: Place, body: &mut dyn for<'scope> FnMut(&'scope Scope<'scope, 'env>)) {
    real::scope(|scope| {
        // SAFETY: `Scope` is a transparent wrapper around the real one.
        let scope = unsafe { &*std::ptr::from_ref(scope).cast::<Scope<'_, 'env>>() };
        if !coroutine::is_inside() {
            return body(scope);
        }
        let id = open(scope);
        let result = catch_unwind(AssertUnwindSafe(|| body(scope)));
        // A panic of the owner waits, too.
        let panic = result.as_ref().err().and_then(|_| panics::last());
        unwind(panic);
        let panicked = panics::preserving_last(|| close(id, place));
        unwind(None);
        match result {
            Ok(()) if panicked => panic!("a scoped thread panicked"),
            Ok(()) => {}
            Err(payload) => resume_unwind(payload),
        }
    })
}

/// Records the panic that unwinds the current thread, or that none does.
fn unwind(panic: Option<Panic>) {
    context::with(|runtime| runtime.state(|state| state.thread().unwinding = panic));
}

fn open(scope: &Scope<'_, '_>) -> ObjectId {
    let id = context::with(|runtime| runtime.state(|state| state.open_scope(scope.key())));
    id.expect("there is a runtime inside an exploration")
}

/// Waits for the threads of the scope. Returns whether a thread panicked that was not joined.
fn close(id: ObjectId, place: Place) -> bool {
    context::with(|runtime| {
        runtime.perform(Op { kind: Kind::JoinAll, object: id, place });
        runtime.state(|state| {
            let mut panicked = false;
            for child in state.scope_children(id).to_vec() {
                panicked |= state.join_scoped(child);
            }
            panicked
        })
    })
    .unwrap_or(false)
}

impl<'scope> Scope<'scope, '_> {
    /// Distinguishes this scope from others.
    fn key(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// See [`std::thread::Scope::spawn`].
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let (work, packet) = spawn::work(f);
        ScopedJoinHandle { thread: self.start_or_panic(work, Location::caller()), packet }
    }

    fn start_or_panic(
        &'scope self,
        work: Box<dyn FnOnce() + Send + 'scope>,
        place: Place,
    ) -> Box<dyn Joinable + 'scope> {
        self.start(Builder::new(), work, place).expect("failed to spawn thread")
    }

    fn start(
        &'scope self,
        builder: Builder,
        work: Box<dyn FnOnce() + Send + 'scope>,
        place: Place,
    ) -> io::Result<Box<dyn Joinable + 'scope>> {
        let (work, panic) = spawn::observed(work);
        if !coroutine::is_inside() {
            let handle = builder.real()?.spawn_scoped(&self.0, work)?;
            let thread = current::real(handle.thread());
            return Ok(Box::new(RealHandle { handle, thread }));
        }
        // SAFETY: `scope` neither returns nor unwinds further before this thread has ended.
        let job = unsafe { coroutine::erase(work) };
        let name = builder.into_name();
        let tid = spawn::start(name.clone(), place, job);
        context::with(|runtime| runtime.state(|state| state.join_scope(self.key(), tid)));
        context::with(|runtime| runtime.pause(place));
        Ok(spawn::simulated(tid, name, panic))
    }
}

impl Builder {
    /// See [`std::thread::Builder::spawn_scoped`].
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let (work, packet) = spawn::work(f);
        let thread = scope.start(self, work, Location::caller())?;
        Ok(ScopedJoinHandle { thread, packet })
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

join_handle!(ScopedJoinHandle<'scope, T>, 'scope);
