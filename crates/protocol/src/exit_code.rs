//! The exit codes of a test process.
pub use report::exit_code::{OUT_OF_MEMORY, STUCK};

/// The test harness (libtest) ran all tests, and some failed.
pub const TESTS_FAILED: i32 = 101;
