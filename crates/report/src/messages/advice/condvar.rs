//! Why a thread waits forever on a condition variable.

use super::access::named;
use super::waiting;
use crate::analysis::{DataAccess, Wakeups, accesses, wakeups};
use crate::names::Names;
use crate::op::{Kind, ObjectId, Place};
use crate::operation::std_name;
use crate::source::{file_line, position};
use crate::trace::{Step, Wait};

/// A change that a thread may wait for, without a notification. `of_any`: without one of any condition
/// variable.
pub(super) fn skipped_notification(
    wait: &Wait,
    of_any: bool,
    steps: &[Step],
    names: &Names,
) -> Option<String> {
    let section = Section::of(wait, steps)?;
    let notified = notifications(steps, (!of_any).then_some(wait.op.object));
    let change = section.later_changes().find(|change| {
        let until = section.next_of(change).map_or(steps.len(), |next| next.start);
        let is_between = |(step, ..): &(usize, Kind, Wakeups)| {
            change.start < *step && *step < until && steps[*step].thread == change.thread
        };
        !notified.iter().any(is_between)
    })?;
    let (thread, waiter) = (names.thread(change.thread), names.thread(wait.thread));
    let (condvar, at) = (names.object(wait.op.object), names.line(change.place));
    let is_early = |(step, ..): &&(usize, Kind, Wakeups)| {
        steps[*step].thread == change.thread && *step < change.start
    };
    let of_condvar = notifications(steps, Some(wait.op.object));
    let early = of_condvar.iter().rev().find(is_early).filter(|(step, ..)| {
        section.of_thread(change.thread).all(|own| *step < own.start || change.start < own.start)
    });
    let advice = match early {
        Some((step, kind, _)) => format!(
            "The `{}` at {} comes before the change, and notifications are not kept: change first, then \
             notify.",
            std_name(*kind)?,
            names.line(steps[*step].place)
        ),
        None => match notification_in_source(change.place, condvar, names) {
            Some(line) => format!(
                "If {waiter} waits for this change, make sure that the notification at {line} also runs in this case."
            ),
            None => {
                let function = names.outer_function(change.start);
                let function =
                    function.map_or(String::new(), |function| format!(", in {function}"));
                format!("If {waiter} waits for this change, notify `{condvar}` after it{function}.")
            }
        },
    };
    Some(format!(
        "{thread} changes `{}` at {at} while {waiter} waits on `{condvar}`, and does not notify it. {advice}",
        names.object(section.mutex),
    ))
}

/// The line below `place`, in the same function, that notifies a condition variable of this name.
fn notification_in_source(place: Place, condvar: &str, names: &Names) -> Option<String> {
    let functions = names.source.functions(place.file())?;
    let around = functions.around(position(place))?;
    let line = ["notify_one", "notify_all"].iter().find_map(|method| {
        functions.line_in(around, place.line(), &format!("{condvar}.{method}("))
    })?;
    Some(file_line(place.file(), line))
}

/// A thread waits for what it has taken itself, in the same place.
pub(super) fn taken_twice(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let section = Section::of(wait, steps)?;
    let entry = section.entry;
    let before = section.of_thread(wait.thread).rfind(|own| own.end < entry.start)?;
    let notifies = |step: &Step| {
        let is_own = step.thread == wait.thread;
        is_own && matches!(step.operation(), Some((Kind::NotifyOne | Kind::NotifyAll, _)))
    };
    let is_same = before.writes && before.place == entry.place;
    (is_same && !steps[before.start..].iter().any(notifies)).then(|| {
        let (thread, mutex) = (names.thread(wait.thread), names.object(section.mutex));
        format!(
            "{thread} changed `{mutex}` at {}, has not notified `{}` since, and at {} waits for that itself. If it \
             took something there, such as a permit, it must give it back before it takes another one, even \
             after an early return or a panic: a guard with a `drop` does that.",
            names.line_at(before.start),
            names.object(wait.op.object),
            names.blocked_line(wait)
        )
    })
}

/// No other pattern fits.
pub(super) fn never_notified(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let section = Section::of(wait, steps)?;
    let (thread, mutex) = (names.thread(wait.thread), names.object(section.mutex));
    let at = names.line(wait.op.place);
    Some(match section.later().any(|later| later.writes) {
        true => format!(
            "{thread} waits on `{}`, and no thread notifies it anymore. Notify after every change that a \
             thread may wait for, including the last one.",
            names.object(wait.op.object)
        ),
        false => format!(
            "After {thread} began to wait at {at}, no thread changes `{mutex}`. Check the condition {}: should \
             {thread} wait here at all? And if so, which thread should make the change?",
            condition(wait.op.place, names)
        ),
    })
}

/// Where the condition of a `wait` is.
fn condition(place: Place, names: &Names) -> String {
    let found = waiting::condition(place, &names.source);
    match found.filter(|(keyword, _)| ["if", "while", "wait_while"].contains(keyword)) {
        Some((_, line)) => format!("at {}", file_line(place.file(), line)),
        None => "in front of this `wait`".to_owned(),
    }
}

/// The critical section in which a thread began to wait, and all other sections of the same lock.
struct Section {
    waiter: usize,
    mutex: ObjectId,
    /// The first access of the call that waits: before it, each wait that has ended.
    entry: DataAccess,
    began: usize,
    sections: Vec<DataAccess>,
}

