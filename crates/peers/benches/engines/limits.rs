//! How much to measure.
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The number of rounds over which the median is taken.
    pub(crate) rounds: u64,
    /// The maximum number of executions of a search.
    pub(crate) executions: u64,
    /// The maximum time of a search.
    pub(crate) time: Duration,
}
