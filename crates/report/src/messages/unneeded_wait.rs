//! Why a state is never reached: a thread waits without need.

use crate::analysis::{CodeUnderTest, UnneededWait};
use crate::names::Names;
use crate::op::{Kind, Place};
use crate::trace::{Step, is_join};

/// The titles of the two tables.
pub(crate) const HAPPENS: &str = "What happens:";
pub(crate) const SHOULD_BE_POSSIBLE: &str = "What should be possible:";

/// Which thread waits where, for what, and what its holder does in the meantime.
pub(crate) fn unneeded_wait(wait: &UnneededWait, steps: &[Step], names: &Names) -> String {
    let [held, waited] = [wait.locked, wait.waited].map(|at| &steps[at]);
    let (holder, waiter) = (names.thread(held.thread), names.thread(waited.thread));
    let lock = names.object(wait.lock);
    let (since, at) = (names.line_at(wait.locked), names.line_at(wait.waited));
    let inside = inside(wait.inside, steps, names);
    let advice = match condition(held.place, names) {
        _ if wait.could_be_shared => format!(
            "Both only read: use `read` instead of `write`, and several threads can hold `{lock}` at once."
        ),
        Some(head) => format!(
            "A guard in the head of a `{head}` lives until the end of the body. Take the value out with \
             `let` first; then {holder} unlocks `{lock}` before the body."
        ),
        None => format!(
            "Hold `{lock}` only as long as you need its data: copy what you need out of it, and drop the \
             guard at the end of a block or with `drop`. If that is not possible, give each part of \
             the data a lock of its own."
        ),
    };
    format!(
        "{waiter} waits for `{lock}` at {at}. {holder} has held it since {since}, and meanwhile {inside}. \
         {advice}"
    )
}

/// The difference between the two tables.
pub(crate) fn does_not_hold(wait: &UnneededWait, steps: &[Step], names: &Names) -> String {
    let (holder, lock) = (names.thread(steps[wait.locked].thread), names.object(wait.lock));
    match wait.could_be_shared {
        true => format!("{holder} holds only a read lock of {lock} here"),
        false => format!("{holder} does not hold {lock} here"),
    }
}

fn inside(at: usize, steps: &[Step], names: &Names) -> String {
    let step = &steps[at];
    let line = names.line_at(at);
    match step.operation() {
        Some((Kind::Sleep { .. }, _)) => format!("sleeps at {line}"),
        Some((kind, _)) if is_join(kind) => format!("waits at {line} for a thread to finish"),
        Some((Kind::Recv { .. }, _)) => format!("waits at {line} for a message"),
        _ if !CodeUnderTest::of(steps).contains(step.place) => {
            format!("runs the code at {line}")
        }
        _ => format!("waits at {line}"),
    }
}

/// The `while let`, `if let` or `match` in whose head the lock is taken.
fn condition(place: Place, names: &Names) -> Option<&'static str> {
    let line = names.source.line(place.file(), place.line())?;
    let code = format!(" {}", line.split("//").next().unwrap_or_default().trim());
    let mut heads = ["while let", "if let", "match"].into_iter();
    heads.find(|head| code.contains(&format!(" {head} "))).filter(|_| code.ends_with('{'))
}

/// The body sleeps itself.
pub(crate) fn caller_sleeps(at: usize, steps: &[Step], names: &Names) -> String {
    format!(
        "{} itself sleeps at {}, so its caller waits as well. What takes time belongs in a thread of its \
         own.",
        names.thread(steps[at].thread),
        names.line_at(at)
    )
}

/// A thread is joined before the next one is spawned.
pub(crate) fn joined_before_spawn(found: [usize; 3], steps: &[Step], names: &Names) -> String {
    let [spawned, joins, spawns] = found;
    let thread = names.thread(steps[joins].thread);
    let [join, spawn] = [joins, spawns].map(|at| names.line_at(at));
    let is_scope = matches!(steps[joins].operation(), Some((Kind::JoinAll, _)));
    if names.are_separate_calls([spawned, spawns]) {
        let scope = match is_scope {
            true => "`thread::scope` waits for all of its threads. ",
            false => "",
        };
        return format!(
            "{thread} waits at {join} until the thread that it spawned at {spawn} has finished, so its caller waits \
             as well. {scope}If the result does not depend on that thread, do not wait for it: a thread from \
             `thread::spawn` that is not joined keeps running."
        );
    }
    let advice = match is_scope {
        true => "Spawn all threads in one `thread::scope`.",
        false => "Spawn all threads first, keep their handles, and join them after that.",
    };
    format!(
        "{thread} waits at {join} until the thread has finished, and only then spawns the next one at \
         {spawn}. So the two never run at the same time. {advice}"
    )
}
