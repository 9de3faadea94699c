//! Why threads are blocked forever.

use crate::analysis::{Wakeups, accesses, wakeups};
use crate::names::Names;
use crate::op::{Kind, ObjectId};
use crate::source::{file_line, is_user_code};
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Step, StepKind, TraceInfo, Wait};

/// The first reason that fits, after a deadlock.
pub(super) fn deadlock(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let waits = &info.waits;
    waits
        .iter()
        .find_map(|wait| locked_twice(wait, names).or_else(|| behind_a_writer(wait, waits, names)))
        .or_else(|| lock_cycle(waits, names))
        .or_else(|| panicked(steps, waits, names))
        .or_else(|| left_blocked(steps, info, names))
        .or_else(|| waits.iter().find_map(|wait| never_notified(wait, names)))
        .or_else(|| joins(waits, names))
}

/// The first reason that fits, if the threads may only wait for more work.
pub(super) fn left_blocked(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let waits = || info.waits.iter();
    waits()
        .find_map(|wait| wrong_waiter(wait, steps, names))
        .or_else(|| waits().find_map(|wait| lost_wakeup(wait, steps, names)))
        .or_else(|| waits().find_map(|wait| forever(wait, names)))
}

/// A thread locks a lock that it already holds.
fn locked_twice(wait: &Wait, names: &Names) -> Option<String> {
    let first = wait.locked_by_itself()??;
    Some(format!(
        "{} locks `{}` at {}, but has held it since {}. No lock can be taken twice, not even by the \
         thread that holds it. Drop the first guard before that (with `drop`, or at the end of a \
         block), or pass it to the code that needs the data.",
        names.thread(wait.thread),
        names.object(wait.op.object),
        names.line(wait.op.place),
        names.line(first)
    ))
}

/// A reader waits for a writer, which waits for a reader that does not finish.
fn behind_a_writer(wait: &Wait, waits: &[Wait], names: &Names) -> Option<String> {
    let is_writer = |other: &&Wait| {
        wait.op.kind == Kind::ReadQueued
            && other.op.kind == Kind::Write
            && other.op.object == wait.op.object
    };
    let writer = waits.iter().find(is_writer)?;
    let (holder, place) = match writer.locked_by_itself() {
        None => writer.blocked_by.iter().find(|(holder, _)| *holder == wait.thread),
        Some(_) => None,
    }
    .or(writer.blocked_by.first())?;
    let (lock, since) = (names.object(wait.op.object), names.line((*place)?));
    let rule = "A reader that arrives while a writer waits may have to wait for the writer, depending on \
                the system.";
    Some(if *holder == wait.thread {
        format!(
            "{} reads `{lock}` at {}, but has already held a read lock since {since}. {rule} Drop the \
             first guard before that (with `drop`, or at the end of a block), or pass it to the code \
             that needs the data.",
            names.thread(*holder),
            names.line(wait.op.place),
        )
    } else {
        format!(
            "{} waits while it holds the read lock of `{lock}`, since {since}. {rule} Drop the guard \
             before waiting for another thread: copy what you need out of it.",
            names.thread(*holder)
        )
    })
}

/// Each thread holds a lock that the next one waits for.
fn lock_cycle(waits: &[Wait], names: &Names) -> Option<String> {
    let next = |thread: Tid| {
        let wait = waits.iter().find(|wait| wait.thread == thread)?;
        let for_lock = matches!(wait.op.kind, Kind::Lock | Kind::Read | Kind::Write);
        wait.blocked_by.first().filter(|_| for_lock).map(|(holder, _)| *holder)
    };
    let members = waits.iter().find_map(|wait| {
        let (mut members, mut last) = (ThreadSet::only(wait.thread), wait.thread);
        loop {
            last = next(last)?;
            if last == wait.thread {
                return Some(members);
            }
            if members.contains(last) {
                return None;
            }
            members.insert(last);
        }
    })?;
    Some(format!(
        "{} wait in a cycle: each holds a lock that another one needs. Lock in the same order \
         everywhere, for example the smaller index first, and no cycle can form.",
        names.list(members.iter())
    ))
}

/// A thread panicked before it did what another thread waits for, or its destructor waits while it is
/// panicking.
fn panicked(steps: &[Step], waits: &[Wait], names: &Names) -> Option<String> {
    steps.iter().find_map(|step| {
        let StepKind::Panicked { place: Some((file, line)), .. } = &step.kind else { return None };
        if !is_user_code(file) {
            return None;
        }
        let panicked =
            format!("{} panicked at {}", names.thread(step.thread), file_line(file, *line));
        match waits.iter().find(|wait| wait.thread == step.thread) {
            Some(Wait { unwinding: true, op, .. }) => Some(format!(
                "{panicked}, and while it unwinds, a destructor waits at {}: the panic never reaches \
                 its end. Fix that panic first. And do not wait in `drop` while the thread is \
                 panicking: `if !std::thread::panicking() {{ … }}`.",
                names.line(op.place)
            )),
            // The thread caught this panic, and waits for another reason.
            Some(_) => None,
            None => Some(format!(
                "{panicked}, so it never does what other threads wait for. Fix that panic first."
            )),
        }
    })
}

