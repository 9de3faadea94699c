//! What threads did to data: single atomic operations, and whole critical sections.

use super::accesses::has_changed;
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Deed, Step};

/// Something that no other thread can come in between of.
#[derive(Clone, Copy, Debug)]
pub(in crate::telling) struct Act {
    /// Its first and its last step.
    pub(in crate::telling) step: usize,
    pub(in crate::telling) end: usize,
    pub(in crate::telling) thread: Tid,
    /// An atomic; or the lock around data.
    pub(in crate::telling) object: ObjectId,
    pub(in crate::telling) is_lock: bool,
    pub(in crate::telling) reads: bool,
    pub(in crate::telling) writes: bool,
    pub(in crate::telling) place: Place,
    /// Whether its thread had to stop somebody to do it.
    pub(in crate::telling) preempts: Option<Tid>,
}

/// All acts, in the order in which they began.
pub(in crate::telling) fn acts(steps: &[Step]) -> Vec<Act> {
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
        match &step.deed {
            Deed::Operation { kind, object, answer, value, .. } => match kind {
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
                    if *answer == Some(crate::answer::Answer::Yes) =>
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
            Deed::Unlocked { object, changed } => {
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
