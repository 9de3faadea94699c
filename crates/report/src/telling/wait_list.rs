//! Who waits for what at the end, and who holds it.

use super::names::Names;
use super::words;
use crate::failure::FailureKind;
use crate::op::Kind;
use crate::trace::{Cast, Wait};

/// A line for each thread that cannot go on, of an execution that fails because of it.
pub(super) fn told(kind: FailureKind, cast: &Cast, names: &Names) -> String {
    if !matches!(kind, FailureKind::Deadlock | FailureKind::BlockedThreads) {
        return String::new();
    }
    let is_join = |wait: &&Wait| matches!(wait.op.kind, Kind::Join { .. } | Kind::JoinAll);
    let (joins, others): (Vec<&Wait>, Vec<&Wait>) = cast.waits.iter().partition(is_join);
    let waits = others.into_iter().chain(joins);
    let lines = waits.filter_map(|wait| words::waits::sentence(wait, names));
    lines.map(|line| words::filled(&line)).collect()
}

/// Whether a thread waits for a lock that it holds itself: it would without any other thread too.
pub(super) fn is_stuck_alone(cast: &Cast) -> bool {
    let waits_for_itself =
        |wait: &Wait| wait.held_up_by.iter().any(|(holder, _)| *holder == wait.thread);
    cast.waits.iter().any(waits_for_itself)
}
