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

/// What a process and its descendants use.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// In bytes.
    pub(crate) memory: u64,
    pub(crate) threads: u64,
}

/// What a process and its descendants use now.
pub(crate) fn usage(process: Pid) -> Usage {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let own = own_usage(&stat).unwrap_or_default();
    children(process).into_iter().map(usage).fold(own, |sum, child| Usage {
        memory: sum.memory.saturating_add(child.memory),
        threads: sum.threads.saturating_add(child.threads),
    })
}

/// The twentieth and the twenty-fourth field. The second is the name of the program, which may contain spaces.
fn own_usage(stat: &str) -> Option<Usage> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(17);
    let threads = fields.next()?.parse().ok()?;
    let pages: u64 = fields.nth(3)?.parse().ok()?;
    // The page size is a power of two that is at least this on every machine.
    Some(Usage { memory: pages.saturating_mul(4096), threads })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_and_threads_are_read() {
        let numbers: Vec<String> = (4..40).map(|field| field.to_string()).collect();
        let stat = format!("1 (a b) c) R {}", numbers.join(" "));
        assert_eq!(own_usage(&stat), Some(Usage { memory: 24 * 4096, threads: 20 }));
        assert_eq!(own_usage(""), None);
    }
}
