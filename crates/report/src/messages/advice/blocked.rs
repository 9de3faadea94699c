//! Why threads are blocked forever.

use super::unfinished::POISONED;
use super::{condvar, forever, functions, waiting};
use crate::analysis::CodeUnderTest;
use crate::names::Names;
use crate::op::{Kind, Place};
use crate::source::{Source, file_line, is_test, is_user_code};
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Step, StepKind, TraceInfo, Wait};

/// The first reason that fits, after a deadlock.
pub(super) fn deadlock(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let waits = &info.waits;
    waits
        .iter()
        .find_map(|wait| {
            waits_for_itself(wait, names)
                .or_else(|| locked_twice(wait, steps, names))
                .or_else(|| behind_a_writer(wait, waits, names))
        })
        .or_else(|| waiting::if_instead_of_while(steps, names))
        .or_else(|| lock_cycle(waits, names))
        .or_else(|| panicked(steps, waits, names))
        .or_else(|| held_while_waiting(waits, names))
        .or_else(|| left_blocked(steps, info, names))
        .or_else(|| waits.iter().find_map(|wait| condvar::never_notified(wait, steps, names)))
        .or_else(|| joins(info, names))
}

/// The first reason that fits, if the threads may only wait for more work.
pub(super) fn left_blocked(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let (waits, code) = (|| info.waits.iter(), CodeUnderTest::of(steps));
    waits()
        .find_map(|wait| condvar::changed_without_the_lock(wait, steps, names))
        .or_else(|| {
            waits().find_map(|wait| condvar::skipped_notification(wait, true, steps, names))
        })
        .or_else(|| waits().find_map(|wait| condvar::wrong_waiter(wait, steps, names)))
        .or_else(|| waits().find_map(|wait| condvar::lost_wakeup(wait, steps, names)))
        .or_else(|| waits().find_map(|wait| condvar::taken_twice(wait, steps, names)))
        .or_else(|| {
            waits().find_map(|wait| condvar::skipped_notification(wait, false, steps, names))
        })
        .or_else(|| waiting::try_lock(steps, code, names))
        .or_else(|| {
            waits().find_map(|wait| {
                forever::forever(wait, info, (steps, code.contains(wait.op.place)), names)
            })
        })
}

/// An initializer uses what it initializes, or a thread joins itself.
fn waits_for_itself(wait: &Wait, names: &Names) -> Option<String> {
    wait.locked_by_itself()?;
    let (thread, object) = (names.thread(wait.thread), names.object(wait.op.object));
    let at = names.blocked_line(wait);
    match wait.op.kind {
        Kind::Enter | Kind::OnceWait { .. } => Some(format!(
            "The initializer of `{object}` uses `{object}` itself at {at}, before it has a value. Compute the value from \
             what is there already."
        )),
        Kind::Join { .. } => Some(format!(
            "{thread} joins itself at {at}, and cannot end before that. Let another thread join it."
        )),
        _ => None,
    }
}

/// A thread locks a lock that it already holds.
fn locked_twice(wait: &Wait, steps: &[Step], names: &Names) -> Option<String> {
    let first = wait.locked_by_itself()??;
    let (thread, lock) = (names.thread(wait.thread), names.object(wait.op.object));
    let since = names.held_line(wait.thread, wait.op.object, first);
    let again = names.blocked_line(wait);
    let receivers = names.receivers(wait, first);
    let advice = match receivers {
        _ if let Some(kept) = functions::never_dropped(steps, names) => kept,
        _ if let Some(step) = called_back(wait, first, steps, names) => format!(
            "In between, {thread} runs the code at {}, and that code calls this function again. Drop the guard \
             before you call a function that your caller passed in.",
            names.line(step.place)
        ),
        _ if let Some([one, two]) = names.different_calls(wait) => format!(
            "`{one}` and `{two}` lock the same lock here. Check for that before you lock, and lock only once."
        ),
        [Some(one), Some(two)] if one != two => format!(
            "`{one}` and `{two}` are the same lock here. Check for that before you lock, for example \
             with `std::ptr::eq`, and lock only once."
        ),
        _ if first.line() == wait.op.place.line() && first != wait.op.place => {
            "A guard without a name lives until the end of its statement. Bind one guard to a name in front of this \
             statement, and use it twice."
                .to_owned()
        }
        _ if since == again || names.are_unknown_calls(wait) => {
            let function = names.locking_function(wait.thread, wait.op.object);
            let function = function.map_or(String::new(), |function| format!(" in {function}"));
            format!(
                "If two arguments can be the same object, check for that first{function}. Otherwise, \
                 drop the first guard before the second call, or pass it on."
            )
        }
        _ if let Some(keyword) = scope_of_guard(first, &names.source) => {
            let with = match wait.op.kind {
                Kind::Write => " (with `write`, if the data may have to change)",
                _ => "",
            };
            format!(
                "The guard in the `{keyword}` at {since} lives until the end of its block. Bind one guard to a name in \
                 front of the block{with}, and use it for everything that has to be one step."
            )
        }
        _ if wait.op.kind == Kind::Write => "A read guard cannot become a write guard either: if the data \
                                             may have to change, use `write` from the start."
            .to_owned(),
        // The second call is of another function, which calls the helper.
        [Some(one), None] => format!(
            "If `{one}` and the other object can be the same, check for that before you lock. Otherwise, use the guard \
             that it already has, or pass it on."
        ),
        _ => "Use the guard that it already has, or pass it on to the code that needs the data. If the two need \
              not be one step, drop the first guard before the second call instead."
            .to_owned(),
    };
    Some(format!(
        "{thread} locks `{lock}` at {again}, but has held it since {since}. No lock can be taken twice, not \
         even by the thread that holds it. {advice}"
    ))
}

