//! The rows of the table, and their annotations.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::analysis::{Annotation, AnnotationKind};
use crate::names::{Call, Names, list};
use crate::op::{FOREVER, Kind, ObjectId, Op};
use crate::op_result::{OnceState, OpResult, WakeReason};
use crate::operation::std_name;
use crate::source::user_line;
use crate::text::{truncated, with_commas};
use crate::thread_set::Tid;
use crate::trace::{Value, Wait};

/// Longer data of a lock is not shown.
const LONGEST_VALUE: usize = 16;

/// Printed text is truncated to this length.
const LONGEST_OUTPUT: usize = 60;

/// If a call can be in more lines than this, they are not named.
const MOST_CANDIDATES: usize = 3;

/// Panic messages are truncated to this length.
const LONGEST_PANIC: usize = 32;

/// What an operation did, and which threads it woke; `None` if that tells a reader nothing.
pub(crate) fn operation(
    op: &Op,
    result: Option<OpResult>,
    value: Option<&Value>,
    woken: &[Tid],
    names: &Names,
) -> Option<String> {
    let object = names.object(op.object);
    let yes = result == Some(OpResult::Yes);
    let is_initialized = result == Some(OpResult::Once(OnceState::Done));
    Some(match op.kind {
        Kind::Lock => format!("lock {object}"),
        Kind::Read | Kind::ReadStart | Kind::ReadQueued => format!("read-lock {object}"),
        Kind::Write => format!("write-lock {object}"),
        Kind::TryLock | Kind::TryRead | Kind::TryWrite => {
            let outcome = if yes { "locked" } else { "already locked" };
            format!("{} {object}: {outcome}", std_name(op.kind)?)
        }
        Kind::IsPoisoned { .. } => format!("is_poisoned {object}: {}", current(value)),
        Kind::ClearPoison { .. } => format!("clear_poison {object}"),
        Kind::Wait { mutex, .. } => format!("wait on {object}, unlock {}", names.object(mutex)),
        Kind::Wake { mutex, .. } => {
            let mutex = names.object(mutex);
            match result {
                Some(OpResult::Woken(WakeReason::Spuriously)) => {
                    format!("spurious wakeup, lock {mutex}")
                }
                Some(OpResult::Woken(WakeReason::TimedOut)) => {
                    format!("timed out on {object}, lock {mutex}")
                }
                _ => format!("woken on {object}, lock {mutex}"),
            }
        }
        Kind::NotifyOne | Kind::NotifyAll => {
            let wakes = match woken {
                [] => "no waiters".to_owned(),
                woken => format!("wakes {}", names.list(woken.iter().copied())),
            };
            format!("{} {object}: {wakes}", std_name(op.kind)?)
        }
        Kind::Load => format!("read {object} = {}", current(value)),
        Kind::Store => format!("write {object} = {}", current(value)),
        Kind::Update | Kind::CompareExchange => updated(object, value),
        Kind::Fence => "fence".to_owned(),
        Kind::Send | Kind::TrySend => passed("send", "on", op, result, names),
        Kind::Recv { .. } | Kind::TryRecv => passed("receive", "from", op, result, names),
        Kind::DropSender => "drop a sender".to_owned(),
        Kind::DropReceiver => "drop the receiver".to_owned(),
        Kind::Arrive if yes => format!("arrive at {object} last"),
        Kind::Arrive => format!("arrive at {object}, wait"),
        Kind::Enter if is_initialized => format!("{object} is already initialized"),
        Kind::Enter => format!("start to initialize {object}"),
        Kind::Complete | Kind::OnceWait { .. } if !is_initialized => {
            format!("{object}: the initializer has panicked")
        }
        Kind::Complete | Kind::OnceWait { .. } => format!("{object} is initialized"),
        Kind::IsComplete if yes => format!("check {object}: initialized"),
        Kind::IsComplete => format!("check {object}: not initialized"),
        Kind::Join { thread } => format!("join {}", names.thread(thread)),
        Kind::JoinAll => "join the scoped threads".to_owned(),
        Kind::IsFinished { thread } if yes => format!("check {}: finished", names.thread(thread)),
        Kind::IsFinished { thread } => format!("check {}: not finished", names.thread(thread)),
        Kind::ParkStart { .. } if result == Some(OpResult::Done) => "park".to_owned(),
        Kind::ParkStart { .. } | Kind::Park { .. } => match result {
            Some(OpResult::Woken(WakeReason::Spuriously)) => "park returns spuriously".to_owned(),
            Some(OpResult::Woken(WakeReason::TimedOut)) => "park times out".to_owned(),
            _ => "park returns: unparked".to_owned(),
        },
        Kind::Unpark { thread } => format!("unpark {}", names.thread(thread)),
        Kind::Sleep { time } => format!("sleep {}", duration(time)),
        Kind::Yield => "yield".to_owned(),
        Kind::WriteStart | Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock => return None,
        Kind::RecvStart | Kind::SendTaken { .. } | Kind::Leave { .. } => return None,
        Kind::Continue | Kind::Exit => return None,
    })
}

fn current(value: Option<&Value>) -> &str {
    value.map_or("?", Value::current)
}

