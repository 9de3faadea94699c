//! When a thread may do what it has announced, and how it waits for that.

use crate::coroutine::{self, Resume};
use crate::panics;
use crate::scheduler::State;

/// How often threads may go on to another operation that are to unwind.
const MAX_UNWIND_REQUESTS: u32 = 20_000;

/// When a thread may do what it has announced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readiness {
    Now,
    Later,
    /// The execution is given up: the thread has to unwind.
    Aborted,
    /// The same, and the thread unwinds already.
    Unwinding,
    /// The same, and it does not come to an end with that.
    Stuck,
}

impl Readiness {
    /// Waits for it; `false` if it never comes, and what asks must neither block nor panic.
    ///
    /// Each frame between this and the code under test costs about as much as what is done in it:
    /// after a switch of stacks the processor guesses wrong where a function returns to.
    #[inline(always)]
    pub(crate) fn wait(self) -> bool {
        if self == Self::Later {
            if coroutine::suspend() == Resume::Unwind {
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

/// When the thread may go on that has just announced an operation.
#[inline(always)]
pub(crate) fn of(state: &mut State) -> Readiness {
    if !state.in_turn {
        return out_of_turn(state);
    }
    if state.continues() { Readiness::Now } else { Readiness::Later }
}

/// A thread that has only begun waits for its turn; one that is given up unwinds.
#[cold]
fn out_of_turn(state: &mut State) -> Readiness {
    if !state.abandoned {
        return Readiness::Later;
    }
    aborted(state, Readiness::Aborted)
}

/// What becomes of a thread that asks for more although the execution is given up: `turn`, unless
/// that has been so again and again.
pub(crate) fn aborted(state: &mut State, readiness: Readiness) -> Readiness {
    state.unwind_requests += 1;
    if state.unwind_requests > MAX_UNWIND_REQUESTS { Readiness::Stuck } else { readiness }
}
