//! Why an operation reads an old value, or a store is overtaken, and which orderings prevent it.

use std::ops::Range;
use std::sync::atomic::Ordering;

use crate::analysis::{DataAccess, accesses};
use crate::names::{Names, list};
use crate::op::{Kind, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// Only this many stale accesses are searched, and this many paths for each.
const STALE: usize = 50;
const PATHS: usize = 100;

/// What `Release` and `Acquire` do not do.
const ONLY_PAIRS: &str = "`Release` and `Acquire` only order what one thread passes on to another.";

/// Explains patterns in which threads see stores in different orders.
pub(super) struct Advice<'a> {
    steps: &'a [Step],
    all: Vec<DataAccess>,
    names: &'a Names,
}

/// A store, and an access of another thread that reads it.
#[derive(Clone, Copy)]
struct Hop<'a> {
    store: &'a DataAccess,
    load: &'a DataAccess,
}

/// An atomic that one thread stores and another one loads.
struct Flag<'a> {
    hop: Hop<'a>,
    /// What makes the store release, if anything does.
    releases: Option<String>,
    /// What makes the load acquire, if anything does.
    acquires: Option<String>,
}

impl<'a> Advice<'a> {
    pub(super) fn new(steps: &'a [Step], names: &'a Names) -> Self {
        Self { steps, all: accesses(steps), names }
    }

    /// A thread sees a flag, but not the data that was written before it.
    pub(super) fn publication(&self) -> Option<String> {
        let (stale, newest, flag) = self
            .stale_loads()
            .find_map(|(stale, newest)| Some((stale, newest, self.weak_flag(stale, newest)?)))?;
        let names = self.names;
        let (reader, writer) = (names.thread(stale.thread), names.thread(newest.thread));
        let (data, name) = (names.object(stale.object), names.object(flag.hop.store.object));
        let publish = self.repair(&flag);
        Some(format!(
            "{reader} sees the new `{name}`, but not yet what {writer} wrote to `{data}` before it: \
             {publish}. Then a thread that sees the new `{name}` also sees everything that was written \
             before it."
        ))
    }

    /// A store becomes older than one that was made before, perhaps before a flag that the thread has seen.
    pub(super) fn overtaken(&self) -> Option<String> {
        let late = self.all.iter().find(|access| access.writes && access.newest.is_some())?;
        let newest = &self.all[late.newest?];
        let names = self.names;
        let (thread, at) = (names.thread(late.thread), names.line(late.place));
        let (writer, early) = (names.thread(newest.thread), names.line(newest.place));
        let object = names.object(late.object);
        let why = match self.weak_flag(late, newest) {
            None => format!(
                "writes of two threads can take effect in a different order. {ONLY_PAIRS} If all \
                 threads must agree on the last write, use `SeqCst` for all these operations."
            ),
            Some(flag) => {
                let (name, repair) = (names.object(flag.hop.store.object), self.repair(&flag));
                format!(
                    "seeing the new `{name}` does not order {thread} after the writes before it: {repair}. \
                     Then a thread that sees the new `{name}` writes after all of them."
                )
            }
        };
        Some(format!(
            "{thread} writes `{object}` at {at} after {writer} wrote it at {early}, and yet the value \
             that {writer} wrote remains: {why}"
        ))
    }

    /// The orderings that the accesses to a flag need.
    fn repair(&self, flag: &Flag<'_>) -> String {
        let names = self.names;
        let Hop { store, load } = flag.hop;
        let name = names.object(store.object);
        let [store, load] = [store, load].map(|access| names.line(access.place));
        match (&flag.releases, &flag.acquires) {
            (Some(release), _) => format!(
                "{release} at {store} is only one half. Also read `{name}` with `Acquire` at {load}"
            ),
            (None, Some(acquire)) => format!(
                "{acquire} at {load} is only one half. Also write `{name}` with `Release` at {store}"
            ),
            (None, None) => format!(
                "with `Relaxed`, the writes of a thread can become visible in any order. Write \
                 `{name}` with `Release` at {store}, and read it with `Acquire` at {load}"
            ),
        }
    }

