//! What each row of the table says.

use std::time::Duration;

use crate::failure::with_commas;
use crate::op::{Kind, Op};
use crate::op_result::OnceState;
use crate::op_result::{OpResult, WakeReason};
use crate::render::names::Names;
use crate::render::table::cut;
use crate::trace::Wait;

/// So much of a panic's message stands in a row.
const LONGEST_PANIC: usize = 32;

/// What an operation did; `None` for one that says nothing to a reader.
pub(crate) fn operation(
    op: &Op,
    result: Option<OpResult>,
    value: Option<&str>,
    names: &Names,
) -> Option<String> {
    let object = match op.kind {
        Kind::Join { .. } | Kind::JoinAll | Kind::Sleep { .. } | Kind::Yield | Kind::Fence => "",
        _ => names.object(op.object),
    };
    let value = value.unwrap_or("?");
    let yes = result == Some(OpResult::Yes);
    Some(match op.kind {
        Kind::Lock => format!("lock {object}"),
        Kind::Read => format!("read-lock {object}"),
        Kind::Write => format!("write-lock {object}"),
        Kind::TryLock => attempt("try_lock", object, yes),
        Kind::TryRead => attempt("try_read", object, yes),
        Kind::TryWrite => attempt("try_write", object, yes),
        Kind::IsPoisoned { .. } => format!("look: is {object} poisoned? {value}"),
        Kind::ClearPoison { .. } => format!("clear the poison of {object}"),
        Kind::Wait { mutex, .. } => format!("wait on {object}, unlock {}", names.object(mutex)),
        Kind::Wake { mutex, .. } => woken(result, object, names.object(mutex)),
        Kind::Load => format!("{object} → {value}"),
        Kind::Store => format!("{object} ← {value}"),
        Kind::Update | Kind::CompareExchange => format!("{object}: {value}"),
        Kind::Fence => "fence".to_owned(),
        Kind::Send | Kind::TrySend => send(names.receiver(op.place), result),
        Kind::Recv { .. } | Kind::TryRecv => receive(names.receiver(op.place), op.kind, result),
        Kind::DropSender => "drop a sender".to_owned(),
        Kind::DropReceiver => "drop the receiver".to_owned(),
        Kind::Arrive if yes => format!("arrive at {object}, the last"),
        Kind::Arrive => format!("arrive at {object}, wait"),
        Kind::Enter => match result {
            Some(OpResult::Once(OnceState::Done)) => format!("{object} is made already"),
            _ => format!("begin to make {object}"),
        },
        Kind::Complete => format!("{object} is made"),
        Kind::IsComplete if yes => format!("look: {object} is made"),
        Kind::IsComplete => format!("look: {object} is not made"),
        Kind::Join { thread } => format!("join {}", names.thread(thread)),
        Kind::JoinAll => "join the threads of the scope".to_owned(),
        Kind::IsFinished { thread } if yes => format!("look: {} is finished", names.thread(thread)),
        Kind::IsFinished { thread } => format!("look: {} is not finished", names.thread(thread)),
        Kind::ParkStart { .. } if result == Some(OpResult::Done) => "park".to_owned(),
        Kind::ParkStart { .. } | Kind::Park { .. } => parked(result),
        Kind::Unpark { thread } => format!("unpark {}", names.thread(thread)),
        Kind::Sleep { time } => format!("sleep {}", duration(time)),
        Kind::Yield => "yield".to_owned(),
        Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock => return None,
        Kind::RecvStart | Kind::SendTaken { .. } | Kind::Leave { .. } | Kind::Exit => return None,
        // Whom it wakes is told by `notify`.
        Kind::NotifyOne | Kind::NotifyAll => return None,
    })
}

fn attempt(what: &str, object: &str, yes: bool) -> String {
    match yes {
        true => format!("{what} {object}: got it"),
        false => format!("{what} {object}: taken"),
    }
}

fn woken(result: Option<OpResult>, condvar: &str, mutex: &str) -> String {
    match result {
        Some(OpResult::Woken(WakeReason::Spuriously)) => {
            format!("woken for no reason, lock {mutex}")
        }
        Some(OpResult::Woken(WakeReason::TimedOut)) => {
            format!("timed out on {condvar}, lock {mutex}")
        }
        _ => format!("woken on {condvar}, lock {mutex}"),
    }
}

fn parked(result: Option<OpResult>) -> String {
    match result {
        Some(OpResult::Woken(WakeReason::Spuriously)) => "park ends for no reason".to_owned(),
        Some(OpResult::Woken(WakeReason::TimedOut)) => "park times out".to_owned(),
        _ => "park, unparked".to_owned(),
    }
}

