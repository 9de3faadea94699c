//! An independent oracle: programs as a state machine, searched state by state.
//!
//! It shares nothing with the engines: no threads, no std primitives, no reduction. Each step of a
//! thread is one transition, and each state is visited once, so the search is fast and finite even
//! with spurious wakeups.
use crate::program::{Channel, Outcome, Program};
use state::{Next, Queue, State, Status, Steps, Thread};
use std::collections::{BTreeSet, HashSet};

mod atomics;
mod channels;
mod locks;
mod state;
mod threads;

/// When a condition variable or `park` wakes a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakeups {
    /// Only when it is notified.
    Notified,
    /// At any time, as std allows.
    Spurious,
}

/// Every outcome of `program`, where `None` is a deadlock; or `None` if there are more than
/// `max_states` states.
pub fn outcomes(
    program: &Program,
    wakeups: Wakeups,
    max_states: usize,
) -> Option<BTreeSet<Option<Outcome>>> {
    let start = initial_state(program);
    let mut seen = HashSet::from([start.clone()]);
    let mut todo = vec![start];
    let mut outcomes = BTreeSet::new();
    while let Some(state) = todo.pop() {
        if state.threads[0].has_ended() {
            outcomes.insert(Some(outcome(&state)));
            continue;
        }
        let mut progress = false;
        for thread in 0..state.threads.len() {
            for Next { is_spurious, state } in Steps::of(program, &state, thread) {
                if is_spurious && wakeups == Wakeups::Notified {
                    continue;
                }
                progress |= !is_spurious;
                if seen.insert(state.clone()) {
                    todo.push(state);
                }
            }
        }
        if !progress {
            outcomes.insert(None);
        }
        if seen.len() > max_states {
            return None;
        }
    }
    Some(outcomes)
}

fn initial_state(program: &Program) -> State {
    let thread = |number: usize| Thread {
        status: if number == 0 { Status::Running } else { Status::NotSpawned },
        senders: (0..program.channels.len()).map(|c| program.sends(number, c)).collect(),
        receivers: program.channels.iter().map(|c| c.receiver == number).collect(),
        known: 1 << number,
        ..Thread::default()
    };
    let queue = |channel: &Channel| Queue { capacity: channel.capacity, ..Queue::default() };
    State {
        threads: (0..program.threads.len()).map(thread).collect(),
        queues: program.channels.iter().map(queue).collect(),
        ..State::default()
    }
}

fn outcome(state: &State) -> Outcome {
    let result = |thread: &Thread| match &thread.status {
        Status::Ended(result) => Some(result.clone()),
        _ => None,
    };
    Outcome {
        threads: state.threads.iter().map(result).collect(),
        locks: state.locks.iter().map(|lock| (lock.value, lock.poisoned)).collect(),
        atomics: state.atomics.to_vec(),
    }
}
