//! Atomic operations under the C++20 memory model: which store one reads, where in the modification
//! order a new store stands, and what its thread learns.
//!
//! Modeled is what the axioms of C++20 allow where program order and reads-from have no cycle: no
//! load reads what only happens because of that load (*load buffering*, values out of thin air). The
//! order of the execution is none of the model's orders. A load may read a store that is older than
//! one that was executed, a store may become older than one that was executed, and `SeqCst` asks for
//! some order of what is `SeqCst` (`strict`).
//!
//! Most of that is seen anyway when operations are executed in another order, and is not shown twice:
//! an operation goes behind one that was executed before it only where it could not have been
//! executed earlier itself (`is_bound`).

use std::sync::atomic::Ordering;

use super::State;
use super::atomics::{Effect, effect};
use super::seq_cst::{Candidate, ScEvent, ScKind};
use crate::clock::VectorClock;
use crate::event::EventId;
use crate::happens_before::HbClock;
use crate::objects::{AtomicAccess, Location, Model, Rank, Store};
use crate::op::{Access, Footprint, ObjectId, Op};
use crate::op_result::{AtomicEffect, AtomicOp, NewerStore};
use crate::thread_set::Tid;

/// How often in a row a thread may read the same old store: an implementation makes stores visible
/// in finite time. Counted for each thread and location alone.
const STALE_READS: u8 = 2;

/// A placement in which an operation can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Placement {
    /// The place of the store that it reads, in the modification order.
    read: Option<usize>,
    /// The place that its own store gets.
    write: Option<usize>,
}

impl Placement {
    fn rank(self) -> Rank {
        match (self.write, self.read) {
            (Some(place), _) => Rank::of_new(place),
            (None, Some(place)) => Rank::of_read(place),
            (None, None) => unreachable!("an operation reads or writes"),
        }
    }

    fn access(self) -> Access {
        if self.write.is_some() { Access::Write } else { Access::Read }
    }
}

/// An atomic operation, and the orders that it names.
#[derive(Clone, Copy)]
struct Action<'a> {
    op: &'a Op,
    request: &'a AtomicOp<'a>,
    success: Ordering,
    failure: Ordering,
}

impl Action<'_> {
    fn order(&self, placement: Placement) -> Ordering {
        match (self.request, placement.write) {
            (AtomicOp::CompareExchange { .. }, None) => self.failure,
            _ => self.success,
        }
    }
}

impl State {
    /// Carries out an atomic operation where memory is C++20's.
    pub(super) fn carry_out_weak_memory(
        &mut self,
        op: &Op,
        latest: u64,
        request: &AtomicOp<'_>,
        success: Ordering,
        failure: Ordering,
    ) -> AtomicEffect {
        let tid = self.current;
        let before = *self.threads[tid].clock.order();
        let known = self.threads[tid].clock.hb().cloned().unwrap_or_default();
        self.settle(op, latest);
        let action = Action { op, request, success, failure };
        let (placement, access) = self.choose_placement(&action, &before, &known);
        let outcome = self.outcome(&action, placement);
        let effect = Effect { access, ..effect(&outcome) };
        let event = self.log.len();
        self.push_event(tid, op, Footprint::one(op.object, effect.access), true);
        let order = action.order(placement);
        self.learn(tid, op.object, placement, order);
        self.record_on_location(tid, event, &action, placement, outcome.written);
        if order == Ordering::SeqCst {
            let (ordinal, kind) = (self.threads[tid].clock.get(tid), ScKind::Access(op.object));
            self.sc_events.push(ScEvent { event, thread: tid, ordinal, before: known, kind });
        }
        self.note_effect(tid, (op.object, op.place), effect);
        outcome
    }

    /// Carries out a fence. It changes nothing for what is `SeqCst`, so that memory need not be weak for it.
    pub(crate) fn carry_out_fence(&mut self, op: &Op, order: Ordering) {
        let tid = self.begin();
        self.join_awaited(tid, op);
        let known_before = self.threads[tid].clock.hb().cloned();
        let event = self.log.len();
        self.push_event(tid, op, Footprint::NONE, true);
        let thread = &mut self.threads[tid];
        thread.spin.pause();
        let (Some(known), Some(before)) = (thread.clock.hb(), known_before) else { return };
        if acquires(order) {
            known.join(&thread.read_relaxed);
        }
        if releases(order) {
            thread.released_by_fence = Some(known.released(tid));
        }
        if order == Ordering::SeqCst {
            let kind = ScKind::Fence(known.clone());
            let ordinal = thread.clock.get(tid);
            self.sc_events.push(ScEvent { event, thread: tid, ordinal, before, kind });
        }
    }

