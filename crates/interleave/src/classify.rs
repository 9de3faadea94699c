//! Whether the end of an execution is a failure for this explorer.

use crate::execution::{ExecutionEnd, WAITING};
use crate::messages;
use crate::scheduler::{AbortReason, ExecutionLimits, State};
use crate::search::HORIZON;
use report::FailureKind;
use report::Primitive;

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
    /// The number of random schedules that replace the complete search.
    pub(crate) random: Option<u64>,
    /// Panics raised in this file are failed assertions.
    pub(crate) assertions_in: Option<String>,
    /// Operations of one execution.
    pub(crate) max_steps: usize,
    /// Whether other threads may not be blocked forever when the body returns.
    pub(crate) deny_blocked_threads: bool,
    /// Whether every thread must be joined when the body returns.
    pub(crate) deny_unjoined_threads: bool,
    /// Whether the body must return in every fair schedule, whatever the other threads do.
    pub(crate) fair: bool,
    /// The primitives that the code may use, if restricted.
    pub(crate) allow_only: Option<Vec<Primitive>>,
}

impl Config {
    /// The limits of one execution. A fair schedule is short: if it does not end soon after the
    /// last delay, it never ends.
    pub(crate) fn execution_limits(&self) -> ExecutionLimits {
        let steps = match self.fair {
            true => self.max_steps.min(HORIZON + 2 * WAITING),
            false => self.max_steps,
        };
        ExecutionLimits { steps, fair: self.fair }
    }
}

/// The failure of an execution, if it failed.
pub(crate) fn failure_of(
    end: ExecutionEnd,
    state: &State,
    config: &Config,
) -> Option<(FailureKind, String)> {
    if let Some(told) = not_allowed(&end, state, config) {
        return Some((FailureKind::DisallowedPrimitive, told));
    }
    Some(match end {
        ExecutionEnd::Finished | ExecutionEnd::BlockedThreads
            if config.deny_unjoined_threads && !state.unjoined.is_empty() =>
        {
            let names: Vec<String> = state.unjoined.iter().map(|tid| state.label(*tid)).collect();
            (FailureKind::UnjoinedThreads, messages::unjoined(&names))
        }
        ExecutionEnd::Finished => return None,
        ExecutionEnd::BlockedThreads if !config.deny_blocked_threads => return None,
        ExecutionEnd::BlockedThreads => {
            (FailureKind::BlockedThreads, messages::left_behind(&state.waits, &state.trace_info()))
        }
        ExecutionEnd::Deadlock => {
            (FailureKind::Deadlock, messages::deadlock(&state.waits, &state.trace_info()))
        }
        ExecutionEnd::Livelock(threads) => {
            let names: Vec<String> = threads.into_iter().map(|tid| state.label(tid)).collect();
            (FailureKind::Livelock, messages::livelock(&names))
        }
        ExecutionEnd::Starvation(steps) => {
            (FailureKind::Starvation, messages::starved(&state.label(0), steps, &others(state)))
        }
        ExecutionEnd::StepLimit(steps) => (FailureKind::StepLimit, messages::too_long(steps)),
        ExecutionEnd::Aborted(AbortReason::Unsupported(message)) => {
            (FailureKind::Unsupported, message)
        }
        ExecutionEnd::Aborted(AbortReason::Nondeterminism(message)) => {
            (FailureKind::Nondeterminism, messages::nondeterminism(&message))
        }
        ExecutionEnd::Panicked(tid, panic) => {
            let asserted = match &config.assertions_in {
                Some(file) => panic.place.as_ref().is_some_and(|(at, _)| at == file),
                None => tid == 0,
            };
            if asserted {
                return Some((FailureKind::Assertion, panic.message));
            }
            let place = panic.place.as_ref().map(|(file, line)| (file.as_str(), *line));
            (FailureKind::Panic, messages::panicked(&state.label(tid), place, &panic.message))
        }
    })
}

/// A message about the first operation on a primitive that is not allowed.
fn not_allowed(end: &ExecutionEnd, state: &State, config: &Config) -> Option<String> {
    let allowed = config.allow_only.as_deref()?;
    if matches!(end, ExecutionEnd::Aborted(_)) {
        return None;
    }
    let operations = state.log.events().iter().map(|event| (event.primitive, event.place));
    let spawned = state
        .threads
        .iter()
        .skip(1)
        .map(|thread| (Primitive::Thread, state.objects[thread.object as usize].created));
    let (found, place) =
        operations.chain(spawned).find(|(primitive, _)| !allowed.contains(primitive))?;
    Some(messages::not_allowed(found, place, allowed))
}

/// The names of the threads that ran while the body waited.
fn others(state: &State) -> Vec<String> {
    let events = state.log.events();
    let tail = &events[events.len().saturating_sub(WAITING)..];
    let busy = |tid: &usize| tail.iter().any(|event| event.thread() == *tid);
    (1..state.threads.len()).filter(busy).map(|tid| state.label(tid)).collect()
}
