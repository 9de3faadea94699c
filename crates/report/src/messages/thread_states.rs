//! The state of a thread between two steps.

use crate::analysis::{Activity, Seen};
use crate::names::Names;
use crate::op::ObjectId;

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
