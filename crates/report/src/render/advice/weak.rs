//! Why an old value was read, or a store came too late, and what would forbid it.

use std::sync::atomic::Ordering;

use super::atomics::{Access, accesses};
use super::line;
use crate::messages;
use crate::op::{Kind, Place};
use crate::render::names::{self, Names};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// So many old values are looked into, and so many ways on which each could have been passed on.
const OLD: usize = 50;
const WAYS: usize = 100;

/// The accesses of an execution in which somebody reads an old value.
pub(crate) struct Weak<'a> {
    steps: &'a [Step],
    all: Vec<Access>,
}

/// A load that reads an old value, or a store that is older than another; and the newest store.
type Old<'a> = (&'a Access, &'a Access);

/// A store, and an access of another thread that reads it.
#[derive(Clone, Copy)]
struct Hop<'a> {
    store: &'a Access,
    read: &'a Access,
}

impl<'a> Weak<'a> {
    pub(crate) fn new(steps: &'a [Step]) -> Self {
        Self { steps, all: accesses(steps) }
    }

    fn old(&self) -> impl Iterator<Item = Old<'_>> {
        self.all.iter().filter_map(|load| Some((load, &self.all[load.newest?]))).take(OLD)
    }

    /// A thread sees a flag, and not what was written before the flag.
    pub(crate) fn publication(&self, names: &Names) -> Option<String> {
        let (old, newest, hop) = self
            .old()
            .find_map(|(old, newest)| Some((old, newest, self.broken_hop(old, newest)?)))?;
        Some(messages::memory::publication(&messages::memory::Publication {
            writer: names.thread(newest.thread),
            reader: names.thread(old.thread),
            data: names.object(old.object),
            flag: names.object(hop.store.object),
            store: &line(hop.store.place),
            load: &line(hop.read.place),
            releases: self.releases(hop.store),
            acquires: self.acquires(hop.read, old),
        }))
    }

    /// Of the flags that lead from a store to a thread that does not see it, the first whose order is
    /// too weak.
    fn broken_hop(&self, old: &Access, newest: &Access) -> Option<Hop<'_>> {
        let mut paths: Vec<(Tid, usize, Vec<Hop<'_>>)> = vec![(old.thread, old.step, Vec::new())];
        let mut at = 0;
        while let Some((thread, before, path)) = paths.get(at).filter(|_| at < WAYS).cloned() {
            at += 1;
            let own = self.all.iter().rev().filter(|read| {
                read.thread == thread && read.step < before && read.object != old.object
            });
            for read in own {
                let Some(store) = read.source.map(|store| &self.all[store]) else { continue };
                let is_known = paths
                    .iter()
                    .any(|(other, until, _)| *other == store.thread && store.step <= *until);
                if store.thread == thread || is_known {
                    continue;
                }
                let path: Vec<_> = [Hop { store, read }].into_iter().chain(path.clone()).collect();
                if store.thread == newest.thread && newest.step < store.step {
                    let is_broken =
                        |hop: &&Hop<'_>| !self.releases(hop.store) || !self.acquires(hop.read, old);
                    return path.iter().find(is_broken).copied();
                }
                paths.push((store.thread, store.step, path));
            }
            if let Some((parent, step)) = self.began(thread) {
                paths.push((parent, step, path));
            }
        }
        None
    }

    /// Who began a thread, and at which step.
    fn began(&self, thread: Tid) -> Option<(Tid, usize)> {
        self.steps.iter().enumerate().find_map(|(at, step)| match step.kind {
            StepKind::Spawned { thread: begun } if begun == thread => Some((step.thread, at)),
            _ => None,
        })
    }

    fn releases(&self, store: &Access) -> bool {
        store.releases() || self.has_fence(store.thread, 0..store.step, Ordering::Acquire)
    }

    fn acquires(&self, read: &Access, old: &Access) -> bool {
        let until = if read.thread == old.thread { old.step } else { self.steps.len() };
        read.acquires() || self.has_fence(read.thread, read.step..until, Ordering::Release)
    }

    /// Whether the thread has a fence there, other than one of an order that does not help.
    fn has_fence(&self, thread: Tid, range: std::ops::Range<usize>, but: Ordering) -> bool {
        self.steps[range].iter().any(|step| {
            step.thread == thread
                && matches!(step.kind,
                StepKind::Operation { kind: Kind::Fence, ordering: Some(order), .. } if order != but)
        })
    }

    /// A store that becomes older than one that was there before it.
    pub(crate) fn overtaken(&self, names: &Names) -> Option<String> {
        let mut late = self.all.iter().filter_map(|late| Some((late, late.overtaken_by?)));
        let (late, newest) = late.next().map(|(late, newest)| (late, &self.all[newest]))?;
        let hop = self.broken_hop(late, newest);
        let [flag, store, load] = match &hop {
            None => Default::default(),
            Some(hop) => [
                names.object(hop.store.object).to_owned(),
                line(hop.store.place),
                line(hop.read.place),
            ],
        };
        Some(messages::memory::overtaken(
            (names.thread(late.thread), &line(late.place)),
            names.object(late.object),
            (names.thread(newest.thread), &line(newest.place)),
            hop.map(|_| [&*flag, &store, &load]),
        ))
    }

    /// Two threads each write one atomic and then look at the other's, and neither sees the other.
    pub(crate) fn buffering(&self, names: &Names) -> Option<String> {
        self.old().find_map(|(old, newest)| {
            let own = |store: &&Access| {
                store.thread == old.thread
                    && store.writes
                    && store.object != old.object
                    && store.step < old.step
            };
            let (mine, look) = self.all.iter().filter(own).find_map(|mine| {
                let look = self.all.iter().find(|look| {
                    look.thread == newest.thread
                        && look.object == mine.object
                        && look.reads
                        && newest.step < look.step
                        && look.source.is_none_or(|seen| self.all[seen].step < mine.step)
                })?;
                Some((mine, look))
            })?;
            let four = [newest, look, mine, old];
            if four.iter().all(|access| access.is_strict()) {
                return None;
            }
            Some(messages::memory::buffering(
                (names.thread(newest.thread), names.object(newest.object)),
                (names.thread(old.thread), names.object(mine.object)),
                &lines(four.map(|access| access.place)),
            ))
        })
    }

    /// An old value for which no pattern has words of its own.
    pub(crate) fn any(&self, names: &Names) -> Option<String> {
        self.old().next().map(|(old, newest)| {
            messages::memory::old_value(
                (names.thread(old.thread), &line(old.place)),
                names.object(old.object),
                (names.thread(newest.thread), &line(newest.place)),
                newest.releases() && old.acquires(),
            )
        })
    }
}

/// Several lines, each told once; by their numbers if they are of one file.
fn lines(mut places: [Place; 4]) -> String {
    places.sort_by_key(|place| (place.file(), place.line()));
    let first = places[0];
    let is_one = places.iter().all(|place| place.file() == first.file());
    let say = |place: Place| if is_one { place.line().to_string() } else { line(place) };
    let mut lines: Vec<String> = places.into_iter().map(say).collect();
    lines.dedup();
    match names::place(first).as_deref().and_then(|place| place.split(':').next()) {
        Some(file) if is_one => messages::memory::lines(&lines, file),
        _ => messages::list(&lines.iter().map(String::as_str).collect::<Vec<_>>()),
    }
}
