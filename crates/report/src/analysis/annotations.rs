//! The moments at which a thread is interrupted, and what it was doing.

use super::accesses::{Access, accesses};
use super::races::{torn_access, write_between};
use super::visible_trace::VisibleTrace;
use crate::op::{Kind, ObjectId};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, TraceInfo};

#[derive(Clone, Copy)]
pub(crate) struct Annotation {
    /// The step that interrupts the thread.
    pub(crate) step: usize,
    pub(crate) interrupted: Tid,
    pub(crate) kind: AnnotationKind,
}

/// What the interrupted thread was doing.
#[derive(Clone, Copy)]
pub(crate) enum AnnotationKind {
    /// It has read a value and will write it.
    HasRead,
    /// It has unlocked a lock and will lock it again.
    HasUnlocked(ObjectId),
    Holds(ObjectId),
    HasReadPart,
    HasWrittenPart,
    Other,
}

pub(crate) fn annotations(trace: &VisibleTrace<'_>, info: &TraceInfo) -> Vec<Annotation> {
    let steps = trace.steps;
    let own = accesses(steps);
    let torn = torn_access(&accesses(trace.all)).filter(|torn| torn.step < steps.len());
    let torn = torn.map(|torn| Annotation {
        step: torn.step,
        interrupted: torn.first.thread,
        kind: match torn.is_read {
            true => AnnotationKind::HasReadPart,
            false => AnnotationKind::HasWrittenPart,
        },
    });
    let mut annotations: Vec<Annotation> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let preempted = step.preempted.filter(|thread| *thread != step.thread);
        let Some(interrupted) = preempted else { continue };
        if continues(&steps[at..], interrupted, info) {
            let torn = torn.filter(|torn| torn.step == at && torn.interrupted == interrupted);
            let kind = interrupted_access(&own, at, interrupted)
                .or_else(|| torn.map(|torn| torn.kind))
                .unwrap_or(AnnotationKind::Other);
            annotations.push(Annotation { step: at, interrupted, kind });
        }
    }
    if annotations.is_empty() {
        annotations.extend(torn);
    }
    annotations
}

/// Returns `true` if an interrupted thread does more than wait for other threads to finish.
fn continues(later: &[Step], thread: Tid, info: &TraceInfo) -> bool {
    let is_join = |kind: Kind| matches!(kind, Kind::Join { .. } | Kind::JoinAll);
    let does_more = |step: &Step| match step.kind {
        StepKind::Operation { kind, .. } => !is_join(kind),
        _ => true,
    };
    later.iter().any(|step| step.thread == thread && does_more(step))
        || info.waits.iter().any(|wait| wait.thread == thread && !is_join(wait.op.kind))
}

/// The access that is interrupted, if it holds a lock or uses the data again after another thread wrote it.
fn interrupted_access(accesses: &[Access], at: usize, thread: Tid) -> Option<AnnotationKind> {
    let own = || accesses.iter().filter(|access| access.thread == thread);
    let held = own().find(|access| access.is_lock && access.start < at && at <= access.end);
    if let Some(held) = held {
        return Some(AnnotationKind::Holds(held.object));
    }
    let before = own().filter(|access| access.end < at).last()?;
    let after = own().find(|access| access.start > at && access.object == before.object)?;
    write_between(accesses, before, after)?;
    match (before.writes, after.writes) {
        (false, true) => Some(AnnotationKind::HasRead),
        _ if before.is_lock => Some(AnnotationKind::HasUnlocked(before.object)),
        _ => None,
    }
}
