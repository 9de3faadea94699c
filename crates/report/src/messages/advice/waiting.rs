//! Steps that go on without what they need: a `wait` in an `if`, a `try_lock` that fails, a cell that is set twice.

use crate::analysis::{CodeUnderTest, VisibleTrace};
use crate::names::Names;
use crate::op::{Kind, Place};
use crate::op_result::OpResult;
use crate::source::{Source, file_line};
use crate::trace::{Step, StepKind, Value};

/// What can contain a `wait`.
const KEYWORDS: [&str; 6] = ["if", "while", "loop", "for", "wait_while", "fn"];

/// The lines above a `wait` that are searched for its loop.
const LINES_ABOVE: usize = 4;

/// A thread that continues after one `wait` that is in an `if`.
pub(super) fn if_instead_of_while(steps: &[Step], names: &Names) -> Option<String> {
    let (woken, line) = steps.iter().enumerate().find_map(|(at, step)| {
        let (Kind::Wake { .. }, condvar) = step.operation()? else { return None };
        let next = steps[at + 1..].iter().find(|next| next.thread == step.thread);
        let operation = next.and_then(Step::operation);
        let waits_again = matches!(operation, Some((Kind::Wait { .. }, again)) if again == condvar);
        let (keyword, line) = condition(step.place, &names.source)?;
        (!waits_again && keyword == "if").then_some((step, line))
    })?;
    Some(format!(
        "{} continues after the `wait` at {}, although its condition may not hold: a `wait` can \
         return without a notification, and another thread can be faster. Check the condition again \
         after each `wait`: use `while` instead of the `if` at {}, or `wait_while`.",
        names.thread(woken.thread),
        names.line(woken.place),
        file_line(woken.place.file(), line)
    ))
}

/// The last keyword up to `place` that could start a loop or a condition, and its line.
pub(super) fn condition(place: Place, source: &Source) -> Option<(&'static str, u32)> {
    let lines = source.lines(place.file())?;
    let at = (place.line() as usize).min(lines.len());
    (at.saturating_sub(LINES_ABOVE)..at).rev().find_map(|line| {
        let code = lines[line].split("//").next().unwrap_or_default();
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        let keyword = words.find_map(|word| KEYWORDS.into_iter().find(|keyword| *keyword == word));
        Some((keyword?, line as u32 + 1))
    })
}

/// A thread that goes on after a failed `try_lock` and does not lock later.
pub(super) fn try_lock(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    steps.iter().enumerate().find_map(|(at, step)| {
        let (kind, object) = step.operation().filter(|_| is_no(step))?;
        let (method, waiting, blocking) = match kind {
            Kind::TryLock => ("try_lock", "lock", Kind::Lock),
            Kind::TryRead => ("try_read", "read", Kind::Read),
            Kind::TryWrite => ("try_write", "write", Kind::Write),
            _ => return None,
        };
        let locks = |later: &Step| {
            let is_yes = later.result() == Some(OpResult::Yes);
            let operation = later.operation();
            let again = operation == Some((blocking, object)) || is_yes && operation == step.operation();
            later.thread == step.thread && again
        };
        let locks_later = steps[at + 1..].iter().any(locks);
        (code.contains(step.place) && !locks_later).then(|| {
            format!(
                "{} finds `{}` locked at {}, and does not wait for it: `{method}` returns an error while \
                 another thread holds the lock. `{waiting}` waits until the lock is free.",
                names.thread(step.thread),
                names.object(object),
                names.line(step.place)
            )
        })
    })
}

fn is_no(step: &Step) -> bool {
    step.result() == Some(OpResult::No)
}

