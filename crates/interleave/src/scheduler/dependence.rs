//! Happens-before edges into an operation, and the earlier events that it races with.

use super::State;
use super::effects::channel;
use super::kinds::{acquires, concerns_poison, waits_for_release};
use crate::clock::VectorClock;
use crate::event::{Event, EventId};
use crate::last_operation;
use crate::objects::Model;
use crate::op::{Access, Footprint, Kind, Op};
use crate::search::Race;
use crate::thread_set::Tid;
use report::Primitive;

impl State {
    /// Records an operation as an event. `succeeded` is `false` for a `try_…` that acquired
    /// nothing.
    #[inline]
    pub(super) fn push_event(&mut self, tid: Tid, op: &Op, footprint: Footprint, succeeded: bool) {
        last_operation::set(op.place);
        let event = Event::new(tid, op.place, Primitive::of(op.kind), footprint);
        if self.tracks_order {
            self.push_ordered_event(tid, op, event, succeeded);
        } else {
            self.log.push(event);
        }
    }

    fn push_ordered_event(&mut self, tid: Tid, op: &Op, event: Event, succeeded: bool) {
        let footprint = event.footprint;
        self.find_conflicts(op.kind, footprint);
        if self.search.wants_races() {
            let before = *self.threads[tid].clock.order();
            self.report_races(tid, op, Some(self.log.len()), &before);
        }
        let clock = &mut self.threads[tid].clock;
        for &conflict in &self.conflicts {
            if event.primitive == Primitive::Atomic {
                clock.join_executed(self.log.order(conflict));
            } else {
                clock.join_order(self.log.order(conflict));
            }
        }
        self.record_access(tid, op.kind, footprint, succeeded);
        self.join_released(tid, op, footprint, succeeded);
        let clock = &mut self.threads[tid].clock;
        self.log.push_ordered(event, clock);
        clock.tick(tid);
    }

    /// Records the accesses that later operations can conflict with.
    fn record_access(&mut self, tid: Tid, kind: Kind, footprint: Footprint, succeeded: bool) {
        let id = self.log.len();
        for (object, access) in footprint.iter() {
            let object = &mut self.objects[object as usize];
            // Starting an initializer is visible only to threads that wait for it.
            if kind != Kind::Enter {
                object.accesses.record(access, tid, id);
            }
            if succeeded && (acquires(kind) || matches!(kind, Kind::Send | Kind::TrySend)) {
                object.acquisitions.record(access, tid, id);
            } else if acquires(kind) {
                object.attempts.record(Access::Read, tid, id);
            } else if concerns_poison(kind) {
                object.attempts.record(access, tid, id);
            }
        }
    }

    /// Acquiring a lock, or finding a `Once` completed, joins the clocks of its last holders; using a slot of a bounded channel
    /// joins the clock of the receiver that freed it.
    fn join_released(&mut self, tid: Tid, op: &Op, footprint: Footprint, succeeded: bool) {
        let clock = &mut self.threads[tid].clock;
        if op.kind == Kind::Send
            && let Some(room) = channel(&self.objects, op.object).room_made()
        {
            clock.join(room);
        }
        if acquires(op.kind) || op.kind == Kind::IsComplete && succeeded {
            for (object, access) in footprint.iter() {
                let object = &self.objects[object as usize];
                clock.join(&object.released);
                if access == Access::Write {
                    clock.join(&object.read_released);
                }
            }
        }
    }

    fn find_conflicts(&mut self, kind: Kind, footprint: Footprint) {
        self.conflicts.clear();
        for (object, access) in footprint.iter() {
            let object = &self.objects[object as usize];
            if waits_for_release(kind) && !matches!(object.model, Model::RwLockQueue) {
                self.conflicts.extend(object.acquisitions.conflicts(access));
                self.conflicts.extend(object.attempts.conflicts(Access::Write));
            } else {
                self.conflicts.extend(object.accesses.conflicts(access));
            }
            if kind == Kind::Send {
                self.conflicts.extend(object.acquisitions.conflicts(access));
            }
        }
    }

    /// Reports to the search which conflicts are races: the two operations could happen in the
    /// other order, and no event between them depends on the first while the second depends on it.
    ///
    /// If the operation may block, an earlier conflict is reported even if a later one depends on
    /// it: the operation may be able to proceed only before the earlier one.
    fn report_races(&mut self, tid: Tid, op: &Op, second: Option<EventId>, before: &VectorClock) {
        let may_wait = waits_for_release(op.kind) || op.kind == Kind::Send;
        for at in 0..self.conflicts.len() {
            let first = self.conflicts[at];
            if self.log.happened_before(first, before) || !may_wait && self.is_hidden(first) {
                continue;
            }
            // The operation cannot start a continuation that contains its other dependences.
            let mut after_others = *before;
            for &other in self.conflicts.iter().filter(|&&other| other != first) {
                let order = self.log.order(other);
                if !self.log.happened_before(first, order) {
                    after_others.join(order);
                }
            }
            let race = Race { first, second, thread: tid, op, after_others: &after_others };
            self.search.race(&self.log, &race);
        }
    }

    /// Whether another conflict came after `first` and depends on it.
    fn is_hidden(&self, first: EventId) -> bool {
        self.conflicts
            .iter()
            .any(|&other| other != first && self.log.happened_before(first, self.log.order(other)))
    }

    /// At the end of an execution, reports the races of blocked threads.
    pub(crate) fn report_blocked_races(&mut self) {
        if !self.search.wants_races() {
            return;
        }
        for tid in 0..self.threads.len() {
            let Some(op) = self.pending[tid] else { continue };
            let mut before = *self.threads[tid].clock.order();
            match (op.kind, &self.threads[tid].woken) {
                (Kind::Wake { .. }, None) => continue,
                (Kind::Wake { .. }, Some((_, woken))) => before.join(woken.order()),
                _ => {}
            }
            self.find_conflicts(op.kind, op.footprint());
            self.report_races(tid, &op, None, &before);
        }
        self.search.end(&self.log);
    }
}
