//! When calls started and ended, and which call precedes which.

use std::thread::{self, ThreadId};

use super::search::MAX_OPERATIONS;
use crate::clock::Clock;
use crate::context;
use crate::thread_set::Tid;

const TOO_MANY: &str = "a history holds at most 64 operations, and this is one more: \
                                   record fewer, or check this history and start a new one";
const _: () = assert!(MAX_OPERATIONS == 64);

const OTHER_EXECUTION: &str = "this history was started in another interleaving: create \
                                          it with `History::new()` inside the body";

/// The caller, and the start and end of a call.
#[derive(Clone)]
struct Interval {
    caller: Caller,
    begin: Moment,
    /// `None` for a call that has not returned.
    end: Option<Moment>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    Simulated(Tid),
    Real(ThreadId),
}

#[derive(Clone)]
struct Moment {
    /// How many calls had started or ended, which is real-time order on real threads.
    tick: u64,
    /// The clock of the thread; zero on a real thread.
    known: Clock,
}

impl Interval {
    /// Whether the call ended before `later` started.
    ///
    /// Under exploration, that is the case if the last event of the call happened before `later`.
    /// Then an equivalent execution exists in which the call returned right after that event,
    /// before `later` started. The answer is the same in all equivalent executions. Within one
    /// thread it is program order, because each call has an event or a tick.
    fn precedes(&self, later: &Self) -> bool {
        match (self.caller, &self.end) {
            (_, None) => false,
            (Caller::Simulated(tid), Some(end)) => {
                later.begin.known.happened_before(tid) >= end.known.get(tid)
            }
            (Caller::Real(_), Some(end)) => end.tick < later.begin.tick,
        }
    }
}

/// For each call, the set of the calls that precede it.
fn before(calls: &[&Interval]) -> Vec<u64> {
    let set = |later: &Interval| {
        let earlier = calls.iter().enumerate().filter(|(_, call)| call.precedes(later));
        earlier.fold(0, |set, (at, _)| set | 1 << at)
    };
    calls.iter().map(|later| set(later)).collect()
}

/// The calls of a history, in the order of their threads.
#[derive(Clone, Debug)]
pub(super) struct ByThread {
    /// The names of the threads.
    pub(super) threads: Vec<String>,
    /// The number of each call.
    pub(super) numbers: Vec<usize>,
    /// The thread of each call.
    pub(super) owners: Vec<usize>,
    /// Whether each call has not returned.
    pub(super) pending: Vec<bool>,
    /// The calls that precede each call, as a bit set.
    pub(super) before: Vec<u64>,
}

impl ByThread {
    /// The numbers of the calls at these positions.
    pub(super) fn numbered(&self, positions: &[usize]) -> Vec<usize> {
        positions.iter().map(|&at| self.numbers[at]).collect()
    }
}

/// The time, the calls and the callers of a history.
#[derive(Default)]
pub(super) struct Log {
    ticks: u64,
    /// The index of the thread of each call, and the call.
    calls: Vec<(usize, Interval)>,
    /// The calls that have returned, in that order.
    returned: Vec<usize>,
    callers: Vec<(Caller, String)>,
    /// The execution that the calls belong to, once there is a call; `Some(None)` for real threads.
    execution: Option<Option<u64>>,
}

impl Log {
    /// Starts a call, and returns its number.
    ///
    /// # Errors
    /// If there are too many calls, or the history belongs to another execution.
    pub(super) fn begin(&mut self) -> Result<usize, &'static str> {
        if self.calls.len() == MAX_OPERATIONS {
            return Err(TOO_MANY);
        }
        let here = context::with(|runtime| {
            runtime.state(|state| {
                state.tracks_order = true;
                (state.epoch, state.current, state.thread().clock.clone())
            })
        });
        let execution = here.as_ref().map(|(epoch, ..)| *epoch);
        if *self.execution.get_or_insert(execution) != execution {
            return Err(OTHER_EXECUTION);
        }
        let (caller, known) = match here {
            Some((_, tid, clock)) => (Caller::Simulated(tid), clock),
            None => (Caller::Real(thread::current().id()), Clock::ZERO),
        };
        let thread = self.position(caller);
        let begin = Moment { tick: self.tick(), known };
        self.calls.push((thread, Interval { caller, begin, end: None }));
        Ok(self.calls.len() - 1)
    }

    /// Ends a call.
    pub(super) fn end(&mut self, number: usize) {
        let call = &self.calls[number].1;
        let known = match call.caller {
            Caller::Simulated(tid) => {
                let since = call.begin.known.get(tid);
                let clock = context::with(|runtime| {
                    runtime.state(|state| {
                        let clock = &mut state.thread().clock;
                        // A call without an event needs a point in the thread's life that other
                        // threads can have observed or not. It is not an operation: it conflicts with
                        // nothing, and the search compares event numbers, where gaps do not matter.
                        if clock.get(tid) == since {
                            clock.tick(tid);
                        }
                        clock.clone()
                    })
                });
                clock.unwrap_or(Clock::ZERO)
            }
            Caller::Real(_) => Clock::ZERO,
        };
        self.calls[number].1.end = Some(Moment { tick: self.tick(), known });
        self.returned.push(number);
    }

    /// The calls that have returned, in that order.
    pub(super) fn returned(&self) -> &[usize] {
        &self.returned
    }

    /// The calls in the order of their threads.
    pub(super) fn by_thread(&self) -> ByThread {
        let mut numbers: Vec<usize> = (0..self.calls.len()).collect();
        numbers.sort_by_key(|&number| self.calls[number].0);
        let calls: Vec<&Interval> = numbers.iter().map(|&number| &self.calls[number].1).collect();
        ByThread {
            threads: self.callers.iter().map(|(_, label)| label.clone()).collect(),
            owners: numbers.iter().map(|&number| self.calls[number].0).collect(),
            pending: calls.iter().map(|call| call.end.is_none()).collect(),
            before: before(&calls),
            numbers,
        }
    }

    fn tick(&mut self) -> u64 {
        self.ticks += 1;
        self.ticks
    }

    fn position(&mut self, caller: Caller) -> usize {
        let known = self.callers.iter().position(|(known, _)| *known == caller);
        known.unwrap_or_else(|| {
            let label = label(caller, self.callers.len());
            self.callers.push((caller, label));
            self.callers.len() - 1
        })
    }
}

fn label(caller: Caller, position: usize) -> String {
    match caller {
        Caller::Simulated(tid) => {
            context::with(|runtime| runtime.state(|state| state.label(tid))).unwrap_or_default()
        }
        Caller::Real(_) => match thread::current().name() {
            Some(name) => name.to_owned(),
            None => format!("thread-{}", position + 1),
        },
    }
}
