//! Races: another thread runs between two accesses that belong together.

use super::accesses::DataAccess;
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

/// The first write of another thread to the same data between two accesses.
pub(crate) fn write_between<'a>(
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

/// The first torn access. A writer that is interrupted comes first: it is what makes a reader see old and
/// new data.
pub(crate) fn torn_access(accesses: &[DataAccess]) -> Option<TornAccess> {
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
