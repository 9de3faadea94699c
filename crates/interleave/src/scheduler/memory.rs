//! Atomic operations under the C11 memory model: which store a load reads, and what it learns.
//!
//! Not modelled are loads that read what is stored later in the program (`load buffering` with
//! relaxed accesses), stores that become older than ones executed before them, and an order of the
//! `SeqCst` operations other than that of the execution. C++20 allows a few outcomes that need one of
//! these: they are never shown, so code that is wrong only there passes.

use std::sync::atomic::Ordering;

use super::State;
use crate::answer::{Newer, Outcome, Request};
use crate::known::Known;
use crate::objects::{Location, Model, Store};
use crate::op::{Access, Footprint, ObjectId, Op, SC_ORDER};
use crate::thread_set::Tid;

/// How often in a row a thread may read the same old store: an implementation makes stores visible
/// in finite time. Counted for each thread and location alone.
const OLD_READS: u8 = 2;

/// How an operation touched its location.
struct Effect {
    access: Access,
    /// Whether the value is another one now.
    changed: bool,
}

impl State {
    /// Carries out an atomic operation. `latest` is the value that the real atomic has.
    pub(crate) fn carry_out_atomic(
        &mut self,
        op: &Op,
        latest: u64,
        request: &Request<'_>,
        success: Ordering,
        failure: Ordering,
    ) -> Outcome {
        let tid = self.begin();
        self.come_after_looks(tid, op);
        if !self.weak {
            self.needs_weak |= success != Ordering::SeqCst;
            let outcome = request.act(latest);
            let effect = effect(&outcome);
            self.push_event(tid, op, Footprint::one(op.object, effect.access), true);
            self.note_effect(tid, op.object, effect);
            return outcome;
        }
        self.settle(op, latest);
        let (read, outcome) = self.choose_store(tid, op, request, success, failure);
        let effect = effect(&outcome);
        let order = if outcome.written.is_some() || matches!(request, Request::Load) {
            success
        } else {
            failure
        };
        let footprint = match order {
            Ordering::SeqCst => {
                let access = self.strict_access(tid, op.object, read, effect.access);
                Footprint::two((op.object, access), (SC_ORDER, Access::Read))
            }
            _ => Footprint::one(op.object, effect.access),
        };
        self.push_event(tid, op, footprint, true);
        self.learn(tid, op.object, read, order, matches!(request, Request::Store(_)));
        if let Some(value) = outcome.written {
            let continues = !matches!(request, Request::Store(_));
            self.store(tid, op, value, order, continues.then_some(read));
        }
        self.note_effect(tid, op.object, effect);
        outcome
    }

    /// Carries out a fence.
    pub(crate) fn carry_out_fence(&mut self, op: &Op, order: Ordering) {
        let tid = self.begin();
        self.come_after_looks(tid, op);
        self.needs_weak |= !self.weak;
        let strict = order == Ordering::SeqCst;
        let footprint =
            if strict { Footprint::one(SC_ORDER, Access::Write) } else { Footprint::NONE };
        self.push_event(tid, op, footprint, true);
        let thread = &mut self.threads[tid];
        let Some(known) = thread.clock.known() else { return };
        if acquires(order) {
            known.join(&thread.read_relaxed);
        }
        if strict {
            known.view.join(&self.sc_view);
            self.sc_view.join(&known.view);
        }
        if releases(order) {
            thread.released_by_fence = Some(known.clone());
        }
        thread.spin.pause();
    }

    /// Makes the location known, and a store of what was written through `get_mut`.
    fn settle(&mut self, op: &Op, latest: u64) {
        let number = self.locations;
        let place = self.objects[op.object as usize].created;
        let thread = self.current;
        let Model::Atomic(location) = &mut self.objects[op.object as usize].model else {
            unreachable!("an atomic stays an atomic")
        };
        let store = Store { value: latest, message: None, thread, place };
        match location {
            None => {
                *location = Some(Location { number, stores: vec![store] });
                self.locations += 1;
            }
            // Whoever has it to itself knows all there is.
            Some(location) if location.stores[location.latest()].value != latest => {
                location.stores.push(store);
                let (number, newest) = (location.number, location.latest());
                if let Some(known) = self.threads[thread].clock.known() {
                    known.view.raise(number, newest);
                }
            }
            Some(_) => {}
        }
    }

