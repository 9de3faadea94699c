//! Operations on atomics: the most frequent kind, so they have a fast path.

use std::sync::atomic::Ordering;

use super::State;
use crate::event::Event;
use crate::last_operation;
use crate::op::{Access, Footprint, Kind, ObjectId, Op, Place};
use crate::op_result::{AtomicEffect, AtomicOp};
use crate::search::AtomicValue;
use crate::thread_set::Tid;
use report::Primitive;

/// How an operation accessed its location.
pub(super) struct Effect {
    pub(super) access: Access,
    /// Whether the value changed.
    pub(super) changed: bool,
}

impl State {
    /// Carries out an atomic operation. `latest` is the current value of the real atomic.
    #[inline(always)]
    pub(crate) fn carry_out_atomic(
        &mut self,
        (object, place): (ObjectId, Place),
        latest: u64,
        request: &AtomicOp<'_>,
        orders: (Ordering, Ordering),
    ) -> AtomicEffect {
        let tid = self.current;
        self.needs_weak_memory |= orders.0 != Ordering::SeqCst;
        if self.tracks_order || !self.ready.contains(tid) || request.may_fail(latest) {
            let op = Op { kind: request.kind(), object, place };
            return self.carry_out_with_care(&op, latest, request, orders);
        }
        // The fast path: the thread was not blocked, and no clocks are needed.
        self.ready.remove(tid);
        self.pending[tid] = None;
        last_operation::set(place);
        let outcome = request.apply(latest);
        let effect = effect(&outcome);
        let footprint = Footprint::one(object, effect.access);
        self.log.push(Event::new(tid, place, Primitive::Atomic, footprint));
        self.note_effect(tid, (object, place), effect);
        outcome
    }

    fn carry_out_with_care(
        &mut self,
        op: &Op,
        latest: u64,
        request: &AtomicOp<'_>,
        (success, failure): (Ordering, Ordering),
    ) -> AtomicEffect {
        let tid = self.begin();
        self.join_awaited(tid, op);
        if self.weak_memory {
            return self.carry_out_weak_memory(op, latest, request, success, failure);
        }
        let mut outcome = request.apply(latest);
        if request.may_fail(latest) && self.fails_spuriously(tid, op.place) {
            outcome.written = None;
        }
        if self.wants_values {
            self.report_value(op, &outcome);
        }
        let effect = effect(&outcome);
        self.push_event(tid, op, Footprint::one(op.object, effect.access), true);
        self.note_effect(tid, (op.object, op.place), effect);
        outcome
    }

    #[cold]
    fn report_value(&mut self, op: &Op, outcome: &AtomicEffect) {
        self.search.value(AtomicValue {
            created: self.objects[op.object as usize].created,
            before: outcome.read,
            seen: (op.kind != Kind::Store).then_some(outcome.read),
            written: outcome.written,
        });
    }

    #[inline]
    pub(super) fn note_effect(
        &mut self,
        tid: Tid,
        (object, place): (ObjectId, Place),
        effect: Effect,
    ) {
        if effect.changed {
            self.changed(tid, object);
        } else {
            self.record_unchanged_read(tid, object, place);
        }
        self.observe(tid, place, None);
    }
}

/// A value that is stored again is no change, even if its store comes before others.
pub(super) fn effect(outcome: &AtomicEffect) -> Effect {
    match outcome.written {
        Some(written) => Effect { access: Access::Write, changed: written != outcome.read },
        None => Effect { access: Access::Read, changed: false },
    }
}
