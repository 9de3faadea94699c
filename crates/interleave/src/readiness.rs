//! When a thread may carry out the operation that it has announced, and how it waits for that.

use crate::coroutine::{self, Resume};
use crate::panics;
use crate::scheduler::State;

/// How many more operations the threads may announce in total while they should unwind.
const MAX_UNWIND_REQUESTS: u32 = 20_000;

/// When a thread may carry out its operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readiness {
    Now,
    Later,
    /// The execution is over: the thread must unwind.
    Aborted,
    /// The execution is over, and the thread already unwinds.
    Unwinding,
    /// The execution is over, but the threads keep announcing operations instead of unwinding.
    Stuck,
}

impl Readiness {
    /// Waits until the operation may be carried out. Returns `false` if it never may; then the
    /// caller must neither block nor panic. A thread that has waited in vain unwinds after
    /// `in_vain`.
    ///
    /// Each stack frame between this and the code under test costs about as much as the operation
    /// itself: after a stack switch, return-address prediction misses.
    #[inline(always)]
    pub(crate) fn wait(self, in_vain: impl FnOnce()) -> bool {
        if self == Self::Later {
            if coroutine::suspend() == Resume::Unwind {
                in_vain();
                panics::unwind();
            }
            return true;
        }
        self == Self::Now || self.resolve()
    }

    #[cold]
    fn resolve(self) -> bool {
        match self {
            Self::Aborted => panics::unwind(),
            Self::Stuck => panics::suspend_forever(),
            _ => false,
        }
    }
}

/// When the thread may carry out the operation that it has just announced.
#[inline(always)]
pub(crate) fn of(state: &mut State) -> Readiness {
    if !state.in_turn {
        return out_of_turn(state);
    }
    if state.continues() { Readiness::Now } else { Readiness::Later }
}

/// A thread that just started waits for its turn; a thread of a finished execution unwinds.
#[cold]
fn out_of_turn(state: &mut State) -> Readiness {
    if !state.abandoned {
        return Readiness::Later;
    }
    aborted(state, Readiness::Aborted)
}

/// What a thread does that announces an operation after the execution is over: `readiness`, unless
/// that has happened too often.
pub(crate) fn aborted(state: &mut State, readiness: Readiness) -> Readiness {
    state.unwind_requests += 1;
    if state.unwind_requests > MAX_UNWIND_REQUESTS { Readiness::Stuck } else { readiness }
}
