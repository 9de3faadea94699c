//! Properties of the kinds of operations.

use crate::op::{FOREVER, Kind, Timeout};

/// Whether the operation waits for a lock or a `Once`. Such an operation never happens between the
/// acquisition and the release of another thread.
pub(super) fn waits_for_release(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Lock
            | Kind::Read
            | Kind::ReadStart
            | Kind::ReadQueued
            | Kind::Write
            | Kind::Wake { .. }
            | Kind::Enter
            | Kind::OnceWait { .. }
    )
}

/// Whether the operation acquires a lock if it succeeds.
pub(super) fn acquires(kind: Kind) -> bool {
    waits_for_release(kind) || matches!(kind, Kind::TryLock | Kind::TryRead | Kind::TryWrite)
}

/// Whether the operation reads or clears the poison of a lock, which one holder leaves and the next
/// one finds.
pub(super) fn concerns_poison(kind: Kind) -> bool {
    matches!(kind, Kind::IsPoisoned { .. } | Kind::ClearPoison { .. })
}

/// Whether the operation can observe that a lock is held or poisoned, a thread still runs, or a
/// sender is alive.
pub(super) fn observes_release(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::TryLock
            | Kind::TryRead
            | Kind::TryWrite
            | Kind::IsPoisoned { .. }
            | Kind::IsFinished { .. }
            | Kind::TryRecv
            | Kind::Recv { timeout: Timeout::After(_) }
    )
}

/// Whether the operation can block.
pub(super) fn may_wait(kind: Kind) -> bool {
    if let Kind::Sleep { time } = kind {
        return time >= FOREVER;
    }
    waits_for_release(kind)
        || matches!(
            kind,
            Kind::Send
                | Kind::SendTaken { .. }
                | Kind::Recv { .. }
                | Kind::Leave { .. }
                | Kind::Join { .. }
                | Kind::JoinAll
                | Kind::Park { .. }
        )
}

/// Whether it is known in advance what the operation depends on: besides those on atomics, only these.
pub(super) fn is_exact(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Fence | Kind::Join { .. } | Kind::JoinAll | Kind::Exit | Kind::Continue | Kind::Yield
    )
}