fn updated(object: &str, value: Option<&Value>) -> String {
    match value {
        Some(Value::Replaced { old, new }) => format!("update {object}: {old} → {new}"),
        Some(Value::Unexpected { found, expected }) => {
            format!("update {object} fails: {found}, not {expected}")
        }
        Some(Value::SpuriousFailure(found)) => format!("update {object} fails spuriously: {found}"),
        other => format!("update {object}: {}", current(other)),
    }
}

/// A message that is sent or received, or why it is not.
fn passed(does: &str, at: &str, op: &Op, result: Option<OpResult>, names: &Names) -> String {
    let name = names.source.receiver_name(op.place);
    let end = name.map_or(String::new(), |name| format!(" {at} {name}"));
    let why = not_passed(op.kind, result).map_or(String::new(), |[why, _]| format!(": {why}"));
    format!("{does}{end}{why}")
}

/// Why a message is not sent or received: in a row of the table, and as what the thread does.
pub(super) fn not_passed(kind: Kind, result: Option<OpResult>) -> Option<[&'static str; 2]> {
    Some(match (kind, result?) {
        (Kind::Send | Kind::TrySend, OpResult::Disconnected) => {
            ["receiver dropped", "finds no receiver"]
        }
        (Kind::Recv { .. } | Kind::TryRecv, OpResult::Disconnected) => {
            ["all senders dropped", "finds no sender"]
        }
        (Kind::TrySend, OpResult::Full) => ["full", "finds the channel full"],
        (Kind::TryRecv, OpResult::Empty) => ["empty", "finds the channel empty"],
        (Kind::Recv { .. }, OpResult::Empty) => ["timed out", "times out"],
        _ => return None,
    })
}

/// The annotation of a spurious wakeup.
pub(crate) const SPURIOUS_WAKEUP: &str = "woken although no thread notified";

/// An operation that reads, or makes, an older store than the newest.
pub(crate) fn disregard_newer(row: &str, writes: bool) -> String {
    format!("{row} ({})", if writes { "older" } else { "old" })
}

/// A critical section in which nothing else happened, and the data at its end.
pub(crate) fn critical_section(lock: &str, changed: bool, value: Option<&str>) -> String {
    let value = value.and_then(short).map_or(String::new(), |value| format!(" {value}"));
    format!("{lock}, {}{value}, unlock", if changed { "write" } else { "read" })
}

/// The end of a critical section, and the data that was written in it.
pub(crate) fn unlock(lock: ObjectId, written: Option<&str>, names: &Names) -> String {
    let write = written.and_then(short).map_or(String::new(), |value| format!("write {value}, "));
    format!("{write}unlock {}", names.object(lock))
}

/// Data that fits into a row.
fn short(value: &str) -> Option<&str> {
    (value.chars().count() <= LONGEST_VALUE).then_some(value)
}

pub(crate) fn spawn(threads: impl IntoIterator<Item = Tid>, names: &Names) -> String {
    format!("spawn {}", names.list(threads))
}

/// The panic that is the failure.
pub(crate) const FAILS_HERE: &str = "fails here";

/// What the code under test prints.
pub(crate) fn print(text: &str) -> String {
    let text = text.strip_suffix('\n').unwrap_or(text);
    format!("print {:?}", truncated(text, LONGEST_OUTPUT))
}

/// Another panic. The message is shown without the prefix that `assert_eq!` adds.
pub(crate) fn panic(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    let own = first.strip_prefix("assertion `").and_then(|rest| rest.split_once("` failed: "));
    format!("panic: {}", truncated(own.map_or(first, |(_, own)| own), LONGEST_PANIC))
}

/// The last row of a blocked thread; `None` if it could continue.
pub(crate) fn waiting(wait: &Wait, names: &Names) -> Option<String> {
    let object = names.object(wait.op.object);
    let others = names.list(wait.blockers());
    Some(match wait.op.kind {
        _ if wait.could_continue() => return None,
        Kind::Lock | Kind::Read | Kind::ReadQueued | Kind::Write => format!("waits for {object}"),
        Kind::Enter | Kind::OnceWait { .. } => format!("waits for {object}"),
        Kind::Wake { mutex, .. } if !others.is_empty() => {
            format!("waits for {}", names.object(mutex))
        }
        Kind::Wake { .. } => format!("still waits on {object}"),
        Kind::Send | Kind::SendTaken { .. } => "waits for the receiver".to_owned(),
        Kind::Recv { .. } => "waits for a message".to_owned(),
        Kind::Leave { .. } => format!("waits at {object}"),
        Kind::Join { .. } | Kind::JoinAll => format!("waits for {others} to finish"),
        Kind::Park { .. } => "waits to be unparked".to_owned(),
        Kind::Sleep { time } if time >= FOREVER => "sleeps forever".to_owned(),
        _ => return None,
    })
}

/// `10 ms`
pub(super) fn duration(time: Duration) -> String {
    let text = format!("{time:?}");
    let unit = text.find(char::is_alphabetic).unwrap_or(text.len());
    format!("{} {}", &text[..unit], &text[unit..])
}

