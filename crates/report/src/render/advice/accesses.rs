//! What threads did to data: single atomic operations, and whole critical sections.

use super::atomics::has_changed;
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// Something that no other thread can come in between of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    /// Its first and its last step.
    pub(crate) step: usize,
    pub(crate) end: usize,
    pub(crate) thread: Tid,
    /// An atomic; or the lock around data.
    pub(crate) object: ObjectId,
    pub(crate) is_lock: bool,
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    pub(crate) place: Place,
    /// Whether its thread had to stop somebody to do it.
    pub(crate) preempts: Option<Tid>,
}

/// All acts, in the order in which they began.
pub(crate) fn acts(steps: &[Step]) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    let open = |acts: &mut Vec<Act>, thread: Tid, object: ObjectId| {
        acts.iter().rposition(|act| act.thread == thread && act.object == object && act.is_lock)
    };
    for (at, step) in steps.iter().enumerate() {
        let act = |object, is_lock, reads, writes| Act {
            step: at,
            end: if is_lock { steps.len() } else { at },
            thread: step.thread,
            object,
            is_lock,
            reads,
            writes,
            place: step.place,
            preempts: step.preempted,
        };
        match &step.kind {
            StepKind::Operation { kind, object, result, value, .. } => match kind {
                Kind::Load => acts.push(act(*object, false, true, false)),
                Kind::Store => acts.push(act(*object, false, false, true)),
                Kind::Update => acts.push(act(*object, false, true, true)),
                Kind::CompareExchange => {
                    let succeeded = value.as_deref().is_some_and(has_changed);
                    acts.push(act(*object, false, true, succeeded));
                }
                Kind::Lock | Kind::Read => acts.push(act(*object, true, true, false)),
                Kind::Write => acts.push(act(*object, true, true, false)),
                Kind::TryLock | Kind::TryRead | Kind::TryWrite
                    if *result == Some(crate::op_result::OpResult::Yes) =>
                {
                    acts.push(act(*object, true, true, false));
                }
                Kind::Wait { mutex, .. } => {
                    if let Some(open) = open(&mut acts, step.thread, *mutex) {
                        acts[open].end = at;
                    }
                }
                Kind::Wake { mutex, .. } => acts.push(act(*mutex, true, true, false)),
                _ => {}
            },
            StepKind::Unlocked { object, changed } => {
                if let Some(open) = open(&mut acts, step.thread, *object) {
                    acts[open].end = at;
                    acts[open].writes = *changed;
                }
            }
            _ => {}
        }
    }
    acts
}
