//! The stretch between two accesses of a thread that belong together, and that another thread uses.

use super::accesses::{DataAccess, accesses};
use super::annotations::{Annotation, AnnotationKind};
use crate::op::ObjectId;
use crate::thread_set::Tid;
use crate::trace::Step;

/// Between two steps of a thread, its data is unguarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) thread: Tid,
    /// The last step of the first access.
    pub(crate) from: usize,
    /// The first step of the second access, if it appears.
    pub(crate) to: Option<usize>,
}

/// The gap of each annotation that has one.
pub(crate) fn gaps(steps: &[Step], annotations: &[Annotation<'_>]) -> Vec<Gap> {
    let accesses = accesses(steps);
    let mut gaps: Vec<Gap> = Vec::new();
    for annotation in annotations {
        let same_lock = match annotation.kind {
            AnnotationKind::HasRead => None,
            AnnotationKind::HasUnlocked(lock) => Some(lock),
            AnnotationKind::HasReadPart | AnnotationKind::HasWrittenPart => {
                gaps.extend(gap(&accesses, annotation, |_, _| true));
                continue;
            }
            _ => continue,
        };
        let belong = |before: &DataAccess, after: &DataAccess| {
            before.object == after.object
                && same_lock.is_none_or(|lock: ObjectId| lock == before.object)
        };
        gaps.extend(gap(&accesses, annotation, belong));
    }
    gaps.dedup();
    gaps
}

fn gap(
    accesses: &[DataAccess],
    annotation: &Annotation<'_>,
    belong: impl Fn(&DataAccess, &DataAccess) -> bool,
) -> Option<Gap> {
    let (thread, step) = (annotation.thread, annotation.step);
    let own = || accesses.iter().filter(|access| access.thread == thread);
    let before = own().rfind(|access| access.end < step)?;
    let after = own().find(|access| access.start > step && belong(before, access));
    Some(Gap { thread, from: before.end, to: after.map(|after| after.start) })
}
