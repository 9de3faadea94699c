//! Who waits on which condvar, read from the steps so far.

use super::numbered::Numbered;
use crate::op::{Kind, ObjectId};
use crate::op_result::OpResult;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Step, StepKind};

#[derive(Default)]
pub(crate) struct Waiters(Numbered<ThreadSet>);

impl Waiters {
    /// Takes note of the next step; the threads that it wakes.
    pub(crate) fn follow(&mut self, step: &Step) -> Vec<Tid> {
        let StepKind::Operation { kind, object, variant, result, .. } = step.kind else {
            return Vec::new();
        };
        let waiting = match kind {
            Kind::Wait { .. } | Kind::Wake { .. } | Kind::NotifyOne | Kind::NotifyAll => {
                self.0.entry(object as usize)
            }
            _ => return Vec::new(),
        };
        let woken: Vec<Tid> = match kind {
            Kind::NotifyOne => waiting.nth(variant).into_iter().collect(),
            Kind::NotifyAll => waiting.iter().collect(),
            _ => Vec::new(),
        };
        for tid in &woken {
            waiting.remove(*tid);
        }
        match kind {
            // Whoever goes on by itself waits for nobody.
            Kind::Wait { .. } if result == Some(OpResult::Done) => waiting.insert(step.thread),
            Kind::Wake { .. } => waiting.remove(step.thread),
            _ => {}
        }
        woken
    }

    /// How many wait on a condvar now.
    pub(crate) fn count(&self, condvar: ObjectId) -> usize {
        self.0.get(condvar as usize).map_or(0, |waiting| waiting.len())
    }
}
