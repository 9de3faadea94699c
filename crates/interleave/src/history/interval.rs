//! When calls started and ended, and which call precedes which.

use std::thread::{self, ThreadId};

use crate::clock::Clock;
use crate::context;
use crate::thread_set::Tid;

/// The caller, and the start and end of a call.
#[derive(Clone)]
pub(super) struct Interval {
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
pub(super) fn before(calls: &[&Interval]) -> Vec<u64> {
    let set = |later: &Interval| {
        let earlier = calls.iter().enumerate().filter(|(_, call)| call.precedes(later));
        earlier.fold(0, |set, (at, _)| set | 1 << at)
    };
    calls.iter().map(|later| set(later)).collect()
}

/// The time and the callers of a history.
#[derive(Default)]
pub(super) struct Log {
    ticks: u64,
    callers: Vec<(Caller, String)>,
    /// The execution that the calls belong to, once there is a call; `Some(None)` for real threads.
    execution: Option<Option<u64>>,
}

impl Log {
    /// Starts a call: returns the index of its thread, and the time. `None` if the history belongs
    /// to another execution.
    pub(super) fn begin(&mut self) -> Option<(usize, Interval)> {
        let here = context::with(|runtime| {
            runtime.state(|state| {
                state.tracks_order = true;
                (state.epoch, state.current, state.thread().clock.clone())
            })
        });
        let execution = here.as_ref().map(|(epoch, ..)| *epoch);
        if *self.execution.get_or_insert(execution) != execution {
            return None;
        }
        let (caller, known) = match here {
            Some((_, tid, clock)) => (Caller::Simulated(tid), clock),
            None => (Caller::Real(thread::current().id()), Clock::ZERO),
        };
        let thread = self.position(caller);
        let begin = Moment { tick: self.tick(), known };
        Some((thread, Interval { caller, begin, end: None }))
    }

    /// Ends a call.
    pub(super) fn end(&mut self, call: &mut Interval) {
        let known = match call.caller {
            Caller::Simulated(tid) => {
                let since = call.begin.known.get(tid);
                let clock = context::with(|runtime| {
                    runtime.state(|state| {
                        let clock = &mut state.thread().clock;
                        // A call without an event needs a point in the thread's life that other
                        // threads can have observed or not. It is no operation: it conflicts with
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
        call.end = Some(Moment { tick: self.tick(), known });
    }

    /// The names of the threads in reports.
    pub(super) fn labels(&self) -> Vec<String> {
        self.callers.iter().map(|(_, label)| label.clone()).collect()
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
