//! The time that a submitted file has, from its compilation to its last test.
use std::cell::Cell;
use std::io;
use std::time::{Duration, Instant};

use sandbox::{Ended, Job, Sandbox};

/// A machine that withholds more than nine tenths of the time is too busy for a fair verdict.
const OVERLOAD: u32 = 10;

/// What is left of a time that jobs use up. What the machine withholds from them does not count.
#[derive(Debug)]
pub(crate) struct Budget {
    start: Instant,
    pub(crate) length: Duration,
    used: Cell<Duration>,
}

impl Budget {
    pub(crate) fn new(length: Duration) -> Self {
        Self { start: Instant::now(), length, used: Cell::default() }
    }

    /// The same with another length: what is used of it stays used.
    pub(crate) fn with_length(&self, length: Duration) -> Self {
        Self { start: self.start, length, used: self.used.clone() }
    }

    pub(crate) fn used(&self) -> Duration {
        self.used.get()
    }

    fn left(&self) -> Duration {
        self.length.saturating_sub(self.used())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    /// Runs a job, which may use what is left, within limits of its own.
    ///
    /// # Errors
    /// If the supervisor has ended.
    pub(crate) fn run(&self, sandbox: &mut Sandbox, mut job: Job) -> io::Result<Ended> {
        let limits = &mut job.limits;
        let wall = self.length.saturating_mul(OVERLOAD).saturating_sub(self.start.elapsed());
        (limits.time, limits.wall) = (limits.time.min(self.left()), limits.wall.min(wall));
        let ended = sandbox.run(&job)?;
        self.used.set(self.used() + ended.used);
        Ok(ended)
    }
}
