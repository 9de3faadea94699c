//! Races: another thread runs between two accesses that belong together.

use super::accesses::DataAccess;
use crate::thread_set::Tid;

/// Only this many accesses are searched.
const SEARCHED: usize = 2_000;

/// A read and a later access of one thread to the same data, and a write by another thread in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LostUpdate {
    pub(crate) before: DataAccess,
    pub(crate) between: DataAccess,
    pub(crate) after: DataAccess,
}

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

/// The first write of another thread to the same data between two accesses.
pub(super) fn write_between<'a>(
    accesses: &'a [DataAccess],
    before: &DataAccess,
    after: &DataAccess,
) -> Option<&'a DataAccess> {
    accesses.iter().find(|access| {
        access.thread != before.thread
            && access.object == before.object
            && access.writes
            && before.end < access.start
            && access.start < after.start
    })
}

/// The most telling lost update: preferably at a preemption, and with a read before a write.
pub(super) fn lost_update(accesses: &[DataAccess]) -> Option<LostUpdate> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    let candidates = accesses.iter().enumerate().filter_map(|(at, before)| {
        let is_next =
            |next: &&DataAccess| next.thread == before.thread && next.object == before.object;
        let after = accesses[at + 1..].iter().find(is_next)?;
        let only_reads = before.reads && (before.is_lock || !before.writes);
        // A statement that writes each time is a loop, and every round of it is complete.
        let is_loop = before.writes && before.place == after.place;
        let may_write = after.writes || after.is_lock;
        let between = write_between(accesses, before, after)?;
        let update = LostUpdate { before: *before, between: *between, after: *after };
        (only_reads && may_write && !is_loop).then_some(update)
    });
    let rank = |LostUpdate { before, after, .. }: &LostUpdate| {
        let is_preempted = accesses.iter().any(|access| {
            access.preempted == Some(before.thread)
                && before.end < access.start
                && access.start < after.start
        });
        (!is_preempted, before.writes || !after.writes)
    };
    candidates.min_by_key(rank)
}

/// The first torn access. A writer that is interrupted comes first: it is what makes a reader see old and
/// new data.
pub(super) fn torn_access(accesses: &[DataAccess]) -> Option<TornAccess> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    let pairs = || {
        accesses.iter().enumerate().filter_map(|(at, first)| {
            let second = accesses[at + 1..].iter().find(|next| next.thread == first.thread)?;
            let belong = first.object != second.object && first.is_lock == second.is_lock;
            belong.then_some((first, second))
        })
    };
    [true, false].into_iter().find_map(|writers| {
        pairs()
            .filter(|(first, second)| (first.writes && second.writes) == writers)
            .find_map(|(first, second)| torn_between(accesses, first, second))
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
    let is_between = |access: &&DataAccess| {
        access.thread != first.thread && first.end < access.start && access.start < second.start
    };
    let between = || accesses.iter().filter(is_between);
    let conflicts = |access: &DataAccess, with: &DataAccess| {
        access.object == with.object && (access.writes || writes)
    };
    let on_second = between().find(|access| conflicts(access, second))?;
    let other = on_second.thread;
    // A reader of the first is interrupted even if the first changes only after the second was read.
    let is_torn = accesses.iter().any(|access| {
        access.thread == other
            && conflicts(access, first)
            && first.end < access.start
            && (access.start < second.start || !writes)
    });
    let step = between().find(|access| access.thread == other)?.start;
    let other_reads = !on_second.writes;
    let (first, second) = (*first, *second);
    is_torn.then_some(TornAccess { first, second, other, step, is_read: !writes, other_reads })
}
