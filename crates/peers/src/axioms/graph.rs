//! Execution graphs: the write that each read reads from, and the modification order of each cell.
//!
//! A graph grows by one event at a time, which can only read from an event that is already there, so
//! program order and reads-from have no cycle. An event has the same number in every graph of a
//! program.
use super::program::{Action, CELLS, Outcome, Program, failure_order};
use super::relation::MAX_EVENTS;
use std::sync::atomic::Ordering;

/// An event that has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// The thread, from 0; initial writes have none.
    pub thread: Option<usize>,
    /// The cell; a fence has none.
    pub cell: Option<usize>,
    /// The write that it reads from, if it reads.
    pub reads: Option<usize>,
    /// The value that it reads.
    pub read: u32,
    /// The value that it writes, if it writes.
    pub written: Option<u32>,
    /// The memory order.
    pub order: Ordering,
}

impl Event {
    /// Whether it both reads and writes.
    pub fn is_update(&self) -> bool {
        self.reads.is_some() && self.written.is_some()
    }
}

/// The events that have happened so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Graph {
    /// By number; the events of a thread are in program order.
    pub events: [Option<Event>; MAX_EVENTS],
    /// The writes of each cell, in modification order.
    pub modification: [Vec<usize>; CELLS],
    done: Vec<usize>,
}

impl Graph {
    /// The graph of the initial writes only.
    ///
    /// # Panics
    /// If the program has too many operations.
    pub fn new(program: &Program) -> Self {
        let operations: usize = program.0.iter().map(Vec::len).sum();
        assert!(operations + CELLS <= MAX_EVENTS, "{operations} operations are too many");
        let mut events = [None; MAX_EVENTS];
        for (cell, event) in events.iter_mut().enumerate().take(CELLS) {
            *event = Some(Event {
                thread: None,
                cell: Some(cell),
                reads: None,
                read: 0,
                written: Some(0),
                order: Ordering::Relaxed,
            });
        }
        let modification = std::array::from_fn(|cell| vec![cell]);
        Self { events, modification, done: vec![0; program.0.len()] }
    }

    /// The graphs with one more operation of `thread`. They respect the atomicity of updates but may
    /// violate coherence.
    pub fn extend(&self, program: &Program, thread: usize) -> Vec<Self> {
        let Some(&(action, order)) = program.0[thread].get(self.done[thread]) else {
            return Vec::new();
        };
        let before: usize = program.0[..thread].iter().map(Vec::len).sum();
        let number = CELLS + before + self.done[thread];
        let event =
            Event { thread: Some(thread), cell: None, reads: None, read: 0, written: None, order };
        let cell = match action {
            Action::Fence => return vec![self.with(number, event, None)],
            Action::Read(cell)
            | Action::Write(cell, _)
            | Action::Update(cell, _)
            | Action::Exchange(cell, ..) => cell,
        };
        let mut graphs = Vec::new();
        for (at, &write) in self.modification[cell].iter().enumerate() {
            let value =
                self.events[write].and_then(|event| event.written).expect("the event is a write");
            let event = Event { cell: Some(cell), ..event };
            let reading = Event { reads: Some(write), read: value, ..event };
            let event = match action {
                Action::Write(_, value) => Event { written: Some(value), ..event },
                Action::Update(_, more) => {
                    Event { written: Some(value.wrapping_add(more)), ..reading }
                }
                Action::Exchange(_, current, new) if value == current => {
                    Event { written: Some(new), ..reading }
                }
                Action::Exchange(..) => Event { order: failure_order(order), ..reading },
                _ => reading,
            };
            if event.written.is_none() {
                graphs.push(self.with(number, event, None));
            } else if !self.is_followed_by_update(cell, at) {
                graphs.push(self.with(number, event, Some((cell, at + 1))));
            }
        }
        graphs
    }

    /// An update immediately follows the write that it reads from, so nothing can be inserted between.
    fn is_followed_by_update(&self, cell: usize, at: usize) -> bool {
        let next = self.modification[cell].get(at + 1);
        next.is_some_and(|next| self.events[*next].is_some_and(|event| event.is_update()))
    }

    fn with(&self, number: usize, event: Event, position: Option<(usize, usize)>) -> Self {
        let mut graph = self.clone();
        graph.events[number] = Some(event);
        graph.done[event.thread.expect("the event is not an initial write")] += 1;
        if let Some((cell, at)) = position {
            graph.modification[cell].insert(at, number);
        }
        graph
    }

    /// The events with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Event)> {
        self.events.iter().enumerate().filter_map(|(n, event)| Some((n, event.as_ref()?)))
    }

    /// The values read, and the final values of the cells.
    pub fn outcome(&self) -> Outcome {
        let reads = self.iter().filter(|(_, e)| e.reads.is_some()).map(|(_, event)| event.read);
        let last = self.modification.iter().map(|writes| {
            let last = writes.last().and_then(|write| self.events[*write]);
            last.and_then(|event| event.written).expect("each cell has a write")
        });
        reads.chain(last).collect()
    }
}
