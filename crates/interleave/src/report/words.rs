//! Every sentence that a report shows.

use std::time::Duration;

use crate::op::Place;
use crate::trace::{Cast, Wait};

pub(crate) fn left_behind(waits: &[Wait], _cast: &Cast) -> String {
    format!("left behind: {}", waits.len())
}

pub(crate) fn deadlock(waits: &[Wait], _cast: &Cast) -> String {
    format!("deadlock: {}", waits.len())
}

pub(crate) fn livelock(threads: &[String]) -> String {
    format!("{} look again and again at what never changes", threads.join(" and "))
}

pub(crate) fn too_long(steps: usize) -> String {
    format!("one interleaving has more than {steps} operations")
}

pub(crate) fn nondeterminism(message: &str) -> String {
    message.to_owned()
}

pub(crate) fn panicked(thread: &str, place: Option<(&str, u32)>, message: &str) -> String {
    match place {
        Some((file, line)) => format!("{thread} panicked at {file}:{line}: {message}"),
        None => format!("{thread} panicked: {message}"),
    }
}

pub(crate) fn survivor(sort: &str, created: Place) -> String {
    format!("the {sort} made at {}:{} outlives the interleaving", created.file(), created.line())
}

pub(crate) fn endless_loop(patience: Duration) -> String {
    format!(
        "interleave: a thread has run for {} seconds without any operation that another thread can \
         see: an endless loop?",
        patience.as_secs()
    )
}

pub(crate) fn made_outside(sort: &str) -> String {
    format!("a {sort} that was made outside of the exploration is used inside it")
}

pub(crate) fn not_modelled(what: &str) -> String {
    format!("{what} cannot be explored")
}
