//! What the end of an execution means for what a test asks.

use crate::execution::{ExecutionEnd, WAITING};
use crate::messages;
use crate::scheduler::{AbortReason, ExecutionLimits, State};
use crate::search::HORIZON;
use report::FailureKind;
use report::Primitive;

/// How far an exploration may go, and what it asks for.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Executions of the complete search.
    pub(crate) max_executions: u64,
    /// Whether nothing stands in for a complete search that does not end.
    pub(crate) no_fallback: bool,
    /// The first failure is shown as it was found.
    pub(crate) first_failure: bool,
    /// Operations of each search.
    pub(crate) max_operations: u64,
    /// Whether to visit equivalent schedules too.
    pub(crate) exhaustive: bool,
    /// So many schedules by chance instead of the complete search.
    pub(crate) random: Option<u64>,
    /// Panics panic_index in this file are properties that do not hold.
    pub(crate) assertions_in: Option<String>,
    /// Operations of one execution.
    pub(crate) max_steps: usize,
    /// Nobody may be left behind when the body has returned.
    pub(crate) deny_blocked_threads: bool,
    /// Every thread has to be joined when the body returns.
    pub(crate) deny_unjoined_threads: bool,
    /// The body has to return in every fair schedule, whatever the others do.
    pub(crate) fair: bool,
    /// What may be used, if that is not everything.
    pub(crate) allow_only: Option<Vec<Primitive>>,
}

impl Config {
    /// What an execution has to keep to. A fair schedule is short: where it does not end soon after
    /// the last delay, it is not going to.
    pub(crate) fn execution_limits(&self) -> ExecutionLimits {
        let steps = match self.fair {
            true => self.max_steps.min(HORIZON + 2 * WAITING),
            false => self.max_steps,
        };
        ExecutionLimits { steps, fair: self.fair }
    }
}

/// What went wrong, if anything did.
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

/// What was used although it may not be: the first operation, in words.
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

/// Who took turns while the body waited, by name.
fn others(state: &State) -> Vec<String> {
    let events = state.log.events();
    let tail = &events[events.len().saturating_sub(WAITING)..];
    let busy = |tid: &usize| tail.iter().any(|event| event.thread() == *tid);
    (1..state.threads.len()).filter(busy).map(|tid| state.label(tid)).collect()
}
