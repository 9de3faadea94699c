//! Namespaces of the supervisor: of users, processes, mounts, the network and IPC.
use std::fs;
use std::os::fd::{AsFd, OwnedFd};

use nix::fcntl::OFlag;
use nix::mount::{MsFlags, mount};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::unistd::{Pid, getegid, geteuid, pipe2};

use crate::fork::{Fork, fork};

/// The user in the namespace is not root: an executable that it starts has no capabilities.
const USER: u32 = 1000;

/// Enters new namespaces. Returns the first process in them to the process that called this, and `None` in
/// that first process, which ends with its parent.
pub(crate) fn enter() -> Result<Option<Pid>, String> {
    let (user, group) = (geteuid(), getegid());
    let flags = CloneFlags::CLONE_NEWUSER
        | CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWNET
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS;
    unshare(flags).map_err(|error| format!("cannot create namespaces: {error}"))?;
    let map = |file: &str, text: String| {
        fs::write(file, text).map_err(|error| format!("cannot write {file}: {error}"))
    };
    map("/proc/self/setgroups", "deny".to_owned())?;
    map("/proc/self/uid_map", format!("{USER} {user} 1"))?;
    map("/proc/self/gid_map", format!("{USER} {group} 1"))?;
    // A security module may allow namespaces and then deny what they are for.
    mount(None::<&str>, "/", None::<&str>, MsFlags::MS_REC | MsFlags::MS_PRIVATE, None::<&str>)
        .map_err(|error| format!("cannot mount: {error}"))?;
    let pipe = pipe2(OFlag::O_CLOEXEC);
    let (parent_lives, parent) = pipe.map_err(|error| format!("cannot create a pipe: {error}"))?;
    match fork().map_err(|error| format!("cannot fork: {error}"))? {
        Fork::Parent(child) => {
            drop(parent_lives);
            let _ = prctl::set_pdeathsig(Signal::SIGKILL);
            // It is closed when this process ends.
            std::mem::forget(parent);
            Ok(Some(child))
        }
        Fork::Child => {
            drop(parent);
            prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| error.to_string())?;
            is_alive(parent_lives)?;
            // Only this process sees the other processes of the namespace.
            let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
            mount(Some("proc"), "/proc", Some("proc"), flags, None::<&str>)
                .map_err(|error| format!("cannot mount /proc: {error}"))?;
            prctl::set_dumpable(false).map_err(|error| error.to_string())?;
            Ok(None)
        }
    }
}

/// The parent may have ended before this process asked to end with it.
fn is_alive(parent: OwnedFd) -> Result<(), String> {
    let mut fds = [PollFd::new(parent.as_fd(), PollFlags::POLLIN)];
    match poll(&mut fds, PollTimeout::ZERO) {
        Ok(0) => Ok(()),
        _ => Err("the grader has ended".to_owned()),
    }
}
