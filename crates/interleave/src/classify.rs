//! Whether the end of an execution is a failure for this explorer.

use crate::config::{Config, STARVATION};
use crate::execution::ExecutionEnd;
use crate::messages;
use crate::scheduler::{AbortReason, State};
use crate::thread_set::Tid;
use report::{FailureKind, Primitive};

/// The failure of an execution, if it failed.
pub(crate) fn failure_of(
    end: ExecutionEnd,
    state: &State,
    config: &Config,
) -> Option<(FailureKind, String)> {
    if let Some(message) = disallowed_primitive(&end, state, config) {
        return Some((FailureKind::DisallowedPrimitive, message));
    }
    Some(match end {
        ExecutionEnd::Finished | ExecutionEnd::BlockedThreads
            if config.deny_unjoined_threads && !state.unjoined.is_empty() =>
        {
            let names = labels(state, state.unjoined.iter().copied());
            (FailureKind::UnjoinedThreads, messages::unjoined_threads(&names))
        }
        ExecutionEnd::Finished | ExecutionEnd::Aborted(AbortReason::ThreadLimit) => return None,
        ExecutionEnd::BlockedThreads if !config.deny_blocked_threads => return None,
        ExecutionEnd::BlockedThreads => {
            (FailureKind::BlockedThreads, messages::blocked_threads(&state.trace_info()))
        }
        ExecutionEnd::Deadlock => (FailureKind::Deadlock, messages::deadlock(&state.trace_info())),
        ExecutionEnd::Livelock(threads) => {
            (FailureKind::Livelock, messages::livelock(&labels(state, threads)))
        }
        ExecutionEnd::IdleLoop(threads) => {
            (FailureKind::Livelock, messages::idle_loop(&labels(state, threads)))
        }
        ExecutionEnd::PollingInVain(threads) => {
            (FailureKind::Livelock, messages::polling_in_vain(&labels(state, threads)))
        }
        ExecutionEnd::BusyWaiting(tid, place) => {
            (FailureKind::BusyWaiting, messages::busy_waiting(&state.label(tid), place))
        }
        ExecutionEnd::Starvation(steps) => {
            (FailureKind::Starvation, messages::starvation(&state.label(0), steps, &others(state)))
        }
        ExecutionEnd::StepLimit(steps) => (FailureKind::StepLimit, messages::step_limit(steps)),
        ExecutionEnd::Aborted(AbortReason::Unsupported(message)) => {
            (FailureKind::Unsupported, message)
        }
        ExecutionEnd::Aborted(AbortReason::Nondeterminism(message)) => {
            (FailureKind::Nondeterminism, messages::nondeterminism(&message))
        }
        ExecutionEnd::Aborted(AbortReason::ThreadLocalPanicked(tid, panic))
        | ExecutionEnd::Panicked(tid, panic) => {
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
fn disallowed_primitive(end: &ExecutionEnd, state: &State, config: &Config) -> Option<String> {
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
    Some(messages::disallowed_primitive(found, place, allowed))
}

fn labels(state: &State, threads: impl IntoIterator<Item = Tid>) -> Vec<String> {
    threads.into_iter().map(|tid| state.label(tid)).collect()
}

/// The names of the threads that ran while the body waited.
fn others(state: &State) -> Vec<String> {
    let events = state.log.events();
    let tail = &events[events.len().saturating_sub(STARVATION)..];
    let busy = |tid: &usize| tail.iter().any(|event| event.thread() == *tid);
    (1..state.threads.len()).filter(busy).map(|tid| state.label(tid)).collect()
}
