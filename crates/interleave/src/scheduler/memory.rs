//! Atomic operations under the C++20 memory model: which store one reads, where in the modification
//! order a new store stands, and what its thread learns.
//!
//! Modelled is what the axioms of C++20 allow where program order and reads-from have no cycle: no
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
use super::strict::{Candidate, Sort, Strict};
use crate::clock::Order;
use crate::event::EventId;
use crate::known::Known;
use crate::objects::{Location, Model, Rank, Store, Touch};
use crate::op::{Access, Footprint, ObjectId, Op};
use crate::op_result::{AtomicEffect, AtomicOp, NewerStore};
use crate::thread_set::Tid;

/// How often in a row a thread may read the same old store: an implementation makes stores visible
/// in finite time. Counted for each thread and location alone.
const OLD_READS: u8 = 2;

/// A way in which an operation can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    /// The place of the store that it reads, in the modification order.
    read: Option<usize>,
    /// The place that its own store gets.
    write: Option<usize>,
}

impl Way {
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
    fn order(&self, way: Way) -> Ordering {
        match (self.request, way.write) {
            (AtomicOp::CompareExchange { .. }, None) => self.failure,
            _ => self.success,
        }
    }
}

impl State {
    /// Carries out an atomic operation where memory is C++20's.
    pub(super) fn carry_out_weak(
        &mut self,
        op: &Op,
        latest: u64,
        request: &AtomicOp<'_>,
        success: Ordering,
        failure: Ordering,
    ) -> AtomicEffect {
        let tid = self.current;
        let before = *self.threads[tid].clock.order();
        let known = self.threads[tid].clock.known().cloned().unwrap_or_default();
        self.settle(op, latest);
        let action = Action { op, request, success, failure };
        let (way, access) = self.choose_way(&action, &before, &known);
        let outcome = self.outcome(&action, way);
        let effect = Effect { access, ..effect(&outcome) };
        let event = self.past.len();
        self.push_event(tid, op, Footprint::one(op.object, effect.access), true);
        let order = action.order(way);
        self.learn(tid, op.object, way, order);
        self.touch(tid, event, &action, way, outcome.written);
        if order == Ordering::SeqCst {
            let (ordinal, sort) = (self.threads[tid].clock.get(tid), Sort::Access(op.object));
            self.strict.push(Strict { event, thread: tid, ordinal, before: known, sort });
        }
        self.note_effect(tid, (op.object, op.place), effect);
        outcome
    }

