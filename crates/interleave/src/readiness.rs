//! When a thread may carry out the operation that it has announced, and how it waits for that.

use crate::coroutine::{self, Resume};
use crate::panics;
use crate::scheduler::State;

/// When a thread may carry out its operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readiness {
    Now,
    Later,
}

impl Readiness {
    /// Waits until the operation may be carried out. If it never may, `in_vain` is called at the end of an
    /// execution that is traced.
    ///
    /// Each stack frame between this and the code under test costs about as much as the operation
    /// itself: after a stack switch, return-address prediction misses.
    #[inline(always)]
    pub(crate) fn wait(self, in_vain: impl FnOnce()) {
        if self == Self::Later && coroutine::suspend() == Resume::RecordStack {
            in_vain();
            panics::suspend_forever();
        }
    }
}

/// When the thread may carry out the operation that it has just announced. A thread that starts waits for its
/// turn.
#[inline(always)]
pub(crate) fn of(state: &mut State) -> Readiness {
    if state.in_turn && state.continues() { Readiness::Now } else { Readiness::Later }
}
