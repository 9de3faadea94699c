//! What each thread does next, and the state of each thread and object, for a player.

use super::rows::{operation, waiting};
use super::waits::holders;
use crate::analysis::{Activity, ObjectState, Seen};
use crate::names::Names;
use crate::op::{Kind, ObjectId, Op, Timeout};
use crate::operation::std_name;
use crate::source::user_line;
use crate::text::counted;
use crate::trace::Wait;

/// The operation that a thread carries out when it runs.
pub(crate) fn next_operation(op: &Op, names: &Names) -> String {
    let object = names.object(op.object);
    let by_name = || format!("{} {object}", std_name(op.kind).unwrap_or_default());
    let in_row = || operation(op, None, None, &[], names).unwrap_or_default();
    match op.kind {
        Kind::TryLock | Kind::TryRead | Kind::TryWrite | Kind::IsPoisoned { .. } => by_name(),
        Kind::NotifyOne | Kind::NotifyAll => by_name(),
        Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock => format!("unlock {object}"),
        Kind::WriteStart => format!("write-lock {object}"),
        Kind::Wake { mutex, .. } => format!("wake up on {object}, lock {}", names.object(mutex)),
        Kind::Load => format!("read {object}"),
        Kind::Store => format!("write {object}"),
        Kind::Update | Kind::CompareExchange => format!("update {object}"),
        Kind::Send | Kind::TrySend | Kind::SendTaken { .. } => "send".to_owned(),
        Kind::Recv { timeout: Timeout::After(_) } => "receive, or time out".to_owned(),
        Kind::RecvStart | Kind::Recv { .. } => "receive".to_owned(),
        Kind::TryRecv => "receive, without waiting".to_owned(),
        Kind::Arrive => format!("arrive at {object}"),
        Kind::Leave { .. } => format!("leave {object}"),
        Kind::Enter => format!("initialize {object}"),
        Kind::Complete => format!("finish the initialization of {object}"),
        Kind::IsComplete => format!("check {object}"),
        Kind::OnceWait { .. } => format!("wait for {object}"),
        Kind::IsFinished { thread } => format!("check {}", names.thread(thread)),
        Kind::Exit => "finish".to_owned(),
        Kind::Continue => "continue".to_owned(),
        Kind::ParkStart { .. } => "park".to_owned(),
        Kind::Park { .. } => "return from park".to_owned(),
        // A step that has no result, or whose result says nothing, is the same in a row of the table.
        Kind::Lock | Kind::Read | Kind::ReadStart | Kind::ReadQueued | Kind::Write => in_row(),
        Kind::ClearPoison { .. } | Kind::Wait { .. } | Kind::Fence => in_row(),
        Kind::DropSender | Kind::DropReceiver | Kind::Join { .. } | Kind::JoinAll => in_row(),
        Kind::Unpark { .. } | Kind::Sleep { .. } | Kind::Yield => in_row(),
    }
}

/// Why a thread cannot run.
pub(crate) fn why_blocked(wait: Option<&Wait>, names: &Names) -> String {
    match wait.and_then(|wait| Some((wait, waiting(wait, names)?))) {
        None => POLLS.to_owned(),
        Some((wait, text)) if wait.lock().is_some() && !wait.blocked_by.is_empty() => {
            format!("{text}; {}", holders(wait, names))
        }
        Some((_, text)) => text,
    }
}

/// A thread is suspended because it would only read the same values again.
const POLLS: &str = "polls; continues when a value changes";

/// The state of an object, and whether a part of it differs from `before`; `None` if that tells a player
/// nothing.
pub(crate) fn object_state(
    state: &ObjectState,
    before: Option<&ObjectState>,
    names: &Names,
) -> Option<(String, bool)> {
    let mut has_changed = false;
    let parts = |state: &ObjectState| {
        let messages = state.messages.map(|count| counted(count as u64, "message"));
        [holders_of(state, names), state.value.clone(), messages]
    };
    let before = before.map(parts);
    let parts = parts(state).into_iter().enumerate().filter_map(|(part, now)| {
        let now = now?;
        let was = before.as_ref().map(|before| before[part].as_ref());
        let differs = was.is_some_and(|was| was != Some(&now));
        has_changed |= differs;
        Some(match was.flatten().filter(|_| differs) {
            Some(was) => format!("now {now} (was {was})"),
            None => now,
        })
    });
    let text = parts.collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some((text, has_changed))
}

/// Which threads hold a lock, or wait on a condition variable.
fn holders_of(state: &ObjectState, names: &Names) -> Option<String> {
    let list = || names.list(state.held_by.iter().map(|(thread, _)| *thread));
    Some(match state.held_by.as_slice() {
        [] if state.is_condvar => "no thread waits".to_owned(),
        [_] if state.is_condvar => format!("{} waits", list()),
        _ if state.is_condvar => format!("{} wait", list()),
        [] if state.is_lock => "free".to_owned(),
        [] => return None,
        [(_, place)] => {
            let since = user_line(place).map_or(String::new(), |line| format!(" since {line}"));
            format!("held by {}{since}", list())
        }
        _ => format!("held by {}", list()),
    })
}

/// The state of a thread between two steps.
pub(crate) fn activity(activity: Activity, names: &Names) -> String {
    match activity {
        Activity::NotStarted => "not started".to_owned(),
        Activity::Running => "running".to_owned(),
        Activity::WaitingOn(condvar) => format!("waits on {}", names.object(condvar)),
        Activity::Finished => "finished".to_owned(),
    }
}

/// What a thread has seen of an object, and whether that is outdated.
pub(crate) fn seen(object: ObjectId, seen: &Seen, names: &Names) -> String {
    let object = names.object(object);
    let value = seen.value.as_ref().map_or(String::new(), |value| format!(" = {value}"));
    let changed = seen
        .changed_by
        .map_or(String::new(), |thread| format!(" (since changed by {})", names.thread(thread)));
    format!("{object}{value}{changed}")
}
