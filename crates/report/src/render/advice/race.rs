//! Races that a trace shows: another thread between two steps that belong together.

use super::accesses::Act;
use crate::thread_set::Tid;

/// So many acts are looked through: the first of an execution that is very long.
const ACTS: usize = 2_000;

/// Two acts of one thread on the same data, and one of another thread in between that changes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LostUpdate<'a> {
    pub(crate) before: &'a Act,
    pub(crate) between: &'a Act,
    pub(crate) after: &'a Act,
}

/// Acts on several pieces of data that belong together, with another thread in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TornAccess<'a> {
    pub(crate) first: &'a Act,
    pub(crate) second: &'a Act,
    pub(crate) interrupted: Tid,
    pub(crate) other: Tid,
    /// The step that comes in between.
    pub(crate) mark: usize,
    /// Whether the thread that is interrupted only reads; and whether the other does.
    pub(crate) is_read: bool,
    pub(crate) other_reads: bool,
}

/// Whether another thread changes the data between two acts.
pub(crate) fn is_disturbed(acts: &[Act], before: &Act, after: &Act) -> bool {
    disturbance(acts, before, after).is_some()
}

fn disturbance<'a>(acts: &'a [Act], before: &Act, after: &Act) -> Option<&'a Act> {
    acts.iter().find(|act| {
        act.thread != before.thread
            && act.object == before.object
            && act.writes
            && before.end < act.step
            && act.step < after.step
    })
}

/// The gap that hurts most: a look and then a change that rests on it, at a preemption if possible.
pub(crate) fn gap(acts: &[Act]) -> Option<LostUpdate<'_>> {
    let acts = &acts[..acts.len().min(ACTS)];
    let gaps = acts.iter().enumerate().filter_map(|(at, before)| {
        let after = acts[at + 1..]
            .iter()
            .find(|act| act.thread == before.thread && act.object == before.object)?;
        let looks_first = before.reads && (before.is_lock || !before.writes);
        let acts_then = after.writes || after.is_lock;
        let between = disturbance(acts, before, after)?;
        (looks_first && acts_then).then_some(LostUpdate { before, between, after })
    });
    let rank = |gap: &LostUpdate<'_>| {
        let (before, after) = (gap.before, gap.after);
        let is_preempted = acts.iter().any(|act| {
            act.preempts == Some(before.thread) && before.end < act.step && act.step < after.step
        });
        (!is_preempted, before.writes || !after.writes)
    };
    gaps.min_by_key(rank)
}

/// Two pieces of data between whose accesses another thread comes, so that one is of before and the
/// other of after.
pub(crate) fn torn(acts: &[Act]) -> Option<TornAccess<'_>> {
    let acts = &acts[..acts.len().min(ACTS)];
    let pairs = || {
        acts.iter().enumerate().filter_map(|(at, first)| {
            let second = acts[at + 1..].iter().find(|act| act.thread == first.thread)?;
            let belong = first.object != second.object && first.is_lock == second.is_lock;
            belong.then_some((first, second))
        })
    };
    // Writers that are interrupted first: they are what a reader sees half of.
    [true, false].into_iter().find_map(|writers| {
        pairs()
            .filter(|(first, second)| (first.writes && second.writes) == writers)
            .find_map(|(first, second)| tear(acts, first, second))
    })
}

fn tear<'a>(acts: &'a [Act], first: &'a Act, second: &'a Act) -> Option<TornAccess<'a>> {
    let writes = first.writes && second.writes;
    if !writes && (first.writes || second.writes) {
        return None;
    }
    let within =
        |act: &&Act| act.thread != first.thread && first.end < act.step && act.step < second.step;
    let conflicts = |act: &Act, with: &Act| act.object == with.object && (act.writes || writes);
    let on_second = acts.iter().filter(within).find(|act| conflicts(act, second))?;
    let other = on_second.thread;
    // A reader sees the first as it was and the second as it is now, whenever the first changes.
    let is_torn = acts.iter().any(|act| {
        act.thread == other
            && conflicts(act, first)
            && first.end < act.step
            && (act.step < second.step || !writes)
    });
    if !is_torn {
        return None;
    }
    let mark = acts.iter().filter(within).find(|act| act.thread == other)?.step;
    Some(TornAccess {
        first,
        second,
        interrupted: first.thread,
        other,
        mark,
        is_read: !writes,
        other_reads: !on_second.writes,
    })
}
