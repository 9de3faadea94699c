//! `spawn`, `Builder` and `JoinHandle`.

use std::any::Any;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
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

/// The value that a thread returns, for the thread that joins it.
pub(super) type Packet<T> = Arc<Mutex<Option<T>>>;

/// The payload of the panic of a simulated thread, for the thread that joins it.
type Panic = Arc<Mutex<Option<Box<dyn Any + Send>>>>;

/// See [`std::thread::spawn`].
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (work, packet) = work(f);
    JoinHandle { thread: start_or_panic(work, Location::caller()), packet }
}

fn start_or_panic(work: Box<dyn FnOnce() + Send>, place: Place) -> Box<dyn Joinable> {
    Builder::new().start(work, place).expect("failed to spawn thread")
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
        let (work, packet) = work(f);
        let thread = self.start(work, Location::caller())?;
        Ok(JoinHandle { thread, packet })
    }

    fn start(self, work: Box<dyn FnOnce() + Send>, place: Place) -> io::Result<Box<dyn Joinable>> {
        let (work, panic) = observed(work);
        if !coroutine::is_inside() {
            let handle = self.real()?.spawn(work)?;
            let thread = current::real(handle.thread());
            return Ok(Box::new(RealHandle { handle, thread }));
        }
        let name = self.into_name();
        let tid = start(name.clone(), place, work);
        context::with(|runtime| runtime.pause(place));
        Ok(simulated(tid, name, panic))
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

/// What a join handle does, whatever the thread returns: compiled once, with the engine, and not again for every type.
pub(super) trait Joinable: Send + Sync {
    /// Waits for the end of the thread. Returns the payload if it panicked.
    fn join(self: Box<Self>, place: Place) -> real::Result<()>;

    fn is_finished(&self, place: Place) -> bool;

    fn thread(&self) -> &Thread;
}

/// A real thread.
pub(super) struct RealHandle<R> {
    pub(super) handle: R,
    pub(super) thread: Thread,
}

/// A simulated thread.
struct SimulatedHandle {
    tid: Tid,
    panic: Panic,
    thread: Thread,
}

/// The handle of a simulated thread.
pub(super) fn simulated(tid: Tid, name: Option<String>, panic: Panic) -> Box<dyn Joinable> {
    Box::new(SimulatedHandle { tid, panic, thread: current::simulated(tid, name) })
}

impl Joinable for SimulatedHandle {
    fn join(self: Box<Self>, place: Place) -> real::Result<()> {
        wait_for(self.tid, place);
        let panicked = lock(&self.panic).take();
        panicked.map_or(Ok(()), Err)
    }

    fn is_finished(&self, place: Place) -> bool {
        is_finished(self.tid, place)
    }

    fn thread(&self) -> &Thread {
        &self.thread
    }
}

/// Defines a join handle.
macro_rules! join_handle {
    ($name:ident<$($scope:lifetime,)? T>, $lifetime:lifetime) => {
        #[doc = concat!("See [`std::thread::", stringify!($name), "`].")]
        pub struct $name<$($scope,)? T> {
            thread: Box<dyn Joinable + $lifetime>,
            packet: Packet<T>,
        }

        impl<$($scope,)? T> $name<$($scope,)? T> {
            #[doc = concat!("See [`std::thread::", stringify!($name), "::join`].")]
            #[track_caller]
            pub fn join(self) -> real::Result<T> {
                self.thread.join(Location::caller())?;
                Ok(super::spawn::take(&self.packet))
            }

            #[doc = concat!("See [`std::thread::", stringify!($name), "::is_finished`].")]
            #[track_caller]
            pub fn is_finished(&self) -> bool {
                self.thread.is_finished(Location::caller())
            }

            #[doc = concat!("See [`std::thread::", stringify!($name), "::thread`].")]
            pub fn thread(&self) -> &Thread {
                self.thread.thread()
            }
        }

        impl<$($scope,)? T> fmt::Debug for $name<$($scope,)? T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl<$($scope)?> Joinable for RealHandle<real::$name<$($scope,)? ()>> {
            fn join(self: Box<Self>, _: Place) -> real::Result<()> {
                self.handle.join()
            }

            fn is_finished(&self, _: Place) -> bool {
                self.handle.is_finished()
            }

            fn thread(&self) -> &Thread {
                &self.thread
            }
        }
    };
}
pub(super) use join_handle;

join_handle!(JoinHandle<T>, 'static);

// SAFETY: as in std, a handle gives access to its `T` only through `join`, and only a `T: Send`
// gets in.
#[expect(unsafe_code, reason = "a reference to a handle gives no access to the result")]
unsafe impl<T> Send for JoinHandle<T> {}
// SAFETY: as above.
#[expect(unsafe_code, reason = "a reference to a handle gives no access to the result")]
unsafe impl<T> Sync for JoinHandle<T> {}

/// Spawns a simulated thread; the execution ends here if there are too many.
pub(super) fn start(name: Option<String>, place: Place, job: Job) -> Tid {
    let tid = context::with(|runtime| runtime.spawn(name, place, job));
    tid.flatten().unwrap_or_else(|| panics::suspend_forever())
}

/// The code of a thread, which runs `f`, and the packet in which it stores the value. Boxed, so that spawning is
/// compiled once, with the engine, and not again for every `f`.
pub(super) fn work<'a, F, T>(f: F) -> (Box<dyn FnOnce() + Send + 'a>, Packet<T>)
where
    F: FnOnce() -> T + Send + 'a,
    T: Send + 'a,
{
    let packet = Arc::new(Mutex::new(None));
    let ours = Arc::clone(&packet);
    (Box::new(move || put(&ours, f())), packet)
}

fn put<T>(packet: &Packet<T>, value: T) {
    *lock(packet) = Some(value);
}

/// The value of a thread that has ended without a panic.
pub(super) fn take<T>(packet: &Packet<T>) -> T {
    lock(packet).take().expect("a thread that has not panicked stores its value")
}

fn lock<T>(packet: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    match packet.lock() {
        Ok(guard) => guard,
        Err(error) => error.into_inner(),
    }
}

/// The code of a thread that the calling thread spawns, and where the payload goes if it panics.
pub(super) fn observed<'a>(
    work: Box<dyn FnOnce() + Send + 'a>,
) -> (Box<dyn FnOnce() + Send + 'a>, Panic) {
    let (start, panic) = (Start::here(), Panic::default());
    let payload = Arc::clone(&panic);
    (Box::new(move || *lock(&payload) = start.run(work)), panic)
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
    fn run(self, code: Box<dyn FnOnce() + Send + '_>) -> Option<Box<dyn Any + Send>> {
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
fn wait_for(tid: Tid, place: Place) {
    context::with(|runtime| {
        runtime.perform(Op { kind: Kind::Join { thread: tid }, object: NOTHING, place });
        runtime.state(|state| state.join(tid));
    });
}

fn is_finished(tid: Tid, place: Place) -> bool {
    context::with(|runtime| {
        let object = runtime.state(|state| state.threads[tid].object);
        let op = Op { kind: Kind::IsFinished { thread: tid }, object, place };
        let finished = runtime.perform(op) == OpResult::Yes;
        runtime.state(|state| state.threads[tid].seen_finished |= finished);
        finished
    })
    .unwrap_or(false)
}
