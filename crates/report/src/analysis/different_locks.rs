//! Two threads that use the same data at the same time, each under a lock of its own.

use super::accesses::{DataAccess, accesses};
use super::code_under_test::CodeUnderTest;
use super::races::SEARCHED;
use super::visible_trace::VisibleTrace;

/// At the last access of the failing thread to an atomic that another thread has written, both threads are still in
/// critical sections of the code under test, but of no lock that they have in common: those of the other thread and of
/// the failing one.
pub(crate) fn different_locks(
    trace: &VisibleTrace<'_>,
    code: CodeUnderTest,
) -> Option<[DataAccess; 2]> {
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
                && code.contains(lock.place)
        });
        locks.copied().collect::<Vec<_>>()
    };
    let (own, theirs) = (held(last), held(other));
    let is_common = own.iter().any(|own| theirs.iter().any(|lock| lock.object == own.object));
    let found = [*theirs.last()?, *own.last()?];
    (!is_common).then_some(found)
}
