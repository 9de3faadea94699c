//! What came before an operation, and which earlier events it races with.

use super::State;
use crate::clock::Clock;
use crate::event::{Event, EventId};
use crate::op::{Access, Footprint, Kind, ObjectId, Op};
use crate::search::Race;
use crate::thread_set::Tid;

impl Kind {
    /// Whether the operation waits for a lock or a `Once`, so that it can never come between another
    /// thread's acquisition and release.
    pub(super) fn waits_for_release(self) -> bool {
        matches!(self, Kind::Lock | Kind::Read | Kind::Write | Kind::Wake { .. } | Kind::Enter)
    }

    /// Whether the operation takes a lock if it succeeds.
    fn acquires(self) -> bool {
        self.waits_for_release() || matches!(self, Kind::TryLock | Kind::TryRead | Kind::TryWrite)
    }

    /// Whether the operation is about the poison of a lock, that a holder leaves and the next one
    /// finds.
    fn concerns_poison(self) -> bool {
        matches!(self, Kind::IsPoisoned { .. } | Kind::ClearPoison { .. })
    }

    /// Whether the operation can see that a lock is held or was poisoned, a thread runs, or a sender is alive.
    pub(super) fn observes_release(self) -> bool {
        use crate::op::Patience::Until;
        matches!(
            self,
            Kind::TryLock
                | Kind::TryRead
                | Kind::TryWrite
                | Kind::IsPoisoned { .. }
                | Kind::IsFinished { .. }
                | Kind::TryRecv
                | Kind::Recv { patience: Until(_) }
        )
    }
}

impl State {
    /// Makes an event of an operation that comes after everything in `before`. `got` is whether it
    /// has what it came for: a `try_…` may not.
    pub(super) fn push_event(
        &mut self,
        tid: Tid,
        op: Op,
        footprint: Footprint,
        before: Clock,
        got: bool,
    ) {
        self.find_conflicts(op.kind, footprint);
        if self.search.wants_races() {
            self.report_races(tid, op.kind, &before);
        }
        let mut clock = before;
        for &conflict in &self.conflicts {
            clock.join(&self.events[conflict].clock);
        }
        if op.kind == Kind::Send
            && let Some(room) = self.channel(op.object).room_made()
        {
            clock.join(room);
        }
        let id = self.events.len();
        for (object, access) in footprint.iter() {
            self.join_release(&mut clock, op.kind, object, access);
            let object = &mut self.objects[object as usize];
            // To begin to initialise changes nothing that anyone can see who does not wait for it.
            if op.kind != Kind::Enter {
                object.accesses.record(access, tid, id);
            }
            if got && (op.kind.acquires() || matches!(op.kind, Kind::Send | Kind::TrySend)) {
                object.acquisitions.record(access, tid, id);
            } else if op.kind.acquires() {
                object.tries.record(Access::Read, tid, id);
            } else if op.kind.concerns_poison() {
                object.tries.record(access, tid, id);
            }
        }
        clock.tick(tid);
        self.events.push(Event { thread: tid, op, footprint, clock: clock.order_only() });
        self.threads[tid].clock = clock;
    }

    /// A lock carries what its last holders did.
    fn join_release(&self, clock: &mut Clock, kind: Kind, object: ObjectId, access: Access) {
        if kind.acquires() {
            let object = &self.objects[object as usize];
            clock.join(&object.released);
            if access == Access::Write {
                clock.join(&object.read_released);
            }
        }
    }

    fn find_conflicts(&mut self, kind: Kind, footprint: Footprint) {
        self.conflicts.clear();
        for (object, access) in footprint.iter() {
            let object = &self.objects[object as usize];
            if kind.waits_for_release() {
                self.conflicts.extend(object.acquisitions.conflicts(access));
                self.conflicts.extend(object.tries.conflicts(Access::Write));
            } else {
                self.conflicts.extend(object.accesses.conflicts(access));
            }
            if kind == Kind::Send {
                self.conflicts.extend(object.acquisitions.conflicts(access));
            }
        }
    }

    /// Tells the search which of the conflicts are races: the two could happen in the other order,
    /// and nothing between them depends on the one and is depended on by the other.
    ///
    /// Of an operation that may have to wait, an earlier conflict counts also if a later one depends
    /// on it: it may be that only before the earlier one it need not wait.
    fn report_races(&mut self, tid: Tid, kind: Kind, before: &Clock) {
        let may_wait = kind.waits_for_release() || kind == Kind::Send;
        for at in 0..self.conflicts.len() {
            let first = self.conflicts[at];
            let event = &self.events[first];
            if event.happened_before(before) || !may_wait && self.is_hidden(first) {
                continue;
            }
            // With what else it depends on: it cannot begin a continuation that has those.
            let mut after_others = before.clone();
            for &other in self.conflicts.iter().filter(|&&other| other != first) {
                if !event.happened_before(&self.events[other].clock) {
                    after_others.join(&self.events[other].clock);
                }
            }
            let race = Race { first, thread: tid, before, after_others: &after_others };
            self.search.race(&self.events, &race);
        }
    }

    /// Whether another conflict came after `first` and depends on it.
    fn is_hidden(&self, first: EventId) -> bool {
        self.conflicts.iter().any(|&other| {
            other != first && self.events[first].happened_before(&self.events[other].clock)
        })
    }

    /// At the end, what the threads that wait would race with if they could go on.
    pub(crate) fn report_blocked_races(&mut self) {
        if !self.search.wants_races() {
            return;
        }
        for tid in 0..self.threads.len() {
            let Some(op) = self.pending[tid] else { continue };
            let mut before = self.threads[tid].clock.clone();
            match (op.kind, &self.threads[tid].woken) {
                (Kind::Wake { .. }, None) => continue,
                (Kind::Wake { .. }, Some((_, woken))) => before.join(woken),
                (Kind::Send, _) => {}
                (kind, _) if kind.waits_for_release() => {}
                _ => continue,
            }
            self.find_conflicts(op.kind, op.footprint());
            self.report_races(tid, op.kind, &before);
        }
    }
}
