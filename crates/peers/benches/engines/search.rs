//! The record of one search, whatever the engine.
use rustix::time::{ClockId, clock_gettime};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// What one search did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Search {
    /// How many executions it ran.
    pub(crate) executions: u64,
    /// How many of those were redundant.
    pub(crate) redundant: u64,
    /// Whether it was exhaustive.
    pub(crate) complete: bool,
    /// The CPU time it took.
    pub(crate) time: Duration,
    /// The first execution that failed, from 1.
    pub(crate) first_failure: Option<u64>,
}

/// Counts the executions of a running search.
pub(crate) struct Recorder {
    started: Instant,
    cpu_time: Duration,
    executions: AtomicU64,
    first_failure: AtomicU64,
}

impl Recorder {
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
            cpu_time: cpu_time(),
            executions: AtomicU64::new(0),
            first_failure: AtomicU64::new(0),
        }
    }

    pub(crate) fn executions(&self) -> u64 {
        self.executions.load(Relaxed)
    }

    /// The wall time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Counts an execution of `run`, which returns whether it succeeded.
    pub(crate) fn record(&self, run: impl FnOnce() -> bool) {
        let execution = self.executions.fetch_add(1, Relaxed) + 1;
        if !run() {
            let _ = self.first_failure.compare_exchange(0, execution, Relaxed, Relaxed);
        }
    }

    pub(crate) fn finish(&self, complete: bool) -> Search {
        Search {
            executions: self.executions(),
            redundant: 0,
            complete,
            time: cpu_time() - self.cpu_time,
            first_failure: Some(self.first_failure.load(Relaxed)).filter(|first| *first > 0),
        }
    }
}

/// The CPU time of this thread, on which all engines run their simulated threads.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
