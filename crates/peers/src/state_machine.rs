//! An independent oracle: programs as a state machine, searched state by state.
//!
//! It shares nothing with the engines: no threads, no std primitives, no reduction. Each step of a
//! thread is one transition, and each state is visited once, so the search is fast and finite even
//! with spurious wakeups.
use crate::program::{Channel, Outcome, Program};
use foldhash::fast::FixedState;
use state::{Next, Queue, State, Status, Steps, Thread};
use std::array;
use std::collections::{BTreeSet, HashMap};

mod atomics;
mod channels;
mod locks;
mod polling;
mod references;
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

/// Every outcome of `program`, where `None` is a deadlock or a livelock; or `None` if there are more than
/// `max_states` states.
pub fn outcomes(
    program: &Program,
    wakeups: Wakeups,
    max_states: usize,
) -> Option<BTreeSet<Option<Outcome>>> {
    let start = initial_state(program);
    let numbers = HashMap::from_iter([(start.clone(), 0)]);
    let mut graph = Graph { numbers, before: vec![Vec::new()] };
    let mut todo = vec![(0, start)];
    let mut outcomes = BTreeSet::new();
    let mut ends = Vec::new();
    while let Some((from, state)) = todo.pop() {
        if state.threads[0].has_ended() {
            outcomes.insert(Some(outcome(&state)));
            ends.push(from);
            continue;
        }
        for thread in 0..state.threads.len() {
            for Next { is_spurious, state } in Steps::of(program, &state, thread) {
                if is_spurious && wakeups == Wakeups::Notified {
                    continue;
                }
                if let Some(new) = graph.add(from, &state, is_spurious) {
                    todo.push((new, state));
                }
            }
        }
        if graph.numbers.len() > max_states {
            return None;
        }
    }
    if graph.can_fail_to_reach(ends) {
        outcomes.insert(None);
    }
    Some(outcomes)
}

/// The states, with the steps that lead to each from others, except for those that may never happen.
struct Graph {
    // Without optimization, SipHash takes a third of the time of the cross-check.
    numbers: HashMap<State, usize, FixedState>,
    before: Vec<Vec<usize>>,
}

impl Graph {
    /// Adds a step; the number of its state if it is new.
    fn add(&mut self, from: usize, state: &State, is_spurious: bool) -> Option<usize> {
        let (new, known) = (self.before.len(), self.numbers.get(state).copied());
        let to = known.unwrap_or(new);
        if known.is_none() {
            self.numbers.insert(state.clone(), new);
            self.before.push(Vec::new());
        }
        if !is_spurious {
            self.before[to].push(from);
        }
        known.is_none().then_some(new)
    }

    /// Whether none of these states can be reached from some state: a deadlock or a livelock.
    fn can_fail_to_reach(&self, mut todo: Vec<usize>) -> bool {
        let mut reaches = vec![false; self.before.len()];
        while let Some(state) = todo.pop() {
            if !std::mem::replace(&mut reaches[state], true) {
                todo.extend(&self.before[state]);
            }
        }
        reaches.contains(&false)
    }
}

fn initial_state(program: &Program) -> State {
    let thread = |number: usize| Thread {
        status: if number == 0 { Status::Running } else { Status::NotSpawned },
        senders: (0..program.channels.len()).map(|c| program.sends(number, c)).collect(),
        strong: array::from_fn(|at| program.references(number, at).0),
        weak: array::from_fn(|at| program.references(number, at).1),
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
        Status::Ended(result) | Status::Returned(result) => Some(result.clone()),
        _ => None,
    };
    Outcome {
        threads: state.threads.iter().map(result).collect(),
        locks: state.locks.iter().map(|lock| (lock.value, lock.poisoned)).collect(),
        atomics: state.atomics.to_vec(),
    }
}
