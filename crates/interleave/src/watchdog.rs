//! A watchdog for loops without synchronization operations, which no scheduler can interrupt.
//!
//! It affects no verdict: it only ends a process that would never end, with a message and an exit
//! code of its own.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

use crate::cpu_time::cpu_time;
use crate::last_operation;
use crate::messages;
use report::exit_code;

/// A thread is stuck after this much CPU time in one execution. CPU time does not depend on the load of the
/// machine. No execution of the course takes a fiftieth of this; a student waits for it twice.
const STUCK_AFTER: Duration = Duration::from_secs(5);

/// The polling interval of the watchdog.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Real threads are stuck after this many idle polls in a row …
const MAX_IDLE_POLLS: u32 = 20;

/// … or if they have not finished after this many polls.
const MAX_POLLS: u32 = 120;

/// A poll is idle if the process used at most this much CPU time since the previous one.
const IDLE_CPU_TIME: Duration = Duration::from_millis(2);

/// The number of active watches, which can be nested.
static WATCHED: AtomicUsize = AtomicUsize::new(0);
static REAL: AtomicBool = AtomicBool::new(false);
static PROGRESS: AtomicU64 = AtomicU64::new(0);

/// What the current exploration has done: the name of the thread that began it, which is the name of the test
/// under libtest, and its executions, with those of the explorations before it in the same thread.
static CURRENT: Mutex<(String, u64)> = Mutex::new((String::new(), 0));
static EXECUTIONS: AtomicU64 = AtomicU64::new(0);

/// Notes that an exploration begins in this thread.
pub(crate) fn begin_exploration() {
    let name = thread::current().name().unwrap_or_default().to_owned();
    let mut current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner);
    if current.0 != name {
        *current = (name, EXECUTIONS.load(Ordering::Relaxed));
    }
}

/// The name of the thread that explores, or did last, and the number of its executions so far.
pub(crate) fn executions_so_far() -> (String, u64) {
    let (name, before) = CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (name, EXECUTIONS.load(Ordering::Relaxed).saturating_sub(before))
}

/// Watches until it is dropped.
pub(crate) struct Watch;

/// Watches the current exploration.
pub(crate) fn watch() -> Watch {
    begin(false)
}

/// Watches a body on real threads, which may also block forever.
pub(crate) fn watch_real_threads() -> Watch {
    begin(true)
}

fn begin(real: bool) -> Watch {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let watchdog = thread::Builder::new().name("watchdog".to_owned());
        // Without a watchdog, an endless loop must be interrupted by hand; everything else works.
        let _ = watchdog.spawn(guard);
    });
    // The next poll notices the progress. Waking the watchdog now would take longer than most
    // explorations.
    progress();
    REAL.store(real, Ordering::Relaxed);
    WATCHED.fetch_add(1, Ordering::Relaxed);
    Watch
}

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHED.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Reports that an execution begins.
pub(crate) fn begin_execution() {
    EXECUTIONS.store(EXECUTIONS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    progress();
}

/// Reports progress of the exploration.
fn progress() {
    // Only the exploration that holds the lock writes here.
    PROGRESS.store(PROGRESS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

fn guard() {
    let mut idle = Idle::now();
    loop {
        thread::sleep(POLL_INTERVAL);
        if WATCHED.load(Ordering::Relaxed) == 0 || PROGRESS.load(Ordering::Relaxed) != idle.progress
        {
            idle = Idle::now();
        } else if let Some(message) = idle.poll(cpu_time(), REAL.load(Ordering::Relaxed)) {
            eprintln!("{message}");
            #[expect(
                clippy::disallowed_methods,
                reason = "only the end of the process stops an endless loop"
            )]
            std::process::exit(exit_code::STUCK);
        }
    }
}

/// What the watchdog has observed since the last progress.
struct Idle {
    progress: u64,
    polls: u32,
    /// The number of idle polls up to the last one.
    idle_polls: u32,
    /// The CPU time at first, and at the last poll.
    began: Option<Duration>,
    last: Option<Duration>,
}

impl Idle {
    fn now() -> Self {
        let (progress, began) = (PROGRESS.load(Ordering::Relaxed), cpu_time());
        Self { progress, polls: 0, idle_polls: 0, began, last: began }
    }

    /// Adds a poll without progress; returns a message if the process is stuck.
    fn poll(&mut self, cpu_time: Option<Duration>, real: bool) -> Option<String> {
        self.polls += 1;
        let since = |then: Option<Duration>| Some(cpu_time?.saturating_sub(then?));
        let is_idle = since(self.last).is_some_and(|worked| worked <= IDLE_CPU_TIME);
        self.idle_polls = if is_idle { self.idle_polls + 1 } else { 0 };
        let is_endless = match since(self.began) {
            Some(worked) => worked >= STUCK_AFTER,
            None => self.polls >= MAX_POLLS,
        };
        let hangs = real && (self.idle_polls >= MAX_IDLE_POLLS || self.polls >= MAX_POLLS);
        self.last = cpu_time;
        match (hangs, is_endless) {
            (true, _) => Some(messages::real_threads_hang(POLL_INTERVAL * self.polls)),
            (_, true) => Some(messages::endless_loop(STUCK_AFTER, last_operation::get())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of polls until the process counts as stuck, if each observes this much CPU time;
    /// `None` if a thousand do not suffice.
    fn polls(work: Option<Duration>, real: bool) -> Option<u32> {
        let at = |poll| work.map(|work| work * poll);
        let mut idle = Idle { progress: 0, polls: 0, idle_polls: 0, began: at(0), last: at(0) };
        (1..=1000).find(|poll| idle.poll(at(*poll), real).is_some())
    }

    #[test]
    fn an_endless_loop_is_detected_by_cpu_time() {
        assert_eq!(polls(Some(POLL_INTERVAL), false), Some(10));
        assert_eq!(polls(Some(POLL_INTERVAL / 10), false), Some(100), "a busy machine");
        assert_eq!(polls(Some(Duration::ZERO), false), None, "a machine that is stopped");
    }

    #[test]
    fn blocked_real_threads_use_no_cpu_time() {
        assert_eq!(polls(Some(Duration::ZERO), true), Some(MAX_IDLE_POLLS));
        assert_eq!(polls(Some(POLL_INTERVAL / 100), true), Some(MAX_POLLS), "they poll");
        assert_eq!(polls(Some(POLL_INTERVAL), true), Some(10), "a loop");
    }

    #[test]
    fn without_cpu_time_polls_are_counted() {
        assert_eq!(polls(None, true), Some(MAX_POLLS));
        assert_eq!(polls(None, false), Some(MAX_POLLS));
    }
}
