//! Time, and how much of it the thread had the processor: on a busy machine only that counts.
use std::fs;
use std::time::{Duration, Instant};

/// Runs from `start` on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch {
    start: Instant,
    on_processor: Option<Duration>,
}

/// The system counts the time of a thread that runs in ticks: less than some of them says nothing.
const COARSE: Duration = Duration::from_millis(40);

impl Stopwatch {
    /// Begins now.
    pub(crate) fn start() -> Self {
        Self { start: Instant::now(), on_processor: on_processor() }
    }

    /// The time since then.
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// How much of it this thread had the processor; all of it where the system does not say.
    pub(crate) fn busy(&self) -> Duration {
        let elapsed = self.elapsed();
        match (self.on_processor, on_processor()) {
            (Some(before), Some(now)) if now - before > COARSE => now - before,
            _ => elapsed,
        }
    }
}

/// What Linux says of the calling thread.
fn on_processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
