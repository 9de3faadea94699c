//! A watchdog for loops without synchronization operations, which no scheduler can interrupt.
//!
//! It affects no verdict: it only ends a process that would never end, with a message and an exit
//! code of its own.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::cpu_time;
use crate::messages;
use report::exit_code;

/// A thread is stuck after this much CPU time without an operation. CPU time does not depend on the
/// load of the machine.
const ENDLESS: Duration = Duration::from_secs(10);

/// The polling interval of the watchdog.
const GLANCE: Duration = Duration::from_millis(500);

/// Real threads are stuck after this many idle polls in a row …
const STILL: u32 = 20;

/// … or if they have not finished after this many polls.
const PATIENCE: u32 = 120;

/// A poll is idle if the process used at most this much CPU time since the previous one.
const NOTHING: Duration = Duration::from_millis(2);

/// The number of active watches, which can be nested.
static WATCHED: AtomicUsize = AtomicUsize::new(0);
static REAL: AtomicBool = AtomicBool::new(false);
static PROGRESS: AtomicU64 = AtomicU64::new(0);

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

/// Reports progress of the exploration.
pub(crate) fn progress() {
    // Only the exploration that holds the lock writes here.
    PROGRESS.store(PROGRESS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

fn guard() {
    let mut seen = Seen::now();
    loop {
        thread::sleep(GLANCE);
        if WATCHED.load(Ordering::Relaxed) == 0 || PROGRESS.load(Ordering::Relaxed) != seen.progress
        {
            seen = Seen::now();
        } else if let Some(told) = seen.again(cpu_time::now(), REAL.load(Ordering::Relaxed)) {
            eprintln!("{told}");
            #[expect(clippy::disallowed_methods, reason = "nothing else ends an endless loop")]
            std::process::exit(exit_code::STUCK);
        }
    }
}

/// What the watchdog has observed since the last progress.
struct Seen {
    progress: u64,
    glances: u32,
    /// The number of idle polls up to the last one.
    still: u32,
    /// The CPU time at first, and at the last poll.
    began: Option<Duration>,
    last: Option<Duration>,
}

impl Seen {
    fn now() -> Self {
        let (progress, began) = (PROGRESS.load(Ordering::Relaxed), cpu_time::now());
        Self { progress, glances: 0, still: 0, began, last: began }
    }

    /// Adds a poll without progress; returns a message if the process is stuck.
    fn again(&mut self, cpu_time: Option<Duration>, real: bool) -> Option<String> {
        self.glances += 1;
        let since = |then: Option<Duration>| Some(cpu_time?.saturating_sub(then?));
        let is_still = since(self.last).is_some_and(|worked| worked <= NOTHING);
        self.still = if is_still { self.still + 1 } else { 0 };
        let is_endless = match since(self.began) {
            Some(worked) => worked >= ENDLESS,
            None => self.glances >= PATIENCE,
        };
        let hangs = real && (self.still >= STILL || self.glances >= PATIENCE);
        self.last = cpu_time;
        match (hangs, is_endless) {
            (true, _) => Some(messages::real_threads_hang(GLANCE * self.glances)),
            (_, true) => Some(messages::endless_loop(ENDLESS)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of polls until the process counts as stuck, if each observes this much CPU time;
    /// `None` if a thousand do not suffice.
    fn glances(work: Option<Duration>, real: bool) -> Option<u32> {
        let at = |glance| work.map(|work| work * glance);
        let mut seen = Seen { progress: 0, glances: 0, still: 0, began: at(0), last: at(0) };
        (1..=1000).find(|glance| seen.again(at(*glance), real).is_some())
    }

    #[test]
    fn an_endless_loop_is_told_by_its_work_and_not_by_the_clock() {
        assert_eq!(glances(Some(GLANCE), false), Some(20));
        assert_eq!(glances(Some(GLANCE / 10), false), Some(200), "a busy machine");
        assert_eq!(glances(Some(Duration::ZERO), false), None, "a machine that is stopped");
    }

    #[test]
    fn real_threads_that_wait_for_ever_do_no_work() {
        assert_eq!(glances(Some(Duration::ZERO), true), Some(STILL));
        assert_eq!(glances(Some(GLANCE / 100), true), Some(PATIENCE), "they look again and again");
        assert_eq!(glances(Some(GLANCE), true), Some(20), "a loop");
    }

    #[test]
    fn where_no_work_is_told_the_clock_counts() {
        assert_eq!(glances(None, true), Some(PATIENCE));
        assert_eq!(glances(None, false), Some(PATIENCE));
    }
}
