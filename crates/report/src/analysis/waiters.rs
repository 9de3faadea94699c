//! The threads that wait on a condition variable, and the steps that wake them.

use std::collections::BTreeMap;

use crate::op::{Kind, ObjectId};
use crate::op_result::OpResult;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Step, StepKind};

#[derive(Default)]
pub(crate) struct Wakeups {
    /// The threads that the step wakes.
    pub(crate) woken: Vec<Tid>,
    /// The number of threads that were waiting before the step.
    pub(crate) waiting: usize,
}

/// The wakeups of each step.
pub(crate) fn wakeups(steps: &[Step]) -> Vec<Wakeups> {
    let mut waiters: BTreeMap<ObjectId, ThreadSet> = BTreeMap::new();
    let wakeups = steps.iter().map(|step| {
        let StepKind::Operation { kind, object, variant, result, .. } = step.kind else {
            return Wakeups::default();
        };
        let waiters = waiters.entry(object).or_default();
        let waiting = waiters.len();
        let mut woken = Vec::new();
        match kind {
            // A wait that ended by itself needs no notification.
            Kind::Wait { .. } if result == Some(OpResult::Done) => waiters.insert(step.thread),
            Kind::Wake { .. } => waiters.remove(step.thread),
            Kind::NotifyOne => woken.extend(waiters.nth(variant)),
            Kind::NotifyAll => woken.extend(waiters.iter()),
            _ => {}
        }
        woken.iter().for_each(|thread| waiters.remove(*thread));
        Wakeups { woken, waiting }
    });
    wakeups.collect()
}
