//! A guard against loops without any operation, which no scheduler can interrupt.
//!
//! No verdict hangs on it: it only ends a process that would otherwise never end, with words and an
//! exit code of its own.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::cpu_time;
use crate::messages;
use report::exit_code;

/// How long that is, in time of the cpu_time: a machine that is busy with others changes nothing.
const ENDLESS: Duration = Duration::from_secs(10);

/// How often the watchdog looks. A machine that is busy with others keeps it waiting too.
const GLANCE: Duration = Duration::from_millis(500);

/// Real threads wait for ever when none of them has done anything for so many glances …
const STILL: u32 = 20;

/// … or when they have not come to an end after so many, whatever they do.
const PATIENCE: u32 = 120;

/// Who does anything has needed the cpu_time for longer than this in a glance.
const NOTHING: Duration = Duration::from_millis(2);

/// How many watches there are: one inside another counts twice.
static WATCHED: AtomicUsize = AtomicUsize::new(0);
static REAL: AtomicBool = AtomicBool::new(false);
static PROGRESS: AtomicU64 = AtomicU64::new(0);

/// Watches until it is dropped.
pub(crate) struct Watch;

/// Begins to watch the exploration of this process that has its turn.
pub(crate) fn watch() -> Watch {
    begin(false)
}

/// Begins to watch a body on real threads, which may hang as well as run.
pub(crate) fn watch_real_threads() -> Watch {
    begin(true)
}

fn begin(real: bool) -> Watch {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let watchdog = thread::Builder::new().name("watchdog".to_owned());
        // Without a watchdog an endless loop has to be stopped by hand; all else works.
        let _ = watchdog.spawn(guard);
    });
    // Its next glance sees this: to wake it up now would take longer than most explorations.
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

/// Says that the exploration goes on.
pub(crate) fn progress() {
    // Whoever is watched has his turn, so that nobody else writes here.
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

/// What the watchdog has seen since the last progress.
struct Seen {
    progress: u64,
    glances: u32,
    /// The last of them in which nobody did anything.
    still: u32,
    /// The time of the cpu_time: at first, and at the last glance.
    began: Option<Duration>,
    last: Option<Duration>,
}

impl Seen {
    fn now() -> Self {
        let (progress, began) = (PROGRESS.load(Ordering::Relaxed), cpu_time::now());
        Self { progress, glances: 0, still: 0, began, last: began }
    }

    /// One more glance without progress: what is to be said if it was one too many.
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
            (true, _) => Some(messages::hanging(GLANCE * self.glances)),
            (_, true) => Some(messages::endless_loop(ENDLESS)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many glances it takes where each sees so much work, if a thousand are enough.
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
