//! Why threads wait for ever.

use super::line;
use crate::op::{Kind, ObjectId};
use crate::report::names::Names;
use crate::report::waiters::Waiters;
use crate::report::words::{self, list};
use crate::thread_set::Tid;
use crate::trace::{Cast, Deed, Step, Wait};

/// The first reason that fits.
pub(super) fn advice(steps: &[Step], cast: &Cast, names: &Names) -> Option<String> {
    let waits = &cast.waits;
    let each = |reason: &dyn Fn(&Wait) -> Option<String>| waits.iter().find_map(reason);
    each(&|wait| itself(wait, names))
        .or_else(|| circle(waits, names))
        .or_else(|| each(&|wait| unnotified(wait, steps, names)))
        .or_else(|| each(&|wait| other(wait, names)))
        .or_else(|| joins(waits, names))
}

fn itself(wait: &Wait, names: &Names) -> Option<String> {
    let (_, place) = wait.held_up_by.iter().find(|(holder, _)| *holder == wait.thread)?;
    let (thread, lock) = (names.thread(wait.thread), names.object(wait.op.object));
    Some(words::advice::itself(thread, lock, &line((*place)?), &line(wait.op.place)))
}

/// Threads that hold locks which others of them need.
fn circle(waits: &[Wait], names: &Names) -> Option<String> {
    let next = |thread: Tid| {
        let wait = waits.iter().find(|wait| wait.thread == thread)?;
        let for_lock = matches!(wait.op.kind, Kind::Lock | Kind::Read | Kind::Write);
        wait.held_up_by.first().filter(|_| for_lock).map(|(holder, _)| *holder)
    };
    waits.iter().find_map(|wait| {
        let mut members = vec![wait.thread];
        loop {
            let holder = next(*members.last()?)?;
            if holder == wait.thread {
                members.sort_unstable();
                let members: Vec<&str> =
                    members.iter().map(|thread| names.thread(*thread)).collect();
                return Some(words::advice::circle(&list(&members)));
            }
            if members.contains(&holder) {
                return None;
            }
            members.push(holder);
        }
    })
}

/// A thread that waits on a condvar: was there a notification, and where did it go?
fn unnotified(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let Kind::Wake { .. } = wait.op.kind else { return None };
    if !wait.held_up_by.is_empty() {
        return None;
    }
    let (waiter, condvar) = (names.thread(wait.thread), wait.op.object);
    let notifications = notifications(steps, condvar);
    let began = steps.iter().rposition(|step| {
        step.thread == wait.thread
            && matches!(step.deed, Deed::Operation { kind: Kind::Wait { .. }, .. })
    })?;
    let line = |step: usize| line(steps[step].place);
    let stolen =
        notifications.iter().rev().find(|(step, woken, _)| *step > began && !woken.is_empty());
    if let Some((step, woken, _)) = stolen {
        return Some(words::advice::wrong_waiter(waiter, names.thread(woken[0]), &line(*step)));
    }
    let lost = notifications.iter().rev().find(|(step, _, waited)| *step < began && *waited == 0);
    Some(match lost {
        Some((step, ..)) => {
            words::advice::lost_wakeup(waiter, names.thread(steps[*step].thread), &line(*step))
        }
        None => words::advice::never_notified(waiter, names.object(condvar)),
    })
}

/// The steps that notify a condvar, whom they woke, and how many waited.
fn notifications(steps: &[Step], condvar: ObjectId) -> Vec<(usize, Vec<Tid>, usize)> {
    let mut waiters = Waiters::default();
    let mut found = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let waited = waiters.count(condvar);
        let woken = waiters.follow(step);
        if let Deed::Operation { kind: Kind::NotifyOne | Kind::NotifyAll, object, .. } = step.deed
            && object == condvar
        {
            found.push((at, woken, waited));
        }
    }
    found
}

fn other(wait: &Wait, names: &Names) -> Option<String> {
    let waiter = names.thread(wait.thread);
    Some(match wait.op.kind {
        Kind::Recv { .. } => words::advice::never_sent(waiter),
        Kind::Send | Kind::SendTaken { .. } => words::advice::never_received(waiter),
        Kind::Park { .. } => words::advice::never_unparked(waiter),
        Kind::Leave { .. } => words::advice::barrier(waiter),
        _ => return None,
    })
}

fn joins(waits: &[Wait], names: &Names) -> Option<String> {
    let waiting: Vec<&str> = waits.iter().map(|wait| names.thread(wait.thread)).collect();
    (!waiting.is_empty()).then(|| words::advice::join_circle(&list(&waiting)))
}
