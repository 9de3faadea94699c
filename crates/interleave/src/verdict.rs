//! What the end of an execution means for what a test asks.

use crate::execution::{End, WAITING};
use crate::messages;
use crate::scheduler::{Demands, Halt, State};
use crate::search::HORIZON;
use report::FailureKind;
use report::Primitive;

/// How far an exploration may go, and what it asks for.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Executions of the complete search.
    pub(crate) executions: u64,
    /// Whether nothing stands in for a complete search that does not end.
    pub(crate) gives_up: bool,
    /// The first failure is shown as it was found.
    pub(crate) hasty: bool,
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
    /// Every thread has to be joined when the body returns.
    pub(crate) forbid_unjoined: bool,
    /// The body has to return in every fair schedule, whatever the others do.
    pub(crate) eventually: bool,
    /// What may be used, if that is not everything.
    pub(crate) only: Option<Vec<Primitive>>,
}

impl Limits {
    /// What an execution has to keep to. A fair schedule is short: where it does not end soon after
    /// the last delay, it is not going to.
    pub(crate) fn demands(&self) -> Demands {
        let steps = match self.eventually {
            true => self.steps.min(HORIZON + 2 * WAITING),
            false => self.steps,
        };
        Demands { steps, eventually: self.eventually }
    }
}

/// What went wrong, if anything did.
pub(crate) fn judge(end: End, state: &State, limits: &Limits) -> Option<(FailureKind, String)> {
    if let Some(told) = not_allowed(&end, state, limits) {
        return Some((FailureKind::DisallowedPrimitive, told));
    }
    Some(match end {
        End::Finished | End::LeftBehind if limits.forbid_unjoined && !state.unjoined.is_empty() => {
            let names: Vec<String> = state.unjoined.iter().map(|tid| state.label(*tid)).collect();
            (FailureKind::UnjoinedThreads, messages::unjoined(&names))
        }
        End::Finished => return None,
        End::LeftBehind if !limits.forbid_leftovers => return None,
        End::LeftBehind => {
            (FailureKind::BlockedThreads, messages::left_behind(&state.waits, &state.trace_info()))
        }
        End::Deadlock => {
            (FailureKind::Deadlock, messages::deadlock(&state.waits, &state.trace_info()))
        }
        End::Livelock(threads) => {
            let names: Vec<String> = threads.into_iter().map(|tid| state.label(tid)).collect();
            (FailureKind::Livelock, messages::livelock(&names))
        }
        End::Starved(steps) => {
            (FailureKind::Starvation, messages::starved(&state.label(0), steps, &others(state)))
        }
        End::TooLong(steps) => (FailureKind::StepLimit, messages::too_long(steps)),
        End::Halted(Halt::Misuse(message)) => (FailureKind::Unsupported, message),
        End::Halted(Halt::Nondeterminism(message)) => {
            (FailureKind::Nondeterminism, messages::nondeterminism(&message))
        }
        End::Panicked(tid, panic) => {
            let asserted = match &limits.asserted_in {
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
fn not_allowed(end: &End, state: &State, limits: &Limits) -> Option<String> {
    let allowed = limits.only.as_deref()?;
    if matches!(end, End::Halted(_)) {
        return None;
    }
    let operations = state.past.events().iter().map(|event| (event.primitive, event.place));
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
    let events = state.past.events();
    let tail = &events[events.len().saturating_sub(WAITING)..];
    let busy = |tid: &usize| tail.iter().any(|event| event.thread() == *tid);
    (1..state.threads.len()).filter(busy).map(|tid| state.label(tid)).collect()
}
