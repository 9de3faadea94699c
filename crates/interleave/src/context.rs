//! The runtime of the coroutine that is running: how the facade finds it.
#![expect(
    unsafe_code,
    reason = "the runtime outlives its coroutines, which the compiler cannot see"
)]

use std::cell::Cell;
use std::ptr;

use crate::runtime::Runtime;

thread_local! {
    static RUNTIME: Cell<*const Runtime> = const { Cell::new(ptr::null()) };
}

/// Makes `runtime` the one that `with` finds, while `f` runs: it resumes a coroutine.
#[inline(always)]
pub(crate) fn enter<R>(runtime: &Runtime, f: impl FnOnce() -> R) -> R {
    /// Puts back what was there before, also when `f` unwinds.
    struct Leave(*const Runtime);

    impl Drop for Leave {
        fn drop(&mut self) {
            RUNTIME.set(self.0);
        }
    }

    let _leave = Leave(RUNTIME.replace(runtime));
    f()
}

/// Calls `f` with the runtime of the running coroutine; `None` outside of an exploration.
#[inline(always)]
pub(crate) fn with<R>(f: impl FnOnce(&Runtime) -> R) -> Option<R> {
    let runtime = RUNTIME.get();
    // SAFETY: `enter` set the pointer from a reference that outlives the call. A coroutine in which
    // `f` is suspended ends before its runtime does, or never goes on: `execution::run` sees to that.
    unsafe { runtime.as_ref() }.map(f)
}