impl Section {
    fn of(wait: &Wait, steps: &[Step]) -> Option<Self> {
        let began = wait_start(wait, steps)?;
        let Some((Kind::Wait { mutex, .. }, _)) = steps[began].operation() else { return None };
        let sections: Vec<DataAccess> =
            accesses(steps).into_iter().filter(|access| access.object == mutex).collect();
        let is_wakeup = |access: &DataAccess| {
            matches!(steps[access.start].operation(), Some((Kind::Wake { .. }, _)))
        };
        let own = sections.iter().filter(|own| own.thread == wait.thread && own.end <= began);
        let entry = *own.rev().find(|own| !is_wakeup(own))?;
        Some(Self { waiter: wait.thread, mutex, entry, began, sections })
    }

    fn of_thread(&self, thread: usize) -> impl DoubleEndedIterator<Item = &DataAccess> {
        self.sections.iter().filter(move |section| section.thread == thread)
    }

    /// The sections of other threads after the wait began.
    fn later(&self) -> impl Iterator<Item = &DataAccess> {
        let is_later =
            |access: &&DataAccess| access.thread != self.waiter && self.began < access.end;
        self.sections.iter().filter(is_later)
    }

    /// The changes of other threads after the wait began, except those of threads that want the same as the
    /// waiting one.
    fn later_changes(&self) -> impl Iterator<Item = &DataAccess> {
        self.later().filter(|later| later.writes && later.place != self.entry.place)
    }

    fn next_of(&self, section: &DataAccess) -> Option<&DataAccess> {
        self.sections.iter().find(|next| next.thread == section.thread && next.start > section.end)
    }
}

/// A notification woke another thread.
pub(super) fn wrong_waiter(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let began = wait_start(wait, steps)?;
    let mut later = notifications(steps, Some(wait.op.object)).into_iter().rev();
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
pub(super) fn lost_wakeup(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let began = wait_start(wait, steps)?;
    let accesses = accesses(steps);
    let own = || accesses.iter().filter(|access| access.thread == wait.thread);
    let section = own().find(|access| access.end == began)?;
    let check = own().rev().find(|access| access.end < section.start)?;
    let mut earlier = notifications(steps, Some(wait.op.object)).into_iter().rev();
    let (step, notify, _) = earlier.find(|(step, _, wakeups)| {
        wakeups.waiting == 0
            && (check.end + 1..began).contains(step)
            && steps[*step].thread != wait.thread
    })?;
    Some(format!(
        "The `{}` at {} came while no thread was waiting. A notification is not kept, so {} waits \
         for one that is gone. Check the condition before the `wait`, and change it under the same \
         lock: then it cannot change between the check and the `wait`.",
        std_name(notify)?,
        names.line(steps[step].place),
        names.thread(wait.thread)
    ))
}

/// The condition is not protected by the lock of the `wait`, so that it can change between the check and the `wait`.
pub(super) fn changed_without_the_lock(
    wait: &Wait,
    steps: &[Step],
    names: &Names,
) -> Option<String> {
    let section = Section::of(wait, steps)?;
    let accesses = accesses(steps);
    let is_unprotected = |change: &&DataAccess| {
        let is_around = |own: &DataAccess| own.start < change.start && change.start < own.end;
        change.thread != wait.thread
            && change.writes
            && change.start > section.entry.start
            && !section.of_thread(change.thread).any(is_around)
    };
    let checks = accesses.iter().filter(|check| {
        check.thread == wait.thread
            && check.object != section.mutex
            && check.reads
            && !check.writes
            && (section.entry.start..section.began).contains(&check.start)
    });
    let (check, change) = checks.into_iter().find_map(|check| {
        let mut changes = accesses.iter().filter(|change| change.object == check.object);
        Some((check, changes.find(is_unprotected)?))
    })?;
    let ((waiter, data, check), (other, _, change)) = (named(check, names), named(change, names));
    let mutex = names.object(section.mutex);
    Some(format!(
        "{waiter} checks `{data}` at {check} while it holds `{mutex}`, and then waits. But {other} changes `{data}` at \
         {change} without that lock, so the change and its notification can come between the check and the `wait`. \
         Lock `{mutex}` for that change as well, and then notify."
    ))
}

/// The step at which a thread started to wait on a condition variable, if it still does.
fn wait_start(wait: &Wait, steps: &[Step]) -> Option<usize> {
    // Not if it waits for the lock of the condition variable.
    let is_waiting = matches!(wait.op.kind, Kind::Wake { .. }) && wait.blocked_by.is_empty();
    let starts = |step: &Step| matches!(step.operation(), Some((Kind::Wait { .. }, _)));
    let start = steps.iter().rposition(|step| step.thread == wait.thread && starts(step));
    start.filter(|_| is_waiting)
}

/// The steps that notify this condition variable, or any.
fn notifications(steps: &[Step], condvar: Option<ObjectId>) -> Vec<(usize, Kind, Wakeups)> {
    let is_notification = |(at, wakeups): (usize, Wakeups)| match steps[at].operation()? {
        (kind @ (Kind::NotifyOne | Kind::NotifyAll), object)
            if condvar.is_none_or(|condvar| object == condvar) =>
        {
            Some((at, kind, wakeups))
        }
        _ => None,
    };
    wakeups(steps).into_iter().enumerate().filter_map(is_notification).collect()
}
