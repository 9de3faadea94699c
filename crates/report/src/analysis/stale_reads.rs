//! Stale reads: the newest store that an operation does not see.

use super::atomics::writes;
use crate::op::{ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, Value};

/// An operation that reads an old value, or makes a store that is older than another one.
pub(crate) struct StaleAccess<'a> {
    pub(crate) thread: Tid,
    pub(crate) is_write: bool,
    /// The thread that made the newest store, where, and its value if it is in the trace.
    pub(crate) writer: Tid,
    pub(crate) place: Place,
    pub(crate) value: Option<&'a str>,
}

/// Reports each stale access of a thread once for each newer store.
#[derive(Default)]
pub(crate) struct StaleReads(Vec<(Tid, Tid, Place)>);

impl StaleReads {
    /// The stale access of the step `at`, unless it was already reported.
    pub(crate) fn next<'a>(&mut self, steps: &'a [Step], at: usize) -> Option<StaleAccess<'a>> {
        let Step { thread, kind: step, .. } = &steps[at];
        let StepKind::Operation { kind, object, value, newer: Some(newer), .. } = step else {
            return None;
        };
        let access = (*thread, newer.thread, newer.place);
        if self.0.contains(&access) {
            return None;
        }
        self.0.push(access);
        Some(StaleAccess {
            thread: *thread,
            is_write: writes(*kind, value.as_ref()),
            writer: newer.thread,
            place: newer.place,
            value: stored_value(&steps[..at], *object, newer.place),
        })
    }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::op::Kind;
    use crate::op_result::NewerStore;

    fn steps() -> Vec<Step> {
        let place = std::panic::Location::caller();
        let step = |thread, kind, value: Value, newer| {
            let (object, result, variant, value) = (0, None, 0, Some(value));
            let ordering = Some(Ordering::Relaxed);
            let kind =
                StepKind::Operation { kind, object, result, variant, value, ordering, newer };
            Step { thread, kind, place, preempted: None }
        };
        let newer = Some(NewerStore { thread: 1, place, behind: 1 });
        let [one, two] = ["1", "2"].map(str::to_owned);
        let old = || Value::Read("1".to_owned());
        vec![
            step(1, Kind::Store, Value::Written(one.clone()), None),
            step(1, Kind::Update, Value::Replaced { old: one, new: two }, None),
            step(2, Kind::Load, old(), newer),
            step(2, Kind::Load, old(), newer),
            step(3, Kind::Load, old(), newer),
        ]
    }

    #[test]
    fn each_stale_reader_is_reported_once() {
        let steps = steps();
        let mut stale = StaleReads::default();
        let found = (0..steps.len()).filter_map(|at| Some((at, stale.next(&steps, at)?)));
        let found: Vec<_> = found.map(|(at, it)| (at, it.thread, it.writer, it.value)).collect();
        assert_eq!(found, [(2, 2, 1, Some("2")), (4, 3, 1, Some("2"))]);
    }
}