    /// Makes the location known, and a store of what was written through `get_mut`.
    fn settle(&mut self, op: &Op, latest: u64) {
        let number = self.locations;
        let place = self.objects[op.object as usize].created;
        let thread = self.current;
        let Model::Atomic(location) = &mut self.objects[op.object as usize].model else {
            unreachable!("an atomic stays an atomic")
        };
        let store = Store { value: latest, view: None, thread, place, is_rmw: false };
        match location {
            None => {
                *location = Some(Location::new(number, store));
                self.locations += 1;
            }
            // Whoever has it to itself knows all there is.
            Some(location) if location.at(location.latest()).value != latest => {
                location.restart(store);
            }
            Some(_) => {}
        }
    }

    /// In which placement the operation goes, and what it counts as. The first placement is that of an execution
    /// in which all see what was done last.
    fn choose_placement(
        &mut self,
        action: &Action<'_>,
        before: &VectorClock,
        known: &HbClock,
    ) -> (Placement, Access) {
        let (mut placements, may_write) = self.placements(action, before, known);
        let tid = self.current;
        let fails = self.add_failure(tid, action, &mut placements);
        let (number, latest) = {
            let location = self.location(action.op.object);
            (location.number, location.latest())
        };
        let is_old =
            |placement: &Placement| placement.write.is_none() && placement.read < Some(latest);
        if self.threads[tid].stale_reads(number) >= STALE_READS && placements.iter().any(is_old) {
            self.bounded = true;
            placements.retain(|placement| !is_old(placement));
        }
        let placement = match placements.len() {
            1 => placements[0],
            several => placements[self.variant(several)],
        };
        if fails == Some(placement) {
            self.threads[tid].count_spurious_wakeup();
        }
        if placement.read.is_some() {
            self.threads[tid].count_stale_read(number, is_old(&placement));
        }
        (placement, if may_write { Access::Write } else { placement.access() })
    }

    /// A weak exchange that could succeed may fail for no reason: that is its last placement, and the only one
    /// while its thread goes on alone.
    fn add_failure(
        &mut self,
        tid: Tid,
        action: &Action<'_>,
        placements: &mut Vec<Placement>,
    ) -> Option<Placement> {
        let first = placements[0];
        let value = self.location(action.op.object).at(first.read?).value;
        if !action.request.may_fail(value) || !self.may_fail(tid, action.op.place) {
            return None;
        }
        if self.is_probed(tid) {
            placements.clear();
        }
        let fails = Placement { write: None, ..first };
        placements.push(fails);
        Some(fails)
    }

    /// Every placement in which the operation can go, in the order in which they are tried; and whether it
    /// could have written if it had been executed earlier. An exchange that fails counts as a write
    /// then, or nobody would try that.
    fn placements(
        &self,
        action: &Action<'_>,
        before: &VectorClock,
        known: &HbClock,
    ) -> (Vec<Placement>, bool) {
        let location = self.location(action.op.object);
        let latest = location.latest();
        let placement = |place: usize| match action.request {
            AtomicOp::Load => Placement { read: Some(place), write: None },
            AtomicOp::Store(_) => Placement { read: None, write: Some(place + 1) },
            AtomicOp::Update(_) => Placement { read: Some(place), write: Some(place + 1) },
            AtomicOp::CompareExchange { current, .. } => {
                let succeeds = location.at(place).value == *current;
                Placement { read: Some(place), write: succeeds.then_some(place + 1) }
            }
        };
        let mut placements = vec![placement(latest)];
        let mut may_write = false;
        for placement in (location.oldest(known)..latest).rev().map(placement) {
            if placement.write.is_some_and(|place| !location.has_room(place)) {
                continue;
            }
            if !self.is_bound(action.op.object, placement, before) {
                may_write |= placement.write.is_some();
            } else if self.keeps_sc_order(action, placement, known) {
                placements.push(placement);
            }
        }
        (placements, may_write)
    }

