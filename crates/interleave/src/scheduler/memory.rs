//! Atomic operations under the C++20 memory model: which store a load reads, where a new store
//! enters the modification order, and what the thread acquires.
//!
//! The model allows the executions of the C++20 axioms in which program order and reads-from have
//! no cycle: a load never reads a value that depends on that load (*load buffering*, values out of
//! thin air). The order of the execution is not one of the orders of the model. A load may read a
//! store that is older than one already executed, a store may become older than one already
//! executed, and `SeqCst` operations need a total order (`seq_cst`).
//!
//! Most of these outcomes appear anyway when the operations are executed in another order, and are
//! not generated twice (`canonical`).

use std::sync::atomic::Ordering;

use super::State;
use super::atomics::{Effect, effect};
use super::canonical::Position;
use super::sc_event::{ScEvent, ScKind};
use super::seq_cst::Candidate;
use crate::alternative::Alternative;
use crate::clock::EventClock;
use crate::event::EventId;
use crate::happens_before::HbClock;
use crate::objects::{AtomicAccess, Location, Model, Rank, Store, model};
use crate::op::{Access, Footprint, ObjectId, Op};
use crate::op_result::{AtomicEffect, AtomicOp, NewerStore};
use crate::thread_set::Tid;

/// How often in a row a thread may read the same stale store, since an implementation makes stores
/// visible in finite time. Counted per thread and object.
pub(super) const MAX_STALE_READS: u8 = 2;

/// One way in which an operation can take effect. Positions are indices into the modification
/// order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Placement {
    /// The position of the store that it reads.
    read: Option<usize>,
    /// The position of its own store.
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

