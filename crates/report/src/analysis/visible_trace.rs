//! The part of an execution that a report shows: up to the failure, and without idle wakeups.

use super::code_under_test::CodeUnderTest;
use crate::failure::{Failure, FailureKind};
use crate::op::{Kind, ObjectId};
use crate::op_result::{OpResult, WakeReason};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

pub(crate) struct VisibleTrace<'a> {
    /// Every step of the execution.
    pub(crate) all: &'a [Step],
    /// The steps up to the failure, if the failure is a panic.
    pub(crate) steps: &'a [Step],
    /// The step that fails.
    pub(crate) failure: Option<usize>,
    pub(crate) code: CodeUnderTest,
    hidden: Vec<bool>,
}

impl<'a> VisibleTrace<'a> {
    pub(crate) fn whole(steps: &'a [Step]) -> Self {
        let (code, hidden) = (CodeUnderTest::of(steps), hidden(steps));
        Self { all: steps, steps, failure: None, code, hidden }
    }

    /// Hides nothing.
    pub(crate) fn with_every_step(steps: &'a [Step]) -> Self {
        Self { hidden: vec![false; steps.len()], ..Self::whole(steps) }
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

    /// The steps to show, each with its index in the execution.
    pub(crate) fn visible(&self) -> Vec<(usize, &'a Step)> {
        self.steps.iter().enumerate().filter(|(at, _)| !self.hidden[*at]).collect()
    }

    /// The threads that still run after the failure: those that the failing thread has spawned, or if
    /// the body fails, all.
    pub(crate) fn unfinished(&self) -> Vec<Tid> {
        let Some(failing) = self.failure.map(|at| self.all[at].thread) else { return Vec::new() };
        let later = &self.all[self.steps.len()..];
        let still_runs = |thread: &Tid| later.iter().any(|step| step.thread == *thread);
        let is_own = |step: &&Step| failing == 0 || step.thread == failing;
        self.steps.iter().filter(is_own).filter_map(Step::spawns).filter(still_runs).collect()
    }
}

/// Marks the steps of spurious wakeups after which a thread only waits again. Every wait can have them,
/// and they explain nothing.
fn hidden(steps: &[Step]) -> Vec<bool> {
    let mut hidden = vec![false; steps.len()];
    for at in (0..steps.len()).flat_map(|at| idle_wakeup(steps, at).unwrap_or_default()) {
        hidden[at] = true;
    }
    hidden
}

/// The steps of a thread from a spurious wakeup at `start` to its next wait, if it only reads in between.
fn idle_wakeup(steps: &[Step], start: usize) -> Option<Vec<usize>> {
    let waker = spurious_wakeup(&steps[start])?;
    let thread = steps[start].thread;
    let mut idle = Vec::new();
    for (at, step) in steps.iter().enumerate().skip(start).filter(|(_, it)| it.thread == thread) {
        if step.preempted.is_some() {
            return None;
        }
        match step.operation()? {
            _ if at == start => idle.push(at),
            (Kind::Load, _) => idle.push(at),
            (Kind::Wait { .. }, object) if object == waker => {
                idle.push(at);
                return Some(idle);
            }
            (Kind::ParkStart { .. }, object) if object == waker => return Some(idle),
            _ => return None,
        }
    }
    // The thread still waits, or it has read something and finished.
    let is_parked = matches!(steps[start].operation(), Some((Kind::ParkStart { .. }, _)));
    (is_parked && idle.len() > 1).then_some(idle)
}

/// The condition variable, or the thread itself if it was parked, of a spurious wakeup.
fn spurious_wakeup(step: &Step) -> Option<ObjectId> {
    let (Kind::Wake { .. } | Kind::ParkStart { .. }, waker) = step.operation()? else {
        return None;
    };
    (step.result() == Some(OpResult::Woken(WakeReason::Spuriously))).then_some(waker)
}