    /// Whether all that the operation goes behind, and that was executed before it, could not have been
    /// executed after it: it happened before in this execution. Otherwise the same comes of an
    /// execution in which the operation is executed first, and the search will try that.
    ///
    /// Of all executions with one result take one in which the fewest operations go behind others that
    /// were executed before them. If two of those could be exchanged, it would not be that one.
    fn is_bound(&self, object: ObjectId, placement: Placement, before: &VectorClock) -> bool {
        let (location, rank) = (self.location(object), placement.rank());
        let conflicts = &self.objects[object as usize].accesses;
        conflicts.conflicts(placement.access()).all(|first| {
            let event = &self.log.events()[first];
            location.rank(location.access_of(first)) <= rank
                || event.happened_before(before)
                || conflicts
                    .conflicts(placement.access())
                    .any(|other| other != first && event.happened_before(self.log.order(other)))
        })
    }

    /// Whether the operation can go this placement although it, or a fence before it, is `SeqCst`.
    fn keeps_sc_order(&self, action: &Action<'_>, placement: Placement, before: &HbClock) -> bool {
        if self.sc_events.is_empty() {
            return true;
        }
        let order = action.order(placement);
        let mut after = before.clone();
        let location = self.location(action.op.object);
        if let (Some(place), true) = (placement.read, acquires(order))
            && let Some(view) = &location.at(place).view
        {
            after.join(view);
        }
        self.has_sc_order_with(&Candidate {
            object: action.op.object,
            rank: placement.rank(),
            is_seq_cst: order == Ordering::SeqCst,
            before,
            after: &after,
        })
    }

    /// What comes of the operation if it goes this placement.
    fn outcome(&self, action: &Action<'_>, placement: Placement) -> AtomicEffect {
        let location = self.location(action.op.object);
        let latest = location.latest();
        let mut outcome = action.request.apply(location.at(placement.read.unwrap_or(latest)).value);
        // A weak exchange may fail for no reason.
        outcome.written = outcome.written.filter(|_| placement.write.is_some());
        let behind = match placement {
            Placement { write: Some(place), .. } => latest + 1 - place,
            Placement { read, .. } => latest - read.unwrap_or(latest),
        };
        let Store { thread, place, .. } = *location.at(latest);
        let newer = (behind > 0).then_some(NewerStore { thread, place, behind });
        AtomicEffect { newer, ..outcome }
    }

    /// What the thread knows after it has read a store.
    fn learn(&mut self, tid: Tid, object: ObjectId, placement: Placement, order: Ordering) {
        let Some(place) = placement.read else { return };
        let view = self.location(object).at(place).view.clone();
        let thread = &mut self.threads[tid];
        if let (Some(view), Some(known)) = (view, thread.clock.hb()) {
            match acquires(order) {
                true => known.join(&view),
                false => thread.read_relaxed.join(&view),
            }
        }
    }

    /// Takes note of what the operation read, or of the store that it made. One that changes the value
    /// continues the release sequence of what it read.
    fn record_on_location(
        &mut self,
        tid: Tid,
        event: EventId,
        action: &Action<'_>,
        placement: Placement,
        written: Option<u64>,
    ) {
        let Op { object, place: line, .. } = *action.op;
        let releases = releases(action.order(placement));
        let keep = self.has_sc_fence();
        let thread = &mut self.threads[tid];
        let ordinal = thread.clock.get(tid);
        let Some(known) = thread.clock.hb() else { return };
        let kept = keep.then(|| Box::new(known.clone()));
        let Model::Atomic(Some(location)) = &mut self.objects[object as usize].model else {
            unreachable!("the location is settled")
        };
        if let (Some(place), Some(value)) = (placement.write, written) {
            let mut view = match releases {
                true => Some(known.released(tid)),
                false => thread.released_by_fence.clone(),
            };
            if let Some(earlier) = placement.read.and_then(|read| location.at(read).view.as_ref()) {
                view.get_or_insert_default().join(earlier);
            }
            let is_rmw = placement.read.is_some();
            location.insert(place, Store { value, view, thread: tid, place: line, is_rmw });
        }
        let wrote = placement.write.is_some();
        let place = placement.write.or(placement.read).expect("an operation reads or writes");
        let store = location.id_at(place);
        location.record(AtomicAccess { event, thread: tid, ordinal, store, wrote, known: kept });
    }

    fn location(&self, object: ObjectId) -> &Location {
        match &self.objects[object as usize].model {
            Model::Atomic(Some(location)) => location,
            _ => unreachable!("the location is settled"),
        }
    }
}

fn acquires(order: Ordering) -> bool {
    matches!(order, Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
}

fn releases(order: Ordering) -> bool {
    matches!(order, Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
}
