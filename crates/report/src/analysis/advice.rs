//! The pattern behind a failure, and with it the advice to give.

use super::accesses::accesses;
use super::blocked::{Blocked, deadlock, left_blocked};
use super::races::{LostUpdate, TornAccess, lost_update, torn_access};
use super::visible_trace::VisibleTrace;
use super::waiting::{if_instead_of_while, sleep_instead_of_join};
use super::weak_memory::{StaleAccesses, WeakMemory};
use crate::failure::{Failure, FailureKind};
use crate::op::Place;
use crate::source::Source;
use crate::thread_set::Tid;
use crate::trace::{PanicPlace, Step, StepKind};

pub(crate) enum Advice {
    LostUpdate(LostUpdate),
    TornAccess(TornAccess),
    SleepInsteadOfJoin {
        thread: Tid,
        unfinished: Tid,
        place: Place,
    },
    IfInsteadOfWhile {
        thread: Tid,
        place: Place,
    },
    WeakMemory(WeakMemory),
    Blocked(Blocked),
    /// A lock is poisoned, by this panic if it is known.
    Poisoned(Option<(Tid, PanicPlace)>),
    Panicked {
        thread: Tid,
        place: PanicPlace,
    },
    /// Only one thread takes part.
    SingleThread,
    /// No pattern fits. The advice depends on nothing but the kind of the failure.
    Kind(FailureKind),
}

/// The text of the error that `unwrap` panics with when a lock is poisoned.
const POISONED: &str = "PoisonError";

pub(crate) fn advice(failure: &Failure, trace: &VisibleTrace<'_>, source: &Source) -> Advice {
    let info = &failure.execution.info;
    let steps = trace.steps;
    let found = match failure.kind {
        FailureKind::Deadlock => StaleAccesses::new(steps)
            .store_buffering()
            .map(Advice::WeakMemory)
            .or_else(|| deadlock(steps, info).map(Advice::Blocked)),
        FailureKind::BlockedThreads => left_blocked(steps, info).map(Advice::Blocked),
        FailureKind::Assertion | FailureKind::Panic => {
            if failure.message.contains(POISONED) {
                return Advice::Poisoned(poisoning_panic(steps));
            }
            race(trace, source)
                .or_else(|| failing_panic(trace).filter(|_| failure.kind == FailureKind::Panic))
                .or_else(|| is_single_threaded(trace.all).then_some(Advice::SingleThread))
        }
        _ => None,
    };
    found.unwrap_or(Advice::Kind(failure.kind))
}

/// A pattern in which the order of the steps is the problem.
fn race(trace: &VisibleTrace<'_>, source: &Source) -> Option<Advice> {
    let stale = StaleAccesses::new(trace.steps);
    let if_instead_of_while = if_instead_of_while(trace.steps, source)
        .map(|(thread, place)| Advice::IfInsteadOfWhile { thread, place });
    let sleep = || {
        let (thread, unfinished, place) = sleep_instead_of_join(trace)?;
        Some(Advice::SleepInsteadOfJoin { thread, unfinished, place })
    };
    if_instead_of_while
        .or_else(sleep)
        .or_else(|| stale.publication().map(Advice::WeakMemory))
        .or_else(|| stale.overtaken().map(Advice::WeakMemory))
        .or_else(|| lost_update(&accesses(trace.steps)).map(Advice::LostUpdate))
        .or_else(|| stale.store_buffering().map(Advice::WeakMemory))
        .or_else(|| torn_access(&accesses(trace.all)).map(Advice::TornAccess))
        .or_else(|| stale.stale_read().map(Advice::WeakMemory))
}

/// The panic that poisoned a lock.
fn poisoning_panic(steps: &[Step]) -> Option<(Tid, PanicPlace)> {
    steps.iter().find_map(|step| match &step.kind {
        StepKind::Panicked { message, place: Some(place) } if !message.contains(POISONED) => {
            Some((step.thread, place.clone()))
        }
        _ => None,
    })
}

fn failing_panic(trace: &VisibleTrace<'_>) -> Option<Advice> {
    let step = &trace.all[trace.failure?];
    match &step.kind {
        StepKind::Panicked { place: Some(place), .. } => {
            Some(Advice::Panicked { thread: step.thread, place: place.clone() })
        }
        _ => None,
    }
}

fn is_single_threaded(steps: &[Step]) -> bool {
    steps.windows(2).all(|pair| pair[0].thread == pair[1].thread)
}
