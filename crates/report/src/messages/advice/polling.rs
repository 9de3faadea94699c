//! Advice about threads that poll: for what a blocking call waits for, or in vain.

use super::access::named;
use super::blocked;
use crate::analysis::accesses;
use crate::names::Names;
use crate::op::{Kind, ObjectId};
use crate::op_result::OpResult;
use crate::thread_set::Tid;
use crate::trace::{Step, TraceInfo, Value, Wait};

/// Why a thread polls in vain.
pub(super) fn livelock(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    polls_with_lock(info, names)
        .or_else(|| {
            let panicked = steps.iter().find_map(|step| blocked::panic_of(step, names))?;
            Some(format!(
                "{panicked}, so it never does what the polling thread waits for. A thread that blocks until the other \
                 one has ended, as `join` does, also learns of its panic."
            ))
        })
        .or_else(|| tries_in_vain(steps, names))
        .or_else(|| exchanges_in_vain(steps, names))
        .or_else(|| polls_in_a_cycle(steps, names))
        .or_else(|| never_reset(steps, names))
        .or_else(|| only_pauses(steps, names))
}

/// A thread polls while it holds a lock that the other one needs.
pub(super) fn polls_with_lock(info: &TraceInfo, names: &Names) -> Option<String> {
    let is_lock = |wait: &&Wait| matches!(wait.op.kind, Kind::Lock | Kind::Read | Kind::Write);
    let polls = |thread: Tid| {
        let op = info.waits.iter().find(|wait| wait.thread == thread).map(|wait| wait.op.kind);
        op.is_none_or(|kind| matches!(kind, Kind::Yield | Kind::Sleep { .. } | Kind::Load))
    };
    info.waits.iter().filter(is_lock).find_map(|wait| {
        let (holder, since) = *wait.blocked_by.iter().find(|(holder, _)| polls(*holder))?;
        let (holder, since) = (names.thread(holder), names.held_line(holder, wait.op.object, since?));
        let lock = names.object(wait.op.object);
        Some(format!(
            "{holder} polls while it holds `{lock}`, which it locked at {since}, and {} needs `{lock}` at {} to \
             change anything. Unlock before you wait. `wait` of a condition variable does both: it unlocks, \
             blocks until it is notified, and locks again.",
            names.thread(wait.thread),
            names.blocked_line(wait),
        ))
    })
}

/// A thread polls with a method for which there is one that blocks.
pub(super) fn instead_of_blocking(steps: &[Step], names: &Names) -> Option<String> {
    let last = steps.iter().rfind(|step| is_poll(step))?;
    let (method, until, advice) = match (last.operation()?.0, last.result()?) {
        (Kind::TryRecv, OpResult::Empty) => (
            "try_recv",
            "there is a message",
            "`recv` waits for one without using any CPU time, and returns an error when all senders are dropped.",
        ),
        (Kind::IsComplete, OpResult::No) => (
            "get",
            "there is a value",
            "`get_or_init` and `wait` block until another thread has initialized it, without using any CPU time.",
        ),
        _ => return None,
    };
    Some(format!(
        "{} calls `{method}` at {} until {until}. {advice}",
        names.thread(last.thread),
        names.line(last.place)
    ))
}

/// A thread tries again and again to lock what a thread holds that does not go on either.
fn tries_in_vain(steps: &[Step], names: &Names) -> Option<String> {
    let last = steps.iter().rfind(|step| is_poll(step))?;
    let (Kind::TryLock | Kind::TryRead | Kind::TryWrite, object) = last.operation()? else {
        return None;
    };
    last.result().filter(|result| *result == OpResult::No)?;
    let all = accesses(steps);
    let still_held = || all.iter().filter(|access| access.is_lock && access.end == steps.len());
    let held = still_held().find(|held| held.object == object)?;
    let own = still_held().find(|own| own.thread == last.thread)?;
    let (holder, lock, since) = named(held, names);
    let (thread, own, own_since) = named(own, names);
    Some(format!(
        "{thread} tries again and again to lock `{lock}` at {}, which {holder} has held since {since}. Meanwhile it \
         holds `{own}`, since {own_since}, so that other threads cannot continue either. Before it tries again, it has to \
         unlock what it holds. Or lock in the same order everywhere, with `lock`.",
        names.line(last.place),
    ))
}

