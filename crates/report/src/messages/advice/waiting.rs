//! Waits that do not wait for their condition: a sleep, and a `wait` in an `if`.

use crate::analysis::VisibleTrace;
use crate::names::Names;
use crate::op::{Kind, Place};
use crate::source::Source;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, is_join};

/// The lines above a `wait` that are searched for its loop.
const LINES_ABOVE: usize = 4;

/// A thread that sleeps, and then continues although a thread that it spawned has not finished.
pub(super) fn sleep_instead_of_join(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.all;
    trace.steps.iter().enumerate().find_map(|(at, step)| {
        let (Kind::Sleep { .. }, _) = step.operation()? else { return None };
        let next = at + 1 + steps[at + 1..].iter().position(|next| next.thread == step.thread)?;
        if steps[next].operation().is_some_and(|(kind, _)| is_join(kind)) {
            return None;
        }
        let is_unfinished = |thread: Tid| steps[next..].iter().any(|step| step.thread == thread);
        let joins = |step: &Step, thread| {
            step.operation().is_some_and(|(kind, _)| kind == Kind::Join { thread })
        };
        let is_joined = |thread: Tid| steps[..next].iter().any(|step| joins(step, thread));
        let own = steps[..at].iter().filter(|earlier| earlier.thread == step.thread);
        let mut spawned = own.filter_map(|earlier| match earlier.kind {
            StepKind::Spawned { thread } => Some(thread),
            _ => None,
        });
        let unfinished = spawned.find(|thread| is_unfinished(*thread) && !is_joined(*thread))?;
        Some(format!(
            "{} sleeps at {} and then continues, but {} has not finished. Sleeping is not waiting: a \
             thread can always take longer. Keep the handle that `spawn` returns, and `join` it.",
            names.thread(step.thread),
            names.line(step.place),
            names.thread(unfinished)
        ))
    })
}

/// A thread that continues after one `wait` that is in an `if`.
pub(super) fn if_instead_of_while(steps: &[Step], names: &Names) -> Option<String> {
    let (_, woken) = steps.iter().enumerate().find(|(at, step)| {
        let Some((Kind::Wake { .. }, condvar)) = step.operation() else { return false };
        let next = steps[at + 1..].iter().find(|next| next.thread == step.thread);
        let operation = next.and_then(Step::operation);
        let waits_again = matches!(operation, Some((Kind::Wait { .. }, again)) if again == condvar);
        !waits_again && is_in_if(step.place, &names.source)
    })?;
    Some(format!(
        "{} continues after the `wait` at {}, although its condition may not hold: a `wait` can \
         return without a notification, and another thread can be faster. Check the condition again \
         after each `wait`: use `while` instead of `if`, or `wait_while`.",
        names.thread(woken.thread),
        names.line(woken.place)
    ))
}

/// Returns `true` if the last keyword before `place` that could start a loop is an `if`.
fn is_in_if(place: Place, source: &Source) -> bool {
    let Some(lines) = source.lines(place) else { return false };
    let at = (place.line() as usize).min(lines.len());
    let mut keywords = lines[at.saturating_sub(LINES_ABOVE)..at].iter().rev().filter_map(|line| {
        let code = line.split("//").next().unwrap_or_default();
        let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.find(|word| ["if", "while", "loop", "for", "wait_while", "fn"].contains(word))
    });
    keywords.next() == Some("if")
}
