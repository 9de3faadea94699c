//! Results that are read before the threads that produce them have finished.

use super::functions::line_with;
use crate::analysis::{CodeUnderTest, DataAccess, VisibleTrace, accesses};
use crate::names::Names;
use crate::op::{Kind, ObjectId};
use crate::op_result::OpResult;
use crate::source::user_line;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, is_join};

/// The text of the error that `unwrap` panics with when a lock is poisoned.
pub(super) const POISONED: &str = "PoisonError";

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

/// A thread that stops receiving as soon as the channel is empty, and another one that sends later.
pub(super) fn received_too_early(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.all;
    trace.steps.iter().enumerate().find_map(|(at, step)| {
        let StepKind::Operation {
            kind: Kind::TryRecv,
            object: channel,
            result: Some(OpResult::Empty),
            ..
        } = step.kind
        else {
            return None;
        };
        let later = || steps[at + 1..].iter().filter(|later| later.thread != step.thread);
        let receives = |later: &Step| {
            matches!(later.operation(), Some((Kind::TryRecv | Kind::Recv { .. }, from)) if from == channel)
        };
        let own = steps[at + 1..].iter().filter(|later| later.thread == step.thread);
        let sends = |later: &&Step| {
            matches!(later.operation(), Some((Kind::Send | Kind::TrySend, to)) if to == channel)
        };
        let sender = later().find(sends).filter(|_| !own.into_iter().any(receives))?;
        let sent = user_line(sender.place).map_or(String::new(), |line| format!(" at {line}"));
        // `try_iter` receives in code of std.
        let received = user_line(step.place).or_else(|| line_with("try_iter", steps, names));
        let received = received.map_or(String::new(), |line| format!("At {line}, "));
        Some(format!(
            "{received}{} takes only the messages that are in the channel already, and {} sends one later{sent}. \
             `try_recv` and `try_iter` do not wait. `recv` and `iter` wait for the next message, or until \
             all senders are dropped.",
            names.thread(step.thread),
            names.thread(sender.thread),
        ))
    })
}

/// A thread that is never joined, and changes something after the thread that spawned it has read that for
/// the last time.
pub(super) fn read_before_done(
    trace: &VisibleTrace<'_>,
    code: CodeUnderTest,
    names: &Names,
) -> Option<String> {
    let steps = trace.all;
    let is_join_of = |step: &Step, thread: Tid| {
        step.operation().is_some_and(|(kind, _)| kind == Kind::Join { thread })
    };
    let all = accesses(steps);
    trace.steps.iter().find_map(|step| {
        let StepKind::Spawned { thread } = step.kind else { return None };
        let is_joined = steps.iter().any(|later| is_join_of(later, thread));
        if is_joined || !code.contains(step.place) {
            return None;
        }
        let finds_poison = |access: &DataAccess| {
            let next = steps.get(access.end + 1..)?.iter().find(|next| next.thread == thread)?;
            Some(matches!(&next.kind, StepKind::Panicked { message, .. } if message.contains(POISONED)))
        };
        let late = all.iter().find(|late| {
            late.thread == thread
                && trace.steps.len() <= late.end
                && (late.writes || finds_poison(late) == Some(true))
        })?;
        let read = all.iter().rfind(|read| {
            read.thread == step.thread
                && read.object == late.object
                && read.reads
                && read.end < late.start.min(trace.steps.len())
        })?;
        let spawned = user_line(step.place).map_or(String::new(), |line| format!(" at {line}"));
        Some(format!(
            "{} reads `{}` at {}, but {}, which it spawned{spawned}, uses it only later, at {}. Keep the handle \
             that `spawn` returns, and `join` it before the result is read. Or do what the result \
             depends on before the `spawn`.",
            names.thread(read.thread),
            names.object(read.object),
            names.line(read.place),
            names.thread(thread),
            names.line(late.place),
        ))
    })
}

/// Where a thread was spawned that is never joined.
pub(super) fn never_joined(unjoined: &[Tid], steps: &[Step], names: &Names) -> Option<String> {
    let (at, step, thread) = steps.iter().enumerate().find_map(|(at, step)| match step.kind {
        StepKind::Spawned { thread } if unjoined.contains(&thread) => Some((at, step, thread)),
        _ => None,
    })?;
    user_line(step.place)?;
    Some(format!(
        "{} can still be running after it has sent its last message. Keep the handle that `spawn` returns at {}, \
         and `join` it before you continue.",
        names.thread(thread),
        names.line_at(at, step.place)
    ))
}

/// A thread that waits for the first message of a channel, whose senders are all dropped instead.
pub(super) fn never_sent(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    let sends = |step: &Step, channel: ObjectId| matches!(step.operation(), Some((Kind::Send | Kind::TrySend, to)) if to == channel);
    let (at, step, channel) = steps.iter().enumerate().find_map(|(at, step)| {
        let StepKind::Operation { kind: Kind::Recv { .. }, object, result, .. } = step.kind else {
            return None;
        };
        let is_first = !steps[..at].iter().any(|earlier| sends(earlier, object));
        let is_in_vain = result == Some(OpResult::Disconnected) && code.contains(step.place);
        (is_first && is_in_vain).then_some((at, step, object))
    })?;
    Some(format!(
        "{} waits for a message from `{}` at {}, but all senders are dropped before one of them sends. Send a \
         message in every case, and only then drop the sender.",
        names.thread(step.thread),
        names.object(channel),
        names.line_at(at, step.place),
    ))
}
