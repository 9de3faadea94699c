//! A third opinion: the programs' meaning as a state machine, searched state by state.
//!
//! It shares nothing with either engine: no threads, no std primitives, no reduction. Each step of
//! each thread is one transition, states are visited once, and so it is fast and finite even where
//! wakeups are spurious.
use crate::program::{
    ATOMICS, Capacity, DISCONNECTED, End, MUTEXES, NOTHING, ONCES, Op, Outcome, Program, REGISTERS,
    ROUNDS, RWLOCKS, Style, WOULD_BLOCK,
};
use std::collections::{BTreeSet, HashSet, VecDeque};

mod channel;
mod lock;
mod once;
mod thread;

/// Whether a step makes progress by itself, or only if the system is kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Step,
    /// Nothing guarantees it: a program that can only go on this way is deadlocked.
    Spurious,
}

/// Where a thread is inside its current statement.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Phase {
    Ready,
    /// In the queue of this mutex's condvar.
    Waiting(u8),
    /// Woken, and about to lock again.
    Relocking,
    /// Inside `park`, in the loop of `ParkUntil` or not.
    Parked,
    /// In a rendezvous, waiting for the other side.
    Sending,
    /// The same, at this channel: a thread may own the receivers of several.
    Receiving(usize),
    /// The other side of the rendezvous has come; the result is this.
    Met(u8),
    /// Looking, and so many times there was nothing.
    Looking(u8),
    /// Making the value of a `OnceLock`: before and after it has counted that.
    Making,
    Made,
    /// At the barrier, let go when the generation is no longer this.
    AtBarrier(u8),
    /// After the last statement, or unwinding: dropping what it owns.
    Leaving,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Life {
    Unborn,
    Running,
    Over(End),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Held {
    No,
    Read,
    Write,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Thread {
    life: Life,
    at: usize,
    phase: Phase,
    panicking: bool,
    regs: [u8; REGISTERS],
    poison: u8,
    mutexes: [bool; MUTEXES],
    rwlocks: [Held; RWLOCKS],
    senders: Vec<bool>,
    receivers: Vec<bool>,
    children: Vec<usize>,
    spawned: Vec<usize>,
    token: bool,
    knows: u8,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Lock {
    value: u8,
    poisoned: bool,
    readers: u8,
    writer: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Once {
    Empty,
    Running,
    Full(u8),
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Queue {
    messages: VecDeque<u8>,
    /// Rendezvous only: the threads in `Phase::Sending`, first come first served.
    sending: VecDeque<(usize, u8)>,
    capacity: Option<usize>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    threads: Vec<Thread>,
    locks: Vec<Lock>,
    atomics: [u8; ATOMICS],
    onces: [Once; ONCES],
    queues: Vec<Queue>,
    arrived: u8,
    generation: u8,
}

/// When a condvar or `park` lets a thread go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakeups {
    /// Only when it is told to.
    Notified,
    /// Whenever it likes, as std allows.
    Spurious,
}

/// Every outcome of `program`; `None` for the whole if there are more than `cap` states.
pub fn outcomes(
    program: &Program,
    wakeups: Wakeups,
    cap: usize,
) -> Option<BTreeSet<Option<Outcome>>> {
    let start = State::new(program);
    let mut seen = HashSet::from([start.clone()]);
    let mut todo = vec![start];
    let mut outcomes = BTreeSet::new();
    while let Some(state) = todo.pop() {
        if state.threads[0].is_over() {
            outcomes.insert(Some(state.outcome()));
            continue;
        }
        let mut progress = false;
        for thread in 0..state.threads.len() {
            state.steps(program, thread, &mut |kind, next| {
                if kind == Kind::Spurious && wakeups == Wakeups::Notified {
                    return;
                }
                progress |= kind == Kind::Step;
                if seen.insert(next.clone()) {
                    todo.push(next);
                }
            });
        }
        if !progress {
            outcomes.insert(None);
        }
        if seen.len() > cap {
            return None;
        }
    }
    Some(outcomes)
}

impl State {
    fn new(program: &Program) -> Self {
        let thread = |id: usize| Thread {
            life: if id == 0 { Life::Running } else { Life::Unborn },
            at: 0,
            phase: Phase::Ready,
            panicking: false,
            regs: [0; REGISTERS],
            poison: 0,
            mutexes: [false; MUTEXES],
            rwlocks: [Held::No; RWLOCKS],
            senders: (0..program.channels.len()).map(|c| program.sends(id, c)).collect(),
            receivers: program.channels.iter().map(|c| usize::from(c.receiver) == id).collect(),
            children: Vec::new(),
            spawned: Vec::new(),
            token: false,
            knows: 1 << id,
        };
        let lock = Lock { value: 0, poisoned: false, readers: 0, writer: false };
        let queue = |capacity: Capacity| Queue {
            messages: VecDeque::new(),
            sending: VecDeque::new(),
            capacity: match capacity {
                Capacity::Unbounded => None,
                Capacity::Bounded(n) => Some(n.into()),
            },
        };
        State {
            threads: (0..program.threads.len()).map(thread).collect(),
            locks: vec![lock; MUTEXES + RWLOCKS],
            atomics: [0; ATOMICS],
            onces: [Once::Empty; ONCES],
            queues: program.channels.iter().map(|channel| queue(channel.capacity)).collect(),
            arrived: 0,
            generation: 0,
        }
    }

    fn outcome(&self) -> Outcome {
        let end = |thread: &Thread| match &thread.life {
            Life::Over(end) => Some(end.clone()),
            _ => None,
        };
        Outcome {
            ends: self.threads.iter().map(end).collect(),
            locks: self.locks.iter().map(|lock| (lock.value, lock.poisoned)).collect(),
            atomics: self.atomics.to_vec(),
        }
    }
}
