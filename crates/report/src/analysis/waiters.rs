//! The threads that wait on each condition variable.

use std::collections::BTreeMap;

use crate::op::{Kind, ObjectId};
use crate::op_result::OpResult;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Step, StepKind};

/// The threads that each step wakes.
pub(crate) fn woken_by_step(steps: &[Step]) -> Vec<Vec<Tid>> {
    let mut waiters = Waiters::default();
    steps.iter().map(|step| waiters.apply(step)).collect()
}

#[derive(Default)]
pub(super) struct Waiters(BTreeMap<ObjectId, ThreadSet>);

impl Waiters {
    /// Applies the next step, and returns the threads that it wakes.
    pub(super) fn apply(&mut self, step: &Step) -> Vec<Tid> {
        let StepKind::Operation { kind, object, variant, result, .. } = step.kind else {
            return Vec::new();
        };
        let waiting = self.0.entry(object).or_default();
        match kind {
            // A wait that ended by itself needs no notification.
            Kind::Wait { .. } if result == Some(OpResult::Done) => waiting.insert(step.thread),
            Kind::Wake { .. } => waiting.remove(step.thread),
            _ => {}
        }
        let woken: Vec<Tid> = match kind {
            Kind::NotifyOne => waiting.nth(variant).into_iter().collect(),
            Kind::NotifyAll => waiting.iter().collect(),
            _ => Vec::new(),
        };
        woken.iter().for_each(|thread| waiting.remove(*thread));
        woken
    }

    /// The number of threads that wait on a condition variable now.
    pub(super) fn count(&self, condvar: ObjectId) -> usize {
        self.0.get(&condvar).map_or(0, |waiting| waiting.len())
    }
}