/// An atomic operation and the memory orderings that it names.
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
    /// Carries out an atomic operation under weak memory.
    pub(super) fn carry_out_weak_memory(
        &mut self,
        op: &Op,
        latest: u64,
        request: &AtomicOp<'_>,
        success: Ordering,
        failure: Ordering,
    ) -> AtomicEffect {
        let tid = self.current;
        let known = self.threads[tid].clock.hb().cloned().unwrap_or_default();
        self.init_location(op, latest);
        let action = Action { op, request, success, failure };
        let (placement, access) = self.choose_placement(&action, &known);
        let outcome = self.outcome(&action, placement);
        let effect = Effect { access, ..effect(&outcome) };
        let event = self.log.len();
        let causes = self.causes(tid, op.object, placement);
        self.threads[tid].clock.join_causes(&causes);
        self.push_event(tid, op, Footprint::one(op.object, effect.access), true);
        let order = action.order(placement);
        self.acquire_from(tid, op.object, placement, order);
        self.record_on_location(tid, event, &action, placement, outcome.written);
        if order == Ordering::SeqCst {
            let (ordinal, kind) = (self.threads[tid].clock.get(tid), ScKind::Access(op.object));
            self.sc_events.push(ScEvent { event, thread: tid, ordinal, before: known, kind });
        }
        self.note_effect(tid, (op.object, op.place), effect);
        outcome
    }

    /// Carries out a fence. It does not affect `SeqCst` operations, so a fence alone needs no weak
    /// memory.
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

    /// Initializes the location, or adds a store for a value written through `get_mut`.
    fn init_location(&mut self, op: &Op, latest: u64) {
        let place = self.objects[op.object as usize].created;
        let thread = self.current;
        let model = &mut self.objects[op.object as usize].model;
        let location = model!(model, Model::Atomic(location) => location);
        let store = Store { value: latest, view: None, event: None, thread, place, is_rmw: false };
        match location {
            None => *location = Some(Location::new(store)),
            // Exclusive access implies that every earlier store happened before.
            Some(location) if location.at(location.latest()).value != latest => {
                location.restart(store);
            }
            Some(_) => {}
        }
    }

    /// Chooses how the operation takes effect, and the access that it counts as. The first
    /// placement is that of a sequentially consistent execution.
    fn choose_placement(&mut self, action: &Action<'_>, known: &HbClock) -> (Placement, Access) {
        let (mut placements, may_write) = self.placements(action, known);
        let tid = self.current;
        let fails = self.add_spurious_failure(tid, action, &mut placements);
        let object = action.op.object;
        let latest = self.location(object).latest();
        let is_old = |placement: &Placement| placement.read.is_some_and(|place| place < latest);
        if self.threads[tid].stale_reads(object) >= MAX_STALE_READS && placements.iter().any(is_old)
        {
            self.bounded = true;
            placements.retain(|placement| !is_old(placement));
        }
        let placement = match placements.len() {
            1 => placements[0],
            several => {
                let meaning = |way: usize| match placements[way] {
                    chosen if fails == Some(chosen) => Alternative::FailsSpuriously,
                    Placement { read: Some(place), .. } if place < latest => {
                        Alternative::ReadsOlder
                    }
                    Placement { write: Some(place), .. } if place <= latest => {
                        Alternative::WritesOlder
                    }
                    _ => Alternative::Newest,
                };
                placements[self.variant(several, meaning)]
            }
        };
        if fails == Some(placement) {
            self.threads[tid].count_spurious_wakeup();
        }
        if placement.read.is_some() {
            self.threads[tid].count_stale_read(object, is_old(&placement));
        }
        (placement, if may_write { Access::Write } else { placement.access() })
    }

    /// A weak compare-exchange that could succeed may also fail spuriously: that is its last
    /// placement, and the only one during a probe.
    fn add_spurious_failure(
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

    /// Every placement of the operation in the order in which they are tried, and whether the
    /// operation could write in another order with the same stores: which placements are explored also
    /// depends on the loads that come first. In that case a failed compare-exchange counts as a write;
    /// otherwise the search would not reorder it and loads.
    fn placements(&self, action: &Action<'_>, known: &HbClock) -> (Vec<Placement>, bool) {
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
            if !self.is_explored_here(action.op.object, placement) {
                may_write |= placement.write.is_some();
            } else if self.keeps_sc_order(action, placement, known) {
                placements.push(placement);
            }
        }
        (placements, may_write)
    }

    /// Whether the operation takes effect like this here, and not only in another execution of the
    /// same graph.
    fn is_explored_here(&self, object: ObjectId, placement: Placement) -> bool {
        let causes = self.causes(self.current, object, placement);
        let (location, rank) = (self.location(object), placement.rank());
        let position = Position { location, rank, wrote: placement.write.is_some() };
        self.is_explored_at(self.current, causes, position)
    }

    /// The causes of the operation: those of its thread, and those of the store that it reads.
    fn causes(&self, tid: Tid, object: ObjectId, placement: Placement) -> EventClock {
        let mut causes = self.threads[tid].clock.causes().copied().unwrap_or_default();
        let read = placement.read.and_then(|place| self.location(object).at(place).event);
        if let Some(event) = read {
            causes.join(self.log.causes(event));
        }
        causes
    }

    /// Whether the placement keeps a total order of the `SeqCst` operations and fences.
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

    /// The result of the operation with this placement.
    fn outcome(&self, action: &Action<'_>, placement: Placement) -> AtomicEffect {
        let location = self.location(action.op.object);
        let latest = location.latest();
        let mut outcome = action.request.apply(location.at(placement.read.unwrap_or(latest)).value);
        // A weak compare-exchange may fail spuriously.
        outcome.written = outcome.written.filter(|_| placement.write.is_some());
        let behind = match placement {
            Placement { write: Some(place), .. } => latest + 1 - place,
            Placement { read, .. } => latest - read.unwrap_or(latest),
        };
        let Store { thread, place, .. } = *location.at(latest);
        let newer = (behind > 0).then_some(NewerStore { thread, place, behind });
        AtomicEffect { newer, ..outcome }
    }

    /// Adds what the thread acquires from the store that it read.
    fn acquire_from(&mut self, tid: Tid, object: ObjectId, placement: Placement, order: Ordering) {
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

    /// Records the access and the store that the operation made. A read-modify-write continues the
    /// release sequence of the store that it read.
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
        let model = &mut self.objects[object as usize].model;
        let location = model!(model, Model::Atomic(Some(location)) => location);
        if let (Some(place), Some(value)) = (placement.write, written) {
            let mut view = match releases {
                true => Some(known.released(tid)),
                false => thread.released_by_fence.clone(),
            };
            if let Some(earlier) = placement.read.and_then(|read| location.at(read).view.as_ref()) {
                view.get_or_insert_default().join(earlier);
            }
            let is_rmw = placement.read.is_some();
            let store = Store { value, view, event: Some(event), thread: tid, place: line, is_rmw };
            location.insert(place, store);
        }
        let wrote = placement.write.is_some();
        let place = placement.write.or(placement.read).expect("an operation reads or writes");
        let store = location.id_at(place);
        location.record(AtomicAccess { event, thread: tid, ordinal, store, wrote, known: kept });
    }

    fn location(&self, object: ObjectId) -> &Location {
        model!(&self.objects[object as usize].model, Model::Atomic(Some(location)) => location)
    }
}

fn acquires(order: Ordering) -> bool {
    matches!(order, Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
}

fn releases(order: Ordering) -> bool {
    matches!(order, Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
}
