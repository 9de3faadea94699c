//! `spawn`, `Builder` and `JoinHandle`.

use std::any::Any;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread as real;

use super::current::{self, Thread};
use crate::context;
use crate::coroutine::{self, Job};
use crate::object_handle::RealRun;
use crate::op::{Kind, NOTHING, Op, Place};
use crate::op_result::OpResult;
use crate::panics;
use crate::thread_set::Tid;

/// How many real threads may exist at a time: fewer than a grader's limit of memory allows, so that it does not
/// depend on the machine what a thread bomb runs out of first.
const MAX_REAL_THREADS: usize = 512;

static REAL_THREADS: AtomicUsize = AtomicUsize::new(0);

/// A real thread, until its code ends.
struct RealThread;

impl RealThread {
    fn count() -> Self {
        REAL_THREADS.fetch_add(1, SeqCst);
        Self
    }
}

impl Drop for RealThread {
    fn drop(&mut self) {
        REAL_THREADS.fetch_sub(1, SeqCst);
    }
}

/// The result of a thread, for the thread that joins it.
pub(super) type Packet<T> = Arc<Mutex<Option<real::Result<T>>>>;

/// See [`std::thread::spawn`].
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(f).expect("failed to spawn thread")
}

/// See [`std::thread::Builder`].
#[derive(Debug)]
#[must_use = "must eventually spawn the thread"]
pub struct Builder {
    name: Option<String>,
    stack_size: Option<usize>,
}

impl Builder {
    /// See [`std::thread::Builder::new`].
    #[expect(clippy::new_without_default, reason = "as in std")]
    pub fn new() -> Self {
        Self { name: None, stack_size: None }
    }

    /// See [`std::thread::Builder::name`].
    pub fn name(mut self, name: String) -> Self {
        self.name = Some(name);
        self
    }

    /// See [`std::thread::Builder::stack_size`]. Simulated threads always have 8 MiB.
    pub fn stack_size(mut self, size: usize) -> Self {
        self.stack_size = Some(size);
        self
    }

    /// See [`std::thread::Builder::spawn`].
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let packet = Packet::default();
        let work = work(f, &packet);
        let (inner, thread) = self.start(work, Location::caller())?;
        Ok(JoinHandle { inner, packet, thread })
    }

    fn start(
        self,
        work: Box<dyn FnOnce() + Send>,
        place: Place,
    ) -> io::Result<(JoinInner<real::JoinHandle<()>>, Thread)> {
        if !coroutine::is_inside() {
            let handle = self.real()?.spawn(work)?;
            let thread = current::real(handle.thread());
            return Ok((JoinInner::Real(handle), thread));
        }
        let name = self.into_name();
        let tid = start(name.clone(), place, work);
        context::with(|runtime| runtime.pause(place));
        Ok((JoinInner::Simulated(tid), current::simulated(tid, name)))
    }

    /// The builder of a real thread that is counted already, if there are not too many.
    pub(super) fn real(self) -> io::Result<real::Builder> {
        if REAL_THREADS.load(SeqCst) > MAX_REAL_THREADS {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let mut builder = real::Builder::new();
        if let Some(name) = self.name {
            builder = builder.name(name);
        }
        if let Some(size) = self.stack_size {
            builder = builder.stack_size(size);
        }
        Ok(builder)
    }

    /// The name; panics as std does if it is invalid.
    pub(super) fn into_name(self) -> Option<String> {
        let has_zero = self.name.as_ref().is_some_and(|name| name.contains('\0'));
        assert!(!has_zero, "thread name may not contain interior null bytes");
        self.name
    }
}

/// The real handle, or the simulated thread.
pub(super) enum JoinInner<R> {
    Real(R),
    Simulated(Tid),
}

