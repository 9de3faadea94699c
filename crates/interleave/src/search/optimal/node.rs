//! The choices on the path of an execution.

use super::continuation::Outcome;
use super::wakeup_tree::{Branch, WakeupTree};
use crate::op::{Footprint, ObjectId, Op};
use crate::thread_set::{ThreadSet, Tid};

/// One choice on the path of the current execution.
pub(super) struct Node {
    /// What runs next.
    pub(super) branch: Branch,
    /// What must be explored here later.
    pub(super) later: WakeupTree,
    /// Which of the possible results the operation has, and how many there are; 0 if the operation has not
    /// been reached.
    pub(super) variant: usize,
    pub(super) variants: usize,
    pub(super) enabled: ThreadSet,
    /// The position of the first thread that sleeps here, among the sleepers of all nodes.
    pub(super) sleepers: usize,
    /// The threads that sleep here, and those among them that have been explored here.
    pub(super) asleep: ThreadSet,
    pub(super) done: ThreadSet,
    /// Whether every enabled thread is explored.
    pub(super) is_full: bool,
    /// Whether a continuation in which a sleeping thread wakes up may be missing in the tree.
    pub(super) is_stray: bool,
    /// Objects with a lower number are the same in every execution that passes here.
    pub(super) objects: ObjectId,
    /// How many results of the operation were seen, and whether one of them was a write.
    pub(super) seen: usize,
    pub(super) wrote: bool,
    /// The operation of the chosen thread, which must be the same in every execution.
    pub(super) op: Op,
}

/// A thread whose next operation was already explored and is independent of everything since.
#[derive(Clone, Copy)]
pub(super) struct Sleeper {
    pub(super) thread: Tid,
    /// What the operation accesses with any result.
    pub(super) footprint: Footprint,
}

impl Node {
    pub(super) fn outcome(&self) -> Outcome {
        Outcome { variant: self.variant, variants: self.variants }
    }

    /// Whether the operation turned out to read with its only result, though it could have written.
    pub(super) fn is_narrow(&self) -> bool {
        self.variants == 1 && self.seen == 1 && !self.wrote && self.op.footprint().writes()
    }

    /// Explores every other thread, whatever else has been planned.
    pub(super) fn fill(&mut self) {
        self.is_full = true;
        self.later = self.enabled.without(self.done).iter().map(Branch::free).collect();
    }

    /// Whether the chosen thread reached the same operation again. The same location can exist twice in a
    /// program.
    pub(super) fn is_at(&self, op: &Op) -> bool {
        let place = self.op.place;
        (self.op.kind, self.op.object) == (op.kind, op.object)
            && (std::ptr::eq(place, op.place) || place == op.place)
    }
}
