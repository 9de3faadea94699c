//! A thread that waits for a lock while its holder does something that needs no lock.

use super::accesses::accesses;
use super::code_under_test::CodeUnderTest;
use crate::op::{Kind, ObjectId};
use crate::thread_set::Tid;
use crate::trace::{Step, is_join};

/// A critical section that is longer than it has to be. The numbers are steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnneededWait {
    pub(crate) lock: ObjectId,
    pub(crate) locked: usize,
    /// What the holder does in the meantime.
    pub(crate) inside: usize,
    pub(crate) unlocked: usize,
    /// Whether the holder only reads, but has locked to write.
    pub(crate) could_be_shared: bool,
    /// The waiting thread gets the lock.
    pub(crate) waited: usize,
}

/// The first thread that waits for a lock while its holder runs code of the test, sleeps, or waits for
/// something else.
pub(crate) fn unneeded_wait(steps: &[Step]) -> Option<UnneededWait> {
    let code = CodeUnderTest::of(steps);
    let locks: Vec<_> = accesses(steps).into_iter().filter(|access| access.is_lock).collect();
    let is_shared = |at: usize| matches!(steps[at].operation(), Some((Kind::Read, _)));
    locks.iter().filter(|held| code.contains(held.place)).find_map(|held| {
        let end = held.end.min(steps.len());
        let own = |at: &usize| steps[*at].thread == held.thread && steps[*at].operation().is_some();
        let is_test = |at: &usize| own(at) && !code.contains(steps[*at].place);
        let is_wait =
            |at: &usize| own(at) && steps[*at].operation().is_some_and(|(kind, _)| waits(kind));
        let between = || held.start + 1..end;
        let inside = between().find(is_test).or_else(|| between().find(is_wait))?;
        let waiter = locks.iter().find(|next| {
            next.object == held.object
                && next.thread != held.thread
                && next.start > end
                && !(is_shared(held.start) && is_shared(next.start))
                && is_there(&steps[..next.start], next.thread, inside)
        })?;
        let is_exclusive = matches!(steps[held.start].operation(), Some((Kind::Write, _)));
        Some(UnneededWait {
            lock: held.object,
            locked: held.start,
            inside,
            unlocked: end,
            could_be_shared: is_exclusive && !held.writes && !waiter.writes,
            waited: waiter.start,
        })
    })
}

/// Whether the last step before a thread locks came before `inside`, so that it waits since then.
fn is_there(before: &[Step], thread: Tid, inside: usize) -> bool {
    let starts = |step: &Step| step.thread == thread || step.spawns() == Some(thread);
    let last = before.iter().rposition(starts);
    last.unwrap_or(0) < inside
}

/// Whether the operation can take long.
fn waits(kind: Kind) -> bool {
    is_join(kind)
        || matches!(kind, Kind::Sleep { .. } | Kind::Recv { .. } | Kind::Arrive | Kind::Park { .. })
}

/// The steps in which a thread spawns another one, joins it, and only then spawns the next, so that the two never run
/// at once.
pub(crate) fn joined_before_spawn(steps: &[Step]) -> Option<[usize; 3]> {
    let code = CodeUnderTest::of(steps);
    let own = || steps.iter().enumerate().filter(|(_, step)| code.contains(step.place));
    own().find_map(|(joins, join)| {
        join.operation().filter(|(kind, _)| is_join(*kind))?;
        let mut own = own().filter(|(_, step)| step.thread == join.thread);
        let later = own.clone().find(|(at, step)| *at > joins && step.spawns().is_some());
        let (spawns, spawn) = later?;
        let (spawned, _) = own.find(|(at, step)| *at < joins && step.place == spawn.place)?;
        Some([spawned, joins, spawns])
    })
}

/// The step in which the code under test lets its caller sleep.
pub(crate) fn caller_sleeps(steps: &[Step]) -> Option<usize> {
    let code = CodeUnderTest::of(steps);
    let sleeps = |step: &Step| matches!(step.operation(), Some((Kind::Sleep { .. }, _)));
    steps.iter().position(|step| step.thread == 0 && sleeps(step) && code.contains(step.place))
}
