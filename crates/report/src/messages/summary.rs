//! The sentences around the table of an execution.

use super::coverage::counted;
use crate::failure::Execution;

/// How the failure was found, and what it takes. `alone`: one thread fails without any other.
pub(crate) fn found(execution: &Execution, alone: bool) -> String {
    let Execution { found_at, preemptions, fewest, .. } = *execution;
    let times = match preemptions {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => counted(n as u64, "time"),
    };
    let (thread, has) = if preemptions == 1 { ("one thread", "has") } else { ("threads", "have") };
    let what = match (preemptions, fewest) {
        (0, _) if alone => "a single thread is enough".to_owned(),
        (0, _) => "it happens even if no thread is interrupted".to_owned(),
        (_, true) => format!("{thread} {has} to be interrupted {times}"),
        (1, false) => "here, one thread is interrupted once".to_owned(),
        (_, false) => format!("here, threads are interrupted {times}"),
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
