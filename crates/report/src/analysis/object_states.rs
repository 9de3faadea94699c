//! The state of each shared object after an execution.

use std::collections::BTreeMap;

use super::waiters::wakeups;
use crate::op::{Kind, ObjectId, Place};
use crate::op_result::OpResult;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// What is known about an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ObjectState {
    /// The threads that hold it, and where they locked it; for a condition variable, those that wait.
    pub(crate) held_by: Vec<(Tid, Place)>,
    /// The newest value.
    pub(crate) value: Option<String>,
    /// The number of messages that were sent and not received.
    pub(crate) messages: Option<usize>,
    /// Whether it is a lock.
    pub(crate) is_lock: bool,
    /// Whether it is a condition variable.
    pub(crate) is_condvar: bool,
}

/// The state of each object that the steps use.
pub(crate) fn object_states(steps: &[Step]) -> BTreeMap<ObjectId, ObjectState> {
    let mut states = BTreeMap::new();
    let wakeups = wakeups(steps);
    for (step, wakeups) in steps.iter().zip(wakeups) {
        apply(&mut states, step);
        if let Some((_, condvar)) = step.operation()
            && !wakeups.woken.is_empty()
        {
            let state: &mut ObjectState = states.entry(condvar).or_default();
            state.held_by.retain(|(thread, _)| !wakeups.woken.contains(thread));
        }
    }
    states
}

fn apply(states: &mut BTreeMap<ObjectId, ObjectState>, step: &Step) {
    let holder = (step.thread, step.place);
    let release = |state: &mut ObjectState| {
        state.held_by.retain(|(thread, _)| *thread != step.thread);
    };
    if let Some(lock) = step.locks() {
        let lock = of(states, lock);
        lock.is_lock = true;
        lock.held_by.push(holder);
    }
    match &step.kind {
        StepKind::Unlocked { object, value, .. } => {
            let state = of(states, *object);
            release(state);
            state.value = value.clone().or(state.value.take());
        }
        StepKind::Operation { kind, object, newer, .. } => match kind {
            Kind::Wait { mutex, .. } => {
                release(of(states, *mutex));
                let condvar = of(states, *object);
                condvar.is_condvar = true;
                if step.result() == Some(OpResult::Done) {
                    condvar.held_by.push(holder);
                }
            }
            Kind::Wake { .. } => release(of(states, *object)),
            Kind::NotifyOne | Kind::NotifyAll => of(states, *object).is_condvar = true,
            Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange => {
                let state = of(states, *object);
                // An older store than the newest does not change the value.
                if newer.is_none() && (step.writes() || state.value.is_none()) {
                    state.value = step.value().map(|value| value.current().to_owned());
                }
            }
            Kind::Send | Kind::TrySend if step.passes_message() => {
                *of(states, *object).messages.get_or_insert(0) += 1;
            }
            Kind::Recv { .. } | Kind::TryRecv if step.passes_message() => {
                let messages = of(states, *object).messages.get_or_insert(0);
                *messages = messages.saturating_sub(1);
            }
            _ => {}
        },
        StepKind::Spawned { .. } | StepKind::Printed { .. } | StepKind::Panicked { .. } => {}
    }
}

/// The state of an object.
fn of(states: &mut BTreeMap<ObjectId, ObjectState>, object: ObjectId) -> &mut ObjectState {
    states.entry(object).or_default()
}
