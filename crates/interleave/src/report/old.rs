//! The marks below old values: who wrote a newer one, once for each that is not seen.

use super::names::{self, Names};
use super::words;
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Deed, Step};

/// Which stores the marks have told of so far, and to which reader.
#[derive(Default)]
pub(super) struct Olds(Vec<(Tid, Tid, Place)>);

impl Olds {
    /// The mark of the step `at`, if it reads an old value and no mark has said why.
    pub(super) fn mark(&mut self, steps: &[Step], at: usize, names: &Names) -> Option<String> {
        let Step { thread, deed, .. } = &steps[at];
        let Deed::Operation { object, newer: Some(newer), .. } = deed else { return None };
        let told = (*thread, newer.thread, newer.place);
        if self.0.contains(&told) {
            return None;
        }
        self.0.push(told);
        let (writer, reader) = (names.thread(newer.thread), names.thread(*thread));
        let place = names::place(newer.place);
        let value = newest(&steps[..at], *object, newer.place);
        Some(words::memory::newer(writer, value, place.as_deref(), reader))
    }
}

/// What the last store wrote, if it is the one at `place`.
fn newest(steps: &[Step], object: ObjectId, place: Place) -> Option<&str> {
    steps.iter().rev().find_map(|step| match &step.deed {
        Deed::Operation { kind, object: written, value: Some(value), .. }
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
