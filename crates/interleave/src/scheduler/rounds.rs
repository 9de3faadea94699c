//! Loops that look in vain: whether they only wait, or count their rounds.
//!
//! Who has looked often enough in vain waits from then on: see `spin`. That leaves nothing out where the
//! loop would look for ever. One that counts its rounds leaves by itself, and what it does then has to
//! be seen too. Which of both a loop is cannot be read off it, but tried: in an execution of its own
//! the thread goes on alone from where it is held, until it does anything else, or for as long as an
//! execution may last. A loop that leaves is let on; and all executions so far were only a beginning.

use super::State;
use crate::op::Place;
use crate::schedule::Schedule;
use crate::thread_set::Tid;

/// So many looks in vain are let through where the loop counts them; more are called bounded.
const ROUNDS: usize = 2_000;

/// Who looks in vain, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Loop {
    thread: Tid,
    place: Place,
}

/// A thread that was held, and how it came there.
pub(crate) struct Held {
    by: Loop,
    pub(crate) schedule: Schedule,
}

/// An execution in which one thread goes on alone.
struct Alone {
    thread: Tid,
    /// After so many choices.
    from: usize,
    /// Whether it has looked in vain to the end.
    waits: bool,
}

/// What is known of loops that look in vain, for all executions of one body.
#[derive(Default)]
pub(crate) struct Loops {
    waiting: Vec<Loop>,
    counting: Vec<Loop>,
    /// The first loop of this execution of which nothing is known.
    held: Option<Held>,
    alone: Option<Alone>,
}

impl State {
    /// Notes that the thread has looked in vain as often as it may, lastly at `place`.
    #[cold]
    pub(super) fn hold(&mut self, thread: Tid, place: Place) {
        let (by, spin) = (Loop { thread, place }, &mut self.threads[thread].spin);
        match &self.loops.alone {
            Some(alone) if alone.thread == thread => return spin.let_on(usize::MAX),
            Some(_) => return,
            None => {}
        }
        if self.loops.counting.contains(&by) {
            spin.let_on(ROUNDS);
            self.bounded |= spin.is_waiting();
        } else if !self.demands.eventually
            && self.loops.held.is_none()
            && !self.loops.waiting.contains(&by)
        {
            self.loops.held = Some(Held { by, schedule: self.schedule.clone() });
        }
    }

    /// The first thread that was held in the execution that has ended, and of which nothing is known.
    pub(crate) fn take_held(&mut self) -> Option<Held> {
        self.loops.held.take()
    }

    /// In the next execution the thread goes on alone, from where it was held.
    pub(crate) fn let_on_alone(&mut self, held: &Held) {
        let from = held.schedule.choices().len();
        self.loops.alone = Some(Alone { thread: held.by.thread, from, waits: false });
    }

    /// After that execution: whether the loop counts its rounds.
    pub(crate) fn has_left(&mut self, held: &Held) -> bool {
        let waits = self.loops.alone.take().is_some_and(|alone| alone.waits);
        let known = if waits { &mut self.loops.waiting } else { &mut self.loops.counting };
        known.push(held.by);
        !waits
    }

    /// Whether this is such an execution.
    pub(super) fn somebody_is_alone(&self) -> bool {
        self.loops.alone.is_some()
    }

    /// Whether the thread that goes on alone has done anything else than to look in vain, or has done
    /// that for as long as an execution may last.
    pub(super) fn is_alone_long_enough(&mut self) -> bool {
        let is_too_long = self.is_too_long();
        let Some(alone) = &mut self.loops.alone else { return false };
        let thread = &self.threads[alone.thread];
        let looks = self.current == alone.thread && thread.spin.looks_in_vain() && !thread.finished;
        alone.waits = looks && is_too_long;
        is_too_long || self.schedule.choices().len() > alone.from && !looks
    }
}
