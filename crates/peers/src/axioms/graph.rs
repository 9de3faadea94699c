//! Execution graphs: who reads from whom, and in which order the writes of a cell are modified.
//!
//! A graph grows by one event at a time, whose read is from an event that is there: so program order
//! and reads-from have no cycle. An event's number is the same in every graph of a program.
use super::program::{Action, CELLS, Outcome, Program, failure_order};
use super::relation::MAX_EVENTS;
use std::sync::atomic::Ordering;

/// What an event is, once it has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// The thread, from 0; the initial writes have none.
    pub thread: Option<usize>,
    /// The cell; a fence has none.
    pub cell: Option<usize>,
    /// The event whose write it reads, if it reads.
    pub reads: Option<usize>,
    /// The value that it read.
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

/// Events that have happened so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Graph {
    /// By number; those of a thread are in program order.
    pub events: [Option<Event>; MAX_EVENTS],
    /// For each cell its writes, the oldest first.
    pub modification: [Vec<usize>; CELLS],
    done: Vec<usize>,
}

impl Graph {
    /// The graph in which only the cells' first values are there.
    ///
    /// # Panics
    /// If the program has too many operations.
    pub fn new(program: &Program) -> Self {
        let operations: usize = program.0.iter().map(Vec::len).sum();
        assert!(operations + CELLS <= MAX_EVENTS, "a program of {operations} operations");
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

    /// The graphs with one operation more of `thread`; coherence is not checked here, the atomicity of
    /// updates is.
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
            let value = self.events[write].and_then(|event| event.written).expect("a write");
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

    /// An update comes immediately after what it reads, so that nothing fits between.
    fn is_followed_by_update(&self, cell: usize, at: usize) -> bool {
        let next = self.modification[cell].get(at + 1);
        next.is_some_and(|next| self.events[*next].is_some_and(|event| event.is_update()))
    }

    fn with(&self, number: usize, event: Event, place: Option<(usize, usize)>) -> Self {
        let mut graph = self.clone();
        graph.events[number] = Some(event);
        graph.done[event.thread.expect("not an initial write")] += 1;
        if let Some((cell, at)) = place {
            graph.modification[cell].insert(at, number);
        }
        graph
    }

    /// The numbers and events that are there.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Event)> {
        self.events.iter().enumerate().filter_map(|(n, event)| Some((n, event.as_ref()?)))
    }

    /// The values read and left.
    pub fn outcome(&self) -> Outcome {
        let reads = self.iter().filter(|(_, e)| e.reads.is_some()).map(|(_, event)| event.read);
        let last = self.modification.iter().map(|writes| {
            let last = writes.last().and_then(|write| self.events[*write]);
            last.and_then(|event| event.written).expect("a cell has a write")
        });
        reads.chain(last).collect()
    }
}
