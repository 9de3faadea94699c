//! When a thread may do what it has announced, and how it waits for that.

use crate::coroutine::{self, Go};
use crate::panics;
use crate::scheduler::State;

/// How often threads may go on to another operation that are to unwind.
const UNWINDINGS: u32 = 20_000;

/// When a thread may do what it has announced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Now,
    Later,
    /// The execution is given up: the thread has to unwind.
    GivenUp,
    /// The same, and the thread unwinds already.
    Never,
    /// The same, and it does not come to an end with that.
    Stuck,
}

impl Turn {
    /// Waits for it; `false` if it never comes, and what asks must neither block nor panic.
    ///
    /// Each frame between this and the code under test costs about as much as what is done in it:
    /// after a switch of stacks the processor guesses wrong where a function returns to.
    #[inline(always)]
    pub(crate) fn wait(self) -> bool {
        if self == Self::Later {
            if coroutine::suspend() == Go::Unwind {
                panics::unwind();
            }
            return true;
        }
        self == Self::Now || self.is_never()
    }

    #[cold]
    fn is_never(self) -> bool {
        match self {
            Self::GivenUp => panics::unwind(),
            Self::Stuck => panics::stay(),
            _ => false,
        }
    }
}

/// When the thread may go on that has just announced an operation.
#[inline(always)]
pub(crate) fn when(state: &mut State) -> Turn {
    if !state.in_turn {
        return out_of_turn(state);
    }
    if state.goes_on() { Turn::Now } else { Turn::Later }
}

/// A thread that has only begun waits for its turn; one that is given up unwinds.
#[cold]
fn out_of_turn(state: &mut State) -> Turn {
    if !state.abandoned {
        return Turn::Later;
    }
    given_up(state, Turn::GivenUp)
}

/// What becomes of a thread that asks for more although the execution is given up: `turn`, unless
/// that has been so again and again.
pub(crate) fn given_up(state: &mut State, turn: Turn) -> Turn {
    state.asked_to_unwind += 1;
    if state.asked_to_unwind > UNWINDINGS { Turn::Stuck } else { turn }
}
