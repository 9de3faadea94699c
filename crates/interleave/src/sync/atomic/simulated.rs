//! Atomics under exploration. The long code is here and compiled once; only what depends on the
//! type is compiled for each of them.

use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::context;
use crate::object_handle::{Handle, TouchState};
use crate::op::Op;
use crate::op_result::{AtomicEffect, AtomicOp};
use crate::trace::Value;

/// A real atomic of any type.
pub(super) trait Cell {
    /// The size of the atomic under exploration.
    fn size(&self) -> usize;
    fn latest(&self) -> u64;
    fn put(&self, bits: u64);
    /// The value with these bits, as reports show it.
    fn show(&self, bits: u64) -> String;
}

/// An atomic under exploration.
pub(super) struct Simulated<'a> {
    pub(super) handle: &'a Handle,
    pub(super) cell: &'a dyn Cell,
    pub(super) initial: u64,
}

impl Simulated<'_> {
    /// Returns the value read, and whether a value was written.
    #[track_caller]
    pub(super) fn perform(
        &self,
        request: &AtomicOp<'_>,
        orders: (Ordering, Ordering),
    ) -> (u64, bool) {
        if orders != (Ordering::SeqCst, Ordering::SeqCst) {
            check_orders(request, orders);
        }
        let place = Location::caller();
        let result = context::with(|runtime| {
            let (object, touch, turn) = runtime.announce_atomic(
                |state| self.handle.resolve_atomic(state),
                |object| Op { kind: request.kind(), object, place },
            );
            if touch != TouchState::Current {
                // Discards the value that an earlier execution left in a `static`.
                self.cell.put(self.initial);
            }
            turn.wait(|| ());
            let latest = self.cell.latest();
            let outcome = runtime.carry_out_atomic((object, place), latest, request, orders);
            // A store that is older than another one is not the value of the location.
            if let (Some(written), None) = (outcome.written, outcome.newer) {
                self.cell.put(written);
            }
            let (is_traced, pauses) = runtime.state(|state| (state.is_traced(), state.pauses));
            if is_traced {
                let op = Op { kind: request.kind(), object, place };
                runtime.record_atomic(&op, orders, outcome, self.value(request, outcome));
                runtime.state(|state| self.handle.locate(state, object, self.cell.size()));
            }
            if pauses {
                runtime.pause(place);
            }
            (outcome.read, outcome.written.is_some())
        });
        result.expect("there is a runtime inside an exploration")
    }

    fn value(&self, request: &AtomicOp<'_>, outcome: AtomicEffect) -> Value {
        let read = self.cell.show(outcome.read);
        match (request, outcome.written) {
            (AtomicOp::Store(new), _) => Value::Written(self.cell.show(*new)),
            (AtomicOp::CompareExchange { current, .. }, None) if *current == outcome.read => {
                Value::SpuriousFailure(read)
            }
            (AtomicOp::CompareExchange { current, .. }, None) => {
                Value::Unexpected { found: read, expected: self.cell.show(*current) }
            }
            (_, Some(written)) => Value::Replaced { old: read, new: self.cell.show(written) },
            (_, None) => Value::Read(read),
        }
    }
}

/// Lets std panic if the operation does not support the ordering.
#[cold]
#[track_caller]
fn check_orders(request: &AtomicOp<'_>, (success, failure): (Ordering, Ordering)) {
    let any = AtomicBool::new(false);
    match request {
        AtomicOp::Load => _ = any.load(success),
        AtomicOp::Store(_) => any.store(false, success),
        AtomicOp::Update(_) => {}
        AtomicOp::CompareExchange { .. } => {
            _ = any.compare_exchange(false, false, success, failure);
        }
    }
}
