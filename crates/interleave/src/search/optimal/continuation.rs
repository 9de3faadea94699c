//! Continuations of an execution: operations that do not depend on one of its events, and an operation
//! that races with that event.

use crate::clock::VectorClock;
use crate::event::{EventId, EventLog};
use crate::op::{Footprint, Kind, ObjectId, Op, Place};
use crate::thread_set::Tid;

/// What an operation accesses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub(super) footprint: Footprint,
    /// Whether it may turn out that the operation only reads.
    pub(super) may_only_read: bool,
}

/// Why it is not known whether two operations from different executions conflict.
#[derive(Debug)]
pub(super) enum Unknown {
    /// Which objects they access.
    Objects,
    /// Whether one of them only reads.
    Access,
}

/// Which of how many results an operation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) variant: usize,
    pub(super) variants: usize,
}

/// An operation of a continuation that was carried out.
pub(super) struct Step {
    pub(super) event: EventId,
    /// What the operation accesses with any result.
    pub(super) reach: Reach,
    pub(super) result: Outcome,
}

/// The last operation of a continuation, which was not carried out there.
#[derive(Clone, Copy)]
pub(super) struct LastStep<'a> {
    pub(super) thread: Tid,
    pub(super) place: Place,
    pub(super) reach: Reach,
    /// What it depends on.
    pub(super) after: &'a VectorClock,
}

/// Operations of an execution that do not depend on an event, and an operation that races with it.
pub(super) struct Continuation<'a> {
    pub(super) log: &'a EventLog,
    /// Objects with a lower number are the same in every execution with such a continuation.
    pub(super) objects: ObjectId,
    pub(super) steps: Vec<Step>,
    pub(super) last: Option<LastStep<'a>>,
}

/// What was removed from the start of a continuation.
pub(super) enum First {
    Step(Outcome),
    Last,
    /// The operation is independent of the continuation.
    Other,
}

impl Reach {
    fn conflicts(&self, other: &Self) -> Result<bool, Unknown> {
        if !self.footprint.conflicts(&other.footprint) {
            return Ok(false);
        }
        let [mine, theirs] = [self, other].map(|reach| match reach.may_only_read {
            true => reach.footprint.as_read(),
            false => reach.footprint,
        });
        if mine.conflicts(&theirs) { Ok(true) } else { Err(Unknown::Access) }
    }
}

impl Continuation<'_> {
    /// Whether an equivalent continuation, or one that follows it, starts with the next operation of
    /// `thread`, which accesses only objects that are the same in every execution.
    pub(super) fn can_start_with(&self, thread: Tid, reach: &Reach) -> Result<bool, Unknown> {
        if let Some(is_first) = self.is_first(thread) {
            return Ok(is_first);
        }
        for step in &self.steps {
            let footprint = self.log.events()[step.event].footprint;
            if reach.conflicts(&Reach { footprint, may_only_read: false })? {
                return Ok(false);
            }
        }
        self.last.map_or(Ok(true), |last| Ok(!reach.conflicts(&last.reach)?))
    }

    /// Whether an equivalent continuation starts with an operation of `thread`.
    pub(super) fn starts_with(&self, thread: Tid) -> bool {
        self.is_first(thread) == Some(true)
    }

    /// Whether the first operation of `thread` depends on no other one; `None` if the thread has no operation in it.
    pub(super) fn is_first(&self, thread: Tid) -> Option<bool> {
        let (steps, after) = match self.position(thread) {
            Some(at) => (&self.steps[..at], self.log.order(self.steps[at].event)),
            None => (&self.steps[..], self.last.filter(|last| last.thread == thread)?.after),
        };
        Some(!steps.iter().any(|step| self.log.happened_before(step.event, after)))
    }

    fn position(&self, thread: Tid) -> Option<usize> {
        self.steps.iter().position(|step| self.log.events()[step.event].thread() == thread)
    }

    /// Removes the first operation of `thread`, with which the continuation can start.
    pub(super) fn remove_first(&mut self, thread: Tid) -> First {
        if let Some(first) = self.position(thread) {
            return First::Step(self.steps.remove(first).result);
        }
        if self.last.is_some_and(|last| last.thread == thread) {
            self.last = None;
            return First::Last;
        }
        First::Other
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.last.is_none()
    }
}

impl Clone for Continuation<'_> {
    fn clone(&self) -> Self {
        let steps = self.steps.iter().map(|step| Step { ..*step }).collect();
        Self { steps, ..*self }
    }
}

/// What an operation accesses before its result is known.
pub(super) fn reach(op: &Op) -> Reach {
    Reach { footprint: op.footprint(), may_only_read: op.kind == Kind::CompareExchange }
}
