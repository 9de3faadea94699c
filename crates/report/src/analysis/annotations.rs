//! Why a step matters: it interrupts another thread, or it does not see the newest store. And the stretch between two
//! accesses of a thread that belong together, and that another thread uses.

use super::accesses::{DataAccess, accesses};
use super::races::{torn_access, write_between};
use super::visible_trace::VisibleTrace;
use crate::op::{ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, TraceInfo, Value, is_join};

#[derive(Clone, Copy)]
pub(crate) struct Annotation<'a> {
    pub(crate) step: usize,
    /// The thread that is interrupted, or that does not see the newest store.
    pub(crate) thread: Tid,
    pub(crate) kind: AnnotationKind<'a>,
}

#[derive(Clone, Copy)]
pub(crate) enum AnnotationKind<'a> {
    /// The thread is interrupted after a read and before a write.
    HasRead,
    /// The thread is interrupted between two critical sections of a lock.
    HasUnlocked(ObjectId),
    Holds(ObjectId),
    /// The thread is interrupted after the first of two reads, or writes, that belong together.
    HasPart {
        is_read: bool,
    },
    Interrupted,
    /// There is a newer store than the one that the step reads or makes.
    Stale {
        writer: Tid,
        place: Place,
        value: Option<&'a str>,
        is_write: bool,
    },
}

impl Annotation<'_> {
    /// The thread that the step interrupts.
    pub(crate) fn interrupted(&self) -> Option<Tid> {
        (!matches!(self.kind, AnnotationKind::Stale { .. })).then_some(self.thread)
    }
}

/// All annotations; of one step, the interruption comes first.
pub(crate) fn annotations<'a>(trace: &VisibleTrace<'a>, info: &TraceInfo) -> Vec<Annotation<'a>> {
    let mut annotations = interruptions(trace, info);
    annotations.extend(stale_accesses(trace));
    annotations
}

fn interruptions<'a>(trace: &VisibleTrace<'a>, info: &TraceInfo) -> Vec<Annotation<'a>> {
    let steps = trace.steps;
    let own = accesses(steps);
    let under_test = trace.code.accesses(trace.all);
    let torn = torn_access(&under_test).filter(|torn| torn.step < steps.len());
    let torn = torn.map(|torn| Annotation {
        step: torn.step,
        thread: torn.first.thread,
        kind: AnnotationKind::HasPart { is_read: torn.is_read },
    });
    let mut found: Vec<Annotation<'_>> = Vec::new();
    for (step, preempted) in steps.iter().map(|step| step.preempted).enumerate() {
        let Some(thread) = preempted.filter(|thread| *thread != steps[step].thread) else {
            continue;
        };
        if continues(&steps[step..], thread, info) {
            let torn = torn.filter(|torn| torn.step == step && torn.thread == thread);
            let kind = interrupted_access(&own, step, thread)
                .or_else(|| torn.map(|torn| torn.kind))
                .unwrap_or(AnnotationKind::Interrupted);
            found.push(Annotation { step, thread, kind });
        }
    }
    if found.is_empty() {
        found.extend(torn);
    }
    found
}

/// Returns `true` if an interrupted thread does more than wait for other threads to finish.
fn continues(later: &[Step], thread: Tid, info: &TraceInfo) -> bool {
    let does_more = |step: &Step| !step.operation().is_some_and(|(kind, _)| is_join(kind));
    later.iter().any(|step| step.thread == thread && does_more(step))
        || info.waits.iter().any(|wait| wait.thread == thread && !is_join(wait.op.kind))
}

/// The access that is interrupted, if it holds a lock or uses the data again after another thread wrote it.
fn interrupted_access(
    accesses: &[DataAccess],
    at: usize,
    thread: Tid,
) -> Option<AnnotationKind<'static>> {
    let own = || accesses.iter().filter(|access| access.thread == thread);
    let held = own().find(|access| access.is_lock && access.start < at && at <= access.end);
    if let Some(held) = held {
        return Some(AnnotationKind::Holds(held.object));
    }
    let before = own().rfind(|access| access.end < at)?;
    let after = own().find(|access| access.start > at && access.object == before.object)?;
    write_between(accesses, before, after)?;
    match (before.writes, after.writes) {
        (false, true) => Some(AnnotationKind::HasRead),
        _ if before.is_lock => Some(AnnotationKind::HasUnlocked(before.object)),
        _ => None,
    }
}

