//! Why an operation sees an old value, or a store is overtaken, and which orderings prevent it.

use std::ops::Range;
use std::sync::atomic::Ordering;

use super::accesses::{DataAccess, accesses};
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// Only this many stale accesses are searched, and this many paths for each.
const STALE: usize = 50;
const PATHS: usize = 100;

/// A pattern in which threads see stores in different orders. The `stale` operation reads, or makes, an
/// older store than `newest`.
pub(crate) enum WeakMemory {
    /// A thread sees a flag, but not the data that was written before it.
    Publication { stale: Operation, newest: Operation, flag: Flag },
    /// A store becomes older than one that was made before, perhaps before a flag that the thread has seen.
    Overtaken { stale: Operation, newest: Operation, flag: Option<Flag> },
    /// Two threads each write one atomic and then read the other, and neither sees the other's write.
    StoreBuffering { threads: [Tid; 2], objects: [ObjectId; 2], places: [Place; 4] },
    /// No other pattern fits.
    StaleRead { stale: Operation, newest: Operation, is_synchronized: bool },
}

#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) thread: Tid,
    pub(crate) object: ObjectId,
    pub(crate) place: Place,
}

/// An atomic that one thread stores and another one loads.
#[derive(Clone, Copy)]
pub(crate) struct Flag {
    pub(crate) object: ObjectId,
    pub(crate) store: Place,
    pub(crate) load: Place,
    /// Whether the store has a sufficient ordering.
    pub(crate) releases: bool,
    /// Whether the load has a sufficient ordering.
    pub(crate) acquires: bool,
}

pub(super) struct StaleAccesses<'a> {
    steps: &'a [Step],
    all: Vec<DataAccess>,
}

/// A store, and an access of another thread that reads it.
#[derive(Clone, Copy)]
struct Hop<'a> {
    store: &'a DataAccess,
    load: &'a DataAccess,
}

impl From<&DataAccess> for Operation {
    fn from(access: &DataAccess) -> Self {
        Self { thread: access.thread, object: access.object, place: access.place }
    }
}

impl<'a> StaleAccesses<'a> {
    pub(super) fn new(steps: &'a [Step]) -> Self {
        Self { steps, all: accesses(steps) }
    }

    /// The loads that read an old value, each with the newest store.
    fn stale_loads(&self) -> impl Iterator<Item = (&DataAccess, &DataAccess)> {
        self.all.iter().filter_map(|load| Some((load, &self.all[load.newest?]))).take(STALE)
    }

    pub(super) fn publication(&self) -> Option<WeakMemory> {
        self.stale_loads().find_map(|(stale, newest)| {
            let flag = self.weak_flag(stale, newest)?;
            Some(WeakMemory::Publication { stale: stale.into(), newest: newest.into(), flag })
        })
    }

    pub(super) fn overtaken(&self) -> Option<WeakMemory> {
        let mut late = self.all.iter().filter_map(|late| Some((late, late.overtaken_by?)));
        let (late, newest) = late.next().map(|(late, newest)| (late, &self.all[newest]))?;
        let flag = self.weak_flag(late, newest);
        Some(WeakMemory::Overtaken { stale: late.into(), newest: newest.into(), flag })
    }

    pub(super) fn store_buffering(&self) -> Option<WeakMemory> {
        self.stale_loads().find_map(|(stale, newest)| {
            let is_earlier_store = |store: &&DataAccess| {
                store.thread == stale.thread
                    && store.writes
                    && !store.is_lock
                    && store.object != stale.object
                    && store.start < stale.start
            };
            let (store, load) = self.all.iter().filter(is_earlier_store).find_map(|store| {
                let load = self.all.iter().find(|load| {
                    load.thread == newest.thread
                        && load.object == store.object
                        && load.reads
                        && newest.start < load.start
                        && load.source.is_none_or(|source| self.all[source].start < store.start)
                })?;
                Some((store, load))
            })?;
            let operations = [newest, load, store, stale];
            if operations.iter().all(|access| access.is_seq_cst()) {
                return None;
            }
            Some(WeakMemory::StoreBuffering {
                threads: [newest.thread, stale.thread],
                objects: [newest.object, store.object],
                places: operations.map(|access| access.place),
            })
        })
    }

    pub(super) fn stale_read(&self) -> Option<WeakMemory> {
        self.stale_loads().next().map(|(stale, newest)| WeakMemory::StaleRead {
            stale: stale.into(),
            newest: newest.into(),
            is_synchronized: newest.releases() && stale.acquires(),
        })
    }

    /// Of the flags that lead from a store to a thread that does not see it, the first with a too weak
    /// ordering.
    fn weak_flag(&self, stale: &DataAccess, newest: &DataAccess) -> Option<Flag> {
        let mut paths: Vec<(Tid, usize, Vec<Hop<'_>>)> =
            vec![(stale.thread, stale.start, Vec::new())];
        let mut at = 0;
        while let Some((thread, until, path)) = paths.get(at).filter(|_| at < PATHS).cloned() {
            at += 1;
            let loads = self.all.iter().rev().filter(|load| {
                load.thread == thread && load.start < until && load.object != stale.object
            });
            for load in loads {
                let Some(store) = load.source.map(|store| &self.all[store]) else { continue };
                let is_known = paths
                    .iter()
                    .any(|(other, until, _)| *other == store.thread && store.start <= *until);
                if store.thread == thread || is_known {
                    continue;
                }
                let hop = Hop { store, load };
                let path: Vec<_> = std::iter::once(hop).chain(path.iter().copied()).collect();
                if store.thread == newest.thread && newest.start < store.start {
                    let flags = path.into_iter().map(|hop| self.flag(hop, stale));
                    return flags.into_iter().find(|flag| !flag.releases || !flag.acquires);
                }
                paths.push((store.thread, store.start, path));
            }
            if let Some((parent, step)) = self.spawned_by(thread) {
                paths.push((parent, step, path));
            }
        }
        None
    }

    fn flag(&self, Hop { store, load }: Hop<'_>, stale: &DataAccess) -> Flag {
        let until = if load.thread == stale.thread { stale.start } else { self.steps.len() };
        Flag {
            object: store.object,
            store: store.place,
            load: load.place,
            releases: store.releases()
                || self.has_fence(store.thread, 0..store.start, Ordering::Acquire),
            acquires: load.acquires()
                || self.has_fence(load.thread, load.start..until, Ordering::Release),
        }
    }

    /// The parent of a thread, and the step at which it was spawned.
    fn spawned_by(&self, thread: Tid) -> Option<(Tid, usize)> {
        let is_spawn = |step: &Step| matches!(step.kind, StepKind::Spawned { thread: child } if child == thread);
        let at = self.steps.iter().position(is_spawn)?;
        Some((self.steps[at].thread, at))
    }

    /// Returns `true` if the thread has a fence in `range` with an ordering other than `insufficient`.
    fn has_fence(&self, thread: Tid, range: Range<usize>, insufficient: Ordering) -> bool {
        self.steps[range].iter().any(|step| {
            step.thread == thread
                && matches!(step.kind, StepKind::Operation {
                    kind: Kind::Fence, ordering: Some(used), ..
                } if used != insufficient)
        })
    }
}
