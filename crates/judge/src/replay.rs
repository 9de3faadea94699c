//! The mode of a test: explore every interleaving, or replay one.
use std::env;

use interleave::{Schedule, ScheduleError};
use protocol::{Replay, Verdict, environment};

use crate::messages;
use crate::test_report::TestReport;

/// What a test does in this process.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mode {
    /// Explore every interleaving.
    Explore,
    /// Do nothing: another test is replayed.
    Skip,
    /// Run one interleaving.
    Replay(Replay),
}

impl Mode {
    pub(crate) fn of(exercise: &str, test: &str) -> Self {
        let request = env::var(environment::REPLAY).unwrap_or_default();
        if request.is_empty() {
            return Self::Explore;
        }
        let replay = Replay::parse(exercise, &request);
        if replay.test == test { Self::Replay(replay) } else { Self::Skip }
    }
}

/// Parses a schedule.
pub(crate) fn schedule(text: &str) -> Result<Schedule, TestReport> {
    text.parse().map_err(|error: ScheduleError| {
        TestReport::new(Verdict::Aborted, &messages::bad_schedule(text, &error.to_string()))
    })
}