/// The accesses that do not see the newest store: for each store, the first of each thread.
fn stale_accesses<'a>(trace: &VisibleTrace<'a>) -> Vec<Annotation<'a>> {
    let mut known: Vec<(Tid, Tid, Place)> = Vec::new();
    let stale = trace.visible().into_iter().filter_map(|(at, step)| {
        let StepKind::Operation { object, newer: Some(newer), .. } = step.kind else { return None };
        let (thread, writer, place) = (step.thread, newer.thread, newer.place);
        if known.contains(&(thread, writer, place)) {
            return None;
        }
        known.push((thread, writer, place));
        let value = stored_value(&trace.steps[..at], object, place);
        let kind = AnnotationKind::Stale { writer, place, value, is_write: step.writes() };
        Some(Annotation { step: at, thread, kind })
    });
    stale.collect()
}

/// The value that was last stored at `place`.
fn stored_value(steps: &[Step], object: ObjectId, place: Place) -> Option<&str> {
    steps.iter().rev().filter(|step| step.place == place).find_map(|step| match &step.kind {
        StepKind::Operation {
            object: stored,
            value: Some(value @ (Value::Written(_) | Value::Replaced { .. })),
            ..
        } => (*stored == object).then(|| value.current()),
        _ => None,
    })
}

/// Between two steps of a thread, another thread uses data that both of them use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The thread.
    pub thread: usize,
    /// The step before the gap.
    pub from: usize,
    /// The step after the gap; the number of steps if the gap is at the end.
    pub to: usize,
}

/// The gap of each annotation that has one.
pub(crate) fn gaps(steps: &[Step], annotations: &[Annotation<'_>]) -> Vec<Gap> {
    let accesses = accesses(steps);
    let gap = |annotation: &Annotation<'_>| {
        let (thread, step) = (annotation.thread, annotation.step);
        let own = || accesses.iter().filter(|access| access.thread == thread);
        let before = own().rfind(|access| access.end < step)?;
        let is_same = |after: &DataAccess| after.object == before.object;
        let belongs = |after: &DataAccess| match annotation.kind {
            AnnotationKind::HasRead => Some(is_same(after)),
            AnnotationKind::HasUnlocked(lock) => Some(is_same(after) && lock == before.object),
            AnnotationKind::HasPart { .. } => Some(true),
            _ => None,
        };
        belongs(before)?;
        let after = own().find(|access| access.start > step && belongs(access) == Some(true));
        Some(Gap { thread, from: before.end, to: after.map_or(steps.len(), |after| after.start) })
    };
    let mut gaps: Vec<Gap> = annotations.iter().filter_map(gap).collect();
    gaps.dedup();
    gaps
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::call_stack::CallStack;
    use crate::op::Kind;
    use crate::op_result::NewerStore;

    #[test]
    fn each_stale_reader_is_annotated_once() {
        let place = std::panic::Location::caller();
        let step = |thread, kind, value: Value, newer| {
            let (object, result, variant, value) = (0, None, 0, Some(value));
            let ordering = Some(Ordering::Relaxed);
            let kind =
                StepKind::Operation { kind, object, result, variant, value, ordering, newer };
            Step { thread, kind, place, preempted: None, stack: CallStack::default() }
        };
        let newer = Some(NewerStore { thread: 1, place, behind: 1 });
        let [one, two] = ["1", "2"].map(str::to_owned);
        let old = || Value::Read("1".to_owned());
        let steps = [
            step(1, Kind::Store, Value::Written(one.clone()), None),
            step(1, Kind::Update, Value::Replaced { old: one, new: two }, None),
            step(2, Kind::Load, old(), newer),
            step(2, Kind::Load, old(), newer),
            step(3, Kind::Load, old(), newer),
        ];
        let found =
            stale_accesses(&VisibleTrace::whole(&steps)).into_iter().map(|it| match it.kind {
                AnnotationKind::Stale { writer, value, .. } => (it.step, it.thread, writer, value),
                _ => unreachable!("not a stale access"),
            });
        assert_eq!(found.collect::<Vec<_>>(), [(2, 2, 1, Some("2")), (4, 3, 1, Some("2"))]);
    }
}