/// A notification woke another thread.
fn wrong_waiter(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let began = wait_start(wait, steps)?;
    let mut later = notifications(steps, wait.op.object).into_iter().rev();
    let (step, _, wakeups) = later.find(|(step, _, wakeups)| {
        *step > began && !wakeups.woken.is_empty() && wakeups.waiting > 1
    })?;
    Some(format!(
        "The `notify_one` at {} wakes {}, and {} keeps waiting. `notify_one` wakes any of the waiting \
         threads, even one that cannot continue. Use `notify_all`, or one condition variable for \
         each condition.",
        names.line(steps[step].place),
        names.thread(wakeups.woken[0]),
        names.thread(wait.thread)
    ))
}

/// A notification came after a thread had checked its condition and before it waited.
fn lost_wakeup(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
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
    Some(format!(
        "The `{}` at {} came while no thread was waiting. A notification is not kept, so {} waits \
         for one that is gone. Check the condition before the `wait`, and change it under the same \
         lock: then it cannot change between the check and the `wait`.",
        if notify == Kind::NotifyAll { "notify_all" } else { "notify_one" },
        names.line(steps[step].place),
        names.thread(wait.thread)
    ))
}

fn never_notified(wait: &Wait, names: &Names) -> Option<String> {
    is_waiting(wait).then(|| {
        format!(
            "{} waits on `{}`, and no thread notifies it anymore. Notify after every change that a \
             thread may wait for, including the last one.",
            names.thread(wait.thread),
            names.object(wait.op.object)
        )
    })
}

/// Returns `true` if a thread waits on a condition variable, not for its lock.
fn is_waiting(wait: &Wait) -> bool {
    matches!(wait.op.kind, Kind::Wake { .. }) && wait.blocked_by.is_empty()
}

/// The step at which a thread started to wait on a condition variable, if it still does.
fn wait_start(wait: &Wait, steps: &[Step]) -> Option<usize> {
    let starts = |step: &Step| matches!(step.operation(), Some((Kind::Wait { .. }, _)));
    let start = steps.iter().rposition(|step| step.thread == wait.thread && starts(step));
    start.filter(|_| is_waiting(wait))
}

/// The steps that notify a condition variable.
fn notifications(steps: &[Step], condvar: ObjectId) -> Vec<(usize, Kind, Wakeups)> {
    let is_notification = |(at, wakeups): (usize, Wakeups)| match steps[at].operation()? {
        (kind @ (Kind::NotifyOne | Kind::NotifyAll), object) if object == condvar => {
            Some((at, kind, wakeups))
        }
        _ => None,
    };
    wakeups(steps).into_iter().enumerate().filter_map(is_notification).collect()
}

/// A thread waits at a channel, at a barrier, for an initialization or in `park`.
fn forever(wait: &Wait, names: &Names) -> Option<String> {
    let waiter = names.thread(wait.thread);
    Some(match wait.op.kind {
        Kind::Recv { .. } => format!(
            "{waiter} waits for a message. It stops waiting only when all senders are dropped: drop \
             the senders that are no longer used, including the one that the others were cloned from."
        ),
        Kind::Park { .. } => format!(
            "Each `unpark` ends one `park`, and several of them before a `park` count as one. First \
             change what {waiter} waits for, then `unpark` it; and let it check its condition before \
             each `park`."
        ),
        Kind::Leave { .. } => format!(
            "{waiter} waits at a barrier for more threads than ever arrive. Create the barrier for \
             exactly as many threads as arrive at it each time."
        ),
        Kind::OnceWait { .. } if wait.blocked_by.is_empty() => format!(
            "{waiter} waits for an initialization that no thread runs. Initialize in every case, or use \
             `get_or_init`, which does not wait for another thread to begin."
        ),
        Kind::Send | Kind::SendTaken { .. } => format!(
            "{waiter} sends to a channel that is full, and no thread receives. Receive until all \
             senders are dropped, or drop the receiver: then `send` returns an error."
        ),
        _ => return None,
    })
}

fn joins(waits: &[Wait], names: &Names) -> Option<String> {
    let waits_for = if waits.len() == 1 { "waits" } else { "wait" };
    let threads = names.list(waits.iter().map(|wait| wait.thread));
    (!waits.is_empty()).then(|| {
        format!(
            "{threads} {waits_for} for a thread that never finishes. Find out what that thread waits \
             for."
        )
    })
}
