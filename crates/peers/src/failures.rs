//! How soon the first failure of an exercise shows.
use interleave::Explorer;
use std::time::{Duration, Instant};

/// How long a failure may take.
const GOAL: Duration = Duration::from_millis(10);

/// The heads of the columns of [`row`].
pub const HEADER: &str = "starter      | executions |    time | failure";

/// What the columns mean.
pub const LEGEND: &str = "
executions: until one goes wrong; time: until the failure can be told, with the search for the
failing interleaving that is easiest to read, a median.";

/// Explores `scenario`, which must fail, `rounds` times: one row of the table.
///
/// # Panics
/// If it does not fail.
pub fn row(name: &str, rounds: usize, scenario: impl Fn()) -> String {
    let explore = || {
        let start = Instant::now();
        let failure = Explorer::new().check(&scenario).expect_err("a starter is wrong");
        (start.elapsed(), failure)
    };
    let mut explored: Vec<_> = (0..rounds).map(|_| explore()).collect();
    explored.sort_by_key(|(time, _)| *time);
    let (time, failure) = &explored[rounds / 2];
    let ms = format!("{:.2}ms", time.as_secs_f64() * 1e3);
    let late = if *time > GOAL { ", late" } else { "" };
    let executions = failure.coverage.executions;
    format!("{name:13}|{executions:>11} |{ms:>8} | {:?}{late}", failure.kind)
}
