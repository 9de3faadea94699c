//! What happened in one execution, for a report.

use std::panic::Location;
use std::sync::atomic::Ordering;

use crate::answer::{Answer, Newer};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::thread_set::Tid;

/// One row of a report.
#[derive(Clone, Debug)]
pub struct Step {
    pub thread: Tid,
    pub deed: Deed,
    pub place: Place,
    /// The thread that could have gone on instead.
    pub preempted: Option<Tid>,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Operation {
        kind: Kind,
        object: ObjectId,
        answer: Option<Answer>,
        /// Which of its possible results it had: of a `notify_one`, which of the waiters it woke.
        variant: usize,
        /// What was read or written, as text.
        value: Option<String>,
        /// Of an atomic operation or a fence, the order that it names.
        order: Option<Ordering>,
        /// If what was read was old: the store that could have been read.
        newer: Option<Newer>,
    },
    /// A guard went away; whether its holder could have changed the data.
    Unlocked {
        object: ObjectId,
        changed: bool,
    },
    Spawned {
        thread: Tid,
    },
    /// The file and the line, where they are known.
    Panicked {
        message: String,
        place: Option<(String, u32)>,
    },
}

/// The rows in the order in which they happened.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub steps: Vec<Step>,
}

impl Trace {
    /// Says which order the last operation had, and whether it read an old value.
    pub fn note_order(&mut self, named: Ordering, store: Option<Newer>) {
        let last = self.steps.last_mut();
        if let Some(Step { deed: Deed::Operation { order, newer, .. }, .. }) = last {
            (*order, *newer) = (Some(named), store);
        }
    }

    /// Says that `thread` panics, unless that was said when others came between its destructors.
    pub fn note_panic(&mut self, thread: Tid, panic: &Panic) {
        let Panic { message, place: known } = panic.clone();
        let mut before = self.steps.iter().rev().filter(|step| step.thread == thread);
        let said = before.find_map(|step| match &step.deed {
            Deed::Panicked { message, place } => Some((message, place)),
            _ => None,
        });
        if said != Some((&message, &known)) {
            let (deed, place) = (Deed::Panicked { message, place: known }, Location::caller());
            self.steps.push(Step { thread, deed, place, preempted: None });
        }
    }

    /// Says what the last operation of `thread` read or wrote.
    pub fn note(&mut self, thread: Tid, text: String) {
        let last = self.steps.iter_mut().rev().find(|step| step.thread == thread);
        if let Some(Step { deed: Deed::Operation { value, .. }, .. }) = last {
            *value = Some(text);
        }
    }
}

/// Who and what appears in an execution.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// What each thread is called.
    pub threads: Vec<String>,
    /// The line on which each object was created.
    pub objects: Vec<Role>,
    /// What each thread waits for that has not finished.
    pub waits: Vec<Wait>,
}

/// What sort of thing an object is, and where it comes from.
#[derive(Clone, Debug)]
pub struct Role {
    pub sort: &'static str,
    pub created: Place,
}

/// A thread that cannot go on, and who keeps it from that.
#[derive(Clone, Debug)]
pub struct Wait {
    pub thread: Tid,
    pub op: Op,
    /// Who holds the lock, since which line; or who has to finish.
    pub held_up_by: Vec<(Tid, Option<Place>)>,
    /// Whether a destructor waits, while the thread panics.
    pub unwinds: bool,
}

/// A panic that ended a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    pub message: String,
    /// File and line, where it is known.
    pub place: Option<(String, u32)>,
}
