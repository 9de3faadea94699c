//! `Thread`, `ThreadId`, `current` and parking.

use std::fmt;
use std::panic::Location;
use std::thread as real;
use std::time::Duration;

use crate::context;
use crate::op::{Kind, ObjectId, Op, Timeout};
use crate::op_result::OpResult;
use crate::thread_set::Tid;
use crate::time::timeout;

/// See [`std::thread::Thread`].
#[derive(Clone)]
pub struct Thread(Who);

#[derive(Clone)]
enum Who {
    Real(real::Thread),
    Simulated(Simulated),
}

/// A simulated thread. Its slot may belong to another thread later.
#[derive(Clone)]
struct Simulated {
    tid: Tid,
    number: usize,
    object: ObjectId,
    name: Option<String>,
}

/// See [`std::thread::ThreadId`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(Id);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Id {
    Real(real::ThreadId),
    Simulated(usize),
}

/// See [`std::thread::current`].
pub fn current() -> Thread {
    match context::with(|runtime| runtime.current()) {
        Some(tid) => of(tid),
        None => Thread(Who::Real(real::current())),
    }
}

/// See [`std::thread::park`]. Under exploration, spurious wakeups are tried.
#[track_caller]
pub fn park() {
    if !park_for(Timeout::Never, Location::caller()) {
        real::park();
    }
}

/// See [`std::thread::park_timeout`].
#[track_caller]
pub fn park_timeout(time: Duration) {
    if !park_for(timeout(time), Location::caller()) {
        real::park_timeout(time);
    }
}

fn park_for(timeout: Timeout, place: crate::op::Place) -> bool {
    context::with(|runtime| {
        let object = runtime.state(|state| state.thread().object);
        if runtime.perform(Op { kind: Kind::ParkStart { timeout }, object, place })
            == OpResult::Done
        {
            runtime.perform(Op { kind: Kind::Park { timeout }, object, place });
        }
    })
    .is_some()
}

impl Thread {
    /// See [`std::thread::Thread::unpark`].
    #[track_caller]
    pub fn unpark(&self) {
        let place = Location::caller();
        match &self.0 {
            Who::Real(thread) => thread.unpark(),
            Who::Simulated(Simulated { tid, object, .. }) => {
                context::with(|runtime| {
                    let kind = Kind::Unpark { thread: *tid };
                    runtime.perform(Op { kind, object: *object, place });
                    runtime.pause(place);
                });
            }
        }
    }

    /// See [`std::thread::Thread::id`].
    pub fn id(&self) -> ThreadId {
        match &self.0 {
            Who::Real(thread) => ThreadId(Id::Real(thread.id())),
            Who::Simulated(thread) => ThreadId(Id::Simulated(thread.number)),
        }
    }

    /// See [`std::thread::Thread::name`].
    pub fn name(&self) -> Option<&str> {
        match &self.0 {
            Who::Real(thread) => thread.name(),
            Who::Simulated(thread) => thread.name.as_deref(),
        }
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Id::Real(id) => id.fmt(f),
            Id::Simulated(number) => f.debug_tuple("ThreadId").field(&(number + 1)).finish(),
        }
    }
}

/// The handle of a simulated thread.
pub(super) fn of(tid: Tid) -> Thread {
    let name = context::with(|runtime| {
        runtime.state(|state| match &state.threads[tid].name {
            None if tid == 0 => Some("main".to_owned()),
            name => name.clone(),
        })
    });
    simulated(tid, name.flatten())
}

/// The handle of a simulated thread whose name is known.
pub(super) fn simulated(tid: Tid, name: Option<String>) -> Thread {
    let known = context::with(|runtime| {
        runtime.state(|state| (state.threads[tid].number, state.threads[tid].object))
    });
    let (number, object) = known.expect("there is a runtime inside an exploration");
    Thread(Who::Simulated(Simulated { tid, number, object, name }))
}

/// The handle of a real thread.
pub(super) fn real(thread: &real::Thread) -> Thread {
    Thread(Who::Real(thread.clone()))
}
