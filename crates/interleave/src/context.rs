//! The current runtime: how the facade finds the execution that it belongs to.
#![expect(
    unsafe_code,
    reason = "the compiler cannot check that the runtime outlives its coroutines"
)]

use std::cell::Cell;
use std::ptr;

use crate::runtime::Runtime;

thread_local! {
    static RUNTIME: Cell<*const Runtime> = const { Cell::new(ptr::null()) };
}

/// Makes `runtime` the current one while `f` runs, which resumes a coroutine.
#[inline(always)]
pub(crate) fn enter<R>(runtime: &Runtime, f: impl FnOnce() -> R) -> R {
    /// Restores the previous runtime, even if `f` unwinds.
    struct Leave(*const Runtime);

    impl Drop for Leave {
        fn drop(&mut self) {
            RUNTIME.set(self.0);
        }
    }

    let _leave = Leave(RUNTIME.replace(runtime));
    f()
}

/// Calls `f` with the current runtime; `None` outside an exploration.
#[inline(always)]
pub(crate) fn with<R>(f: impl FnOnce(&Runtime) -> R) -> Option<R> {
    let runtime = RUNTIME.get();
    // SAFETY: `enter` set the pointer from a reference that outlives the call. A coroutine in which
    // `f` is suspended ends before its runtime does; `execution::run` ensures that.
    unsafe { runtime.as_ref() }.map(f)
}