    /// Two threads each write one atomic and then read the other, and neither sees the other's write.
    pub(super) fn store_buffering(&self) -> Option<String> {
        let operations = self.stale_loads().find_map(|(stale, newest)| {
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
            let is_weak = |access: &DataAccess| access.ordering != Some(Ordering::SeqCst);
            operations.into_iter().any(is_weak).then_some(operations)
        })?;
        let [first_write, _, second_write, _] = operations;
        let names = self.names;
        let [first, second] = [first_write, second_write].map(|store| names.thread(store.thread));
        let [mine, yours] = [first_write, second_write].map(|store| names.object(store.object));
        Some(format!(
            "{first} writes `{mine}` and then reads `{yours}`, {second} does the reverse, and neither \
             sees what the other wrote: a thread can read before its own write has reached the other \
             threads. `Release` and `Acquire` allow that. Use `SeqCst` for all four operations ({}).",
            lines(operations.map(|access| access.place), names)
        ))
    }

    /// A load reads an old value, and no other pattern fits.
    pub(super) fn stale_read(&self) -> Option<String> {
        let (stale, newest) = self.stale_loads().next()?;
        let names = self.names;
        let (reader, read) = (names.thread(stale.thread), names.line(stale.place));
        let (writer, written) = (names.thread(newest.thread), names.line(newest.place));
        let object = names.object(stale.object);
        let advice = match newest.releases() && stale.acquires() {
            true => format!(
                "{ONLY_PAIRS} If all threads must agree on the order, use `SeqCst` for all these \
                 operations."
            ),
            false => format!(
                "{reader} sees it if it learns from {writer} that the value is \
                 written: for example, {writer} sets a flag with `Release` after it, and {reader} reads \
                 that flag with `Acquire` first."
            ),
        };
        Some(format!(
            "At {read} {reader} reads an old value of `{object}`: the newer value that {writer} wrote \
             at {written} need not be visible to all threads at once. {advice}"
        ))
    }

    /// The loads that read an old value, each with the newest store.
    fn stale_loads(&self) -> impl Iterator<Item = (&DataAccess, &DataAccess)> {
        let loads = self.all.iter().filter(|access| !access.writes);
        loads.filter_map(|load| Some((load, &self.all[load.newest?]))).take(STALE)
    }

    /// Of the flags that lead from a store to a thread that does not see it, the first with a too weak
    /// ordering.
    fn weak_flag(&self, stale: &DataAccess, newest: &DataAccess) -> Option<Flag<'_>> {
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
                    let mut flags = path.into_iter().map(|hop| self.flag(hop, stale));
                    return flags.find(|it| it.releases.is_none() || it.acquires.is_none());
                }
                paths.push((store.thread, store.start, path));
            }
            if let Some((parent, step)) = self.spawned_by(thread) {
                paths.push((parent, step, path));
            }
        }
        None
    }

    fn flag<'b>(&self, hop: Hop<'b>, stale: &DataAccess) -> Flag<'b> {
        let Hop { store, load } = hop;
        let until = if load.thread == stale.thread { stale.start } else { self.steps.len() };
        Flag {
            hop,
            releases: store.releases().then(|| ordering(store)).or_else(|| {
                let has_fence = self.has_fence(store.thread, 0..store.start, Ordering::Acquire);
                has_fence.then(|| "the fence before the store".to_owned())
            }),
            acquires: load.acquires().then(|| ordering(load)).or_else(|| {
                let has_fence = self.has_fence(load.thread, load.start..until, Ordering::Release);
                has_fence.then(|| "the fence after the load".to_owned())
            }),
        }
    }

    /// The parent of a thread, and the step at which it was spawned.
    fn spawned_by(&self, thread: Tid) -> Option<(Tid, usize)> {
        let at = self.steps.iter().position(|step| step.spawns() == Some(thread))?;
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

/// The ordering of an atomic operation, as the source names it.
fn ordering(access: &DataAccess) -> String {
    access.ordering.map_or(String::new(), |ordering| format!("`{ordering:?}`"))
}

/// `lines 5, 6 and 9 of cat.rs`
fn lines(mut places: [Place; 4], names: &Names) -> String {
    places.sort_by_key(|place| (place.file(), place.line()));
    let is_one_file = places.iter().all(|place| place.file() == places[0].file());
    let mut lines = places.map(|place| names.line(place)).to_vec();
    lines.dedup();
    let numbers = lines.iter().filter_map(|line| line.split_once(':')).map(|(_, number)| number);
    let several = list(&numbers.collect::<Vec<_>>());
    match lines[0].split_once(':').filter(|_| is_one_file) {
        Some((file, _)) if lines.len() == 1 => format!("line {several} of {file}"),
        Some((file, _)) => format!("lines {several} of {file}"),
        None => list(&lines),
    }
}
