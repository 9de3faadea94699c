//! Atomic operations, each with the store that it reads from.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, Value};

#[derive(Clone, Copy, Debug)]
pub(super) struct AtomicAccess {
    pub(super) step: usize,
    pub(super) thread: Tid,
    pub(super) object: ObjectId,
    pub(super) place: Place,
    pub(super) reads: bool,
    pub(super) writes: bool,
    ordering: Ordering,
    /// The access that wrote the value that this one reads; `None` if it reads the initial value.
    pub(super) source: Option<usize>,
    /// The access that made the newest store, if this one only reads, and reads an older store.
    pub(super) newest: Option<usize>,
    /// The access that made the newest store, if this one makes an older store.
    pub(super) overtaken_by: Option<usize>,
}

impl AtomicAccess {
    pub(super) fn releases(&self) -> bool {
        matches!(self.ordering, Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
    }

    pub(super) fn acquires(&self) -> bool {
        matches!(self.ordering, Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
    }

    pub(super) fn is_seq_cst(&self) -> bool {
        self.ordering == Ordering::SeqCst
    }
}

/// All accesses to atomics, in the order in which they happened.
pub(super) fn atomic_accesses(steps: &[Step]) -> Vec<AtomicAccess> {
    let mut accesses: Vec<AtomicAccess> = Vec::new();
    let mut stores: BTreeMap<ObjectId, Vec<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        let StepKind::Operation { kind, object, value, ordering: Some(ordering), newer, .. } =
            &step.kind
        else {
            continue;
        };
        let reads = match kind {
            Kind::Load | Kind::Update | Kind::CompareExchange => true,
            Kind::Store => false,
            _ => continue,
        };
        let writes = writes(*kind, value.as_ref());
        // In modification order. The oldest stores can be missing.
        let stores = stores.entry(*object).or_default();
        let position = stores.len().saturating_sub(newer.map_or(0, |newer| newer.behind));
        let source = position.checked_sub(1).map(|store| stores[store]);
        let newest = newer.and_then(|newer| {
            stores.last().copied().filter(|store| accesses[*store].place == newer.place)
        });
        if writes {
            stores.insert(position, accesses.len());
        }
        accesses.push(AtomicAccess {
            step: at,
            thread: step.thread,
            object: *object,
            place: step.place,
            reads,
            writes,
            ordering: *ordering,
            source: source.filter(|_| reads),
            newest: newest.filter(|_| !writes),
            overtaken_by: newest.filter(|_| writes),
        });
    }
    accesses
}

/// Returns `true` if the atomic operation writes.
pub(crate) fn writes(kind: Kind, value: Option<&Value>) -> bool {
    match kind {
        Kind::Store | Kind::Update => true,
        Kind::CompareExchange => matches!(value, Some(Value::Replaced { .. })),
        _ => false,
    }
}
