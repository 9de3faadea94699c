//! What each thread does next, and the state of each object, for a player.

use super::rows::{duration, waiting};
use super::waits::holders;
use crate::analysis::ObjectState;
use crate::names::Names;
use crate::op::{Kind, Op, Timeout};
use crate::source::user_line;
use crate::text::counted;
use crate::trace::Wait;

/// The operation that a thread carries out when it runs.
pub(crate) fn next_operation(op: &Op, names: &Names) -> String {
    let object = names.object(op.object);
    match op.kind {
        Kind::Lock => format!("lock {object}"),
        Kind::TryLock => format!("try_lock {object}"),
        Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock => format!("unlock {object}"),
        Kind::IsPoisoned { .. } => format!("is_poisoned {object}"),
        Kind::ClearPoison { .. } => format!("clear_poison {object}"),
        Kind::Read | Kind::ReadStart | Kind::ReadQueued => format!("read-lock {object}"),
        Kind::TryRead => format!("try_read {object}"),
        Kind::Write | Kind::WriteStart => format!("write-lock {object}"),
        Kind::TryWrite => format!("try_write {object}"),
        Kind::Wait { mutex, .. } => format!("wait on {object}, unlock {}", names.object(mutex)),
        Kind::Wake { mutex, .. } => format!("wake up on {object}, lock {}", names.object(mutex)),
        Kind::NotifyOne => format!("notify_one {object}"),
        Kind::NotifyAll => format!("notify_all {object}"),
        Kind::Load => format!("read {object}"),
        Kind::Store => format!("write {object}"),
        Kind::Update | Kind::CompareExchange => format!("update {object}"),
        Kind::Fence => "fence".to_owned(),
        Kind::Send | Kind::TrySend | Kind::SendTaken { .. } => "send".to_owned(),
        Kind::Recv { timeout: Timeout::After(_) } => "receive, or time out".to_owned(),
        Kind::RecvStart | Kind::Recv { .. } => "receive".to_owned(),
        Kind::TryRecv => "receive, without waiting".to_owned(),
        Kind::DropSender => "drop a sender".to_owned(),
        Kind::DropReceiver => "drop the receiver".to_owned(),
        Kind::Arrive => format!("arrive at {object}"),
        Kind::Leave { .. } => format!("leave {object}"),
        Kind::Enter => format!("initialize {object}"),
        Kind::Complete => format!("finish the initialization of {object}"),
        Kind::IsComplete => format!("check {object}"),
        Kind::OnceWait { .. } => format!("wait for {object}"),
        Kind::Join { thread } => format!("join {}", names.thread(thread)),
        Kind::JoinAll => "join the scoped threads".to_owned(),
        Kind::IsFinished { thread } => format!("check {}", names.thread(thread)),
        Kind::Exit => "finish".to_owned(),
        Kind::Continue => "continue".to_owned(),
        Kind::ParkStart { .. } => "park".to_owned(),
        Kind::Park { .. } => "return from park".to_owned(),
        Kind::Unpark { thread } => format!("unpark {}", names.thread(thread)),
        Kind::Sleep { time } => format!("sleep {}", duration(time)),
        Kind::Yield => "yield".to_owned(),
    }
}

/// Why a thread cannot run.
pub(crate) fn why_blocked(wait: Option<&Wait>, names: &Names) -> String {
    let Some(wait) = wait else { return POLLS.to_owned() };
    let Some(text) = waiting(wait, names) else { return POLLS.to_owned() };
    match wait.op.kind {
        Kind::Lock | Kind::Read | Kind::Write | Kind::Wake { .. }
            if !wait.blocked_by.is_empty() =>
        {
            format!("{text}; {}", holders(wait, names))
        }
        _ => text,
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
    let now = [holders_of(state, names), state.value.clone(), messages_of(state)];
    let before =
        before.map(|before| [holders_of(before, names), before.value.clone(), messages_of(before)]);
    let parts = now.into_iter().enumerate().filter_map(|(part, now)| {
        let now = now?;
        match before.as_ref().map(|before| before[part].as_ref()) {
            Some(None) => {
                has_changed = true;
                Some(now)
            }
            Some(Some(was)) if *was != now => {
                has_changed = true;
                Some(format!("now {now} (was {was})"))
            }
            _ => Some(now),
        }
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

fn messages_of(state: &ObjectState) -> Option<String> {
    state.messages.map(|count| counted(count as u64, "message"))
}
