//! A guard against loops without any operation, which no scheduler can interrupt.
//!
//! No verdict hangs on it: it only ends a process that would otherwise never end, with words and an
//! exit code of its own.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, Once, PoisonError};
use std::time::Duration;

use crate::words;

/// The exit code of a process in which a thread ran for too long without any operation.
pub const ENDLESS_LOOP: i32 = 86;

/// How long that is: seconds of a machine that may be busy with other things.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many watches there are: one inside another counts twice.
static WATCHED: AtomicUsize = AtomicUsize::new(0);
static REAL: AtomicBool = AtomicBool::new(false);
static PROGRESS: AtomicU64 = AtomicU64::new(0);
static CHANGED: Condvar = Condvar::new();
static GUARD: Mutex<()> = Mutex::new(());

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
        let watchdog = std::thread::Builder::new().name("watchdog".to_owned());
        // Without a watchdog an endless loop has to be stopped by hand; all else works.
        let _ = watchdog.spawn(guard);
    });
    progress();
    REAL.store(real, Ordering::Relaxed);
    WATCHED.fetch_add(1, Ordering::Relaxed);
    // The lock, so that the watchdog is not between its look and its sleep.
    drop(GUARD.lock().unwrap_or_else(PoisonError::into_inner));
    CHANGED.notify_all();
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
    let mut turn = GUARD.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        turn = if WATCHED.load(Ordering::Relaxed) > 0 {
            let seen = PROGRESS.load(Ordering::Relaxed);
            let waited = CHANGED.wait_timeout(turn, PATIENCE);
            let (turn, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            let now = PROGRESS.load(Ordering::Relaxed);
            if timeout.timed_out() && WATCHED.load(Ordering::Relaxed) > 0 && now == seen {
                let told = match REAL.load(Ordering::Relaxed) {
                    true => words::hanging(PATIENCE),
                    false => words::endless_loop(PATIENCE),
                };
                eprintln!("{told}");
                #[expect(clippy::disallowed_methods, reason = "nothing else ends an endless loop")]
                std::process::exit(ENDLESS_LOOP);
            }
            turn
        } else {
            CHANGED.wait(turn).unwrap_or_else(PoisonError::into_inner)
        };
    }
}