/// A thread repeats a `compare_exchange` with a value that it has read once.
fn exchanges_in_vain(steps: &[Step], names: &Names) -> Option<String> {
    let (last, object) = last_poll(steps)?;
    let Value::Unexpected { found, expected } = last.value()? else { return None };
    let is_load = |step: &Step| step.operation() == Some((Kind::Load, object));
    let at = steps.iter().rposition(|step| step.thread == last.thread && is_load(step))?;
    (steps[at].value()?.current() == expected).then(|| {
        let (thread, data) = (names.thread(last.thread), names.object(object));
        let (last, read) = (names.line(last.place), names.line_at(at));
        format!(
            "{thread} repeats the `compare_exchange` at {last}, which expects `{expected}`, as {thread} read it at \
             {read}. But `{data}` is `{found}` by now, so it can never succeed. Read the value again before each try: \
             the error that `compare_exchange` returns contains it."
        )
    })
}

/// Each thread polls an atomic that the next one has changed.
fn polls_in_a_cycle(steps: &[Step], names: &Names) -> Option<String> {
    let polls = |thread: Tid| steps.iter().rfind(|step| step.thread == thread && is_poll(step));
    let next = |thread: Tid| {
        let (_, change, _) = last_change(polled(polls(thread)?)?, steps)?;
        Some(change.thread)
    };
    let (last_poll, object) = last_poll(steps)?;
    let first = last_poll.thread;
    let (at, change, _) = last_change(object, steps)?;
    let members = blocked::cycle(first, next)?;
    (members.len() > 1).then(|| {
        let [first, other] = [first, change.thread].map(|thread| names.thread(thread));
        let (poll, set) = (names.line(last_poll.place), names.line_at(at));
        format!(
            "{first} polls `{}` at {poll}, which {other} has set at {set}. {} poll in a cycle: each waits for a value \
             to change that another one of them has set. Set them in the same order everywhere, and no cycle can form. \
             Or let a thread undo what it has set before it tries again.",
            names.object(object),
            names.list(members.iter())
        )
    })
}

/// Whether a step is an operation other than a pause between two polls.
fn is_poll(step: &Step) -> bool {
    step.operation().is_some_and(|(kind, _)| !matches!(kind, Kind::Yield | Kind::Sleep { .. }))
}

/// The atomic that a step polls.
fn polled(step: &Step) -> Option<ObjectId> {
    let (kind, object) = step.operation()?;
    matches!(kind, Kind::Load | Kind::Update | Kind::CompareExchange).then_some(object)
}

/// The last step that polls an atomic, and not for the first time.
fn last_poll(steps: &[Step]) -> Option<(&Step, ObjectId)> {
    steps.iter().enumerate().rev().find_map(|(at, step)| {
        let object = polled(step)?;
        let is_same = |earlier: &Step| (earlier.thread, earlier.place) == (step.thread, step.place);
        steps[..at].iter().any(is_same).then_some((step, object))
    })
}

/// The last step that changed an atomic, and the value since then.
fn last_change(object: ObjectId, steps: &[Step]) -> Option<(usize, &Step, &str)> {
    steps.iter().enumerate().rev().find_map(|(at, step)| {
        step.operation().filter(|(_, changed)| *changed == object)?;
        match step.value()? {
            Value::Replaced { old, new } if old == new => None,
            Value::Written(new) | Value::Replaced { new, .. } => Some((at, step, new.as_str())),
            _ => None,
        }
    })
}

/// A thread polls an atomic that has the same value ever since a thread changed it.
fn never_reset(steps: &[Step], names: &Names) -> Option<String> {
    let (last, object) = last_poll(steps)?;
    let (at, change, value) = last_change(object, steps)?;
    let [waiter, writer] = [last.thread, change.thread].map(|thread| names.thread(thread));
    let (waits, changed) = (names.line(last.place), names.line_at(at));
    Some(format!(
        "Busy-waiting burns a CPU core, and here it never ends: {waiter} waits at {waits} for another value of `{}`, \
         which has been `{value}` since {writer} changed it at {changed}. Which step should change it again? Check that \
         every path leads there, also an early `return`, a `?` and a panic.",
        names.object(object),
    ))
}

/// A thread only sleeps or yields, in a loop that nothing can end.
fn only_pauses(steps: &[Step], names: &Names) -> Option<String> {
    let last = steps.last().filter(|step| !is_poll(step))?;
    let mine = steps.iter().rev().filter(|step| step.thread == last.thread);
    let pauses = mine.take_while(|step| !is_poll(step)).count();
    (pauses > 10).then(|| {
        format!(
            "{} does nothing but pause at {}, in a loop that no other thread can end. It has to end before the test \
             does: let it look in each round whether it should stop, or wait with `recv_timeout` for a message that \
             says so.",
            names.thread(last.thread),
            names.line(last.place),
        )
    })
}
