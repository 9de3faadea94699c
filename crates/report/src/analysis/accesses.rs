//! Accesses to shared data: single atomic operations and whole critical sections.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// An access that no other access to the same data can interrupt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DataAccess {
    /// The first and the last step.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) thread: Tid,
    /// The atomic, or the lock that protects the data.
    pub(crate) object: ObjectId,
    pub(crate) is_lock: bool,
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    pub(crate) place: Place,
    /// The ordering of an atomic operation.
    pub(crate) ordering: Option<Ordering>,
    /// The access that wrote the value that this one reads; `None` for the initial value, and for locks.
    pub(crate) source: Option<usize>,
    /// The access that made the newest store, if this one reads, or makes, an older one.
    pub(crate) newest: Option<usize>,
}

impl DataAccess {
    pub(crate) fn releases(&self) -> bool {
        matches!(self.ordering, Some(Ordering::Release | Ordering::AcqRel | Ordering::SeqCst))
    }

    pub(crate) fn acquires(&self) -> bool {
        matches!(self.ordering, Some(Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst))
    }
}

/// All accesses, in the order in which they started.
pub(crate) fn accesses(steps: &[Step]) -> Vec<DataAccess> {
    let mut accesses: Vec<DataAccess> = Vec::new();
    // The stores to each atomic in modification order. The oldest can be missing.
    let mut stores: BTreeMap<ObjectId, Vec<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        let access = |object: ObjectId| DataAccess {
            start: at,
            end: steps.len(),
            thread: step.thread,
            object,
            is_lock: true,
            reads: true,
            writes: false,
            place: step.place,
            ordering: None,
            source: None,
            newest: None,
        };
        let mut close = |lock: ObjectId, writes: bool| {
            let is_open = |access: &&mut DataAccess| {
                access.thread == step.thread && access.object == lock && access.is_lock
            };
            if let Some(access) = accesses.iter_mut().rev().find(is_open) {
                (access.end, access.writes) = (at, writes);
            }
        };
        if let StepKind::Unlocked { object, changed, .. } = step.kind {
            close(object, changed);
        }
        match step.operation() {
            Some((Kind::Wait { mutex, .. }, _)) => close(mutex, false),
            Some((Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange, object)) => {
                let access = DataAccess { end: at, is_lock: false, ..access(object) };
                let access = atomic(access, step, stores.entry(object).or_default(), &accesses);
                accesses.push(access);
            }
            _ => accesses.extend(step.locks().map(access)),
        }
    }
    accesses
}

/// Completes an atomic access, and adds it to the stores if it writes.
fn atomic(
    mut access: DataAccess,
    step: &Step,
    stores: &mut Vec<usize>,
    earlier: &[DataAccess],
) -> DataAccess {
    let StepKind::Operation { kind, ordering, newer, .. } = step.kind else { return access };
    access.ordering = ordering;
    access.reads = kind != Kind::Store;
    access.writes = step.writes();
    let position = stores.len().saturating_sub(newer.map_or(0, |newer| newer.behind));
    if access.reads {
        access.source = position.checked_sub(1).map(|store| stores[store]);
    }
    access.newest = newer.and_then(|newer| {
        stores.last().copied().filter(|store| earlier[*store].place == newer.place)
    });
    if access.writes {
        stores.insert(position, earlier.len());
    }
    access
}
