//! Simulated threads as coroutines.
#![expect(unsafe_code, reason = "coroutines need lifetimes that the compiler cannot see")]

use std::cell::Cell;
use std::ptr;

use corosensei::stack::{DefaultStack, Stack};
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::stack_overflow;

/// Bytes of stack of each simulated thread. Pages that are not touched cost nothing.
const STACK: usize = 8 << 20;

/// What a simulated thread does.
pub(crate) type Job = Box<dyn FnOnce()>;

/// What the scheduler says to a coroutine that it wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    Continue,
    /// The execution is given up: unwind.
    Unwind,
}

thread_local! {
    /// How the coroutine suspends that runs on this OS thread; null while none does.
    static YIELDER: Cell<*const Yielder<Resume, ()>> = const { Cell::new(ptr::null()) };
}

/// Stacks that are free to use again, and the room of a list of coroutines.
#[derive(Default)]
pub(crate) struct Stacks {
    free: Vec<DefaultStack>,
    /// The ends of all there are, in use or not.
    limits: Vec<usize>,
    pub(crate) list: Vec<Option<Fiber>>,
}

impl Stacks {
    /// A stack that nobody uses.
    ///
    /// # Errors
    /// If the system has no memory for another one.
    #[inline]
    pub(crate) fn take(&mut self) -> std::io::Result<DefaultStack> {
        self.free.pop().map_or_else(|| self.another(), Ok)
    }

    #[cold]
    fn another(&mut self) -> std::io::Result<DefaultStack> {
        let stack = DefaultStack::new(STACK)?;
        stack_overflow::watch(stack.limit().get());
        self.limits.push(stack.limit().get());
        Ok(stack)
    }
}

impl Drop for Stacks {
    fn drop(&mut self) {
        for limit in &self.limits {
            stack_overflow::forget(*limit);
        }
    }
}

pub(crate) struct Fiber(Coroutine<Resume, (), (), DefaultStack>);

impl Fiber {
    #[inline(always)]
    pub(crate) fn new(stack: DefaultStack, job: impl FnOnce() + 'static) -> Self {
        Self(Coroutine::with_stack(stack, move |yielder, _go| {
            YIELDER.set(yielder);
            job();
        }))
    }

    /// Lets the coroutine run until it suspends (`true`) or ends.
    #[inline(always)]
    pub(crate) fn resume(&mut self, go: Resume) -> bool {
        let result = self.0.resume(go);
        YIELDER.set(ptr::null());
        matches!(result, CoroutineResult::Yield(()))
    }

    /// Gives back the stack of a coroutine that has ended.
    #[inline(always)]
    pub(crate) fn recycle(self, stacks: &mut Stacks) {
        assert!(self.0.done());
        stacks.free.push(self.0.into_stack());
    }

    /// Leaves a coroutine for good where it is suspended. Its stack stays, and nothing on it is dropped.
    pub(crate) fn leak(self) {
        std::mem::forget(self);
    }
}

/// Suspends the coroutine that calls it, which must not panic: see `panics::suspend`.
#[inline(always)]
pub(crate) fn suspend() -> Resume {
    let yielder = YIELDER.get();
    // SAFETY: where it is not null, a coroutine runs on this OS thread. It set `YIELDER` when it
    // began and after each time it was resumed, and its yielder lives as long as it runs.
    let running = unsafe { yielder.as_ref() }.expect("only a coroutine can be suspended");
    let go = running.suspend(());
    YIELDER.set(yielder);
    go
}

/// Whether the caller runs inside an exploration.
#[inline]
pub(crate) fn is_inside() -> bool {
    !YIELDER.get().is_null()
}

/// Forgets how long a job may borrow.
///
/// # Safety
/// The job must have been run or dropped before what it borrows is gone, or never go on after that.
pub(crate) unsafe fn erase<'a>(job: Box<dyn FnOnce() + 'a>) -> Job {
    // SAFETY: the two types differ in the lifetime alone; the caller answers for that.
    unsafe { std::mem::transmute::<Box<dyn FnOnce() + 'a>, Job>(job) }
}
