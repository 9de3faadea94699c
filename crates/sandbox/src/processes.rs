//! The processes that a job has started.
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::{Pid, getpid};

/// Makes this process the parent of every descendant whose parent has ended.
pub(crate) fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_child_subreaper(true);
}

/// Kills everything that jobs have started, and waits for its end.
pub(crate) fn kill_all() {
    // The children of a process that is killed become those of this process, so they are killed next.
    loop {
        match getpid() == Pid::from_raw(1) {
            // All processes of the namespace but this one, which is its first.
            true => _ = kill(Pid::from_raw(-1), Signal::SIGKILL),
            false => children(getpid()).into_iter().for_each(|child| {
                let _ = kill(child, Signal::SIGKILL);
            }),
        }
        match waitpid(None, Some(WaitPidFlag::empty())) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => return,
        }
    }
}

/// The children of a process. Systems without such a list have none here.
pub(crate) fn children(process: Pid) -> Vec<Pid> {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let ids = lists.flat_map(|list| {
        list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<i32>>()
    });
    ids.map(Pid::from_raw).collect()
}

/// The memory of a process and its descendants, in bytes.
pub(crate) fn memory(process: Pid) -> u64 {
    let pages = std::fs::read_to_string(format!("/proc/{process}/statm"))
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    // The page size is a power of two that is at least this on every machine.
    let own = pages.unwrap_or_default().saturating_mul(4096);
    children(process).into_iter().map(memory).sum::<u64>().saturating_add(own)
}