    /// Carries out a fence. It changes nothing for what is `SeqCst`, so that memory need not be weak for it.
    pub(crate) fn carry_out_fence(&mut self, op: &Op, order: Ordering) {
        let tid = self.begin();
        self.come_after_looks(tid, op);
        let known_before = self.threads[tid].clock.known().cloned();
        let event = self.past.len();
        self.push_event(tid, op, Footprint::NONE, true);
        let thread = &mut self.threads[tid];
        thread.spin.pause();
        let (Some(known), Some(before)) = (thread.clock.known(), known_before) else { return };
        if acquires(order) {
            known.join(&thread.read_relaxed);
        }
        if releases(order) {
            thread.released_by_fence = Some(known.handed_on(tid));
        }
        if order == Ordering::SeqCst {
            let sort = Sort::Fence(known.clone());
            let ordinal = thread.clock.get(tid);
            self.strict.push(Strict { event, thread: tid, ordinal, before, sort });
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
        let store = Store { value: latest, message: None, thread, place, updates: false };
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

    /// In which way the operation goes, and what it counts as. The first way is that of an execution
    /// in which all see what was done last.
    fn choose_way(&mut self, action: &Action<'_>, before: &Order, known: &Known) -> (Way, Access) {
        let (mut ways, may_write) = self.ways(action, before, known);
        let tid = self.current;
        let fails = self.add_failure(tid, action, &mut ways);
        let (number, latest) = {
            let location = self.location(action.op.object);
            (location.number, location.latest())
        };
        let is_old = |way: &Way| way.write.is_none() && way.read < Some(latest);
        if self.threads[tid].old_reads(number) >= OLD_READS && ways.iter().any(is_old) {
            self.bounded = true;
            ways.retain(|way| !is_old(way));
        }
        let way = match ways.len() {
            1 => ways[0],
            several => ways[self.variant(several)],
        };
        if fails == Some(way) {
            self.threads[tid].wake_for_no_reason();
        }
        if way.read.is_some() {
            self.threads[tid].count_old_read(number, is_old(&way));
        }
        (way, if may_write { Access::Write } else { way.access() })
    }

    /// A weak exchange that could succeed may fail for no reason: that is its last way, and the only one
    /// while its thread goes on alone.
    fn add_failure(&mut self, tid: Tid, action: &Action<'_>, ways: &mut Vec<Way>) -> Option<Way> {
        let first = ways[0];
        let value = self.location(action.op.object).at(first.read?).value;
        if !action.request.may_fail(value) || !self.may_fail(tid, action.op.place) {
            return None;
        }
        if self.goes_on_alone(tid) {
            ways.clear();
        }
        let fails = Way { write: None, ..first };
        ways.push(fails);
        Some(fails)
    }

    /// Every way in which the operation can go, in the order in which they are tried; and whether it
    /// could have written if it had been executed earlier. An exchange that fails counts as a write
    /// then, or nobody would try that.
    fn ways(&self, action: &Action<'_>, before: &Order, known: &Known) -> (Vec<Way>, bool) {
        let location = self.location(action.op.object);
        let latest = location.latest();
        let way = |place: usize| match action.request {
            AtomicOp::Load => Way { read: Some(place), write: None },
            AtomicOp::Store(_) => Way { read: None, write: Some(place + 1) },
            AtomicOp::Update(_) => Way { read: Some(place), write: Some(place + 1) },
            AtomicOp::CompareExchange { current, .. } => {
                let succeeds = location.at(place).value == *current;
                Way { read: Some(place), write: succeeds.then_some(place + 1) }
            }
        };
        let mut ways = vec![way(latest)];
        let mut may_write = false;
        for way in (location.oldest(known)..latest).rev().map(way) {
            if way.write.is_some_and(|place| !location.has_room(place)) {
                continue;
            }
            if !self.is_bound(action.op.object, way, before) {
                may_write |= way.write.is_some();
            } else if self.is_strictly_possible(action, way, known) {
                ways.push(way);
            }
        }
        (ways, may_write)
    }

    /// Whether all that the operation goes behind, and that was executed before it, could not have been
    /// executed after it: it happened before in this execution. Otherwise the same comes of an
    /// execution in which the operation is executed first, and the search will try that.
    ///
    /// Of all executions with one result take one in which the fewest operations go behind others that
    /// were executed before them. If two of those could be exchanged, it would not be that one.
    fn is_bound(&self, object: ObjectId, way: Way, before: &Order) -> bool {
        let (location, rank) = (self.location(object), way.rank());
        let conflicts = &self.objects[object as usize].accesses;
        conflicts.conflicts(way.access()).all(|first| {
            let event = &self.past.events()[first];
            location.rank(location.touch_of(first)) <= rank
                || event.happened_before(before)
                || conflicts
                    .conflicts(way.access())
                    .any(|other| other != first && event.happened_before(self.past.order(other)))
        })
    }

    /// Whether the operation can go this way although it, or a fence before it, is `SeqCst`.
    fn is_strictly_possible(&self, action: &Action<'_>, way: Way, before: &Known) -> bool {
        if self.strict.is_empty() {
            return true;
        }
        let order = action.order(way);
        let mut after = before.clone();
        let location = self.location(action.op.object);
        if let (Some(place), true) = (way.read, acquires(order))
            && let Some(message) = &location.at(place).message
        {
            after.join(message);
        }
        self.leaves_an_order(&Candidate {
            object: action.op.object,
            rank: way.rank(),
            is_strict: order == Ordering::SeqCst,
            before,
            after: &after,
        })
    }

    /// What comes of the operation if it goes this way.
    fn outcome(&self, action: &Action<'_>, way: Way) -> AtomicEffect {
        let location = self.location(action.op.object);
        let latest = location.latest();
        let mut outcome = action.request.apply(location.at(way.read.unwrap_or(latest)).value);
        // A weak exchange may fail for no reason.
        outcome.written = outcome.written.filter(|_| way.write.is_some());
        let behind = match way {
            Way { write: Some(place), .. } => latest + 1 - place,
            Way { read, .. } => latest - read.unwrap_or(latest),
        };
        let Store { thread, place, .. } = *location.at(latest);
        let newer = (behind > 0).then_some(NewerStore { thread, place, behind });
        AtomicEffect { newer, ..outcome }
    }

    /// What the thread knows after it has read a store.
    fn learn(&mut self, tid: Tid, object: ObjectId, way: Way, order: Ordering) {
        let Some(place) = way.read else { return };
        let message = self.location(object).at(place).message.clone();
        let thread = &mut self.threads[tid];
        if let (Some(message), Some(known)) = (message, thread.clock.known()) {
            match acquires(order) {
                true => known.join(&message),
                false => thread.read_relaxed.join(&message),
            }
        }
    }

    /// Takes note of what the operation read, or of the store that it made. One that changes the value
    /// continues the release sequence of what it read.
    fn touch(
        &mut self,
        tid: Tid,
        event: EventId,
        action: &Action<'_>,
        way: Way,
        written: Option<u64>,
    ) {
        let Op { object, place: line, .. } = *action.op;
        let releases = releases(action.order(way));
        let keep = self.has_strict_fence();
        let thread = &mut self.threads[tid];
        let ordinal = thread.clock.get(tid);
        let Some(known) = thread.clock.known() else { return };
        let kept = keep.then(|| Box::new(known.clone()));
        let Model::Atomic(Some(location)) = &mut self.objects[object as usize].model else {
            unreachable!("the location is settled")
        };
        if let (Some(place), Some(value)) = (way.write, written) {
            let mut message = match releases {
                true => Some(known.handed_on(tid)),
                false => thread.released_by_fence.clone(),
            };
            if let Some(earlier) = way.read.and_then(|read| location.at(read).message.as_ref()) {
                message.get_or_insert_default().join(earlier);
            }
            let updates = way.read.is_some();
            location.insert(place, Store { value, message, thread: tid, place: line, updates });
        }
        let wrote = way.write.is_some();
        let place = way.write.or(way.read).expect("an operation reads or writes");
        let store = location.id_at(place);
        location.touch(Touch { event, thread: tid, ordinal, store, wrote, known: kept });
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
