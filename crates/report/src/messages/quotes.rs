//! What a thread does in a quoted line of the source, as the rest of a sentence about the thread.

use super::rows::{duration, not_passed};
use crate::names::Names;
use crate::op::{Kind, ObjectId, Op};
use crate::op_result::{OnceState, OpResult, WakeReason};
use crate::thread_set::Tid;
use crate::trace::{Step, Value};

/// Longer data is not shown.
const LONGEST_VALUE: usize = 24;

/// The end of a failing thread.
pub(crate) const FAILS: &str = "fails";

/// An operation; `None` if the row of the table has the same words.
pub(crate) fn does(step: &Step, is_old: bool, woken: &[Tid], names: &Names) -> Option<String> {
    let (kind, object) = step.operation()?;
    let (object, result) = (names.object(object), step.result());
    let is_done = matches!(result, Some(OpResult::Yes | OpResult::Once(OnceState::Done)));
    Some(match kind {
        Kind::Lock => format!("locks `{object}`"),
        Kind::Read => format!("locks `{object}` to read"),
        Kind::Write => format!("locks `{object}` to write"),
        Kind::Wait { .. } => format!("waits on `{object}`"),
        Kind::Wake { .. } => match result {
            Some(OpResult::Woken(WakeReason::Spuriously)) => "wakes up spuriously".to_owned(),
            Some(OpResult::Woken(WakeReason::TimedOut)) => "times out".to_owned(),
            _ => "is woken".to_owned(),
        },
        Kind::NotifyOne | Kind::NotifyAll => match woken {
            [] => "notifies, but no thread waits".to_owned(),
            woken => format!("wakes {}", names.list(woken.iter().copied())),
        },
        Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange => match step.value()? {
            Value::Read(value) if is_old => format!("reads {value}, an old value"),
            Value::Read(value) => format!("reads {value}"),
            Value::Written(value) => format!("writes {value}"),
            Value::Replaced { old, new } => format!("changes {old} to {new}"),
            Value::Unexpected { found, .. } => format!("finds {found}, and changes nothing"),
            Value::SpuriousFailure(_) => return None,
        },
        Kind::IsComplete | Kind::Enter if is_done => format!("finds `{object}` initialized"),
        Kind::IsComplete => format!("finds `{object}` empty"),
        Kind::Enter | Kind::Complete => format!("initializes `{object}`"),
        Kind::TryLock | Kind::TryRead | Kind::TryWrite if is_done => format!("locks `{object}`"),
        Kind::TryLock | Kind::TryRead | Kind::TryWrite => format!("finds `{object}` locked"),
        _ if let Some([_, fails]) = not_passed(kind, result) => fails.to_owned(),
        Kind::Send | Kind::TrySend => "sends".to_owned(),
        Kind::Recv { .. } | Kind::TryRecv => "receives".to_owned(),
        Kind::DropSender => "drops a sender".to_owned(),
        Kind::DropReceiver => "drops the receiver".to_owned(),
        Kind::Arrive => format!("arrives at `{object}`"),
        Kind::Join { thread } => format!("joins {}", names.thread(thread)),
        Kind::JoinAll => "joins the scoped threads".to_owned(),
        Kind::Unpark { thread } => format!("unparks {}", names.thread(thread)),
        Kind::Yield => "yields".to_owned(),
        Kind::Sleep { time } => format!("sleeps {}", duration(time)),
        _ => return None,
    })
}

/// The end of an execution for a blocked thread; `row` is the same in the table.
pub(crate) fn waits_for(op: &Op, row: &str, names: &Names) -> String {
    let object = names.object(op.object);
    match row.strip_suffix(object) {
        Some(waits) if !object.is_empty() => format!("{waits}`{object}`"),
        _ => row.to_owned(),
    }
}

/// A critical section in which nothing else happens.
pub(crate) fn uses(changed: bool, value: Option<&str>, lock: ObjectId, names: &Names) -> String {
    let short = value.filter(|value| value.chars().count() <= LONGEST_VALUE);
    let what = short.map_or_else(|| format!("`{}`", names.object(lock)), str::to_owned);
    format!("{} {what}", if changed { "writes" } else { "reads" })
}

pub(crate) fn spawns(threads: impl IntoIterator<Item = Tid>, names: &Names) -> String {
    format!("spawns {}", names.list(threads))
}

/// A thread does the same as the one before.
pub(crate) const TOO: &str = "too";

/// Between the steps of a line.
pub(crate) const THEN_ALSO: &str = ", then ";

/// The steps that are left out.
pub(crate) const MORE_STEPS: &str = "more";
