use std::panic::{self, AssertUnwindSafe};
pub fn safely(job: impl FnOnce() -> u32) -> Option<u32> {
    panic::catch_unwind(AssertUnwindSafe(job)).ok()
}
