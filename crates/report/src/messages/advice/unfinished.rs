//! Results that are read before the threads that produce them have finished.

use super::access::named;
use super::functions::{line_around, line_with};
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
        let is_joined = |thread: Tid| steps[..next].iter().any(|step| joins(step, thread));
        let own = steps[..at].iter().filter(|earlier| earlier.thread == step.thread);
        let mut spawned = own.filter_map(Step::spawns);
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

fn joins(step: &Step, thread: Tid) -> bool {
    step.operation().is_some_and(|(kind, _)| kind == Kind::Join { thread })
}

fn sends(step: &Step, channel: ObjectId) -> bool {
    matches!(step.operation(), Some((Kind::Send | Kind::TrySend, to)) if to == channel)
}

/// A thread that stops receiving as soon as the channel is empty, or after a timeout, and another one that sends later.
pub(super) fn received_too_early(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.all;
    trace.steps.iter().enumerate().find_map(|(at, step)| {
        let (kind, channel) = step.operation().filter(|_| step.result() == Some(OpResult::Empty))?;
        let later = || steps[at + 1..].iter().filter(|later| later.thread != step.thread);
        let receives = |later: &Step| {
            matches!(later.operation(), Some((Kind::TryRecv | Kind::Recv { .. }, from)) if from == channel)
        };
        let own = steps[at + 1..].iter().filter(|later| later.thread == step.thread);
        let sender = later().find(|later| sends(later, channel)).filter(|_| !own.into_iter().any(receives))?;
        let sent = user_line(sender.place).map_or(String::new(), |line| format!(" at {line}"));
        let (receiver, sender) = (names.thread(step.thread), names.thread(sender.thread));
        if matches!(kind, Kind::Recv { .. }) {
            return Some(format!(
                "{receiver} gives up at {} after a timeout, and {sender} sends only later{sent}. A thread can always \
                 take longer than a timeout. `recv` and `iter` wait for the next message, or until all senders are \
                 dropped.",
                names.line_at(at)
            ));
        }
        // `try_iter` receives in code of std.
        let received = user_line(step.place).or_else(|| line_with("try_iter", steps, names));
        let received = received.map_or(String::new(), |line| format!("At {line}, "));
        Some(format!(
            "{received}{receiver} takes only the messages that are in the channel already, and {sender} sends one \
             later{sent}. `try_recv` and `try_iter` do not wait. `recv` and `iter` wait for the next message, or until \
             all senders are dropped.",
        ))
    })
}

/// A thread changes something that the thread that spawned it has read before, for the last time.
pub(super) fn read_before_done(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.all;
    let all = accesses(steps);
    trace.steps.iter().enumerate().find_map(|(at, step)| {
        let thread = step.spawns().filter(|_| trace.code.contains(step.place))?;
        let own = |access: &&DataAccess| access.thread == step.thread;
        if let Some(join) = steps.iter().position(|step| joins(step, thread)) {
            let write = all.iter().find(|write| {
                write.thread == thread && write.writes && (at..join).contains(&write.start)
            })?;
            let mut reads = all.iter().filter(own).filter(|read| read.object == write.object);
            // It is the only one, and the change comes later.
            let read = reads.next().filter(|_| reads.next().is_none())?;
            let is_early = (at..write.start).contains(&read.end) && !read.writes;
            return is_early.then(|| {
                let (reader, data, read) = named(read, names);
                let (writer, _, write) = named(write, names);
                let join = names.line_at(join);
                format!(
                    "{reader} reads `{data}` at {read}, and joins {writer} only later, at {join}. {writer} changes \
                     `{data}` at {write}, after that read. Read it after the `join`."
                )
            });
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
        let read = all.iter().filter(own).rfind(|read| {
            read.object == late.object && read.reads && read.end < late.start.min(trace.steps.len())
        })?;
        if read.end < at {
            return left_to_a_thread([read, late], at, steps, names);
        }
        let spawned = user_line(step.place).map_or(String::new(), |line| format!(" at {line}"));
        let advice = match line_around("join", (at, step.place), names) {
            // A loop can leave out a handle, or end early.
            Some(line) => {
                let file = step.place.file();
                let function = names.source.function_at(file, (line, 1))?;
                let function = names.lines_of(file, &function, Some(line));
                format!(
                    "Check which handles {function} joins. Keep that of {}, too, and `join` it before the result \
                     is read.",
                    names.thread(thread)
                )
            }
            None => "Keep the handle that `spawn` returns, and `join` it before the result is read. Or do what the \
                     result depends on before the `spawn`."
                .to_owned(),
        };
        let (reader, data, read) = named(read, names);
        let (user, _, late) = named(late, names);
        Some(format!(
            "{reader} reads `{data}` at {read}, but {user}, which it spawned{spawned}, uses it only later, at {late}. \
             {advice}"
        ))
    })
}

/// A thread reads data, and leaves the change to a thread that it spawns, so another one reads the same in between.
fn left_to_a_thread(
    [read, late]: [&DataAccess; 2],
    spawn: usize,
    steps: &[Step],
    names: &Names,
) -> Option<String> {
    // A thread that sleeps first is meant to change it later.
    let sleeps = |step: &Step| matches!(step.operation(), Some((Kind::Sleep { .. }, _)));
    let is_meant =
        steps[..late.start].iter().any(|step| step.thread == late.thread && sleeps(step));
    let is_own = |access: &DataAccess| [read.thread, late.thread].contains(&access.thread);
    let others = accesses(&steps[..late.start]);
    let other = others
        .iter()
        .find(|other| other.object == read.object && !is_own(other) && read.end < other.start);
    let other = other.filter(|_| read.is_lock && !read.writes && !is_meant)?;
    let (reader, data, read) = named(read, names);
    let (writer, _, late) = named(late, names);
    let spawn = names.line_at(spawn);
    Some(format!(
        "{reader} reads `{data}` at {read}, but leaves the change to {writer}, which it spawns at {spawn}, and which \
         makes it only later, at {late}. Until then {} still reads the old data. Make the change before the `spawn`, \
         under the same guard as the read.",
        names.thread(other.thread),
    ))
}

/// Where a thread was spawned that is never joined.
pub(super) fn never_joined(unjoined: &[Tid], steps: &[Step], names: &Names) -> Option<String> {
    let is_it = |step: &Step| step.spawns().is_some_and(|thread| unjoined.contains(&thread));
    let at = steps.iter().position(is_it)?;
    user_line(steps[at].place)?;
    Some(format!(
        "{} can still be running after it has sent its last message. Keep the handle that `spawn` returns at {}, \
         and `join` it before you continue.",
        names.thread(steps[at].spawns()?),
        names.line_at(at)
    ))
}

/// A thread that waits for the first message of a channel, whose senders are all dropped instead.
pub(super) fn never_sent(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    let (at, step, channel) = steps.iter().enumerate().find_map(|(at, step)| {
        let (Kind::Recv { .. }, object) = step.operation()? else { return None };
        let is_first = !steps[..at].iter().any(|earlier| sends(earlier, object));
        let is_in_vain = step.result() == Some(OpResult::Disconnected) && code.contains(step.place);
        (is_first && is_in_vain).then_some((at, step, object))
    })?;
    Some(format!(
        "{} waits for a message from `{}` at {}, but all senders are dropped before one of them sends. Send a \
         message in every case, and only then drop the sender.",
        names.thread(step.thread),
        names.object(channel),
        names.line_at(at),
    ))
}
