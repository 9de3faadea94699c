//! Why threads wait for ever.

use super::accesses::acts;
use super::line;
use crate::messages::{self, list};
use crate::op::{Kind, ObjectId};
use crate::render::names::Names;
use crate::render::source::{is_theirs, spot};
use crate::render::waiters::Waiters;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Step, StepKind, TraceInfo, Wait};

/// Why threads wait for ever: the first reason that fits.
pub(crate) fn deadlock(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let waits = &info.waits;
    first(waits, |wait| itself(wait, names))
        .or_else(|| circle(waits, names))
        .or_else(|| panicked(steps, waits, names))
        .or_else(|| left_behind(steps, info, names))
        .or_else(|| first(waits, |wait| never_notified(wait, names)))
        .or_else(|| joins(waits, names))
}

/// The same, where it can be that they wait for more work.
pub(crate) fn left_behind(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let waits = &info.waits;
    first(waits, |wait| woke_another(wait, steps, names))
        .or_else(|| first(waits, |wait| missed(wait, steps, names)))
        .or_else(|| first(waits, |wait| other(wait, names)))
}

fn first(waits: &[Wait], reason: impl Fn(&Wait) -> Option<String>) -> Option<String> {
    waits.iter().find_map(reason)
}

/// A thread that panicked cannot do any more what others wait for, or waits itself on the way out.
fn panicked(steps: &[Step], waits: &[Wait], names: &Names) -> Option<String> {
    steps.iter().find_map(|step| match &step.kind {
        StepKind::Panicked { place: Some((file, at)), .. } if is_theirs(file) => {
            let (thread, at) = (names.thread(step.thread), spot(file, *at));
            match waits.iter().find(|wait| wait.thread == step.thread) {
                Some(wait) if wait.unwinding => {
                    Some(messages::advice::waits_in_panic(thread, &at, &line(wait.op.place)))
                }
                // It has caught that panic, and waits for another reason.
                Some(_) => None,
                None => Some(messages::advice::panicked_before(thread, &at)),
            }
        }
        _ => None,
    })
}

fn itself(wait: &Wait, names: &Names) -> Option<String> {
    let (_, place) = wait.blocked_by.iter().find(|(holder, _)| *holder == wait.thread)?;
    let (thread, lock) = (names.thread(wait.thread), names.object(wait.op.object));
    Some(messages::advice::itself(thread, lock, &line((*place)?), &line(wait.op.place)))
}

/// Threads that hold locks which others of them need.
fn circle(waits: &[Wait], names: &Names) -> Option<String> {
    let next = |thread: Tid| {
        let wait = waits.iter().find(|wait| wait.thread == thread)?;
        let for_lock = matches!(wait.op.kind, Kind::Lock | Kind::Read | Kind::Write);
        wait.blocked_by.first().filter(|_| for_lock).map(|(holder, _)| *holder)
    };
    waits.iter().find_map(|wait| {
        let mut members = vec![wait.thread];
        loop {
            let holder = next(*members.last()?)?;
            if holder == wait.thread {
                let members: ThreadSet = members.into_iter().collect();
                let members: Vec<&str> =
                    members.iter().map(|thread| names.thread(thread)).collect();
                return Some(messages::advice::circle(&list(&members)));
            }
            if members.contains(&holder) {
                return None;
            }
            members.push(holder);
        }
    })
}

/// A notification came while the thread waited, and woke another one.
fn woke_another(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let began = wait_began(wait, steps)?;
    let notifications = notifications(steps, wait.op.object);
    let mut later = notifications.iter().rev().filter(|(step, ..)| *step > began);
    let (step, woken, _) = later.find(|(_, woken, waited)| !woken.is_empty() && *waited > 1)?;
    let (waiter, woken) = (names.thread(wait.thread), names.thread(woken[0]));
    Some(messages::advice::wrong_waiter(waiter, woken, &line(steps[*step].place)))
}

/// A notification came after the thread had looked, and before it waited.
fn missed(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let began = wait_began(wait, steps)?;
    let acts = acts(steps);
    let own = || acts.iter().filter(|act| act.thread == wait.thread);
    let waits = own().find(|act| act.end == began)?;
    let looked = own().rev().find(|act| act.end < waits.step)?;
    let notifications = notifications(steps, wait.op.object);
    let (step, ..) = notifications.iter().rev().find(|(step, _, waited)| {
        *waited == 0 && looked.end < *step && *step < began && steps[*step].thread != wait.thread
    })?;
    let Step { thread, place, .. } = steps[*step];
    let (waiter, notifier) = (names.thread(wait.thread), names.thread(thread));
    Some(messages::advice::lost_wakeup(waiter, notifier, &line(place)))
}

fn never_notified(wait: &Wait, names: &Names) -> Option<String> {
    let is_wait = matches!(wait.op.kind, Kind::Wake { .. }) && wait.blocked_by.is_empty();
    let (waiter, condvar) = (names.thread(wait.thread), names.object(wait.op.object));
    is_wait.then(|| messages::advice::never_notified(waiter, condvar))
}

/// The step with which a thread began to wait on a condvar that it still waits on.
fn wait_began(wait: &Wait, steps: &[Step]) -> Option<usize> {
    if !matches!(wait.op.kind, Kind::Wake { .. }) || !wait.blocked_by.is_empty() {
        return None;
    }
    steps.iter().rposition(|step| {
        step.thread == wait.thread
            && matches!(step.kind, StepKind::Operation { kind: Kind::Wait { .. }, .. })
    })
}

/// The steps that notify a condvar, whom they woke, and how many waited.
fn notifications(steps: &[Step], condvar: ObjectId) -> Vec<(usize, Vec<Tid>, usize)> {
    let mut waiters = Waiters::default();
    let mut found = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let waited = waiters.count(condvar);
        let woken = waiters.follow(step);
        if let StepKind::Operation { kind: Kind::NotifyOne | Kind::NotifyAll, object, .. } =
            step.kind
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
        Kind::Recv { .. } => messages::advice::never_sent(waiter),
        Kind::Send | Kind::SendTaken { .. } => messages::advice::never_received(waiter),
        Kind::Park { .. } => messages::advice::never_unparked(waiter),
        Kind::Leave { .. } => messages::advice::barrier(waiter),
        _ => return None,
    })
}

fn joins(waits: &[Wait], names: &Names) -> Option<String> {
    let waiting: Vec<&str> = waits.iter().map(|wait| names.thread(wait.thread)).collect();
    (!waiting.is_empty()).then(|| messages::advice::join_circle(&list(&waiting)))
}