fn send(sender: Option<String>, result: Option<OpResult>) -> String {
    let send = sender.map_or("send".to_owned(), |sender| format!("send on {sender}"));
    match result {
        Some(OpResult::Disconnected) => format!("{send}: receiver is gone"),
        Some(OpResult::Full) => format!("{send}: full"),
        _ => send,
    }
}

fn receive(receiver: Option<String>, kind: Kind, result: Option<OpResult>) -> String {
    let receive = receiver.map_or("receive".to_owned(), |from| format!("receive from {from}"));
    match result {
        Some(OpResult::Disconnected) => format!("{receive}: senders are gone"),
        Some(OpResult::Empty) if kind == Kind::TryRecv => format!("{receive}: nothing there"),
        Some(OpResult::Empty) => format!("{receive}: timed out"),
        _ => receive,
    }
}

/// What a `notify_one` or a `notify_all` did.
pub(crate) fn notify(all: bool, condvar: &str, woken: &[&str]) -> String {
    let what = if all { "notify_all" } else { "notify_one" };
    match woken {
        [] => format!("{what} {condvar}: nobody waits"),
        woken => format!("{what} {condvar}: wakes {}", super::list(woken)),
    }
}

/// A critical section in which nothing else happened.
pub(crate) fn section(lock: &str, changed: bool) -> String {
    format!("{lock}, {}, unlock", if changed { "change" } else { "look" })
}

pub(crate) fn unlock(lock: &str) -> String {
    format!("unlock {lock}")
}

pub(crate) fn spawn(threads: &[&str]) -> String {
    format!("spawn {}", super::list(threads))
}

/// The row of the panic that the message tells of.
pub(crate) const FAILS: &str = "fails here";

/// A panic by the way: its own words without those of `assert!`.
pub(crate) fn panics(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    let own = first.strip_prefix("assertion `").and_then(|rest| rest.split_once("` failed: "));
    format!("panic: {}", cut(own.map_or(first, |(_, own)| own), LONGEST_PANIC))
}

/// The last row of a thread that cannot go on; `None` if it only had no turn any more.
pub(crate) fn waits(wait: &Wait, names: &Names) -> Option<String> {
    let object = || names.object(wait.op.object);
    let others: Vec<&str> = wait.blocked_by.iter().map(|(tid, _)| names.thread(*tid)).collect();
    Some(match wait.op.kind {
        Kind::Lock | Kind::Read | Kind::Write | Kind::Enter if others.is_empty() => return None,
        Kind::Lock | Kind::Read | Kind::Write | Kind::Enter => format!("waits for {}", object()),
        Kind::Wake { mutex, .. } if !others.is_empty() => {
            format!("waits for {}", names.object(mutex))
        }
        Kind::Wake { .. } => format!("still waits on {}", object()),
        Kind::Send | Kind::SendTaken { .. } => "waits for the receiver".to_owned(),
        Kind::Recv { .. } => "waits for a message".to_owned(),
        Kind::Leave { .. } => format!("waits at {}", object()),
        Kind::Join { .. } | Kind::JoinAll if others.is_empty() => return None,
        Kind::Join { .. } | Kind::JoinAll => {
            format!("waits for the end of {}", super::list(&others))
        }
        Kind::Park { .. } => "waits to be unparked".to_owned(),
        _ => return None,
    })
}

/// `10 ms`
pub(crate) fn duration(time: Duration) -> String {
    let text = format!("{time:?}");
    let digits = text.find(|letter: char| letter.is_alphabetic()).unwrap_or(text.len());
    format!("{} {}", &text[..digits], &text[digits..])
}

/// Rows that are left out.
pub(crate) fn rounds(rounds: usize, last: Option<&str>) -> String {
    let rounds = match rounds {
        1 => "1 more round".to_owned(),
        rounds => format!("{} more rounds", with_commas(rounds as u64)),
    };
    match last {
        Some(last) => format!("… {rounds}, up to {last} …"),
        None => format!("… {rounds} …"),
    }
}

pub(crate) fn left_out(rows: usize) -> String {
    format!("… {} more rows …", with_commas(rows as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_say_their_own_words() {
        assert_eq!(panics("assertion `left == right` failed: no cat\n left: 1"), "panic: no cat");
        assert_eq!(panics("index out of bounds"), "panic: index out of bounds");
    }

    #[test]
    fn durations_are_numbers_with_units() {
        assert_eq!(duration(Duration::from_millis(10)), "10 ms");
        assert_eq!(duration(Duration::from_millis(1_500)), "1.5 s");
        assert_eq!(duration(Duration::from_micros(3)), "3 µs");
    }
}
