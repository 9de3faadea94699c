//! Who waits on which condvar, read from the steps so far.

use super::numbered::Numbered;
use crate::answer::Answer;
use crate::op::{Kind, ObjectId};
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Deed, Step};

#[derive(Default)]
pub(super) struct Waiters(Numbered<ThreadSet>);

impl Waiters {
    /// Takes note of the next step; the threads that it wakes.
    pub(super) fn follow(&mut self, step: &Step) -> Vec<Tid> {
        let Deed::Operation { kind, object, variant, answer, .. } = step.deed else {
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
            Kind::Wait { .. } if answer == Some(Answer::Done) => waiting.insert(step.thread),
            Kind::Wake { .. } => waiting.remove(step.thread),
            _ => {}
        }
        woken
    }

    /// How many wait on a condvar now.
    pub(super) fn count(&self, condvar: ObjectId) -> usize {
        self.0.get(condvar as usize).map_or(0, |waiting| waiting.len())
    }
}
