//! Who waits for what at the end, and who holds it.

use super::names::Names;
use crate::failure::FailureKind;
use crate::messages;
use crate::op::Kind;
use crate::trace::{TraceInfo, Wait};

/// A line for each thread that cannot go on, of an execution that fails because of it.
pub(crate) fn told(kind: FailureKind, info: &TraceInfo, names: &Names) -> String {
    if !matches!(kind, FailureKind::Deadlock | FailureKind::BlockedThreads) {
        return String::new();
    }
    let is_join = |wait: &&Wait| matches!(wait.op.kind, Kind::Join { .. } | Kind::JoinAll);
    let (joins, others): (Vec<&Wait>, Vec<&Wait>) = info.waits.iter().partition(is_join);
    let waits = others.into_iter().chain(joins);
    let lines = waits.filter_map(|wait| messages::waits::sentence(wait, names));
    lines.map(|line| messages::filled(&line)).collect()
}

/// Whether a thread waits for a lock that it holds itself: it would without any other thread too.
pub(crate) fn is_stuck_alone(info: &TraceInfo) -> bool {
    let waits_for_itself =
        |wait: &Wait| wait.blocked_by.iter().any(|(holder, _)| *holder == wait.thread);
    info.waits.iter().any(waits_for_itself)
}
