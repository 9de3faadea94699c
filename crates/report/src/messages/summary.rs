//! The sentences around the table of an execution, and how much was explored.

use std::fmt;

use crate::failure::{Bound, Coverage, Execution};
use crate::text::counted;
use crate::thread_set::MAX_THREADS;

/// How the failure was found, and what it takes. `alone`: one thread fails without any other.
pub(crate) fn found(execution: &Execution, alone: bool) -> String {
    let Execution { found_at, preemptions, fewest, .. } = *execution;
    let times = match preemptions {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => counted(n as u64, "time"),
    };
    let [thread, has, is] =
        if preemptions == 1 { ["one thread", "has", "is"] } else { ["threads", "have", "are"] };
    let what = match (preemptions, fewest) {
        (0, _) if alone => "a single thread is enough".to_owned(),
        (0, _) => "it happens even if no thread is interrupted".to_owned(),
        (_, true) => format!("{thread} {has} to be interrupted {times}"),
        (_, false) => format!("here, {thread} {is} interrupted {times}"),
    };
    format!("Found in interleaving {found_at}; {what}.")
}

/// The labels of a thread that has no column of its own.
pub(crate) const FIRST: &str = "first";
pub(crate) const THEN: &str = "then";

pub(crate) fn alone(thread: &str, steps: usize) -> String {
    format!("first, {thread} takes {} alone", counted(steps as u64, "step"))
}

/// Threads that had not finished when a property failed.
pub(crate) fn unfinished(threads: &str, several: bool) -> String {
    format!("at this point {threads} {} not finished", if several { "have" } else { "has" })
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let executions = counted(self.executions, "execution");
        let Some(bound) = &self.bound else { return write!(f, "complete: {executions}") };
        let bound = match bound {
            Bound::Preemptions(n) => format!("at most {}", counted(*n as u64, "preemption")),
            Bound::Delays(n) => {
                format!("round-robin with at most {}", counted(*n as u64, "delay"))
            }
            Bound::Random => "random schedules".to_owned(),
            Bound::ExecutionLimit => return write!(f, "abandoned after {executions}"),
            Bound::ReferenceCounts => "`Arc`s change only between operations".to_owned(),
            Bound::Threads => format!("at most {MAX_THREADS} threads"),
            Bound::SpinLimit => "busy-waiting cut short".to_owned(),
        };
        write!(f, "bounded: {bound}, {executions}")
    }
}
