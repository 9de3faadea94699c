//! The part of an execution that is told: up to the failure, without turns that lead nowhere.

use crate::failure::{Failure, FailureKind};
use crate::op::{Kind, ObjectId};
use crate::op_result::{OpResult, WakeReason};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

pub(crate) struct VisibleTrace<'a> {
    /// Every step of the execution.
    pub(crate) all: &'a [Step],
    /// Those up to the failure, if a panic is the failure.
    pub(crate) steps: &'a [Step],
    /// Where it fails.
    pub(crate) failure: Option<usize>,
    hidden: Vec<bool>,
}

impl<'a> VisibleTrace<'a> {
    pub(crate) fn whole(steps: &'a [Step]) -> Self {
        Self { all: steps, steps, failure: None, hidden: hidden(steps) }
    }

    pub(crate) fn until_failure(failure: &'a Failure) -> Self {
        let all = failure.execution.trace.steps.as_slice();
        let is_panic = matches!(failure.kind, FailureKind::Assertion | FailureKind::Panic);
        let at = all.iter().position(|step| match &step.kind {
            StepKind::Panicked { message, .. } => {
                is_panic && failure.message.contains(message.as_str())
            }
            _ => false,
        });
        match at {
            Some(at) => Self { steps: &all[..=at], failure: Some(at), ..Self::whole(all) },
            None => Self::whole(all),
        }
    }

    /// The steps to tell, each with its place in the execution.
    pub(crate) fn steps(&self) -> Vec<(usize, &'a Step)> {
        self.steps.iter().enumerate().filter(|(at, _)| !self.hidden[*at]).collect()
    }

    /// The threads that go on after the failure, of those that the failing one has begun; of the
    /// body, all.
    pub(crate) fn unfinished(&self) -> Vec<Tid> {
        let Some(failing) = self.failure.map(|at| self.all[at].thread) else { return Vec::new() };
        let later = &self.all[self.steps.len()..];
        let is_late = |thread: &Tid| later.iter().any(|step| step.thread == *thread);
        let spawned = self.steps.iter().filter_map(|step| match step.kind {
            StepKind::Spawned { thread } if failing == 0 || step.thread == failing => Some(thread),
            _ => None,
        });
        spawned.filter(is_late).collect()
    }
}

/// Wakeups without reason after which a thread only waits again: every wait can have them, and they
/// explain nothing.
fn hidden(steps: &[Step]) -> Vec<bool> {
    let mut hidden = vec![false; steps.len()];
    for (at, step) in steps.iter().enumerate() {
        if let Some(turn) = idle_turn(steps, at, step) {
            turn.into_iter().for_each(|at| hidden[at] = true);
        }
    }
    hidden
}

/// The steps of a thread from a wakeup without reason to the next wait, if it only looks meanwhile.
fn idle_turn(steps: &[Step], at: usize, step: &Step) -> Option<Vec<usize>> {
    let object = spurious(step)?;
    let mut turn = Vec::new();
    let own = steps.iter().enumerate().skip(at).filter(|(_, next)| next.thread == step.thread);
    for (index, next) in own {
        if next.preempted.is_some() {
            return None;
        }
        match next.kind {
            _ if index == at => turn.push(index),
            StepKind::Operation { kind: Kind::Load, .. } => turn.push(index),
            StepKind::Operation { kind: Kind::Wait { .. }, object: again, .. }
                if again == object =>
            {
                turn.push(index);
                return Some(turn);
            }
            StepKind::Operation { kind: Kind::ParkStart { .. }, object: again, .. }
                if again == object =>
            {
                return Some(turn);
            }
            _ => return None,
        }
    }
    // It waits still, or it has looked and finished.
    let is_parked = matches!(step.kind, StepKind::Operation { kind: Kind::ParkStart { .. }, .. });
    (is_parked && turn.len() > 1).then_some(turn)
}

/// The condvar, or the thread itself, of a wait that ended for no reason.
fn spurious(step: &Step) -> Option<ObjectId> {
    match step.kind {
        StepKind::Operation {
            kind: Kind::Wake { .. } | Kind::ParkStart { .. },
            object,
            result: Some(OpResult::Woken(WakeReason::Spuriously)),
            ..
        } => Some(object),
        _ => None,
    }
}
