//! Running one interleaving again: `<test>:<scenario>:<schedule>`.
use crate::finding::Finding;
use crate::verdict::Verdict;
use crate::words;
use interleave::Schedule;
use std::env;

/// Names the one interleaving to run.
const REQUEST: &str = "COURSE_REPLAY";

/// What a test does in this process.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mode {
    /// Explore everything.
    Explore,
    /// Another test is replayed.
    Skip,
    /// Run this schedule of this scenario.
    Replay { case: String, schedule: String },
}

impl Mode {
    pub(crate) fn of(test: &str) -> Self {
        match env::var(REQUEST) {
            Ok(request) if !request.is_empty() => Self::parse(&request, test),
            _ => Mode::Explore,
        }
    }

    fn parse(request: &str, test: &str) -> Self {
        let mut parts = request.splitn(3, ':').map(str::to_owned);
        if parts.next().as_deref() != Some(test) {
            return Mode::Skip;
        }
        let case = parts.next().unwrap_or_default();
        Mode::Replay { case, schedule: parts.next().unwrap_or_default() }
    }
}

/// Reads a schedule; if that fails the finding says what to type.
pub(crate) fn schedule(text: &str) -> Result<Schedule, Finding> {
    text.parse().map_err(|error: interleave::ScheduleError| {
        Finding::new(Verdict::Aborted, &words::bad_schedule(text, &error.to_string()))
    })
}

#[cfg(test)]
mod tests {
    use super::Mode;

    #[test]
    fn a_request_names_test_scenario_and_schedule() {
        let (case, schedule) = ("7ssc".into(), "0.1:2".into());
        assert_eq!(Mode::parse("one:7ssc:0.1:2", "one"), Mode::Replay { case, schedule });
    }

    #[test]
    fn other_tests_are_skipped() {
        assert_eq!(Mode::parse("one:-:0", "on"), Mode::Skip);
        assert_eq!(Mode::parse("nonsense", "one"), Mode::Skip);
    }
}
