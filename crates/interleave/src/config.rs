//! The limits and requirements of an exploration.

use crate::scheduler::ExecutionLimits;
use crate::search::HORIZON;
use report::Primitive;

/// The most operations of one execution: twice their number fits into the 16 bits of a clock.
pub(crate) const MAX_STEPS: usize = 30_000;

/// The body starves if it has changed nothing for this many operations.
pub(crate) const STARVATION: usize = 1_000;

/// The limits and requirements of an exploration.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Executions of the complete search.
    pub(crate) max_executions: u64,
    /// Whether an incomplete search has no fallback.
    pub(crate) no_fallback: bool,
    /// Whether the first failure is reported as it was found.
    pub(crate) first_failure: bool,
    /// Operations of each search.
    pub(crate) max_operations: u64,
    /// Whether to visit equivalent schedules, too.
    pub(crate) exhaustive: bool,
    /// The most preemptions of a schedule, if the search is bounded.
    pub(crate) max_preemptions: Option<usize>,
    /// The number of random schedules that replace the complete search.
    pub(crate) random: Option<u64>,
    /// The number of directed schedules before the complete search.
    pub(crate) directed: u64,
    /// The number of executions of the search that remembers states, if it replaces the complete search.
    pub(crate) stateful: Option<u64>,
    /// Panics raised in this file are failed assertions.
    pub(crate) assertions_in: Option<String>,
    /// Operations of one execution.
    pub(crate) max_steps: usize,
    /// Whether other threads may not be blocked forever when the body returns.
    pub(crate) deny_blocked_threads: bool,
    /// Whether every thread must be joined when the body returns.
    pub(crate) deny_unjoined_threads: bool,
    /// Whether a thread must block when it has to wait.
    pub(crate) deny_busy_waiting: bool,
    /// Whether an execution with too many threads is cut short, and not reported as unsupported.
    pub(crate) cut_at_thread_limit: bool,
    /// Whether threads that are not joined may panic.
    pub(crate) allow_detached_panics: bool,
    /// Whether the body must return in every fair schedule, whatever the other threads do.
    pub(crate) fair: bool,
    /// Whether the code asks how many owners an `Arc` has; `None` to look into its source.
    pub(crate) reference_counts: Option<bool>,
    /// The primitives that the code may use, if restricted.
    pub(crate) allow_only: Option<Vec<Primitive>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            max_executions: 200_000,
            no_fallback: false,
            first_failure: false,
            max_operations: 20_000_000,
            exhaustive: false,
            max_preemptions: None,
            random: None,
            directed: 0,
            stateful: None,
            assertions_in: None,
            max_steps: 20_000,
            deny_blocked_threads: false,
            deny_unjoined_threads: false,
            deny_busy_waiting: false,
            cut_at_thread_limit: false,
            allow_detached_panics: false,
            fair: false,
            reference_counts: None,
            allow_only: None,
        }
    }
}

impl Config {
    /// The limits of one execution. A fair schedule is short: if it does not end soon after the
    /// last delay, it never ends.
    pub(crate) fn execution_limits(&self) -> ExecutionLimits {
        let steps = match self.fair {
            true => self.max_steps.min(HORIZON + 2 * STARVATION),
            false => self.max_steps,
        };
        ExecutionLimits {
            steps,
            fair: self.fair,
            deny_busy_waiting: self.deny_busy_waiting,
            cut_at_thread_limit: self.cut_at_thread_limit,
            allow_detached_panics: self.allow_detached_panics,
        }
    }
}
