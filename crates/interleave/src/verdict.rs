//! What the end of an execution means for what a test asks.

use crate::execution::End;
use crate::failure::FailureKind;
use crate::report::words;
use crate::scheduler::{Halt, State};

/// How far an exploration may go, and what it asks for.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Executions of the complete search.
    pub(crate) executions: u64,
    /// Whether nothing stands in for a complete search that does not end.
    pub(crate) gives_up: bool,
    /// Operations of each search.
    pub(crate) operations: u64,
    /// Whether to visit equivalent schedules too.
    pub(crate) exhaustive: bool,
    /// So many schedules by chance instead of the complete search.
    pub(crate) walks: Option<u64>,
    /// Panics raised in this file are properties that do not hold.
    pub(crate) asserted_in: Option<String>,
    /// Operations of one execution.
    pub(crate) steps: usize,
    /// Nobody may be left behind when the body has returned.
    pub(crate) forbid_leftovers: bool,
}

/// What went wrong, if anything did.
pub(crate) fn judge(end: End, state: &State, limits: &Limits) -> Option<(FailureKind, String)> {
    Some(match end {
        End::Finished => return None,
        End::LeftBehind if !limits.forbid_leftovers => return None,
        End::LeftBehind => (FailureKind::Leftover, words::left_behind(&state.waits, &state.cast())),
        End::Deadlock => (FailureKind::Deadlock, words::deadlock(&state.waits, &state.cast())),
        End::Livelock(threads) => {
            let names: Vec<String> = threads.into_iter().map(|tid| state.label(tid)).collect();
            (FailureKind::Livelock, words::livelock(&names))
        }
        End::TooLong(steps) => (FailureKind::TooLong, words::too_long(steps)),
        End::Halted(Halt::Misuse(message)) => (FailureKind::Misuse, message),
        End::Halted(Halt::Nondeterminism(message)) => {
            (FailureKind::Nondeterminism, words::nondeterminism(&message))
        }
        End::Panicked(tid, panic) => {
            let asserted = match &limits.asserted_in {
                Some(file) => panic.file == *file,
                None => tid == 0,
            };
            if asserted {
                return Some((FailureKind::Assertion, panic.message));
            }
            let place = (panic.line > 0).then_some((panic.file.as_str(), panic.line));
            (FailureKind::Panic, words::panicked(&state.label(tid), place, &panic.message))
        }
    })
}
