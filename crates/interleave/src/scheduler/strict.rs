//! The one order of all `SeqCst` operations and fences (C++20, [atomics.order]): it is not the order
//! of the execution, but there has to be one. It agrees with what strongly happens before, and with
//! the coherence order of each location, into which a fence enters by what happens before or after it.

use super::State;
use crate::known::Known;
use crate::objects::{Location, Model, Rank, Touch};
use crate::op::ObjectId;
use crate::thread_set::Tid;

/// An operation or a fence that is `SeqCst`.
#[derive(Debug)]
pub(super) struct Strict {
    pub(super) event: usize,
    pub(super) thread: Tid,
    pub(super) ordinal: u16,
    /// What its thread knew before.
    pub(super) before: Known,
    pub(super) sort: Sort,
}

#[derive(Debug)]
pub(super) enum Sort {
    Access(ObjectId),
    /// What happened before the fence.
    Fence(Known),
}

/// An access that is not there yet.
pub(super) struct Candidate<'a> {
    pub(super) object: ObjectId,
    pub(super) rank: Rank,
    pub(super) is_strict: bool,
    /// What its thread knows before it, and with it.
    pub(super) before: &'a Known,
    pub(super) after: &'a Known,
}

impl Strict {
    fn is_known_to(&self, known: &Known) -> bool {
        known.has(self.thread, self.ordinal)
    }

    /// Whether it strongly happens before what comes next in a thread that knows `before`.
    fn strongly_before(&self, before: &Known) -> bool {
        before.has_in_whole(self.thread, self.ordinal)
    }
}

impl State {
    /// Whether some order of all that is `SeqCst` is left when there is this access too.
    ///
    /// Whatever is new comes last in happens-before and in program order. So there is an order unless
    /// something that the new access comes before in coherence order must itself come before it.
    pub(super) fn leaves_an_order(&self, new: &Candidate<'_>) -> bool {
        let precedes = |other: &Strict| {
            let fenced = matches!(other.sort, Sort::Fence(_)) && other.is_known_to(new.after);
            // What the new access comes after in coherence order need not be looked at: it comes
            // before all that the new access comes before, and no cycle was there without that.
            fenced || new.is_strict && other.strongly_before(new.before)
        };
        let goals: Vec<bool> = self.strict.iter().map(precedes).collect();
        if !goals.contains(&true) {
            return true;
        }
        let follows =
            |other: &Strict| self.last_rank(other, new.object).is_some_and(|rank| new.rank < rank);
        let mut reached: Vec<bool> = self.strict.iter().map(follows).collect();
        let mut open: Vec<usize> = (0..reached.len()).filter(|at| reached[*at]).collect();
        while let Some(at) = open.pop() {
            if goals[at] {
                return false;
            }
            for (next, reached) in reached.iter_mut().enumerate() {
                if !*reached && self.comes_before(&self.strict[at], &self.strict[next]) {
                    *reached = true;
                    open.push(next);
                }
            }
        }
        true
    }

    /// Whether one has to come directly before the other in every order.
    fn comes_before(&self, one: &Strict, other: &Strict) -> bool {
        let coherent = |object: ObjectId| {
            let first = self.first_rank(one, object);
            let last = self.last_rank(other, object);
            first.zip(last).is_some_and(|(first, last)| first < last)
        };
        one.strongly_before(&other.before)
            || match (&one.sort, &other.sort) {
                (Sort::Access(object), _) | (_, Sort::Access(object)) => coherent(*object),
                _ => (0..self.objects.len() as ObjectId).any(coherent),
            }
    }

    /// Its own rank on a location; of a fence, the first of an access that happens after it.
    fn first_rank(&self, strict: &Strict, object: ObjectId) -> Option<Rank> {
        let location = self.location_of(object)?;
        let is_after =
            |touch: &&Touch| touch.known.as_ref().is_some_and(|known| strict.is_known_to(known));
        match &strict.sort {
            Sort::Access(own) => (*own == object).then(|| own_rank(location, strict)),
            Sort::Fence(_) => {
                let after = location.touches().iter().filter(is_after);
                after.map(|touch| location.rank(touch)).min()
            }
        }
    }

    /// Its own rank on a location; of a fence, the last of an access that happens before it.
    fn last_rank(&self, strict: &Strict, object: ObjectId) -> Option<Rank> {
        let location = self.location_of(object)?;
        match &strict.sort {
            Sort::Access(own) => (*own == object).then(|| own_rank(location, strict)),
            Sort::Fence(known) => {
                let touches = location.touches().iter();
                let before = touches.filter(|touch| known.has(touch.thread, touch.ordinal));
                before.map(|touch| location.rank(touch)).max()
            }
        }
    }

    /// Whether what is known at an access has to be kept.
    pub(super) fn has_strict_fence(&self) -> bool {
        self.strict.iter().any(|strict| matches!(strict.sort, Sort::Fence(_)))
    }

    fn location_of(&self, object: ObjectId) -> Option<&Location> {
        match &self.objects[object as usize].model {
            Model::Atomic(location) => location.as_ref(),
            _ => None,
        }
    }
}

fn own_rank(location: &Location, strict: &Strict) -> Rank {
    location.rank(location.touch_of(strict.event))
}