/// Two threads find a cell empty, and both run what initializes it.
pub(super) fn initialized_twice(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.steps;
    let is_empty = |step: &Step| {
        matches!(step.operation(), Some((Kind::IsComplete, _)))
            && is_no(step)
            && !is_missed(step)
            && trace.code.contains(step.place)
    };
    steps.iter().enumerate().filter(|(_, step)| is_empty(step)).find_map(|(at, check)| {
        let (_, cell) = check.operation()?;
        let sets = |step: &&Step| step.operation() == Some((Kind::Enter, cell));
        let set = steps[at + 1..].iter().find(|step| step.thread == check.thread && sets(step))?;
        let is_other = |step: &&Step| {
            step.thread != check.thread && is_empty(step) && step.operation() == check.operation()
        };
        let other = steps.iter().find(is_other)?;
        (set.place.line() != check.place.line()).then(|| {
            let [one, other] = [check.thread, other.thread].map(|thread| names.thread(thread));
            let [check, set] = [check.place, set.place].map(|place| names.line(place));
            format!(
                "{one} and {other} both find `{}` empty at {check}, and both initialize it: between this check and \
                 {set}, another thread can run. `get_or_init` makes the check and the initialization one \
                 step; other threads wait until it is done.",
                names.object(cell)
            )
        })
    })
}

/// Whether the step does not see that a cell has been initialized.
fn is_missed(step: &Step) -> bool {
    matches!(step.kind, StepKind::Operation { kind: Kind::IsComplete, newer: Some(_), .. })
}

/// A thread goes on with a cell that it finds empty, and that another one initializes.
pub(super) fn initialized_later(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.all;
    steps.iter().enumerate().find_map(|(at, check)| {
        let (Kind::IsComplete, cell) = check.operation()? else { return None };
        let own = steps[at + 1..].iter().filter(|step| step.thread == check.thread);
        let uses_later = own.filter_map(Step::operation).any(|(_, object)| object == cell);
        let initializes = |step: &&Step| {
            step.thread != check.thread && step.operation() == Some((Kind::Enter, cell))
        };
        let other = steps.iter().find(initializes)?;
        (is_no(check) && !uses_later && trace.code.contains(check.place)).then(|| {
            let [finder, writer] = [check.thread, other.thread].map(|thread| names.thread(thread));
            let [found, set] = [check.place, other.place].map(|place| names.line(place));
            let cell = names.object(cell);
            match is_missed(check) {
                true => format!(
                    "{finder} finds `{cell}` empty at {found}, although {writer} has initialized it at {set}: a relaxed \
                     load can show {finder} that this has happened, and {finder} need not see it yet. Let \
                     `get_or_init` decide instead of a flag, or store the flag with `Release` and load it with `Acquire`."
                ),
                false => format!(
                    "{finder} finds `{cell}` empty at {found}: {writer}, which initializes it at {set}, is not done \
                     yet. `get` does not wait for that. `get_or_init` and `wait` return only when there is a value."
                ),
            }
        })
    })
}

/// A thread does not try again after a `compare_exchange` that has found another value than the one that the
/// thread has read before.
pub(super) fn exchanged_once(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    steps.iter().enumerate().find_map(|(at, step)| {
        let (Kind::CompareExchange, object) = step.operation()? else { return None };
        let fails = matches!(step.value(), Some(Value::Unexpected { .. } | Value::SpuriousFailure(_)));
        let is_own = |other: &&Step| {
            other.thread == step.thread && other.operation().is_some_and(|(_, own)| own == object)
        };
        let load = steps[..at].iter().rfind(is_own)?;
        let has_loaded = matches!(load.operation(), Some((Kind::Load, _)));
        let tries_again = steps[at + 1..].iter().any(|later| is_own(&later));
        (fails && has_loaded && !tries_again && code.contains(step.place)).then(|| {
            let (thread, data) = (names.thread(step.thread), names.object(object));
            let [read, exchange] = [load.place, step.place].map(|place| names.line(place));
            format!(
                "{thread} has read `{data}` at {read}, but finds another value at {exchange}: the `compare_exchange` \
                 changes nothing, and {thread} does not try again. Repeat both in a loop until it succeeds, or use one \
                 operation that does all of it, such as `fetch_add`."
            )
        })
    })
}
