//! Forks a process that has one thread.
use nix::unistd::{ForkResult, Pid};

/// Which of two processes this is.
pub(crate) enum Fork {
    Parent(Pid),
    Child,
}

/// Forks a supervisor.
#[expect(unsafe_code, reason = "std has no fork")]
pub(crate) fn fork() -> nix::Result<Fork> {
    // SAFETY: A supervisor has one thread, so no lock is held by another thread in the child.
    match unsafe { nix::unistd::fork() }? {
        ForkResult::Parent { child } => Ok(Fork::Parent(child)),
        ForkResult::Child => Ok(Fork::Child),
    }
}
