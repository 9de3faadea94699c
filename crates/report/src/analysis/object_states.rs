//! The state of each shared object after an execution.

use std::collections::BTreeMap;

use super::accesses::writes;
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
    match &step.kind {
        StepKind::Unlocked { object, value, .. } => {
            let state = of(states, *object);
            release(state);
            state.value = value.clone().or(state.value.take());
        }
        StepKind::Operation { kind, object, result, value, newer, .. } => match kind {
            Kind::Lock | Kind::Read | Kind::Write => lock(of(states, *object), holder),
            Kind::TryLock | Kind::TryRead | Kind::TryWrite if *result == Some(OpResult::Yes) => {
                lock(of(states, *object), holder);
            }
            Kind::Wait { mutex, .. } => {
                release(of(states, *mutex));
                let condvar = of(states, *object);
                condvar.is_condvar = true;
                if *result == Some(OpResult::Done) {
                    condvar.held_by.push(holder);
                }
            }
            Kind::Wake { mutex, .. } => {
                release(of(states, *object));
                lock(of(states, *mutex), holder);
            }
            Kind::NotifyOne | Kind::NotifyAll => of(states, *object).is_condvar = true,
            Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange => {
                let state = of(states, *object);
                // An older store than the newest does not change the value.
                if newer.is_none() && (writes(*kind, value.as_ref()) || state.value.is_none()) {
                    state.value = value.as_ref().map(|value| value.current().to_owned());
                }
            }
            Kind::Send | Kind::TrySend
                if !matches!(result, Some(OpResult::Disconnected | OpResult::Full)) =>
            {
                *of(states, *object).messages.get_or_insert(0) += 1;
            }
            Kind::Recv { .. } | Kind::TryRecv
                if !matches!(result, Some(OpResult::Disconnected | OpResult::Empty)) =>
            {
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

fn lock(state: &mut ObjectState, holder: (Tid, Place)) {
    state.is_lock = true;
    state.held_by.push(holder);
}
