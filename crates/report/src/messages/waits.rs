//! Which thread waits for what.

use crate::names::{Names, list};
use crate::op::{Kind, Timeout};
use crate::source::user_line;
use crate::trace::Wait;

/// What a thread is blocked by; `None` if it could continue.
pub(crate) fn wait(wait: &Wait, names: &Names) -> Option<String> {
    let object = names.object(wait.op.object);
    let at = user_line(wait.op.place)
        .map_or(String::new(), |_| format!(" at {}", names.blocked_line(wait)));
    let others = names.list(wait.blockers());
    let waits = match wait.op.kind {
        _ if wait.could_continue() => return None,
        Kind::Lock | Kind::Read | Kind::Write => {
            format!("waits for `{object}`{at}; {}", holders(wait, names))
        }
        Kind::ReadQueued => {
            format!("waits for `{object}`{at} behind {others}, which arrived earlier to write")
        }
        Kind::OnceWait { .. } if others.is_empty() => {
            format!("waits{at} for `{object}`, and no thread initializes it")
        }
        Kind::Enter | Kind::OnceWait { .. } => {
            format!("waits{at} for `{object}`, which {others} is initializing")
        }
        Kind::Wake { mutex, .. } if !others.is_empty() => {
            let mutex = names.object(mutex);
            format!("was woken and waits for `{mutex}`{at}; {}", holders(wait, names))
        }
        Kind::Wake { timeout: Timeout::Never, .. } => {
            format!("waits on `{object}`{at}, and no thread notifies it")
        }
        Kind::Send => format!("waits{at} for space in a channel, and no thread receives from it"),
        Kind::SendTaken { .. } => format!("waits{at} for a thread to receive its message"),
        Kind::Recv { timeout: Timeout::Never } => {
            format!("waits{at} for a message that no thread sends, while a sender still exists")
        }
        Kind::Leave { .. } => format!("waits{at} for more threads to arrive at `{object}`"),
        Kind::Join { .. } | Kind::JoinAll => format!("waits{at} for {others} to finish"),
        Kind::Sleep { .. } => format!("sleeps{at} forever"),
        Kind::Park { timeout: Timeout::Never } => {
            format!("is parked{at}, and no thread unparks it")
        }
        _ => return None,
    };
    Some(format!("{} {waits}.", names.thread(wait.thread)))
}

/// Adds the threads that wait for the same in the same place.
pub(crate) fn also_waits(sentence: &str, others: &str, count: usize) -> String {
    match count {
        0 => sentence.to_owned(),
        1 => format!("{sentence} So does {others}."),
        _ => format!("{sentence} So do {others}."),
    }
}

pub(super) fn holders(wait: &Wait, names: &Names) -> String {
    let holder = |(thread, place): &(usize, Option<crate::op::Place>)| {
        let name = names.thread(*thread);
        let itself = if *thread == wait.thread { " itself" } else { "" };
        match place.zip(wait.lock()) {
            Some((place, lock)) => {
                let since = names.held_line(*thread, lock, place);
                format!("{name}{itself} has held it since {since}")
            }
            None => format!("{name}{itself} holds it"),
        }
    };
    let holders: Vec<String> = wait.blocked_by.iter().map(holder).collect();
    list(&holders)
}