/// The repetitions of a loop, up to the object that the last one uses.
pub(crate) fn repetitions(count: usize, last: Option<ObjectId>, names: &Names) -> String {
    let times = match count {
        1 => "1 more time".to_owned(),
        count => format!("{} more times", with_commas(count as u64)),
    };
    match last {
        Some(last) => format!("… {times}, up to {} …", names.object(last)),
        None => format!("… {times} …"),
    }
}

/// The rows of threads that do the same as the one above.
pub(crate) fn same_row(threads: &str) -> String {
    format!("… the same in {threads} …")
}

/// The place of a call that leads to an operation.
pub(crate) fn called(place: &str, call: &Call) -> String {
    let Call { function, through, .. } = call;
    match call.line {
        Some(_) => format!("{place} in {function}, through :{through}"),
        None => match candidate_lines(&call.candidates) {
            Some(lines) => format!("{place}, called at {lines}"),
            None => format!("{place}, called in {function}"),
        },
    }
}

/// `:34 or :36`; `None` if these are too many to help.
fn candidate_lines(candidates: &[u32]) -> Option<String> {
    let [some @ .., last] = candidates else { return None };
    let some: Vec<String> = some.iter().map(|line| format!(":{line}")).collect();
    let is_helpful = (2..=MOST_CANDIDATES).contains(&candidates.len());
    is_helpful.then(|| format!("{} or :{last}", some.join(", ")))
}

/// The calls of a table that has no room for [`called`]: a sentence for each helper and caller.
pub(crate) fn calls(calls: &[(&str, &Call)]) -> String {
    let key = |call: &Call| (call.function.clone(), call.helper.clone(), call.line.is_some());
    let mut groups: Vec<Vec<(&str, &Call)>> = Vec::new();
    for one in calls {
        match groups.iter_mut().find(|group| key(group[0].1) == key(one.1)) {
            Some(group) => group.push(*one),
            None => groups.push(vec![*one]),
        }
    }
    let sentences = groups.into_iter().map(|group| {
        let (first, call) = group[0];
        let Call { function, helper, .. } = call;
        let (file, _) = first.split_once(':').unwrap_or_default();
        let called = group.iter().filter_map(|(place, _)| place.split_once(':')?.1.parse().ok());
        let (places, are) = short_lines(called.collect());
        let through = group.iter().map(|(_, call)| call.through);
        let (lines, operations) = short_lines(through.collect());
        match call.line {
            Some(_) => {
                let operations = if operations == "is" { "operation is" } else { "operations are" };
                format!(
                    "{file}{places} {are} in `{function}`; the {operations} in `{helper}`, {lines}."
                )
            }
            None => {
                let candidates = group.iter().flat_map(|(_, call)| &call.candidates).copied();
                let at = candidate_lines(&Vec::from_iter(BTreeSet::from_iter(candidates)))
                    .map_or(String::new(), |at| format!(" at {at}"));
                format!("{file}{places} {are} in `{helper}`, called in `{function}`{at}.")
            }
        }
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// `:34 and :36`, and the verb after it.
fn short_lines(lines: BTreeSet<u32>) -> (String, &'static str) {
    let are = if lines.len() == 1 { "is" } else { "are" };
    (list(&lines.iter().map(|line| format!(":{line}")).collect::<Vec<_>>()), are)
}

/// Rows that are left out.
pub(crate) fn left_out(rows: usize) -> String {
    format!("… {} more rows …", with_commas(rows as u64))
}

/// Why a step matters. The table can break the line after a semicolon.
pub(crate) fn annotation(annotation: &Annotation<'_>, names: &Names) -> String {
    let thread = names.thread(annotation.thread);
    match annotation.kind {
        AnnotationKind::HasRead => format!("{thread} has read, not yet written"),
        AnnotationKind::HasUnlocked(lock) => {
            format!("{thread} has unlocked `{}`; will lock it again", names.object(lock))
        }
        AnnotationKind::Holds(lock) => format!("{thread} holds {}", names.object(lock)),
        AnnotationKind::HasPart { is_read: true } => format!("{thread} has read only a part"),
        AnnotationKind::HasPart { is_read: false } => format!("{thread} has written only a part"),
        AnnotationKind::Interrupted => format!("{thread} is interrupted here"),
        AnnotationKind::Stale { writer, place, value, is_write } => {
            let (writer, value) = (names.thread(writer), value.unwrap_or("a newer value"));
            let at = user_line(place).map_or(String::new(), |line| format!(" at {line}"));
            let why = match is_write {
                true => "all threads see that as the newer value".to_owned(),
                false => format!("{thread} need not see it yet"),
            };
            format!("{writer} wrote {value}{at}; {why}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_shows_its_own_message() {
        assert_eq!(panic("assertion `left == right` failed: no cat\n left: 1"), "panic: no cat");
        assert_eq!(panic("index out of bounds"), "panic: index out of bounds");
    }

    #[test]
    fn durations_are_numbers_with_units() {
        assert_eq!(duration(Duration::from_millis(10)), "10 ms");
        assert_eq!(duration(Duration::from_millis(1_500)), "1.5 s");
        assert_eq!(duration(Duration::from_micros(3)), "3 µs");
    }
}