    /// Which store the operation reads, among those that its thread may still see.
    fn choose_store(
        &mut self,
        tid: Tid,
        op: &Op,
        request: &Request<'_>,
        success: Ordering,
        failure: Ordering,
    ) -> (usize, Outcome) {
        let location = self.location(op.object);
        let (number, latest) = (location.number, location.latest());
        let newest = request.act(location.stores[latest].value);
        let order = match request {
            Request::Load => success,
            // What is changed is always the latest value.
            Request::CompareExchange { .. } => failure,
            Request::Store(_) | Request::Update(_) => return (latest, newest),
        };
        let mut oldest = self.oldest(tid, number);
        if order == Ordering::SeqCst {
            oldest = oldest.max(self.sc_view.get(number));
        }
        let fails = |store: usize| match request {
            Request::CompareExchange { current, .. } => {
                self.location(op.object).stores[store].value != *current
            }
            _ => true,
        };
        let mut choices: Vec<usize> = vec![latest];
        choices.extend((oldest..latest).rev().filter(|store| fails(*store)));
        if choices.len() > 1 && self.threads[tid].old_reads(number) >= OLD_READS {
            self.bounded = true;
            choices.truncate(1);
        }
        let read = match choices.len() {
            1 => latest,
            several => choices[self.variant(several)],
        };
        self.threads[tid].count_old_read(number, read < latest);
        if read == latest {
            return (latest, newest);
        }
        let stores = &self.location(op.object).stores;
        let Store { thread, place, .. } = stores[latest];
        let newer = Newer { thread, place, behind: latest - read };
        (read, Outcome { read: stores[read].value, written: None, newer: Some(newer) })
    }

    /// How a `SeqCst` operation touches its location. What one has read, no later one sees older: so a
    /// load counts as a write if it makes a store known to the others, or might know less than they.
    fn strict_access(&mut self, tid: Tid, object: ObjectId, read: usize, access: Access) -> Access {
        let (number, latest) = (self.location(object).number, self.location(object).latest());
        let settled = self.sc_view.get(number) >= read && self.oldest(tid, number) >= latest;
        if settled { access } else { Access::Write }
    }

    fn oldest(&mut self, tid: Tid, number: usize) -> usize {
        self.threads[tid].clock.known().map_or(0, |known| known.view.get(number))
    }

    /// What the thread knows after it has read a store.
    fn learn(&mut self, tid: Tid, object: ObjectId, read: usize, order: Ordering, blind: bool) {
        let location = self.location(object);
        let number = location.number;
        let message = if blind { None } else { location.stores[read].message.clone() };
        let thread = &mut self.threads[tid];
        let Some(known) = thread.clock.known() else { return };
        if !blind {
            known.view.raise(number, read);
        }
        if let Some(message) = message {
            match acquires(order) {
                true => known.join(&message),
                false => thread.read_relaxed.join(&message),
            }
        }
        if order == Ordering::SeqCst && !blind {
            self.sc_view.raise(number, read);
        }
    }

    /// Adds a store; one that changes the value `continues` the release sequence of what it read.
    fn store(&mut self, tid: Tid, op: &Op, value: u64, order: Ordering, continues: Option<usize>) {
        let location = self.location(op.object);
        let (number, newest) = (location.number, location.stores.len());
        let earlier = continues.and_then(|read| location.stores[read].message.clone());
        let thread = &mut self.threads[tid];
        let Some(known) = thread.clock.known() else { return };
        known.view.raise(number, newest);
        let mut message: Option<Known> = match releases(order) {
            true => Some(known.clone()),
            false => thread.released_by_fence.clone(),
        };
        if let Some(earlier) = earlier {
            message.get_or_insert_default().join(&earlier);
        }
        if order == Ordering::SeqCst {
            self.sc_view.raise(number, newest);
        }
        let Model::Atomic(Some(location)) = &mut self.objects[op.object as usize].model else {
            unreachable!("the location is settled")
        };
        location.stores.push(Store { value, message, thread: tid, place: op.place });
    }

    fn note_effect(&mut self, tid: Tid, object: ObjectId, effect: Effect) {
        if effect.changed {
            self.changed(tid, object);
        } else {
            let version = self.objects[object as usize].version;
            self.threads[tid].spin.look(object, version);
        }
    }

    fn location(&self, object: ObjectId) -> &Location {
        match &self.objects[object as usize].model {
            Model::Atomic(Some(location)) => location,
            _ => unreachable!("the location is settled"),
        }
    }
}

fn effect(outcome: &Outcome) -> Effect {
    match outcome.written {
        None => Effect { access: Access::Read, changed: false },
        Some(written) => Effect { access: Access::Write, changed: written != outcome.read },
    }
}

fn acquires(order: Ordering) -> bool {
    matches!(order, Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
}

fn releases(order: Ordering) -> bool {
    matches!(order, Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
}
