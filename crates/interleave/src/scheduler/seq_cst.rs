//! The one order of all `SeqCst` operations and fences (C++20, [atomics.order]): it is not the order
//! of the execution, but there has to be one. It agrees with what strongly happens before, and with
//! the coherence order of each location, into which a fence enters by what happens before or after it.

use super::State;
use crate::happens_before::HbClock;
use crate::objects::{AtomicAccess, Location, Model, Rank};
use crate::op::ObjectId;
use crate::thread_set::Tid;

/// An operation or a fence that is `SeqCst`.
#[derive(Debug)]
pub(super) struct ScEvent {
    pub(super) event: usize,
    pub(super) thread: Tid,
    pub(super) ordinal: u16,
    /// What its thread knew before.
    pub(super) before: HbClock,
    pub(super) kind: ScKind,
}

#[derive(Debug)]
pub(super) enum ScKind {
    Access(ObjectId),
    /// What happened before the fence.
    Fence(HbClock),
}

/// An access that is not there yet.
pub(super) struct Candidate<'a> {
    pub(super) object: ObjectId,
    pub(super) rank: Rank,
    pub(super) is_seq_cst: bool,
    /// What its thread knows before it, and with it.
    pub(super) before: &'a HbClock,
    pub(super) after: &'a HbClock,
}

impl ScEvent {
    fn is_known_to(&self, known: &HbClock) -> bool {
        known.has(self.thread, self.ordinal)
    }

    /// Whether it strongly happens before what comes next in a thread that knows `before`.
    fn strongly_before(&self, before: &HbClock) -> bool {
        before.has_strongly(self.thread, self.ordinal)
    }
}

impl State {
    /// Whether some order of all that is `SeqCst` is left when there is this access too.
    ///
    /// Whatever is new comes last in happens-before and in program order. So there is an order unless
    /// something that the new access comes before in coherence order must itself come before it.
    pub(super) fn has_sc_order_with(&self, new: &Candidate<'_>) -> bool {
        let precedes = |other: &ScEvent| {
            let fenced = matches!(other.kind, ScKind::Fence(_)) && other.is_known_to(new.after);
            // What the new access comes after in coherence order need not be looked at: it comes
            // before all that the new access comes before, and no cycle was there without that.
            fenced || new.is_seq_cst && other.strongly_before(new.before)
        };
        let goals: Vec<bool> = self.sc_events.iter().map(precedes).collect();
        if !goals.contains(&true) {
            return true;
        }
        let follows =
            |other: &ScEvent| self.last_rank(other, new.object).is_some_and(|rank| new.rank < rank);
        let mut reached: Vec<bool> = self.sc_events.iter().map(follows).collect();
        let mut open: Vec<usize> = (0..reached.len()).filter(|at| reached[*at]).collect();
        while let Some(at) = open.pop() {
            if goals[at] {
                return false;
            }
            for (next, reached) in reached.iter_mut().enumerate() {
                if !*reached && self.comes_before(&self.sc_events[at], &self.sc_events[next]) {
                    *reached = true;
                    open.push(next);
                }
            }
        }
        true
    }

    /// Whether one has to come directly before the other in every order.
    fn comes_before(&self, one: &ScEvent, other: &ScEvent) -> bool {
        let coherent = |object: ObjectId| {
            let first = self.first_rank(one, object);
            let last = self.last_rank(other, object);
            first.zip(last).is_some_and(|(first, last)| first < last)
        };
        one.strongly_before(&other.before)
            || match (&one.kind, &other.kind) {
                (ScKind::Access(object), _) | (_, ScKind::Access(object)) => coherent(*object),
                _ => (0..self.objects.len() as ObjectId).any(coherent),
            }
    }

    /// Its own rank on a location; of a fence, the first of an access that happens after it.
    fn first_rank(&self, event: &ScEvent, object: ObjectId) -> Option<Rank> {
        let location = self.location_of(object)?;
        let is_after = |access: &&AtomicAccess| {
            access.known.as_ref().is_some_and(|known| event.is_known_to(known))
        };
        match &event.kind {
            ScKind::Access(own) => (*own == object).then(|| own_rank(location, event)),
            ScKind::Fence(_) => {
                let after = location.accesses().iter().filter(is_after);
                after.map(|access| location.rank(access)).min()
            }
        }
    }

    /// Its own rank on a location; of a fence, the last of an access that happens before it.
    fn last_rank(&self, event: &ScEvent, object: ObjectId) -> Option<Rank> {
        let location = self.location_of(object)?;
        match &event.kind {
            ScKind::Access(own) => (*own == object).then(|| own_rank(location, event)),
            ScKind::Fence(known) => {
                let accesses = location.accesses().iter();
                let before = accesses.filter(|access| known.has(access.thread, access.ordinal));
                before.map(|access| location.rank(access)).max()
            }
        }
    }

    /// Whether what is known at an access has to be kept.
    pub(super) fn has_sc_fence(&self) -> bool {
        self.sc_events.iter().any(|event| matches!(event.kind, ScKind::Fence(_)))
    }

    fn location_of(&self, object: ObjectId) -> Option<&Location> {
        match &self.objects[object as usize].model {
            Model::Atomic(location) => location.as_ref(),
            _ => None,
        }
    }
}

fn own_rank(location: &Location, event: &ScEvent) -> Rank {
    location.rank(location.access_of(event.event))
}
