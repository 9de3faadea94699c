//! Simulated threads as coroutines. This is the one room in which `unsafe` is allowed.
#![expect(unsafe_code, reason = "coroutines need lifetimes that the compiler cannot see")]

use std::cell::Cell;
use std::ptr;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::runtime::Runtime;

/// Bytes of stack of each simulated thread. Pages that are not touched cost nothing.
const STACK: usize = 8 << 20;

/// What a simulated thread does.
pub(crate) type Job = Box<dyn FnOnce()>;

/// What the scheduler says to a coroutine that it wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Go {
    On,
    /// The execution is given up: unwind.
    Unwind,
}

thread_local! {
    /// The runtime whose coroutine is running on this OS thread, if any.
    static RUNTIME: Cell<*const Runtime> = const { Cell::new(ptr::null()) };
    static YIELDER: Cell<*const Yielder<Go, ()>> = const { Cell::new(ptr::null()) };
}

/// Stacks that are free to use again.
#[derive(Default)]
pub(crate) struct Stacks(Vec<DefaultStack>);

pub(crate) struct Fiber(Coroutine<Go, (), (), DefaultStack>);

impl Fiber {
    /// # Errors
    /// If the system has no memory for another stack.
    pub(crate) fn new(stacks: &mut Stacks, job: Job) -> std::io::Result<Self> {
        let stack = stacks.0.pop().map_or_else(|| DefaultStack::new(STACK), Ok)?;
        Ok(Self(Coroutine::with_stack(stack, move |yielder, _go| {
            YIELDER.set(yielder);
            job();
        })))
    }

    /// Lets the coroutine run until it suspends (`true`) or ends.
    pub(crate) fn resume(&mut self, runtime: &Runtime, go: Go) -> bool {
        let outer = RUNTIME.replace(runtime);
        let result = self.0.resume(go);
        RUNTIME.set(outer);
        matches!(result, CoroutineResult::Yield(()))
    }

    /// Gives back the stack of a coroutine that has ended.
    pub(crate) fn recycle(self, stacks: &mut Stacks) {
        debug_assert!(self.0.done());
        stacks.0.push(self.0.into_stack());
    }
}

/// Suspends the coroutine that calls it.
pub(crate) fn suspend() -> Go {
    let yielder = YIELDER.get();
    // SAFETY: only `with` leads here, so a coroutine runs on this OS thread. It set `YIELDER` when
    // it began and after each time it was resumed, and its yielder lives as long as it runs.
    let go = unsafe { &*yielder }.suspend(());
    YIELDER.set(yielder);
    go
}

/// Calls `f` with the runtime of the running coroutine; `None` outside of an exploration.
#[inline]
pub(crate) fn with<R>(f: impl FnOnce(&Runtime) -> R) -> Option<R> {
    let runtime = RUNTIME.get();
    // SAFETY: `resume` set the pointer from a reference that outlives the call, and takes it back
    // when the coroutine suspends or ends; `f` runs on the coroutine's own stack, which is gone by
    // the time the runtime is.
    unsafe { runtime.as_ref() }.map(f)
}

/// Whether the caller runs inside an exploration.
pub(crate) fn is_inside() -> bool {
    !RUNTIME.get().is_null()
}

/// Forgets how long a job may borrow.
///
/// # Safety
/// The job must have been run or dropped before what it borrows is gone.
pub(crate) unsafe fn erase<'a>(job: Box<dyn FnOnce() + 'a>) -> Job {
    // SAFETY: the two types differ in the lifetime alone; the caller answers for that.
    unsafe { std::mem::transmute::<Box<dyn FnOnce() + 'a>, Job>(job) }
}
