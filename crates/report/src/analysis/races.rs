//! Races: another thread runs between two accesses that belong together, or under another lock.

use super::accesses::{DataAccess, accesses};
use super::visible_trace::VisibleTrace;
use crate::thread_set::Tid;

/// Only this many accesses are searched.
pub(crate) const SEARCHED: usize = 2_000;

/// Two accesses of one thread to different data, and another thread that accesses both in between, so that
/// old and new data are mixed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TornAccess {
    pub(crate) first: DataAccess,
    pub(crate) second: DataAccess,
    pub(crate) other: Tid,
    /// The first step in between.
    pub(crate) step: usize,
    /// Whether the interrupted thread only reads.
    pub(crate) is_read: bool,
    /// Whether the other thread only reads.
    pub(crate) other_reads: bool,
}

/// Each access with the next one for which `key` is the same.
pub(crate) fn pairs<K: PartialEq>(
    accesses: &[DataAccess],
    key: impl Fn(&DataAccess) -> K,
) -> impl Iterator<Item = (&DataAccess, &DataAccess)> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    accesses.iter().enumerate().filter_map(move |(at, one)| {
        let two = accesses[at + 1..].iter().find(|next| key(next) == key(one))?;
        Some((one, two))
    })
}

/// The accesses of other threads that start between two accesses of a thread.
pub(crate) fn between<'a>(
    accesses: &'a [DataAccess],
    before: &DataAccess,
    after: &DataAccess,
) -> impl Iterator<Item = &'a DataAccess> + Clone {
    let (thread, between) = (before.thread, before.end + 1..after.start);
    accesses.iter().filter(move |access| access.thread != thread && between.contains(&access.start))
}

/// The first write of another thread to the same data between two accesses.
pub(crate) fn write_between<'a>(
    accesses: &'a [DataAccess],
    before: &DataAccess,
    after: &DataAccess,
) -> Option<&'a DataAccess> {
    between(accesses, before, after).find(|access| access.object == before.object && access.writes)
}

/// The first torn access. A writer that is interrupted comes first: it is what makes a reader see old and
/// new data.
pub(crate) fn torn_access(accesses: &[DataAccess]) -> Option<TornAccess> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    [true, false].into_iter().find_map(|writers| {
        let mut pairs = pairs(accesses, |access| access.thread).filter(|(first, second)| {
            first.object != second.object
                && first.is_lock == second.is_lock
                && (first.writes && second.writes) == writers
        });
        pairs.find_map(|(first, second)| torn_between(accesses, first, second))
    })
}

fn torn_between(
    accesses: &[DataAccess],
    first: &DataAccess,
    second: &DataAccess,
) -> Option<TornAccess> {
    let writes = first.writes && second.writes;
    if !writes && (first.writes || second.writes) {
        return None;
    }
    let mut between = between(accesses, first, second);
    let conflicts = |access: &DataAccess, with: &DataAccess| {
        access.object == with.object && (access.writes || writes)
    };
    let on_second = between.clone().find(|access| conflicts(access, second))?;
    let other = on_second.thread;
    // A reader of the first is interrupted even if the first changes only after the second was read.
    let is_torn = accesses.iter().any(|access| {
        access.thread == other
            && conflicts(access, first)
            && first.end < access.start
            && (access.start < second.start || !writes)
    });
    let step = between.find(|access| access.thread == other)?.start;
    let other_reads = !on_second.writes;
    let (first, second) = (*first, *second);
    is_torn.then_some(TornAccess { first, second, other, step, is_read: !writes, other_reads })
}

/// At the last access of the failing thread to an atomic that another thread has written, both threads are still in
/// critical sections of the code under test, but of no lock that they have in common: those of the other thread and of
/// the failing one.
pub(crate) fn different_locks(trace: &VisibleTrace<'_>) -> Option<[DataAccess; 2]> {
    let failing = trace.steps[trace.failure?].thread;
    let all = accesses(trace.steps);
    let all = &all[..all.len().min(SEARCHED)];
    let last = all.iter().rfind(|access| access.thread == failing && !access.is_lock)?;
    let writes = |other: &&DataAccess| {
        other.thread != failing && other.object == last.object && other.writes
    };
    let other = all.iter().filter(|access| access.start < last.start).rfind(writes)?;
    let held = |access: &DataAccess| {
        let locks = all.iter().filter(|lock| {
            lock.is_lock
                && lock.thread == access.thread
                && (lock.start < access.start && last.start < lock.end)
                && trace.code.contains(lock.place)
        });
        locks.copied().collect::<Vec<_>>()
    };
    let (own, theirs) = (held(last), held(other));
    let is_common = own.iter().any(|own| theirs.iter().any(|lock| lock.object == own.object));
    let found = [*theirs.last()?, *own.last()?];
    (!is_common).then_some(found)
}