/// Defines a join handle.
macro_rules! join_handle {
    ($name:ident<$($scope:lifetime,)? T>) => {
        #[doc = concat!("See [`std::thread::", stringify!($name), "`].")]
        pub struct $name<$($scope,)? T> {
            inner: JoinInner<real::$name<$($scope,)? ()>>,
            packet: Packet<T>,
            thread: Thread,
        }

        impl<$($scope,)? T> $name<$($scope,)? T> {
            #[doc = concat!("See [`std::thread::", stringify!($name), "::join`].")]
            #[track_caller]
            pub fn join(self) -> real::Result<T> {
                match self.inner {
                    JoinInner::Real(handle) => handle.join()?,
                    JoinInner::Simulated(tid) => super::spawn::wait_for(tid, Location::caller()),
                }
                super::spawn::take(self.packet)
            }

            #[doc = concat!("See [`std::thread::", stringify!($name), "::is_finished`].")]
            #[track_caller]
            pub fn is_finished(&self) -> bool {
                match &self.inner {
                    JoinInner::Real(handle) => handle.is_finished(),
                    JoinInner::Simulated(tid) => super::spawn::is_finished(*tid, Location::caller()),
                }
            }

            #[doc = concat!("See [`std::thread::", stringify!($name), "::thread`].")]
            pub fn thread(&self) -> &Thread {
                &self.thread
            }
        }

        impl<$($scope,)? T> fmt::Debug for $name<$($scope,)? T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}
pub(super) use join_handle;

join_handle!(JoinHandle<T>);

// SAFETY: as in std, a handle gives access to its `T` only through `join`, and only a `T: Send`
// gets in.
#[expect(unsafe_code, reason = "a reference to a handle gives no access to the result")]
unsafe impl<T> Send for JoinHandle<T> {}
// SAFETY: as above.
#[expect(unsafe_code, reason = "a reference to a handle gives no access to the result")]
unsafe impl<T> Sync for JoinHandle<T> {}

/// Spawns a simulated thread; abandons the execution if there are too many.
pub(super) fn start(name: Option<String>, place: Place, job: Job) -> Tid {
    let tid = context::with(|runtime| runtime.spawn(name, place, job));
    tid.flatten().unwrap_or_else(|| panics::abandon())
}

/// The code of a thread: runs `f` and stores its result in the packet. Boxed, so that spawning is
/// compiled once, with the engine, and not again for every `f`.
pub(super) fn work<'a, F, T>(f: F, packet: &Packet<T>) -> Box<dyn FnOnce() + Send + 'a>
where
    F: FnOnce() -> T + Send + 'a,
    T: Send + 'a,
{
    let (packet, start) = (Arc::clone(packet), Start::here());
    Box::new(move || {
        let (mut f, mut result) = (Some(f), None);
        let panicked = start.run(&mut || {
            if let Some(f) = f.take() {
                result = Some(Ok(f()));
            }
        });
        if let Some(payload) = panicked {
            result = Some(Err(payload));
        }
        *packet.lock().unwrap_or_else(PoisonError::into_inner) = result;
    })
}

/// How a thread was spawned.
struct Start {
    simulated: bool,
    run: RealRun,
    real_thread: Option<RealThread>,
}

impl Start {
    /// For a thread that the calling thread spawns.
    fn here() -> Self {
        let simulated = coroutine::is_inside();
        let real_thread = (!simulated).then(RealThread::count);
        Self { simulated, run: RealRun::here(), real_thread }
    }

    /// Runs the code of the thread. Returns the payload of a panic of a simulated thread; std catches those of real
    /// threads.
    fn run(self, code: &mut dyn FnMut()) -> Option<Box<dyn Any + Send>> {
        let _real_thread = self.real_thread;
        if !self.simulated {
            self.run.within(code);
            return None;
        }
        let payload = catch_unwind(AssertUnwindSafe(code)).err()?;
        context::with(|runtime| runtime.panicked(&*payload));
        Some(payload)
    }
}

/// Waits for the end of a simulated thread.
pub(super) fn wait_for(tid: Tid, place: Place) {
    context::with(|runtime| {
        runtime.perform(Op { kind: Kind::Join { thread: tid }, object: NOTHING, place });
        runtime.state(|state| state.join(tid));
    });
}

/// The result of a thread that has ended, to which no other handle exists.
pub(super) fn take<T>(packet: Packet<T>) -> real::Result<T> {
    let result = Arc::into_inner(packet).map(Mutex::into_inner);
    let result = result.and_then(|result| result.unwrap_or_else(PoisonError::into_inner));
    match result {
        // The execution is over, for the joined thread as well as for this one.
        Some(Err(payload)) if panics::is_abandoned(&*payload) => panics::abandon(),
        Some(result) => result,
        None => panics::abandon(),
    }
}

pub(super) fn is_finished(tid: Tid, place: Place) -> bool {
    context::with(|runtime| {
        let object = runtime.state(|state| state.threads[tid].object);
        let op = Op { kind: Kind::IsFinished { thread: tid }, object, place };
        let finished = runtime.perform(op) == OpResult::Yes;
        runtime.state(|state| state.threads[tid].seen_finished |= finished);
        finished
    })
    .unwrap_or(false)
}
