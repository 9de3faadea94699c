//! Accesses to shared data: single atomic operations and whole critical sections.

use super::atomics::writes;
use crate::op::{Kind, ObjectId, Place};
use crate::op_result::OpResult;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// An access that no other access to the same data can interrupt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Access {
    /// The first and the last step.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) thread: Tid,
    /// The atomic, or the lock that protects the data.
    pub(crate) object: ObjectId,
    pub(crate) is_lock: bool,
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    pub(crate) place: Place,
    /// The thread that the first step preempted.
    pub(crate) preempted: Option<Tid>,
}

/// All accesses, in the order in which they started.
pub(crate) fn accesses(steps: &[Step]) -> Vec<Access> {
    let mut accesses: Vec<Access> = Vec::new();
    let close = |accesses: &mut Vec<Access>, at: usize, lock: ObjectId, writes: bool| {
        let is_open = |access: &&mut Access| {
            access.thread == steps[at].thread && access.object == lock && access.is_lock
        };
        if let Some(access) = accesses.iter_mut().rev().find(is_open) {
            (access.end, access.writes) = (at, writes);
        }
    };
    for (at, step) in steps.iter().enumerate() {
        let access = |object, is_lock, reads, writes| Access {
            start: at,
            end: if is_lock { steps.len() } else { at },
            thread: step.thread,
            object,
            is_lock,
            reads,
            writes,
            place: step.place,
            preempted: step.preempted,
        };
        match &step.kind {
            StepKind::Operation { kind, object, result, value, .. } => match kind {
                Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange => {
                    let (reads, writes) = (*kind != Kind::Store, writes(*kind, value.as_ref()));
                    accesses.push(access(*object, false, reads, writes));
                }
                Kind::Lock | Kind::Read | Kind::Write => {
                    accesses.push(access(*object, true, true, false));
                }
                Kind::TryLock | Kind::TryRead | Kind::TryWrite
                    if *result == Some(OpResult::Yes) =>
                {
                    accesses.push(access(*object, true, true, false));
                }
                Kind::Wait { mutex, .. } => close(&mut accesses, at, *mutex, false),
                Kind::Wake { mutex, .. } => accesses.push(access(*mutex, true, true, false)),
                _ => {}
            },
            StepKind::Unlocked { object, changed } => close(&mut accesses, at, *object, *changed),
            _ => {}
        }
    }
    accesses
}
