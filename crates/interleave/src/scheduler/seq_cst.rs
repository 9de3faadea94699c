//! The total order of all `SeqCst` operations and fences (C++20, [atomics.order]). It need not be
//! the order of the execution, but it must exist. It is consistent with strongly-happens-before and
//! with the coherence order of each location, which a fence enters through the accesses that happen
//! before or after it.

use super::State;
use super::sc_event::{ScEvent, ScKind};
use crate::happens_before::HbClock;
use crate::objects::{AtomicAccess, Location, Model, Rank};
use crate::op::ObjectId;

/// An access that has not been carried out.
pub(super) struct Candidate<'a> {
    pub(super) object: ObjectId,
    pub(super) rank: Rank,
    pub(super) is_seq_cst: bool,
    /// What happened before the access, without and with what the access itself acquires.
    pub(super) before: &'a HbClock,
    pub(super) after: &'a HbClock,
}

impl State {
    /// Whether a total order of all `SeqCst` events still exists with this access.
    ///
    /// A new access comes last in happens-before and in program order. So an order exists unless an
    /// event that the access precedes in coherence order must itself precede the access.
    pub(super) fn has_sc_order_with(&self, new: &Candidate<'_>) -> bool {
        let precedes = |other: &ScEvent| {
            let fenced = matches!(other.kind, ScKind::Fence(_)) && other.is_known_to(new.after);
            // Events that precede the new access in coherence order need no check: they precede
            // everything that the new access precedes, and there was no cycle without it.
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

    /// Whether `one` must directly precede `other` in every total order.
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

    /// The rank of an access on the location; for a fence, the first rank among the accesses that
    /// happen after it.
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

    /// The rank of an access on the location; for a fence, the last rank among the accesses that
    /// happen before it.
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

    /// Whether accesses must keep their happens-before clocks.
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