/// A step of the test between the step in which a thread locks and the one in which it waits for the same lock.
fn called_back<'a>(
    wait: &Wait,
    locked: Place,
    steps: &'a [Step],
    names: &Names,
) -> Option<&'a Step> {
    let is_lock = |step: &Step| {
        let object = step.operation().map(|(_, object)| object);
        step.thread == wait.thread && step.place == locked && object == Some(wait.op.object)
    };
    // Two lines of one function are not a call of the test, which would lock in the first of them again.
    let lines = |place: Place| names.source.function(place).map(|around| around.lines);
    let is_nested = match wait.op.place == locked {
        true => names.held_line(wait.thread, wait.op.object, locked) == names.blocked_line(wait),
        false => lines(wait.op.place) != lines(locked),
    };
    let since = steps.iter().rposition(is_lock).filter(|_| is_nested)?;
    let mut later = steps[since..].iter().filter(|step| step.thread == wait.thread);
    later.find(|step| is_test(step.place.file()) && !is_test(locked.file()))
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
    let lock = names.object(wait.op.object);
    let since = names.held_line(*holder, wait.op.object, (*place)?);
    let rule = "A reader that arrives while a writer waits may have to wait for the writer, depending on \
                the system.";
    Some(if *holder == wait.thread {
        format!(
            "{} reads `{lock}` at {}, but has already held a read lock since {since}. {rule} Drop the \
             first guard before that (with `drop`, or at the end of a block), or pass it to the code \
             that needs the data.",
            names.thread(*holder),
            names.blocked_line(wait),
        )
    } else {
        format!(
            "{} waits while it holds the read lock of `{lock}`, since {since}. {rule} Drop the guard \
             before waiting for another thread: copy what you need out of it.",
            names.thread(*holder)
        )
    })
}

/// A thread waits for something else than a lock while it holds a lock that another thread needs.
fn held_while_waiting(waits: &[Wait], names: &Names) -> Option<String> {
    waits.iter().find_map(|wait| {
        let lock_id = wait.lock()?;
        let (holder, since) = *wait.blocked_by.first()?;
        let since = since?;
        let holding = waits.iter().find(|other| other.thread == holder)?;
        // The lock of a receiver that several workers share: the next one would wait for a message, too.
        if matches!(holding.op.kind, Kind::Recv { .. }) && wait.op.place == since {
            return None;
        }
        let since_line = names.held_line(holder, lock_id, since);
        let (lock, at) = (names.object(lock_id), names.blocked_line(holding));
        let what = waits_for(holding, names)?;
        let end = "with `drop` or at the end of a block";
        let drop = match scope_of_guard(since, &names.source) {
            Some(keyword) => format!(
                "The guard in the `{keyword}` at {} lives until the end of its block: put the call into a \
                 `let` statement of its own, in front of the block.",
                names.line(since)
            ),
            // The place is in the test, which the student cannot change.
            None if is_test(holding.op.place.file()) && !is_test(since.file()) => {
                let drop = match is_temporary(since, &names.source) {
                    true => "make it in a `let` statement of its own, in front of the one that locks".to_owned(),
                    false => format!("drop the guard before it, {end}"),
                };
                let function = names.locking_function(holder, lock_id);
                let function = function
                    .map_or(String::new(), |function| format!(": check which ones {function} locks"));
                format!(
                    "If that call needs no protection, {drop}. If it does, what may run at the same time needs \
                     different locks{function}."
                )
            }
            None => format!("Drop the guard before {at}, {end}."),
        };
        Some(format!(
            "{} waits {what} at {at}, and still holds `{lock}`, which it locked at {since_line}. {} needs \
             `{lock}` to continue. {drop}",
            names.thread(holder),
            names.thread(wait.thread),
        ))
    })
}

