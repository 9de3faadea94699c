//! The stretch between two accesses of a thread that belong together, and that another thread uses.

use super::accesses::{DataAccess, accesses};
use super::annotations::{Annotation, AnnotationKind};
use crate::trace::Step;

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
            AnnotationKind::HasReadPart | AnnotationKind::HasWrittenPart => Some(true),
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
