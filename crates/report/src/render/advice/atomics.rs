//! Atomic operations, each with the store that it read.

use std::sync::atomic::Ordering;

use crate::op::{Kind, ObjectId, Place};
use crate::render::numbered::Numbered;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// One operation on an atomic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Access {
    pub(crate) step: usize,
    pub(crate) thread: Tid,
    pub(crate) object: ObjectId,
    pub(crate) place: Place,
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    order: Ordering,
    /// Which access wrote what it read; `None` if nothing but the first value was there.
    pub(crate) source: Option<usize>,
    /// If it only read, and an old value: which access wrote the newest.
    pub(crate) newest: Option<usize>,
    /// If it made a store that is older than one that was there: which access made the newest.
    pub(crate) overtaken_by: Option<usize>,
}

impl Access {
    pub(crate) fn releases(&self) -> bool {
        matches!(self.order, Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
    }

    pub(crate) fn acquires(&self) -> bool {
        matches!(self.order, Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.order == Ordering::SeqCst
    }
}

/// All accesses to atomics, in the order in which they happened.
pub(crate) fn accesses(steps: &[Step]) -> Vec<Access> {
    let mut accesses: Vec<Access> = Vec::new();
    let mut stores: Numbered<Vec<usize>> = Numbered::default();
    for (at, step) in steps.iter().enumerate() {
        let StepKind::Operation { kind, object, value, ordering: Some(order), newer, .. } =
            &step.kind
        else {
            continue;
        };
        let reads = match kind {
            Kind::Load | Kind::Update | Kind::CompareExchange => true,
            Kind::Store => false,
            _ => continue,
        };
        let writes = writes(*kind, value.as_deref());
        let stores = stores.entry(*object as usize);
        // In the modification order, of which the first store may not be among these.
        let place = stores.len().saturating_sub(newer.map_or(0, |newer| newer.behind));
        let source = place.checked_sub(1).map(|store| stores[store]);
        let newest = newer.and_then(|newer| {
            stores.last().copied().filter(|store| accesses[*store].place == newer.place)
        });
        if writes {
            stores.insert(place, accesses.len());
        }
        accesses.push(Access {
            step: at,
            thread: step.thread,
            object: *object,
            place: step.place,
            reads,
            writes,
            order: *order,
            source: source.filter(|_| reads),
            newest: newest.filter(|_| !writes),
            overtaken_by: newest.filter(|_| writes),
        });
    }
    accesses
}

/// Whether an operation on an atomic wrote, of which this is told.
pub(crate) fn writes(kind: Kind, value: Option<&str>) -> bool {
    match kind {
        Kind::Store | Kind::Update => true,
        Kind::CompareExchange => value.is_some_and(has_changed),
        _ => false,
    }
}

/// Whether a `compare_exchange` wrote: its value tells of a change.
pub(crate) fn has_changed(value: &str) -> bool {
    value.contains('→')
}
