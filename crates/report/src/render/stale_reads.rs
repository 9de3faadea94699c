//! The marks below old values, and below stores that become older than others: who wrote a newer one.
//! Once for each that is not seen.

use super::advice::atomics;
use super::names::{self, Names};
use crate::messages;
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// Which stores the marks have told of so far, and to which reader.
#[derive(Default)]
pub(crate) struct StaleReads(Vec<(Tid, Tid, Place)>);

impl StaleReads {
    /// The mark of the step `at`, if it reads, or writes, what is not the newest, and no mark has said
    /// why.
    pub(crate) fn mark(&mut self, steps: &[Step], at: usize, names: &Names) -> Option<String> {
        let Step { thread, kind, .. } = &steps[at];
        let StepKind::Operation { kind, object, value: step_value, newer: Some(newer), .. } = kind
        else {
            return None;
        };
        let told = (*thread, newer.thread, newer.place);
        if self.0.contains(&told) {
            return None;
        }
        self.0.push(told);
        let (writer, reader) = (names.thread(newer.thread), names.thread(*thread));
        let place = names::place(newer.place);
        let value = newest(&steps[..at], *object, newer.place);
        Some(match atomics::writes(*kind, step_value.as_deref()) {
            true => messages::memory::overtaking(writer, value, place.as_deref()),
            false => messages::memory::newer(writer, value, place.as_deref(), reader),
        })
    }
}

/// What the last store wrote, if it is the one at `place`.
fn newest(steps: &[Step], object: ObjectId, place: Place) -> Option<&str> {
    steps.iter().rev().find_map(|step| match &step.kind {
        StepKind::Operation { kind, object: written, value: Some(value), .. }
            if *written == object && step.place == place =>
        {
            match kind {
                Kind::Store => Some(value.as_str()),
                Kind::Update | Kind::CompareExchange => value.rsplit_once(" → ").map(|it| it.1),
                _ => None,
            }
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::op_result::NewerStore;
    use crate::trace::TraceInfo;

    fn steps() -> Vec<Step> {
        let place = std::panic::Location::caller();
        let step = |thread, kind, value: &str, newer| {
            let (object, result, variant) = (0, None, 0);
            let (value, ordering) = (Some(value.to_owned()), Some(Ordering::Relaxed));
            let kind =
                StepKind::Operation { kind, object, result, variant, value, ordering, newer };
            Step { thread, kind, place, preempted: None }
        };
        let newer = Some(NewerStore { thread: 1, place, behind: 1 });
        vec![
            step(1, Kind::Store, "1", None),
            step(1, Kind::Update, "1 → 2", None),
            step(2, Kind::Load, "1", newer),
            step(2, Kind::Load, "1", newer),
            step(3, Kind::Load, "1", newer),
        ]
    }

    #[test]
    fn each_reader_is_told_once_what_it_does_not_see() {
        let threads = ["main", "ann", "bob", "cleo"].map(str::to_owned).to_vec();
        let steps = steps();
        let names = Names::new(&[], &TraceInfo { threads, ..TraceInfo::default() });
        let mut olds = StaleReads::default();
        let marks = (0..steps.len()).filter_map(|at| Some((at, olds.mark(&steps, at, &names)?)));
        let marks: Vec<(usize, String)> = marks.collect();
        assert_eq!(
            marks,
            [
                (2, "ann wrote 2; nothing makes bob see that yet".to_owned()),
                (4, "ann wrote 2; nothing makes cleo see that yet".to_owned()),
            ]
        );
    }
}
