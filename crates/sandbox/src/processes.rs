//! The processes that a job has started.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

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
    let lists = tasks(process).into_iter();
    let lists = lists.filter_map(|task| fs::read_to_string(task.join("children")).ok());
    let ids = lists.flat_map(|list| {
        list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<i32>>()
    });
    ids.map(Pid::from_raw).collect()
}

/// The folders of the threads of a process.
fn tasks(process: Pid) -> Vec<PathBuf> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    tasks.map(|task| task.path()).collect()
}

/// What a process and its descendants use.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// In bytes.
    pub(crate) memory: u64,
    pub(crate) threads: u64,
    /// The CPU time so far, with that of threads and children that have ended.
    pub(crate) cpu: Duration,
    /// How long each thread has waited for a CPU so far; empty if the system does not say.
    pub(crate) waits: BTreeMap<i32, Duration>,
}

/// What a process and its descendants use now.
pub(crate) fn usage(process: Pid) -> Usage {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let mut own = own_usage(&stat).unwrap_or_default();
    own.waits = waits(process);
    children(process).into_iter().map(usage).fold(own, |mut sum, child| {
        sum.waits.extend(child.waits);
        Usage {
            memory: sum.memory.saturating_add(child.memory),
            threads: sum.threads.saturating_add(child.threads),
            cpu: sum.cpu + child.cpu,
            waits: sum.waits,
        }
    })
}

/// How long each thread of a process has waited for a CPU.
pub(crate) fn waits(process: Pid) -> BTreeMap<i32, Duration> {
    let waits = tasks(process).into_iter().filter_map(|task| {
        let schedstat = fs::read_to_string(task.join("schedstat")).ok()?;
        let waited = schedstat.split(' ').nth(1)?.parse().ok()?;
        Some((task.file_name()?.to_str()?.parse().ok()?, Duration::from_nanos(waited)))
    });
    waits.collect()
}

/// The fields 14 to 17, 20 and 24. The second is the name of the program, which may contain spaces.
fn own_usage(stat: &str) -> Option<Usage> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
    // In hundredths of a second, on every Linux.
    let cpu = field(14)? + field(15)? + field(16)? + field(17)?;
    Some(Usage {
        // The page size is a power of two that is at least this on every machine.
        memory: field(24)?.saturating_mul(4096),
        threads: field(20)?,
        cpu: Duration::from_millis(10 * cpu),
        waits: BTreeMap::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_threads_and_times_are_read() {
        let numbers: Vec<String> = (4..40).map(|field| field.to_string()).collect();
        let stat = format!("1 (a b) c) R {}", numbers.join(" "));
        let (cpu, waits) = (Duration::from_millis(10 * (14 + 15 + 16 + 17)), BTreeMap::new());
        assert_eq!(own_usage(&stat), Some(Usage { memory: 24 * 4096, threads: 20, cpu, waits }));
        assert_eq!(own_usage(""), None);
    }
}
