//! What a step does, for a picture.

use crate::op::Kind;
use crate::op_result::OpResult;
use crate::trace::{Step, StepKind};

/// What a step of a [`Timeline`](crate::Timeline) does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Anything that a picture does not mark.
    #[default]
    Other,
    /// The thread locks the object, or locks it again after a wait.
    Lock,
    /// The thread unlocks the object, and has not changed its data.
    Unlock,
    /// The thread unlocks the object, and may have changed its data.
    UnlockChanged,
    /// The thread reads an atomic.
    Read,
    /// The thread writes an atomic.
    Write,
    /// The thread begins to wait: it unlocks a lock and sleeps.
    Sleep,
    /// The thread notifies or unparks others.
    Notify,
    /// A notification that no thread receives.
    NotifyNone,
    /// The thread sends a message.
    Send,
    /// The thread receives a message.
    Receive,
    /// The thread spawns another.
    Spawn,
    /// The thread waits for others to finish.
    Join,
    /// The thread panics.
    Panic,
    /// The property fails here.
    Fail,
    /// The thread is blocked at the end.
    Blocked,
}

/// The names of all actions, as they appear in JSON.
const NAMES: [(Action, &str); 16] = [
    (Action::Other, "other"),
    (Action::Lock, "lock"),
    (Action::Unlock, "unlock"),
    (Action::UnlockChanged, "unlock-changed"),
    (Action::Read, "read"),
    (Action::Write, "write"),
    (Action::Sleep, "sleep"),
    (Action::Notify, "notify"),
    (Action::NotifyNone, "notify-none"),
    (Action::Send, "send"),
    (Action::Receive, "receive"),
    (Action::Spawn, "spawn"),
    (Action::Join, "join"),
    (Action::Panic, "panic"),
    (Action::Fail, "fail"),
    (Action::Blocked, "blocked"),
];

impl Action {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(action, _)| *action == self).map_or("other", |(_, name)| name)
    }

    /// The action with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(action, _)| *action)
    }
}

/// What the step does. `wakes` says whether it wakes a thread.
pub(crate) fn action(step: &Step, wakes: bool, fails: bool) -> Action {
    let (kind, result) = match step.kind {
        StepKind::Operation { kind, result, .. } => (kind, result),
        StepKind::Unlocked { changed: true, .. } => return Action::UnlockChanged,
        StepKind::Unlocked { .. } => return Action::Unlock,
        StepKind::Spawned { .. } => return Action::Spawn,
        StepKind::Printed { .. } => return Action::Other,
        StepKind::Panicked { .. } if fails => return Action::Fail,
        StepKind::Panicked { .. } => return Action::Panic,
    };
    match kind {
        _ if step.locks().is_some() => Action::Lock,
        _ if step.writes() => Action::Write,
        Kind::Wait { .. } => Action::Sleep,
        Kind::ParkStart { .. } if result == Some(OpResult::Done) => Action::Sleep,
        Kind::NotifyOne | Kind::NotifyAll if wakes => Action::Notify,
        Kind::NotifyOne | Kind::NotifyAll => Action::NotifyNone,
        Kind::Unpark { .. } => Action::Notify,
        Kind::Load | Kind::CompareExchange => Action::Read,
        Kind::Send | Kind::TrySend => Action::Send,
        Kind::Recv { .. } | Kind::TryRecv => Action::Receive,
        Kind::Join { .. } | Kind::JoinAll => Action::Join,
        _ => Action::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, NAMES};

    #[test]
    fn every_action_has_a_name_of_its_own() {
        for (action, name) in NAMES {
            assert_eq!((action.name(), Action::from_name(name)), (name, Some(action)));
        }
    }
}