/// What a thread waits for, if that is no lock.
fn waits_for(wait: &Wait, names: &Names) -> Option<String> {
    let object = names.object(wait.op.object);
    Some(match wait.op.kind {
        Kind::Join { .. } | Kind::JoinAll => {
            format!("for {} to finish", names.list(wait.blockers()))
        }
        Kind::Wake { .. } => format!("on `{object}`"),
        Kind::Recv { .. } => "for a message".to_owned(),
        Kind::Send | Kind::SendTaken { .. } => "to send a message".to_owned(),
        Kind::Leave { .. } => format!("for more threads at `{object}`"),
        Kind::Enter | Kind::OnceWait { .. } => format!("for `{object}`"),
        Kind::Park { .. } => "to be unparked".to_owned(),
        Kind::Sleep { .. } => "for the end of an endless sleep".to_owned(),
        _ => return None,
    })
}

/// The keyword of the statement at `place` whose block a temporary guard outlives.
fn scope_of_guard(place: Place, source: &Source) -> Option<&'static str> {
    let code = source.line(place.file(), place.line())?;
    let has = |keyword: &str| {
        code.split(keyword).zip(code.split(keyword).skip(1)).any(|(before, after)| {
            !before.ends_with(char::is_alphanumeric) && after.starts_with(' ')
        })
    };
    let mut keywords = ["while let", "if let", "match", "for"].into_iter();
    keywords.find(|keyword| code.ends_with('{') && has(keyword))
}

/// Whether the guard at `place` has no name, so that it lives until the end of its statement.
fn is_temporary(place: Place, source: &Source) -> bool {
    let code = source.line(place.file(), place.line());
    let after = code.as_ref().and_then(|code| code.get(place.column() as usize - 1..));
    after.and_then(|after| after.split_once("()")).is_some_and(|(_, rest)| {
        let rest = rest.strip_prefix(".unwrap()").unwrap_or(rest);
        !rest.trim().is_empty()
            && !rest.starts_with([';', '?'])
            && !rest.starts_with(".unwrap_or_else")
    })
}

/// Each thread holds a lock that the next one waits for.
fn lock_cycle(waits: &[Wait], names: &Names) -> Option<String> {
    let next = |thread: Tid| {
        let wait = waits.iter().find(|wait| wait.thread == thread)?;
        let for_lock = matches!(wait.op.kind, Kind::Lock | Kind::Read | Kind::Write);
        wait.blocked_by.first().filter(|_| for_lock).map(|(holder, _)| *holder)
    };
    let members = waits.iter().find_map(|wait| cycle(wait.thread, next))?;
    Some(format!(
        "{} wait in a cycle: each holds a lock that another one needs. Lock in the same order \
         everywhere, for example the smaller index first, and no cycle can form.",
        names.list(members.iter())
    ))
}

/// The threads from the first one on, if `next` leads back to it.
pub(super) fn cycle(first: Tid, next: impl Fn(Tid) -> Option<Tid>) -> Option<ThreadSet> {
    let (mut members, mut last) = (ThreadSet::only(first), next(first)?);
    while last != first {
        if members.contains(last) {
            return None;
        }
        members.insert(last);
        last = next(last)?;
    }
    Some(members)
}

/// `ann panicked at cat.rs:41`, unless it only found a lock poisoned.
pub(super) fn panic_of(step: &Step, names: &Names) -> Option<String> {
    let StepKind::Panicked { message, place: Some((file, line)) } = &step.kind else { return None };
    let panicked = format!("{} panicked at {}", names.thread(step.thread), file_line(file, *line));
    (!message.contains(POISONED)).then_some(panicked)
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
            Some(Wait { unwinding: true, op, .. }) if op.kind == Kind::JoinAll => Some(format!(
                "{panicked}. But the scope at {} waits for its other threads before the panic leaves it, and \
                 they wait for what {} never does. Fix that panic first.",
                names.line(op.place),
                names.thread(step.thread),
            )),
            Some(Wait { unwinding: true, op, .. }) => Some(format!(
                "{panicked}, and while it unwinds, a destructor waits at {}: the panic never reaches \
                 its end. Fix that panic first. And do not wait in `drop` while the thread is \
                 panicking: `if !std::thread::panicking() {{ … }}`.",
                names.line(op.place)
            )),
            // The thread caught this panic, and waits for another reason.
            Some(_) => None,
            None if is_test(file) => Some(format!(
                "{panicked}, in code of the test, and never does what other threads wait for. Code that \
                 calls a function that its caller passed in must do the rest even if that function panics: \
                 in a `drop`, or after `catch_unwind`."
            )),
            None => Some(format!(
                "{panicked}, so it never does what other threads wait for. Fix that panic first."
            )),
        }
    })
}

/// Threads that wait for others, and no pattern explains why those do not finish.
fn joins(info: &TraceInfo, names: &Names) -> Option<String> {
    let (joins, others) = info.joins_and_others();
    let [waiting, ..] = others[..] else {
        let thread = names.thread(joins.first()?.thread);
        return Some(format!("{thread} waits for a thread that never finishes."));
    };
    let at = names.line(waiting.op.place);
    Some(format!(
        "What should end the wait of {} at {at}? In the table, find the thread that should do it.",
        names.thread(waiting.thread)
    ))
}
