//! Simulated threads as coroutines.
#![expect(unsafe_code, reason = "the compiler cannot check the lifetimes of coroutines")]

use std::cell::Cell;
use std::ptr;

use corosensei::stack::{DefaultStack, Stack};
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::stack_overflow;

/// Stack size of each simulated thread in bytes. Untouched pages cost nothing.
const STACK: usize = 8 << 20;

/// The code of a simulated thread.
pub(crate) type Job = Box<dyn FnOnce()>;

/// Whether formatting a primitive is an operation. Not in a panic, whose message is formatted while std's hook runs:
/// no other thread may panic until it returns.
pub(crate) fn is_formatting() -> bool {
    is_inside() && !std::thread::panicking()
}

/// How the scheduler resumes a coroutine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    Continue,
    /// The execution is over: record the call stack, and suspend again.
    RecordStack,
}

thread_local! {
    /// Suspends the coroutine that runs on this OS thread; null if no coroutine runs.
    static YIELDER: Cell<*const Yielder<Resume, ()>> = const { Cell::new(ptr::null()) };
}

/// Unused stacks, and the allocation for a list of coroutines.
#[derive(Default)]
pub(crate) struct Stacks {
    free: Vec<DefaultStack>,
    /// The limits of all stacks, used or not.
    limits: Vec<usize>,
    pub(crate) list: Vec<Option<Fiber>>,
}

impl Stacks {
    /// An unused stack.
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

    /// Runs the coroutine until it suspends (`true`) or ends (`false`).
    #[inline(always)]
    pub(crate) fn resume(&mut self, go: Resume) -> bool {
        let result = self.0.resume(go);
        YIELDER.set(ptr::null());
        matches!(result, CoroutineResult::Yield(()))
    }

    /// Returns the stack of a coroutine that has ended.
    #[inline(always)]
    pub(crate) fn recycle(self, stacks: &mut Stacks) {
        assert!(self.0.done());
        stacks.free.push(self.0.into_stack());
    }

    /// Ends a suspended coroutine where it is, and returns its stack. What is on the stack is not dropped.
    pub(crate) fn leave(mut self, stacks: &mut Stacks) {
        // SAFETY: the coroutine is never resumed, so nothing returns to its frames. All threads of an execution
        // end together, so nothing accesses what one of them has borrowed from another; and what outlives the
        // execution cannot borrow from their stacks.
        unsafe { self.0.force_reset() };
        self.recycle(stacks);
    }
}

/// Suspends the calling coroutine, which must not be panicking; see `panics::suspend`.
#[inline(always)]
pub(crate) fn suspend() -> Resume {
    let yielder = YIELDER.get();
    // SAFETY: a non-null pointer means that a coroutine runs on this OS thread. It set `YIELDER`
    // when it started and after each resume, and its yielder lives as long as it does.
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

/// Erases the lifetime of a job.
///
/// # Safety
/// The job must be run or dropped while its borrows are valid, or never be resumed after that.
pub(crate) unsafe fn erase<'a>(job: Box<dyn FnOnce() + 'a>) -> Job {
    // SAFETY: the types differ only in a lifetime, for which the caller is responsible.
    unsafe { std::mem::transmute::<Box<dyn FnOnce() + 'a>, Job>(job) }
}
