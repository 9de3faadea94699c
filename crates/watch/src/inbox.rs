//! The events that have not been handled yet.
use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::events::Event;
use crate::files::Files;

#[derive(Debug)]
pub(crate) struct Inbox {
    receiver: Receiver<Event>,
    /// Events that were received while something more important was going on.
    deferred: VecDeque<Event>,
}

impl Inbox {
    pub(crate) fn new(receiver: Receiver<Event>) -> Self {
        Self { receiver, deferred: VecDeque::new() }
    }

    /// Blocks until there is an event. Returns `None` when no source of events is left.
    pub(crate) fn next(&mut self) -> Option<Event> {
        self.deferred.pop_front().or_else(|| self.receiver.recv().ok())
    }

    /// Waits for a new event, but not longer than `timeout`.
    pub(crate) fn next_within(&self, timeout: Duration) -> Option<Event> {
        self.receiver.recv_timeout(timeout).ok()
    }

    pub(crate) fn defer(&mut self, event: Event) {
        self.deferred.push_back(event);
    }

    /// Waits until the files have not changed for `quiet`; defers all other events.
    pub(crate) fn debounce(&mut self, files: &Files, quiet: Duration) {
        let mut deadline = Instant::now() + quiet;
        let mut contents = files.read();
        while let Some(event) = self.next_within(deadline.saturating_duration_since(Instant::now()))
        {
            if event != Event::Changed {
                self.defer(event);
                continue;
            }
            let now = files.read();
            if now != contents {
                (contents, deadline) = (now, Instant::now() + quiet);
            }
        }
    }
}
