//! Which steps are those of the code under test, and which those of the test itself.

use super::accesses::{DataAccess, accesses};
use crate::op::Place;
use crate::source::{is_test, is_user_code};
use crate::trace::Step;

/// The code that a report gives advice about. A program without tests in a folder of their own is all of it.
#[derive(Clone, Copy)]
pub(crate) struct CodeUnderTest {
    is_separate: bool,
}

impl CodeUnderTest {
    pub(crate) fn of(steps: &[Step]) -> Self {
        let is_under_test = |file: &str| is_user_code(file) && !is_test(file);
        Self { is_separate: steps.iter().any(|step| is_under_test(step.place.file())) }
    }

    pub(crate) fn contains(self, place: Place) -> bool {
        !self.is_separate || !is_test(place.file())
    }

    /// The accesses of the code under test.
    pub(crate) fn accesses(self, steps: &[Step]) -> Vec<DataAccess> {
        accesses(steps).into_iter().filter(|access| self.contains(access.place)).collect()
    }
}
