//! Why threads are blocked forever.

use super::accesses::accesses;
use super::waiters::{Wakeups, wakeups};
use crate::op::{Kind, ObjectId, Place};
use crate::source::is_user_code;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{PanicPlace, Step, StepKind, TraceInfo, Wait};

pub(crate) enum Blocked {
    /// A thread locks a lock that it already holds.
    LockedTwice {
        thread: Tid,
        lock: ObjectId,
        first: Place,
        second: Place,
    },
    /// Each thread holds a lock that the next one waits for.
    LockCycle(ThreadSet),
    /// A thread panicked before it did what another thread waits for.
    Panicked {
        thread: Tid,
        place: PanicPlace,
    },
    /// A destructor waits while its thread is panicking.
    WaitsWhilePanicking {
        thread: Tid,
        place: PanicPlace,
        wait: Place,
    },
    /// A notification woke another thread.
    WrongWaiter {
        waiter: Tid,
        woken: Tid,
        notified_at: Place,
    },
    /// A notification came after a thread had checked its condition and before it waited.
    LostWakeup {
        waiter: Tid,
        notify: Kind,
        notified_at: Place,
    },
    NeverNotified {
        waiter: Tid,
        condvar: ObjectId,
    },
    /// A thread waits at a channel, at a barrier or in `park`.
    Forever {
        waiter: Tid,
        kind: Kind,
    },
    /// These threads wait for other threads to finish.
    Joins(Vec<Tid>),
}

/// The first reason that fits, after a deadlock.
pub(super) fn deadlock(steps: &[Step], info: &TraceInfo) -> Option<Blocked> {
    let waits = &info.waits;
    let joins = || waits.iter().map(|wait| wait.thread).collect();
    waits
        .iter()
        .find_map(locked_twice)
        .or_else(|| lock_cycle(waits))
        .or_else(|| panicked(steps, waits))
        .or_else(|| left_blocked(steps, info))
        .or_else(|| waits.iter().find_map(never_notified))
        .or_else(|| (!waits.is_empty()).then(|| Blocked::Joins(joins())))
}

/// The first reason that fits, if the threads may only wait for more work.
pub(super) fn left_blocked(steps: &[Step], info: &TraceInfo) -> Option<Blocked> {
    let waits = || info.waits.iter();
    waits()
        .find_map(|wait| wrong_waiter(wait, steps))
        .or_else(|| waits().find_map(|wait| lost_wakeup(wait, steps)))
        .or_else(|| waits().find_map(forever))
}

/// Returns `true` if a thread waits for a lock that it holds itself.
pub(crate) fn is_stuck_alone(info: &TraceInfo) -> bool {
    info.waits.iter().any(|wait| locked_by_itself(wait).is_some())
}

/// The place where a thread locked the lock that it now waits for.
fn locked_by_itself(wait: &Wait) -> Option<Option<Place>> {
    let own = wait.blocked_by.iter().find(|(holder, _)| *holder == wait.thread);
    own.map(|(_, place)| *place)
}

fn locked_twice(wait: &Wait) -> Option<Blocked> {
    let first = locked_by_itself(wait)??;
    let (thread, lock, second) = (wait.thread, wait.op.object, wait.op.place);
    Some(Blocked::LockedTwice { thread, lock, first, second })
}

fn lock_cycle(waits: &[Wait]) -> Option<Blocked> {
    let next = |thread: Tid| {
        let wait = waits.iter().find(|wait| wait.thread == thread)?;
        let for_lock = matches!(wait.op.kind, Kind::Lock | Kind::Read | Kind::Write);
        wait.blocked_by.first().filter(|_| for_lock).map(|(holder, _)| *holder)
    };
    waits.iter().find_map(|wait| {
        let (mut members, mut last) = (ThreadSet::only(wait.thread), wait.thread);
        loop {
            last = next(last)?;
            if last == wait.thread {
                return Some(Blocked::LockCycle(members));
            }
            if members.contains(last) {
                return None;
            }
            members.insert(last);
        }
    })
}

fn panicked(steps: &[Step], waits: &[Wait]) -> Option<Blocked> {
    steps.iter().find_map(|step| match &step.kind {
        StepKind::Panicked { place: Some(place), .. } if is_user_code(&place.0) => {
            let (thread, place) = (step.thread, place.clone());
            match waits.iter().find(|wait| wait.thread == thread) {
                Some(Wait { unwinding: true, op, .. }) => {
                    Some(Blocked::WaitsWhilePanicking { thread, place, wait: op.place })
                }
                // The thread caught this panic, and waits for another reason.
                Some(_) => None,
                None => Some(Blocked::Panicked { thread, place }),
            }
        }
        _ => None,
    })
}

fn wrong_waiter(wait: &Wait, steps: &[Step]) -> Option<Blocked> {
    let began = wait_start(wait, steps)?;
    let mut later = notifications(steps, wait.op.object).into_iter().rev();
    let (step, _, wakeups) = later.find(|(step, _, wakeups)| {
        *step > began && !wakeups.woken.is_empty() && wakeups.waiting > 1
    })?;
    let (woken, notified_at) = (wakeups.woken[0], steps[step].place);
    Some(Blocked::WrongWaiter { waiter: wait.thread, woken, notified_at })
}

fn lost_wakeup(wait: &Wait, steps: &[Step]) -> Option<Blocked> {
    let began = wait_start(wait, steps)?;
    let accesses = accesses(steps);
    let own = || accesses.iter().filter(|access| access.thread == wait.thread);
    let section = own().find(|access| access.end == began)?;
    let check = own().rev().find(|access| access.end < section.start)?;
    let mut earlier = notifications(steps, wait.op.object).into_iter().rev();
    let (step, notify, _) = earlier.find(|(step, _, wakeups)| {
        wakeups.waiting == 0
            && (check.end + 1..began).contains(step)
            && steps[*step].thread != wait.thread
    })?;
    let notified_at = steps[step].place;
    Some(Blocked::LostWakeup { waiter: wait.thread, notify, notified_at })
}

fn never_notified(wait: &Wait) -> Option<Blocked> {
    let waits = matches!(wait.op.kind, Kind::Wake { .. }) && wait.blocked_by.is_empty();
    let (waiter, condvar) = (wait.thread, wait.op.object);
    waits.then_some(Blocked::NeverNotified { waiter, condvar })
}

/// The step at which a thread started to wait on a condition variable, if it still does.
fn wait_start(wait: &Wait, steps: &[Step]) -> Option<usize> {
    never_notified(wait)?;
    steps.iter().rposition(|step| {
        step.thread == wait.thread
            && matches!(step.kind, StepKind::Operation { kind: Kind::Wait { .. }, .. })
    })
}

/// The steps that notify a condition variable.
fn notifications(steps: &[Step], condvar: ObjectId) -> Vec<(usize, Kind, Wakeups)> {
    let is_notification = |(at, wakeups): (usize, Wakeups)| match steps[at].kind {
        StepKind::Operation {
            kind: kind @ (Kind::NotifyOne | Kind::NotifyAll), object, ..
        } => (object == condvar).then_some((at, kind, wakeups)),
        _ => None,
    };
    wakeups(steps).into_iter().enumerate().filter_map(is_notification).collect()
}

fn forever(wait: &Wait) -> Option<Blocked> {
    let kind = wait.op.kind;
    let is_forever = matches!(
        kind,
        Kind::Recv { .. }
            | Kind::Send
            | Kind::SendTaken { .. }
            | Kind::Park { .. }
            | Kind::Leave { .. }
    );
    is_forever.then_some(Blocked::Forever { waiter: wait.thread, kind })
}
