//! Who waits for what, in sentences.

use crate::op::{Kind, Timeout};
use crate::render::names::{self, Names};
use crate::render::source::spot;
use crate::trace::Wait;

/// What keeps a thread from going on; `None` if nothing does.
pub(crate) fn sentence(wait: &Wait, names: &Names) -> Option<String> {
    let who = names.thread(wait.thread);
    let object = names.object(wait.op.object);
    let at = names::place(wait.op.place).map_or(String::new(), |place| format!(" at {place}"));
    let others: Vec<&str> =
        wait.blocked_by.iter().map(|(thread, _)| names.thread(*thread)).collect();
    let holders = || holders(wait, names);
    Some(match wait.op.kind {
        Kind::Lock | Kind::Read | Kind::Write | Kind::Enter if others.is_empty() => return None,
        Kind::Lock | Kind::Read | Kind::Write => {
            format!("{who} waits for `{object}`{at}; {}.", holders())
        }
        Kind::Enter => format!(
            "{who} waits{at} until `{object}` is made; {} is making it.",
            super::list(&others)
        ),
        Kind::Wake { mutex, .. } if !others.is_empty() => {
            let mutex = names.object(mutex);
            format!("{who} was woken, and waits for `{mutex}`{at}; {}.", holders())
        }
        Kind::Wake { timeout: Timeout::Never, .. } => {
            format!("{who} waits on `{object}`{at}, and nobody wakes it.")
        }
        Kind::Send => format!("{who} waits{at} for room in a channel that nobody empties."),
        Kind::SendTaken { .. } => format!("{who} waits{at} for somebody to take its message."),
        Kind::Recv { timeout: Timeout::Never } => {
            format!("{who} waits{at} for a message that nobody sends, while a sender still exists.")
        }
        Kind::Leave { .. } => format!("{who} waits{at} for more threads to arrive at `{object}`."),
        Kind::Join { .. } | Kind::JoinAll if others.is_empty() => return None,
        Kind::Join { .. } | Kind::JoinAll => {
            format!("{who} waits{at} for the end of {}.", super::list(&others))
        }
        Kind::Park { timeout: Timeout::Never } => {
            format!("{who} is parked{at}, and nobody unparks it.")
        }
        _ => return None,
    })
}

fn holders(wait: &Wait, names: &Names) -> String {
    let holder = |(thread, place): &(usize, Option<crate::op::Place>)| {
        let who = names.thread(*thread);
        let who = if *thread == wait.thread { format!("{who} itself") } else { who.to_owned() };
        let since = place
            .map_or(String::new(), |place| format!(" since {}", spot(place.file(), place.line())));
        format!("{who} has it{since}")
    };
    let holders: Vec<String> = wait.blocked_by.iter().map(holder).collect();
    super::list(&holders.iter().map(String::as_str).collect::<Vec<_>>())
}
