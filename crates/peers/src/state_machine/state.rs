//! The state of a program, and the next states that a step of one thread leads to.
use crate::program::{
    ARCS, ATOMICS, LOCKS, ONCE_LOCKS, Program, REGISTERS, Statement, ThreadResult,
};
use std::collections::VecDeque;

/// Where a thread is inside its current statement.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    #[default]
    Ready,
    /// Waiting on the condition variable of this mutex.
    Waiting(usize),
    /// Woken, and about to lock the mutex again.
    Relocking {
        timed_out: bool,
    },
    Parked,
    /// Has arrived at a reader-writer lock that is held, to write.
    Writing,
    /// Waits to read this reader-writer lock until a waiting writer has had it.
    Queued(usize),
    /// Blocked in a rendezvous until a receiver comes.
    Sending,
    /// Blocked in a rendezvous at this channel until a sender comes.
    Receiving(usize),
    /// The other side of the rendezvous has come; this is the operation's result.
    Met(u8),
    /// In a polling loop, after this many loads.
    Polling(u8),
    /// In a polling loop, with the mutex locked.
    Peeking,
    /// In a polling loop, about to unlock the mutex, because the other one is held.
    BackingOff,
    /// Has dropped the last reference to an object, and runs its destructor.
    Destroying,
    /// The same, after the last statement.
    EndingWithObject,
    /// In `get_or_init`, before and after the closure's effect.
    Initializing,
    Initialized,
    /// Blocked at the barrier until the generation is no longer this one.
    AtBarrier(u8),
    /// Has dropped one of two thread-local values.
    SecondLocal,
    /// After the last statement, or unwinding: dropping what it owns.
    Ending,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) enum Status {
    #[default]
    NotSpawned,
    Running,
    /// About to drop its thread-local values.
    Returned(ThreadResult),
    Ended(ThreadResult),
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Held {
    #[default]
    No,
    Read,
    Write,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Thread {
    pub(super) status: Status,
    /// The index of the current statement.
    pub(super) statement: usize,
    pub(super) phase: Phase,
    pub(super) panicking: bool,
    pub(super) registers: [u8; REGISTERS],
    pub(super) poison: u8,
    /// The mutexes, then the rwlocks.
    pub(super) held: [Held; LOCKS],
    pub(super) senders: Vec<bool>,
    pub(super) receivers: Vec<bool>,
    /// References to the counted objects, and `Weak`s.
    pub(super) strong: [bool; ARCS],
    pub(super) weak: [bool; ARCS],
    /// The thread-local keys with a value, in the order of their initialization.
    pub(super) locals: Vec<usize>,
    /// Children that have not been joined.
    pub(super) children: Vec<usize>,
    /// Bit `n`: thread `n` has been spawned by this one.
    pub(super) spawned: u8,
    pub(super) park_token: bool,
    /// Bit `n`: this thread has a handle of thread `n` and can unpark it.
    pub(super) known: u8,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Lock {
    pub(super) value: u8,
    pub(super) poisoned: bool,
    pub(super) readers: u8,
    pub(super) writer: bool,
    /// Bit `n`: thread `n` waits to write.
    pub(super) waiting: u8,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Once {
    #[default]
    Empty,
    Running,
    Set(u8),
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Queue {
    pub(super) messages: VecDeque<u8>,
    /// The threads in `Phase::Sending` and their values, in order of arrival.
    pub(super) sending: VecDeque<(usize, u8)>,
    pub(super) capacity: Option<usize>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) threads: Vec<Thread>,
    /// The mutexes, then the rwlocks.
    pub(super) locks: [Lock; LOCKS],
    pub(super) atomics: [u8; ATOMICS],
    /// The `OnceLock`s, then the `Once`.
    pub(super) once_locks: [Once; ONCE_LOCKS + 1],
    pub(super) queues: Vec<Queue>,
    /// How many threads wait at the barrier.
    pub(super) arrived: u8,
    pub(super) generation: u8,
}

impl Thread {
    /// Whether it can be joined.
    pub(super) fn has_ended(&self) -> bool {
        matches!(self.status, Status::Ended(_))
    }

    /// Whether its function has returned or panicked.
    pub(super) fn has_returned(&self) -> bool {
        matches!(self.status, Status::Returned(_) | Status::Ended(_))
    }
}

/// A state that a step leads to.
pub(super) struct Next {
    /// Whether the step can fail to happen: a program in which only such steps are left is deadlocked.
    pub(super) is_spurious: bool,
    pub(super) state: State,
}

/// Collects the states that a step of thread `me` leads to.
pub(super) struct Steps<'a> {
    pub(super) program: &'a Program,
    pub(super) state: &'a State,
    pub(super) me: usize,
    pub(super) next: Vec<Next>,
}

impl<'a> Steps<'a> {
    pub(super) fn thread(&self) -> &'a Thread {
        &self.state.threads[self.me]
    }

    pub(super) fn phase(&self) -> Phase {
        self.thread().phase
    }

    pub(super) fn statement(&self) -> Option<&'a Statement> {
        self.program.threads[self.me].get(self.thread().statement)
    }

    /// Finishes the statement with `result`.
    pub(super) fn finish(&mut self, result: Option<u8>, change: impl FnOnce(&mut State)) {
        let (me, statement) = (self.me, self.statement());
        self.enter(Phase::Ready, |state| {
            let thread = &mut state.threads[me];
            thread.statement += 1;
            if let (Some(result), Some(statement)) = (result, statement) {
                thread.registers[statement.register] = result;
            }
            change(state);
        });
    }

    /// Finishes the statement without a change other than its result.
    pub(super) fn result(&mut self, result: impl Into<u8>) {
        self.finish(Some(result.into()), |_| {});
    }

    /// Finishes the statement, which does nothing.
    pub(super) fn skip(&mut self) {
        self.finish(None, |_| {});
    }

    /// Marks the step that was added last.
    pub(super) fn last_is_spurious(&mut self) {
        if let Some(next) = self.next.last_mut() {
            next.is_spurious = true;
        }
    }

    /// Continues the statement in `phase`.
    pub(super) fn enter(&mut self, phase: Phase, change: impl FnOnce(&mut State)) {
        let mut state = self.state.clone();
        state.threads[self.me].phase = phase;
        change(&mut state);
        self.next.push(Next { is_spurious: false, state });
    }
}
