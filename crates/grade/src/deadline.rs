//! The time that a submitted file has, from its compilation to its last test.
use std::time::{Duration, Instant};

/// A point in time, and how long it was away at first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    end: Instant,
    pub(crate) length: Duration,
}

impl Deadline {
    pub(crate) fn after(length: Duration) -> Self {
        Self { end: Instant::now() + length, length }
    }

    /// How long a step may take that would otherwise have this much time.
    pub(crate) fn limit(&self, step: Duration) -> Duration {
        step.min(self.end.saturating_duration_since(Instant::now()))
    }

    pub(crate) fn is_over(&self) -> bool {
        self.limit(Duration::MAX).is_zero()
    }
}
