//! Which of the executions of an execution graph is explored.
//!
//! A graph is what the memory model knows of an execution: the store that each load reads, and the
//! modification order of each location. Some graphs cannot be executed in an order that agrees with
//! the coherence order of every location: in *store buffering*, both loads precede the other
//! thread's store in coherence order, and one of them must be executed after it. That load is
//! *placed behind* the store. The graph determines which operation it is:
//!
//! Take the coherence edges in the order of the thread that they start from. An edge is kept if it
//! closes no cycle with the causes of events (program order, reads-from, locks and the like) and
//! the edges kept before. Otherwise its first operation is executed after the second one. Edges that
//! start from the same thread never depend on each other, because one of them follows the other in
//! program order.
//!
//! So there is one execution for each graph, and whether an operation may be placed behind others
//! depends only on what comes before it.

use super::State;
use crate::clock::EventClock;
use crate::event::EventId;
use crate::objects::{AtomicAccess, Location, Model, Rank};
use crate::op::ObjectId;
use crate::thread_set::Tid;

/// An access to a location at a position in its coherence order.
#[derive(Clone, Copy)]
pub(super) struct Position<'a> {
    pub(super) location: &'a Location,
    pub(super) rank: Rank,
    pub(super) wrote: bool,
}

impl Position<'_> {
    fn conflicts(self, other: &AtomicAccess) -> bool {
        self.wrote || other.wrote
    }

    fn is_behind(self, other: &AtomicAccess) -> bool {
        self.conflicts(other) && self.rank < self.location.rank(other)
    }

    fn comes_after(self, other: &AtomicAccess) -> bool {
        self.conflicts(other) && self.location.rank(other) < self.rank
    }
}

impl State {
    /// Whether the next operation of `thread`, which has these causes, is placed behind other
    /// operations in the execution that is explored: each of them comes before it by causes and
    /// edges that start from threads with a lower number.
    pub(super) fn is_explored_at(
        &self,
        thread: Tid,
        mut causes: EventClock,
        new: Position<'_>,
    ) -> bool {
        let behind: Vec<&AtomicAccess> =
            new.location.accesses().iter().filter(|access| new.is_behind(access)).collect();
        let Some(first) = behind.first().map(|access| access.event) else { return true };
        let events = self.log.events();
        let come_before =
            |causes: &EventClock| behind.iter().all(|access| events[access.event].is_in(causes));
        self.join_kept(thread, first..events.len(), new, &mut causes);
        for at in (first + 1..events.len()).rev() {
            if come_before(&causes) {
                return true;
            }
            if events[at].is_in(&causes)
                && let Some((object, _)) = events[at].footprint.iter().next()
                && let Some(position) = self.position_of(at, object)
            {
                self.join_kept(thread, first..at, position, &mut causes);
            }
        }
        come_before(&causes)
    }

    /// Adds the causes of the accesses from which an edge of a lower thread leads to this one.
    fn join_kept(
        &self,
        thread: Tid,
        among: std::ops::Range<EventId>,
        to: Position<'_>,
        causes: &mut EventClock,
    ) {
        for access in to.location.accesses() {
            if access.thread < thread && among.contains(&access.event) && to.comes_after(access) {
                causes.join(self.log.causes(access.event));
            }
        }
    }

    fn position_of(&self, event: EventId, object: ObjectId) -> Option<Position<'_>> {
        let Model::Atomic(Some(location)) = &self.objects[object as usize].model else {
            return None;
        };
        let access = location.access_of(event);
        Some(Position { location, rank: location.rank(access), wrote: access.wrote })
    }
}
